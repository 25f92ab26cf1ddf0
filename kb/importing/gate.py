"""Before any parser: how large, what kind, and whether an archive is honest (threat T8, T10).

At most 20 MB in and 100 MB out, counted while inflating and never taken from a file's own claims; no entry blown up
more than fifty times beyond its first megabyte; at most 1,000 entries; no archive in the archive; no DTD. The kind is
told by content, and must agree with the extension. A sheet may not span more than four million cells: parsers lay the
whole rectangle out, and two cells in opposite corners would be half a terabyte.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import Literal

from foundation.errors import InvalidInput

Kind = Literal["xlsx", "docx", "pdf", "csv"]

MAX_BYTES = 20 * 1024 * 1024
MAX_INFLATED_BYTES = 100 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_RATIO = 50
MAX_SHEET_CELLS = 4_000_000
RATIO_FREE_BYTES = 1024 * 1024
_CHUNK = 256 * 1024

_EXTENSIONS: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
}
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_CELL_LENGTH = 16
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PDF_STREAM = re.compile(rb"stream\r?\n")


def admit(content: bytes, name: str) -> Kind:
    """The kind of an annex file that may be parsed.

    :raises InvalidInput: ``annex_type_unknown``, ``annex_old_format``, ``annex_empty``, ``annex_too_large``,
        ``annex_content_mismatch``, ``annex_encrypted``, ``annex_damaged``, ``annex_archive_unsafe``,
        ``annex_sheet_too_wide``; each names the file.
    """
    kind = _EXTENSIONS.get(PurePath(name).suffix.lower())
    if PurePath(name).suffix.lower() in (".xls", ".doc", ".et", ".wps"):
        raise InvalidInput(
            "annex_old_format", "“{file}”是旧格式：请另存为 xlsx 或 docx 再导入", file=name, field="file"
        )
    if kind is None:
        raise InvalidInput(
            "annex_type_unknown", "“{file}”不是能读的文件类型：请用 xlsx、csv、docx 或 pdf", file=name, field="file"
        )
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise InvalidInput("annex_empty", "“{file}”是空的：请换一个文件", file=name, field="file")
    if len(content) > MAX_BYTES:
        raise InvalidInput(
            "annex_too_large",
            "“{file}”太大：最多 {limit} MB，请分开导入",
            file=name,
            limit=MAX_BYTES // 1024 // 1024,
            field="file",
        )
    if content.startswith(_OLE):
        if _OLE_ENCRYPTED in content:
            raise encrypted(name)
        raise InvalidInput(
            "annex_old_format", "“{file}”是旧格式：请另存为 xlsx 或 docx 再导入", file=name, field="file"
        )
    if kind in ("xlsx", "docx"):
        _admit_archive(content, name, kind)
    elif kind == "pdf":
        _admit_pdf(content, name)
    elif content.startswith((*_ARCHIVES, b"%PDF-")) or (b"\x00" in content[:4096] and not _is_utf16(content)):
        raise _mismatch(name)
    return kind


def damaged(name: str) -> InvalidInput:
    """The file cannot be parsed."""
    return InvalidInput("annex_damaged", "“{file}”打不开：文件可能损坏，请重新导出后再试", file=name, field="file")


def encrypted(name: str) -> InvalidInput:
    """The file needs a password."""
    return InvalidInput("annex_encrypted", "“{file}”有密码：请去掉密码后再导入", file=name, field="file")


def _mismatch(name: str) -> InvalidInput:
    return InvalidInput("annex_content_mismatch", "“{file}”的内容和扩展名不符：请确认文件类型", file=name, field="file")


def _unsafe(name: str) -> InvalidInput:
    return InvalidInput(
        "annex_archive_unsafe",
        "“{file}”的内部结构超出限度，没有打开：请另存一份，去掉嵌入的文件后再试",
        file=name,
        field="file",
    )


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _admit_archive(content: bytes, name: str, kind: Kind) -> None:
    """Inflates every entry once, counting; a lying size in the directory changes nothing."""
    if not content.startswith(b"PK\x03\x04"):
        raise _mismatch(name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise _unsafe(name)
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise encrypted(name)
            names = {entry.filename for entry in entries}
            expected = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
            if expected not in names:
                raise _mismatch(name)
            total = 0
            for entry in entries:
                total += _inflated(archive, entry, name, MAX_INFLATED_BYTES - total)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise damaged(name) from error


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, room: int) -> int:
    """Bytes an entry inflates to; stops at the limits instead of finishing."""
    size = 0
    extent = _Extent() if entry.filename.startswith("xl/worksheets/") else None
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            if size == 0 and (chunk.startswith(_ARCHIVES) or chunk.startswith(_OLE)):
                raise _unsafe(name)
            if is_xml and size < _CHUNK and _DTD.search(chunk):
                raise _unsafe(name)
            size += len(chunk)
            if size > room or (size > RATIO_FREE_BYTES and size > MAX_RATIO * max(entry.compress_size, 1)):
                raise _unsafe(name)
            if extent is not None and extent.seen(chunk) > MAX_SHEET_CELLS:
                raise InvalidInput(
                    "annex_sheet_too_wide",
                    "“{file}”里有工作表的范围太大：请删去远处多余的行和列，另存后再导入",
                    file=name,
                    field="file",
                )
    return size


class _Extent:
    """How many cells the rectangle of a sheet holds, from the cell names in its text as it streams by."""

    def __init__(self) -> None:
        self.rows, self.columns, self.tail = 0, 0, b""

    def seen(self, chunk: bytes) -> int:
        """Cells of the rectangle so far; a name cut by the end of a chunk is read with the next one."""
        text = self.tail + chunk
        for match in _CELL.finditer(text):
            self.rows = max(self.rows, int(match[2]))
            if len(match[1]) > 1 or match[1] > b"A":
                column = 0
                for letter in match[1]:
                    column = 26 * column + letter - 64
                self.columns = max(self.columns, column)
        self.tail = text[-_CELL_LENGTH:]
        return self.rows * max(self.columns, 1)


def _admit_pdf(content: bytes, name: str) -> None:
    """Inflates the Flate streams of a PDF up to the limit, keeping nothing."""
    if b"%PDF-" not in content[:1024]:
        raise _mismatch(name)
    room = MAX_INFLATED_BYTES
    for start in _PDF_STREAM.finditer(content):
        at = start.end()
        if content[at : at + 1] not in (b"x", b"h", b"X", b"H"):
            continue  # not a zlib header: an image or plain stream, as large as it looks
        inflater = zlib.decompressobj()
        pending = content[at : at + _CHUNK]
        try:
            while pending and not inflater.eof:
                room -= len(inflater.decompress(pending, _CHUNK))
                if room < 0:
                    raise _unsafe(name)
                pending = inflater.unconsumed_tail
                if not pending:
                    at += _CHUNK
                    pending = content[at : at + _CHUNK]
        except zlib.error:
            continue
