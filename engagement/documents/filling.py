"""A template filled in: DOCX, the same bytes for the same content.

A template comes from a centre: its tags run in a sandbox, and what it makes must still say everything that was agreed –
a paper that leaves out a criterion, a party or the digest is not this agreement.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from engagement.documents.content import BLANK, Content
from engagement.documents.harmless import expect_harmless
from evaluation.report.docx import fixed_bytes
from foundation.errors import InvalidInput
from foundation.language import Language, sentence
from foundation.unpacking import Unfit, unpack_archive

_FILTERS = ("default", "e", "escape", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
_READERS = ("include", "import", "extends")
"""Statements that read other files; there is none to read."""
_TAG = re.compile(r"{[{%#].*?(?:[}%#]}|$)", re.DOTALL)
_NAME = re.compile(r"'(\w+)'")
_BLOCKS = re.compile(r"{%-?(?:p|tr|tc|r)?\s*(if|for|endif|endfor)\b")


def filled(template: bytes, content: Content, language: Language = "zh") -> bytes:
    """The document.

    :raises InvalidInput: ``agreement_template_unreadable``; ``agreement_template_broken`` naming tag and line (the
        paragraph of the template, counted from the top, tables included); ``agreement_template_incomplete`` naming
        what is missing; ``agreement_template_programs`` and those of
        :func:`engagement.documents.harmless.expect_harmless`.
    """
    made = _rendered(template, content)
    _expect_whole(made, content)
    core = made.core_properties
    core.title = f"{content.engagement} {content.version}"
    core.author = core.last_modified_by = content.host[:255]
    core.comments, core.identifier, core.language, core.revision = "", content.digest, language, 1
    core.created = core.modified = _midnight(content)
    return fixed_bytes(made)


def _rendered(template: bytes, content: Content) -> Any:
    """The document in memory."""
    from docx import Document
    from docxtpl import DocxTemplate

    try:
        unpack_archive(template, "word/document.xml")
        expect_harmless(template)
        draft = DocxTemplate(io.BytesIO(template))
        draft.init_docx()
        lines = tuple(_lines(draft.docx))
    except (Unfit, KeyError, ValueError) as fault:
        if isinstance(fault, Unfit) and fault.fault == "nested":
            raise InvalidInput(
                "agreement_template_programs", "协议模板里有宏、程序或嵌入的文件，不能用", field="template"
            ) from fault
        raise InvalidInput(
            "agreement_template_unreadable", "协议模板不是能打开的 docx 文件", field="template"
        ) from fault
    out = io.BytesIO()
    try:
        draft.render(content.tags(), _sandbox(), autoescape=True)
        draft.save(out)
    except Exception as fault:  # whatever a foreign template does wrong is a fault of the template
        line, tag = _place(lines, fault)
        raise InvalidInput(
            "agreement_template_broken",
            "协议模板第 {line} 行的标记 {tag} 有错：{reason}",
            line=line,
            tag=tag,
            reason=str(fault)[:200],
            field="template",
        ) from fault
    return Document(out)


def _sandbox() -> Any:
    """Where the tags run: no functions, few filters, and no way to make something huge out of little."""
    from jinja2 import StrictUndefined
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    class Sandbox(SandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"'{operator}' is not allowed in a template")

        def call(self, _context: Any, called: Any, /, *_given: Any, **_named: Any) -> Any:
            name = getattr(called, "_undefined_name", None) or getattr(called, "__name__", "()")
            raise SecurityError(f"'{name}' is not called in a template")

    made = Sandbox(undefined=StrictUndefined)
    made.globals = {}
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


def _lines(document: Any) -> Iterator[str]:
    """The paragraphs of a document in reading order, tables included, then those of its footers."""
    from docx.oxml.ns import qn

    parts = [document.element.body, *(part.element for part in _edges(document))]
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            yield "".join(_written(paragraph))


def _written(element: Any) -> Iterator[str]:
    from docx.oxml.ns import qn

    for one in element.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        yield one.text or "" if one.tag == qn("w:t") else "\n"


def _edges(document: Any) -> list[Any]:
    """The parts of every header and footer that a page can bear."""
    edges = (edge for one in document.sections for edge in (one.header, *_footers(document, one)))
    return list({id(edge.part): edge.part for edge in edges}.values())


def _footers(document: Any, section: Any) -> list[Any]:
    """The footers that pages of a section bear."""
    found = [section.footer]
    if section.different_first_page_header_footer:
        found.append(section.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        found.append(section.even_page_footer)
    return found


def _place(lines: tuple[str, ...], fault: Exception) -> tuple[int, str]:
    """Number of the paragraph and the tag that a fault is about; the first tag when nothing tells more."""
    tags = [(number, tag) for number, line in enumerate(lines, 1) for tag in _TAG.findall(line)]
    found = next((one for one in tags if one[1][-1:] != "}"), None) or _unpaired(tags)
    if found is not None:
        return found
    near = list(getattr(fault, "docx_context", ()))
    at = min(getattr(fault, "lineno", None) or 1, 4) - 1
    written = [re.findall(r"\w+", tag) for tag in reversed(_TAG.findall(near[at]) if at < len(near) else ())]
    for wanted in (*written, *([name] for name in reversed(_NAME.findall(str(fault))))):
        for number, tag in tags:
            words = re.findall(r"\w+", tag)
            if words == wanted or (len(wanted) == 1 and wanted[0] in words):
                return number, tag
    words = [*re.findall(r"'([^']+)'", str(fault)), *_READERS]
    acting = (one for word in words for one in tags if word in one[1])
    return next(acting, tags[0] if tags else (1, ""))


def _unpaired(tags: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The first end of a block without its beginning, else the last block that was begun and not ended."""
    begun: list[tuple[int, str, str]] = []
    for number, tag in tags:
        found = _BLOCKS.match(tag)
        if found and not found[1].startswith("end"):
            begun.append((number, tag, found[1]))
        elif found and (not begun or begun.pop()[2] != found[1].removeprefix("end")):
            return number, tag
    return begun[-1][:2] if begun else None


def _expect_whole(made: Any, content: Content) -> None:
    """Everything that was agreed stands in the document, and the digest at the foot of every page."""
    said = _plain("\n".join(_lines(made)))
    wanted = {
        sentence("甲方").template: content.enterprise,
        sentence("乙方").template: content.host,
        sentence("版本").template: str(content.version),
        sentence("服务内容").template: content.scope,
        sentence("价格").template: content.price,
        sentence("大写金额").template: content.price_in_capitals,
        sentence("完成日期").template: content.finish_by,
        sentence("知识产权").template: content.intellectual_property,
        sentence("密级").template: content.level,
        sentence("是草案还是已签订").template: content.status,
        sentence("返工次数上限").template: content.rework,
        sentence("资质的有效期").template: content.scope_note,
        sentence("企业的授权签字人").template: content.enterprise_signatory,
        sentence("依托单位的授权签字人").template: content.host_signatory,
        sentence("签订日期").template: content.signed_on,
    }
    parts = sentence("验收指标").template, sentence("成果清单").template
    cells = [(parts[0], text) for one in content.criteria for text in (one.quantity, one.limit, one.unit)]
    cells += [(parts[0], text) for one in content.criteria for text in (one.method, one.sample)]
    cells += [(parts[1], one.name) for one in content.deliverables]
    if content.is_amendment:
        cells += [(sentence("变更内容").template, one.text) for one in content.changes]
        cells.append((sentence("被替代的版本").template, content.replaces_digest or ""))
    missing = [name for name, text in (*wanted.items(), *cells) if text != BLANK and _plain(text) not in said]
    if any(content.digest not in _plain(_foot(foot)) for one in made.sections for foot in _footers(made, one)):
        missing.append(sentence("每页页脚的条款摘要").template)
    if missing:
        raise InvalidInput(
            "agreement_template_incomplete",
            "协议模板漏了：{missing}",
            missing="、".join(dict.fromkeys(missing)),
            field="template",
        )


def _foot(foot: Any) -> str:
    return "".join("".join(_written(paragraph._p)) for paragraph in foot.paragraphs)


def _plain(text: str) -> str:
    return "".join(text.split())


def _midnight(content: Content) -> Any:
    from datetime import datetime

    return datetime(content.dated.year, content.dated.month, content.dated.day)
