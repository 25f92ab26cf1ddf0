"""Before any parser: how far an office archive or a PDF unpacks, counted while inflating (threat T8).

Never taken from a file's own claims. At most 100 MB out of an archive, no entry blown up more than fifty times beyond
its first megabyte; at most 1,000 entries, only stored or deflated, none twice, none with a password; no archive, no
program and no embedded object in it; no DTD. No stream of a PDF inflates to more than 100 MB. Nothing is kept of what
is inflated. What a fault is called towards a person is the business of the gate that asked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Literal

Fault = Literal["many", "large", "nested", "declared", "packed", "repeated", "broken", "locked", "lacking"]
"""Too many entries; too much inside; an archive, program or object inside; a DTD; an uncommon packing; one name twice;
not readable to its end; a password; the part that makes it this kind of document is not there."""

Look = Callable[[bytes], None]
"""Sees the text of one entry chunk by chunk as it streams by; what it raises ends the unpacking."""

MOST_INFLATED = 100 * 2**20
MOST_ENTRIES = 1_000
MOST_RATIO = 50
RATIO_FREE = 2**20
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
"""How archives begin."""

_CHUNK = 256 * 1024
_ENTRY = b"PK\x01\x02"
_NESTED = (*ARCHIVES, b"\xd0\xcf\x11\xe0", b"MZ")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_MARK = 10
_STREAM = re.compile(rb"stream\r?\n(?=[xhXH])")
"""A stream that begins with a zlib header; all others are as large as they look."""


class Unfit(Exception):
    """The file must not be handed to a parser; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def unpack_archive(content: bytes, part: str, look_into: Callable[[str], Look | None] = lambda _: None) -> None:
    """Inflate every entry of an office archive once, counting. ``part`` is the entry that makes it what it claims to be
    (``word/document.xml``); ``look_into`` may give a look for an entry by its name.

    :raises Unfit: with any :data:`Fault`.
    """
    # Counted as bytes before the directory is read: a directory of 400,000 entries would be 200 MB of objects.
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise Unfit("many")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, part)
            room = MOST_INFLATED
            for entry in entries:
                room -= _inflated(archive, entry, room, look_into(entry.filename))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Unfit("broken") from error


def _check_directory(entries: list[zipfile.ZipInfo], part: str) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unfit("locked")
    if part not in names:
        raise Unfit("lacking")
    if len(names) < len(entries):
        raise Unfit("repeated")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unfit("packed")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit("nested")


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, look: Look | None) -> int:
    """Bytes an entry inflates to; stops at the limits instead of finishing."""
    size, tail = 0, b""
    most = min(room, max(RATIO_FREE, MOST_RATIO * max(entry.compress_size, 1)))
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            if size == 0 and chunk.startswith(_NESTED):
                raise Unfit("nested")
            if is_xml:
                seen = tail + chunk.replace(b"\0", b"")  # UTF-16 declares as well as UTF-8
                if b"<!" in seen and _DTD.search(seen):
                    raise Unfit("declared")
                tail = seen[-_LONGEST_MARK:]
            size += len(chunk)
            if size > most:
                raise Unfit("large")
            if look is not None:
                look(chunk)
    return size


def unpack_pdf(content: bytes, most_bytes: int = MOST_INFLATED) -> None:
    """Inflate the Flate streams of a PDF, counting: each to at most 100 MB, all together to ``most_bytes``.

    :raises Unfit: ``large``.
    """
    room = most_bytes
    for start in _STREAM.finditer(content):
        room -= _stream_size(content, start.end(), min(room, MOST_INFLATED))


def _stream_size(content: bytes, at: int, most: int) -> int:
    """Bytes that a zlib stream at this place inflates to; what is no such stream counts as far as it went."""
    inflater = zlib.decompressobj()
    size, pending = 0, content[at : at + _CHUNK]
    try:
        while pending and not inflater.eof:
            size += len(inflater.decompress(pending, _CHUNK))
            if size > most:
                raise Unfit("large")
            pending = inflater.unconsumed_tail
            if not pending:
                at += _CHUNK
                pending = content[at : at + _CHUNK]
    except zlib.error:
        pass
    return size
