"""What of a filled DOCX cannot be printed: named, so that no PDF leaves out what the DOCX shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

PRINTED = {"image/png", "image/jpeg", "image/gif"}
"""Kinds of pictures that every printer knows."""
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def picture_name(part: Any, relation: str) -> str:
    """The address of a picture in the page: the name of its part."""
    return f"picture:{part.related_parts[relation].partname}"


def pictures(read: Any) -> dict[str, tuple[bytes, str]]:
    """Bytes and kind of every picture of a document, by the address that :func:`picture_name` gives."""
    found = {}
    for part in _parts(read):
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/image"):
                target = relation.target_part
                found[f"picture:{target.partname}"] = (target.blob, target.content_type)
    return found


def expect_printable(read: Any, page: str) -> None:
    """Expect that the page shows all that the document shows.

    :raises InvalidInput: ``agreement_not_printable`` naming what it cannot show.
    """
    lost = [one.template for one in _unknown(read)]
    if not lost and not _says_all(read, page):
        lost = [sentence("排在 PDF 认不出的位置的文字").template]
    if lost:
        raise InvalidInput(
            "agreement_not_printable",
            "协议模板里有 PDF 印不出来的内容：{lost}；请从模板里去掉，或者只出 DOCX",
            lost="、".join(dict.fromkeys(lost)),
            field="template",
        )


def _unknown(read: Any) -> Iterator[Sentence]:
    from docx.oxml.ns import qn

    for part in _parts(read):
        tree = part.element
        if next(tree.iter(qn("w:txbxContent")), None) is not None:
            yield sentence("文本框")
        if next(tree.iter(qn("w:pict")), None) is not None:
            yield sentence("旧格式的图形或水印")
        if next(tree.iter(qn("w:footnoteReference"), qn("w:endnoteReference")), None) is not None:
            yield sentence("脚注或尾注")
        if any(one.get("uri") != _PICTURE for one in tree.iter(qn("a:graphicData"))):
            yield sentence("图表、图形或 SmartArt")
        for relation in part.rels.values():
            is_picture = not relation.is_external and relation.reltype.endswith("/image")
            if is_picture and relation.target_part.content_type not in PRINTED:
                yield sentence("PNG、JPEG、GIF 以外的图片")
    if any(not one.footer.is_linked_to_previous or not one.header.is_linked_to_previous for one in read.sections[1:]):
        yield sentence("第二节起自己的页眉页脚")
    if read.settings.odd_and_even_pages_header_footer:
        yield sentence("奇偶页不同的页眉页脚")


def _says_all(read: Any, page: str) -> bool:
    """Whether every paragraph that Word shows stands in the page, in one piece."""
    shown = _squeezed(unescape(re.sub(r"<[^>]*>", "", page.partition("<body>")[2])))
    return all(_squeezed(text) in shown for part in _parts(read) for text in _texts(part.element))


def _texts(tree: Any) -> Iterator[str]:
    from docx.oxml.ns import qn

    for paragraph in tree.iter(qn("w:p")):
        yield "".join(one.text or "" for one in paragraph.iter(qn("w:t")) if not _is_counted(one))


def _is_counted(text: Any) -> bool:
    """The cached result of a field, which the page counts anew, and what was deleted or moved away."""
    from docx.oxml.ns import qn

    if next(text.iterancestors(qn("w:fldSimple"), qn("w:del"), qn("w:moveFrom")), None) is not None:
        return True
    depth = 0
    for one in text.getparent().itersiblings(preceding=True):
        for mark in one.iter(qn("w:fldChar")):
            kind = mark.get(qn("w:fldCharType"))
            if kind == "separate" and depth == 0:
                return True
            depth += {"end": 1, "begin": -1}.get(kind, 0)
    return False


def _parts(read: Any) -> list[Any]:
    """The body, and the headers and footers that pages of the first section bear."""
    section = read.sections[0]
    edges = [section.header, section.footer]
    if section.different_first_page_header_footer:
        edges += [section.first_page_header, section.first_page_footer]
    return [read.part, *{id(one.part): one.part for one in edges}.values()]


def _squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())
