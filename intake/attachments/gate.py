"""Before any parser: how large, and whether an archive or a PDF is honest (T8).

At most 100 MB out of an archive, counted while inflating and never taken from its own claims; no entry blown up more
than fifty times beyond its first megabyte; at most 1,000 entries, only stored or deflated, none twice; no archive, no
program and no embedded object in it; no DTD. No stream of a PDF inflates to more than 100 MB. Nothing is kept of what
is inflated.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from foundation.errors import InvalidInput
from foundation.language import sentence
from intake.attachments.attachment import Kind
from intake.attachments.kinds import kind_of

MOST_INFLATED = 100 * 2**20
MOST_ENTRIES = 1_000
MOST_RATIO = 50
RATIO_FREE = 2**20
_MOST_OF_PDF = 4 * MOST_INFLATED
_CHUNK = 256 * 1024
_ENTRY = b"PK\x01\x02"
_NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\xd0\xcf\x11\xe0", b"MZ")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_MARK = 10
_STREAM = re.compile(rb"stream\r?\n(?=[xhXH])")
"""A stream that begins with a zlib header; all others are as large as they look."""

_MANY = sentence("里面的条目太多").template
_LARGE = sentence("展开后太大").template
_INNER = sentence("里面还有压缩包、程序或嵌入的文件").template
_DECLARED = sentence("带有外部声明（DTD）").template
_PACKED = sentence("压缩方式不常见").template


def admit(content: bytes, name: str, most_bytes: int) -> Kind:
    """The kind of a file that may be opened.

    :raises InvalidInput: ``attachment_too_large``, ``attachment_damaged``, ``attachment_unsafe`` (with the reason),
        and those of :func:`intake.attachments.kinds.kind_of`.
    """
    if len(content) > most_bytes:
        raise InvalidInput(
            "attachment_too_large",
            "“{file}”太大：最多 {limit} MB，请分开交",
            file=name,
            limit=max(most_bytes // 2**20, 1),
            field="file",
        )
    kind = kind_of(content, name)
    if kind in ("docx", "xlsx"):
        _admit_archive(content, name, kind)
    elif kind == "pdf":
        _admit_pdf(content, name)
    return kind


def _unsafe(name: str, reason: str) -> InvalidInput:
    return InvalidInput("attachment_unsafe", "“{file}”没有接收：{reason}", file=name, reason=reason, field="file")


def _damaged(name: str) -> InvalidInput:
    return InvalidInput("attachment_damaged", "“{file}”打不开：文件可能损坏，请重新导出后再交", file=name, field="file")


def _admit_archive(content: bytes, name: str, kind: Kind) -> None:
    # Counted as bytes before the directory is read: a directory of 400,000 entries would be 200 MB of objects.
    if content.count(_ENTRY) > MOST_ENTRIES:
        raise _unsafe(name, _MANY)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if ("word/document.xml" if kind == "docx" else "xl/workbook.xml") not in names or len(names) < len(entries):
                raise _damaged(name)
            if any(entry.flag_bits & 0x1 or entry.compress_type not in (0, 8) for entry in entries):
                raise _unsafe(name, _PACKED)
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                raise _unsafe(name, _INNER)
            room = MOST_INFLATED
            for entry in entries:
                room -= _inflated(archive, entry, name, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _damaged(name) from error


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, room: int) -> int:
    """Bytes an entry inflates to; stops at the limits instead of finishing."""
    size, tail = 0, b""
    most = min(room, max(RATIO_FREE, MOST_RATIO * max(entry.compress_size, 1)))
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            if size == 0 and chunk.startswith(_NESTED):
                raise _unsafe(name, _INNER)
            if is_xml:
                seen = tail + chunk.replace(b"\0", b"")  # UTF-16 declares as well as UTF-8
                if _DTD.search(seen):
                    raise _unsafe(name, _DECLARED)
                tail = seen[-_LONGEST_MARK:]
            size += len(chunk)
            if size > most:
                raise _unsafe(name, _LARGE)
    return size


def _admit_pdf(content: bytes, name: str) -> None:
    room = _MOST_OF_PDF
    for start in _STREAM.finditer(content):
        room -= _stream_size(content, start.end(), name)
        if room < 0:
            raise _unsafe(name, _LARGE)


def _stream_size(content: bytes, at: int, name: str) -> int:
    """Bytes that a zlib stream at this place inflates to; what is no such stream counts as far as it went."""
    inflater = zlib.decompressobj()
    size, pending = 0, content[at : at + _CHUNK]
    try:
        while pending and not inflater.eof:
            size += len(inflater.decompress(pending, _CHUNK))
            if size > MOST_INFLATED:
                raise _unsafe(name, _LARGE)
            pending = inflater.unconsumed_tail
            if not pending:
                at += _CHUNK
                pending = content[at : at + _CHUNK]
    except zlib.error:
        pass
    return size
