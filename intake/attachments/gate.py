"""Before any parser: how large, what kind, and whether an archive or a PDF is honest (T8).

What unpacking finds is said here in the words of attachments; the limits stand in :mod:`foundation.unpacking`.
"""

from __future__ import annotations

from foundation.errors import InvalidInput
from foundation.language import sentence
from foundation.unpacking import MOST_INFLATED, Fault, Unfit, unpack_archive, unpack_pdf
from intake.attachments.attachment import Kind
from intake.attachments.kinds import kind_of

_MOST_OF_PDF = 4 * MOST_INFLATED
"""Of all streams together: a paper may hold many pictures."""

_PARTS: dict[Kind, str] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PACKED = sentence("压缩方式不常见").template
_UNSAFE: dict[Fault, str] = {
    "many": sentence("里面的条目太多").template,
    "large": sentence("展开后太大").template,
    "nested": sentence("里面还有压缩包、程序或嵌入的文件").template,
    "declared": sentence("带有外部声明（DTD）").template,
    "packed": _PACKED,
    "locked": _PACKED,
}
"""What is refused with its reason; every other fault is a damaged file."""


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
    try:
        if kind in _PARTS:
            unpack_archive(content, _PARTS[kind])
        elif kind == "pdf":
            unpack_pdf(content, _MOST_OF_PDF)
    except Unfit as unfit:
        raise _refusal(unfit.fault, name) from unfit
    return kind


def _refusal(fault: Fault, name: str) -> InvalidInput:
    if fault in _UNSAFE:
        reason = _UNSAFE[fault]
        return InvalidInput("attachment_unsafe", "“{file}”没有接收：{reason}", file=name, reason=reason, field="file")
    return InvalidInput("attachment_damaged", "“{file}”打不开：文件可能损坏，请重新导出后再交", file=name, field="file")
