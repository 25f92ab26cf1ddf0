"""What a file is, by its bytes. The name has no say; one that claims another kind is refused (T10)."""

from __future__ import annotations

import re

from foundation.errors import InvalidInput
from intake.attachments.attachment import Kind
from intake.attachments.naming import extension

_NAMED: dict[str, frozenset[Kind]] = {
    "": frozenset({"docx", "xlsx", "pdf", "csv", "txt", "png", "jpg", "webp"}),
    ".docx": frozenset({"docx"}),
    ".xlsx": frozenset({"xlsx"}),
    ".pdf": frozenset({"pdf"}),
    ".csv": frozenset({"csv", "txt"}),
    ".tsv": frozenset({"csv", "txt"}),
    ".txt": frozenset({"csv", "txt"}),
    ".png": frozenset({"png"}),
    ".jpg": frozenset({"jpg"}),
    ".jpeg": frozenset({"jpg"}),
    ".webp": frozenset({"webp"}),
}
"""Which kinds a name may stand for. Text is text: csv and txt are told apart by their lines alone."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_PLAIN = re.compile(
    r"\s{0,200}(?:<\s{0,20}(?:!doctype|\?xml|html|svg|script|head|body)|\{\\rtf|%!PS)", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_DELIMITER = re.compile("[,\t;|，]")
_PROBED_LINES = 50
_OLD = (".doc", ".xls", ".ppt", ".et", ".wps", ".rtf")


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file with something in it.

    :raises InvalidInput: ``attachment_empty``, ``attachment_old_format``, ``attachment_encrypted``,
        ``attachment_type_unknown``, ``attachment_mismatch``; each names the file.
    """
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise InvalidInput("attachment_empty", "“{file}”是空的：请换一个文件", file=name, field="file")
    if content.startswith(_OLE):
        if _OLE_ENCRYPTED in content:
            raise InvalidInput("attachment_encrypted", "“{file}”有密码：请去掉密码后再交", file=name, field="file")
        raise _old(name)
    ending = extension(name)
    if ending in _OLD:
        raise _old(name)
    kind = _by_bytes(content)
    if kind is None or ending not in _NAMED:
        raise InvalidInput(
            "attachment_type_unknown",
            "“{file}”不是能收的文件类型：请用 docx、xlsx、pdf、csv、txt 或图片（png、jpg、webp）",
            file=name,
            field="file",
        )
    if kind not in _NAMED[ending]:
        raise InvalidInput(
            "attachment_mismatch",
            "“{file}”的内容其实是 {kind}，和扩展名不符：请改正文件名再交",
            file=name,
            kind=kind,
            field="file",
        )
    return kind


def decoded(content: bytes) -> str | None:
    """Plain text in UTF-8 (with or without mark), UTF-16 with mark, or GB 18030; ``None`` when it is none of them."""
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _by_bytes(content: bytes) -> Kind | None:
    if content.startswith(_ZIP):
        # The directory of an archive is read at the gate; here the names of its members are looked for as bytes.
        if b"word/document.xml" in content:
            return "docx"
        return "xlsx" if b"xl/workbook.xml" in content else None
    if content[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    text = decoded(content)
    if text is None or _NOT_PLAIN.match(text):
        return None
    return "csv" if _is_table(text) else "txt"


def _is_table(text: str) -> bool:
    """Whether the first lines, two at least, are all cut into the same number of cells, more than one."""
    lines = [line for line in text.splitlines()[:_PROBED_LINES] if line.strip()]
    widths = {len(_DELIMITER.findall(line)) for line in lines}
    return len(lines) > 1 and len(widths) == 1 and widths != {0}


def _old(name: str) -> InvalidInput:
    return InvalidInput(
        "attachment_old_format", "“{file}”是旧格式：请另存为 docx、xlsx 或 pdf 再交", file=name, field="file"
    )
