"""A ZIP from outside is read or refused, never a fault of ours: each way a ZIP can lie, crafted by hand."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from zipfile import BadZipFile

import pytest

from engagement.pack import zipping
from engagement.pack.zipping import MOST_MEMBERS, unzipped, zipped
from foundation.errors import InvalidInput

MEMBERS = {"a.txt": b"first words", "报告.pdf": b"%PDF of a report"}
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LATER = 99
"""The version of ZIP needed to read it, in tenths: none there is."""


def written(field: str, value: int, at: int, record: bytes = CENTRAL) -> bytes:
    """The ZIP with one field of its first such record set: ``field`` is struct's letter, ``at`` the place in it."""
    out = bytearray(zipped(MEMBERS))
    struct.pack_into(f"<{field}", out, out.index(record) + at, value)
    return bytes(out)


def ended(entries: int, size: int, offset: int) -> bytes:
    return struct.pack("<4s4H2LH", END, 0, 0, entries, entries, size, offset, 0)


def with_directory(change: Callable[[bytes], bytes]) -> bytes:
    """The ZIP with its directory changed and the end told of it."""
    whole = zipped(MEMBERS)
    start, end = whole.index(CENTRAL), whole.index(END)
    directory = change(whole[start:end])
    return whole[:start] + directory + ended(directory.count(CENTRAL), len(directory), start)


def offset_in_zip64(directory: bytes) -> bytes:
    """The first member's place moved into ZIP64's field, with the largest number there is."""
    first, name = directory[: directory.index(CENTRAL, 4)], 5
    head = bytearray(first[:46])
    struct.pack_into("<H", head, 30, 12)
    struct.pack_into("<L", head, 42, 0xFFFF_FFFF)
    place = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    return bytes(head) + first[46 : 46 + name] + place + directory[len(first) :]


def as_long_as_the_whole() -> bytes:
    whole = zipped({"a.txt": b"first words"})
    start = whole.index(CENTRAL)
    return whole[: start + 20] + struct.pack("<2L", len(whole), len(whole)) + whole[start + 28 :]


def nul_in_both_names() -> bytes:
    return zipped({"a.txt": b"", "b.txt+hidden": b"x"}).replace(b"b.txt+hidden", b"b.txt\0hidden")


def same_bytes_many_times() -> bytes:
    """One stored member of 64 KB, named by a thousand lines of the directory: 64 MB out of 100 KB."""
    whole = zipped({"0000": bytes(2**16)})
    start = whole.index(CENTRAL)
    line = whole[start : whole.index(END)]
    directory = b"".join(line.replace(b"0000", b"%04d" % number) for number in range(1000))
    return whole[:start] + directory + ended(1000, len(directory), start)


CRAFTED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no ZIP": lambda: b"%PDF-1.7 " * 9,
    "cut in the middle": lambda: zipped(MEMBERS)[:90],
    "without its end": lambda: zipped(MEMBERS)[:-22],
    "without its beginning": lambda: zipped(MEMBERS)[60:],
    "another byte in a member": lambda: zipped(MEMBERS).replace(b"first", b"worst"),
    "another checksum": lambda: written("L", 1, 16),
    "encrypted": lambda: written("H", 1, 8),
    "a patch": lambda: written("H", 1 << 5, 8),
    "strongly encrypted": lambda: written("H", 1 << 6, 8),
    "compressed": lambda: written("H", 8, 10),
    "an unknown compression": lambda: written("H", 77, 10),
    "a later ZIP": lambda: written("H", LATER, 6),
    "no such signature in the directory": lambda: written("L", 0, 0),
    "no such signature at the member": lambda: written("L", 0, 0, LOCAL),
    "more entries' bytes than there are": lambda: written("L", 2**31, 12, END),
    "a directory behind the end": lambda: written("L", 2**31, 16, END),
    "a directory that is cut": lambda: with_directory(lambda lines: lines[:-20]),
    "a directory that is cut in a name": lambda: with_directory(lambda lines: lines[:-9]),
    "an extra field longer than its place": lambda: with_directory(lambda lines: lines[:30] + b"\4" + lines[31:]),
    "a member behind the end": lambda: written("L", 2**31, 42),
    "a member before the beginning": lambda: written("L", 200, 16, END),
    "a member at no offset a machine has": lambda: with_directory(offset_in_zip64),
    "a member that goes on past the end": lambda: written("L", 2**20, 20),
    "a member as long as the whole": as_long_as_the_whole,
    "a longer member than was kept": lambda: written("L", 4000, 24),
    "two names for one member": lambda: with_directory(lambda lines: lines.replace(b"a.txt", b"b.txt")),
    "a name that is no UTF-8": lambda: zipped(MEMBERS).replace("报".encode(), b"\xff\xfe\xfd"),
    "a name that is no UTF-8 at the member": lambda: zipped(MEMBERS).replace("报".encode(), b"\xff\xfe\xfd", 1),
    "a name cut at NUL": nul_in_both_names,
    "a name twice": lambda: zipped({"a.txt": b"1", "b.txt": b"2"}).replace(b"b.txt", b"a.txt"),
    "the same bytes many times": same_bytes_many_times,
    "too many members": lambda: zipped({str(number): b"" for number in range(MOST_MEMBERS + 1)}),
}


IN_A_MEMBER = {
    "another byte in a member",
    "another checksum",
    "no such signature at the member",
    "a member as long as the whole",
    "two names for one member",
    "a name that is no UTF-8 at the member",
}
"""The directory is in order, one member is not: the refusal names it."""


@pytest.mark.parametrize("lie", CRAFTED)
def test_a_crafted_zip_is_refused_as_unreadable(lie: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        unzipped(CRAFTED[lie]())
    assert refusal.value.code == ("pack_member_damaged" if lie in IN_A_MEMBER else "pack_unreadable")


def test_every_fault_of_zipfile_that_is_caught_can_come_from_outside() -> None:
    met = set()
    for crafted in CRAFTED.values():
        with pytest.raises(InvalidInput) as refusal:
            unzipped(crafted())
        met.add(type(refusal.value.__context__))
    ours = type(None)
    assert met == {BadZipFile, NotImplementedError, UnicodeDecodeError, EOFError, ours}


def test_a_zip_of_ours_is_read_back() -> None:
    assert unzipped(zipped(MEMBERS)) == MEMBERS
    assert unzipped(zipped({})) == {}


def test_thousands_of_random_scratches_end_in_the_members_or_a_refusal() -> None:
    chance, whole = random.Random(8), zipped(MEMBERS)
    read = 0
    for _ in range(3000):
        scratched = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place, many = chance.randrange(len(scratched)), chance.choice((1, 1, 2, 4))
            scratched[place : place + many] = chance.choice((b"\0", b"\xff", chance.randbytes(1))) * many
        try:
            unzipped(bytes(scratched))
        except InvalidInput:
            continue
        read += 1
    assert 0 < read < 1000


def test_a_fault_of_ours_is_not_told_as_a_damaged_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> bool:
        raise KeyError("ours")

    monkeypatch.setattr(zipping, "_is_ours", mistaken)
    with pytest.raises(KeyError):
        unzipped(zipped(MEMBERS))
