"""Before any parser: how large, what kind, and whether an archive is honest (threat T8, T10).

At most 20 MB in; how far it may unpack stands in :mod:`foundation.unpacking`. The kind is told by content, and must
agree with the extension. A sheet may not span more than four million cells: parsers lay the whole rectangle out, and
two cells in opposite corners would be half a terabyte.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from foundation.errors import InvalidInput
from foundation.unpacking import ARCHIVES, Fault, Look, Unfit, unpack_archive, unpack_pdf

Kind = Literal["xlsx", "docx", "pdf", "csv"]

MAX_BYTES = 20 * 1024 * 1024
MAX_SHEET_CELLS = 4_000_000

_EXTENSIONS: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".docx": "docx",
    ".pdf": "pdf",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
}
_PARTS: dict[Kind, str] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ARCHIVE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_CELL_LENGTH = 16


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
    if not _looks_like(kind, content):
        raise _mismatch(name)
    try:
        if kind in _PARTS:
            unpack_archive(content, _PARTS[kind], lambda entry: _look_into(entry, name))
        elif kind == "pdf":
            unpack_pdf(content)
    except Unfit as unfit:
        raise _refusal(unfit.fault, name) from unfit
    return kind


def _looks_like(kind: Kind, content: bytes) -> bool:
    """Whether the first bytes are of this kind; a table of text begins like no other file."""
    if kind in _PARTS:
        return content.startswith(_ARCHIVE)
    if kind == "pdf":
        return b"%PDF-" in content[:1024]
    return not content.startswith((*ARCHIVES, b"%PDF-")) and (b"\x00" not in content[:4096] or _is_utf16(content))


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


def _too_wide(name: str) -> InvalidInput:
    return InvalidInput(
        "annex_sheet_too_wide",
        "“{file}”里有工作表的范围太大：请删去远处多余的行和列，另存后再导入",
        file=name,
        field="file",
    )


def _refusal(fault: Fault, name: str) -> InvalidInput:
    if fault == "locked":
        return encrypted(name)
    if fault == "lacking":
        return _mismatch(name)
    return damaged(name) if fault in ("broken", "repeated") else _unsafe(name)


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _look_into(entry: str, name: str) -> Look | None:
    """Every sheet is measured while it is unpacked."""
    if not entry.startswith("xl/worksheets/"):
        return None
    extent = _Extent()

    def look(chunk: bytes) -> None:
        if extent.seen(chunk) > MAX_SHEET_CELLS:
            raise _too_wide(name)

    return look


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
