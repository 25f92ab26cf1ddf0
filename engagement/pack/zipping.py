"""Named bytes as a ZIP and back. Nothing is compressed and no clock is read: the same members give the same bytes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from foundation.errors import InvalidInput

_TIME = (1980, 1, 1, 0, 0, 0)
"""The beginning of ZIP's own calendar."""
MOST_MEMBERS = 10_000
MOST_BYTES = 2**30
_SPECIAL = 0b110_0001
"""Flag bits 0, 5 and 6: encrypted, a patch, strongly encrypted."""
_CHUNK = 2**20
_IN_MEMORY = 2**24
"""A pack up to this size is compared in memory, a larger one on disk."""
_BROKEN = (
    zipfile.BadZipFile,  # directory, headers, names or checksums that do not fit each other
    NotImplementedError,  # written for a ZIP of later years
    UnicodeDecodeError,  # a name that says it is UTF-8 and is not
    EOFError,  # a member that goes on past the end
)
"""What ``zipfile`` raises for a ZIP that is damaged or strange; anything else is a fault of ours and stays loud."""


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members, by name in order."""
    out = io.BytesIO()
    _write(members, out)
    return out.getvalue()


def is_zipped(members: Mapping[str, bytes], pack: BinaryIO) -> bool:
    """Whether the bytes are exactly those of :func:`zipped`; one member at a time is in memory."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as again:
        _write(members, again)
        again.seek(0)
        pack.seek(0)
        while chunk := again.read(_CHUNK):
            if pack.read(len(chunk)) != chunk:
                return False
        return not pack.read(1)


def _write(members: Mapping[str, bytes], out: Any) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=True) as file:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            file.writestr(info, members[name])


class Opened(Mapping[str, bytes]):
    """The members of a pack, each read when it is asked for; nothing is written to disk and no name is a path.

    Raises ``InvalidInput`` ``pack_unreadable`` for what is no ZIP of ours: damaged, compressed, too large, names twice;
    ``pack_member_damaged`` names the member whose bytes are not those that were put in.
    """

    def __init__(self, pack: BinaryIO) -> None:
        try:
            self._file = zipfile.ZipFile(pack)
        except _BROKEN:
            raise _unreadable() from None
        infos = self._file.infolist()
        if not _is_ours(infos, pack.seek(0, io.SEEK_END)):
            raise _unreadable()
        self._infos = {info.filename: info for info in infos}

    def __getitem__(self, name: str) -> bytes:
        info = self._infos[name]
        try:
            return self._file.read(info)
        except _BROKEN:
            raise InvalidInput(
                "pack_member_damaged", "{path} 的内容被改过，或已经损坏", field="pack", path=name[:200]
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Bytes of a member, without reading it."""
        return self._infos[name].file_size


def unzipped(content: bytes) -> dict[str, bytes]:
    """All members by name, in memory. Raises as :class:`Opened`."""
    return dict(Opened(io.BytesIO(content)))


def _is_ours(infos: Sequence[zipfile.ZipInfo], size: int) -> bool:
    """Whether the directory of a ZIP of ``size`` bytes is one that :func:`zipped` could have written.

    Stored members lie side by side, so together they are no larger than the ZIP: one that names the same bytes a
    thousand times is refused before it is read. ``ZipInfo`` cuts a name at NUL; two readers would see two names.
    """
    return (
        len(infos) <= MOST_MEMBERS
        and sum(info.file_size for info in infos) <= min(MOST_BYTES, size)
        and len({info.filename for info in infos}) == len(infos)
        and all(
            info.compress_type == zipfile.ZIP_STORED
            and info.compress_size == info.file_size
            and not info.flag_bits & _SPECIAL
            and info.filename == info.orig_filename
            and 0 <= info.header_offset < size
            for info in infos
        )
    )


def _unreadable() -> InvalidInput:
    return InvalidInput("pack_unreadable", "这不是完好的终结材料包：ZIP 读不出来", field="pack")
