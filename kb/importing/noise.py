"""Rows that are no data: page furniture, notes below a table, section titles, headers said again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from kb.importing.annex import AnnexHeading
from kb.importing.cells import fold, is_garbage, tidy
from kb.importing.columns import Columns, is_serial
from kb.importing.grid import GridRow
from kb.importing.headers import is_header_text
from kb.importing.heading import heading_from, site_of

RowKind = Literal["data", "blank", "furniture", "section", "doubtful_section", "garbage"]

_FURNITURE = re.compile(
    r"^[-—\s]*第\s*[0-9一二三四五六七八九十百]+\s*页|共\s*[0-9]+\s*页|^[-—\s]*[0-9]+\s*/\s*[0-9]+[-—\s]*$|^page\s*[0-9]+|"
    r"以下空白|本页无正文|^[(（]?[续接]上?[页表]|^附[表件录]|^注\s*[0-9]*\s*[:：]|^备注\s*[:：]|^说明\s*[:：]|^\(?(?:以下|下)[页接]|"
    r"^(?:批准|审核|编制|制表|填表|评审组长|签\s?[字名])\S{0,6}\s*[:：]|^no\.?\s*(?:cnas|cma)|^\*{2,}|"
    r"end of (?:page|table)|^合计",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十0-9]+(?:部分|章|类|篇|节)|"
    r"[A-Z]\s*[、.．:：]\s*\S|[Ⅰ-Ⅻ]+\s*[、.．]|【.+】$|[IVX]{1,4}\.\s)"
)
_ENUMERATION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十0-9]+(?:部分|章|类|篇|节)|"
    r"[A-Z]\s*[、.．:：]|[Ⅰ-Ⅻ]+\s*[、.．]|[IVX]{1,4}\.\s|(?:检测)?(?:产品|对象|领域|类别)(?:名称)?\s*[:：])\s*"
)


def kind_of(row: GridRow, columns: Columns, titles: Sequence[str]) -> RowKind:
    """What a row is; everything that is not surely something else is data, so that nothing gets lost unseen."""
    texts = [cell for cell in row.cells if cell.strip()]
    if not texts:
        return "blank"
    if len(texts) > 1 and len(set(texts)) > 1:
        return "furniture" if _says_header_again(texts, columns) else "data"
    text = tidy(texts[0])
    index = next(at for at, cell in enumerate(row.cells) if cell.strip())
    if _FURNITURE.search(fold(text)) or text in titles or is_heading_line(text):
        return "furniture"
    if is_garbage(text):
        return "garbage"
    if row.is_banner or _SECTION.match(text):
        return "section"
    if len(texts) > 1 or index in columns.parents:
        return "data"
    if index in columns.serials or index == 0:
        if index in (columns.parameter, columns.citation) or is_serial(text):
            return "data"
        return "doubtful_section"
    return "data"


def section_title(text: str) -> str:
    """``二、纺织品`` → ``纺织品``."""
    return _ENUMERATION.sub("", tidy(text)).strip(" 【】") or tidy(text)


def is_heading_line(text: str) -> bool:
    """A line about certificate, institution or site in the midst of rows."""
    return site_of(text) is not None or heading_from([text]) not in (_NOTHING, *_ONLY_KIND)


_NOTHING = AnnexHeading()
_ONLY_KIND = (AnnexHeading(certificate_kind="CNAS"), AnnexHeading(certificate_kind="CMA"))


def _says_header_again(texts: Sequence[str], columns: Columns) -> bool:
    """Every cell is made of header words and stands in the table's own header: no data row does that."""
    if not all(is_header_text(text) for text in texts):
        return False
    known = " ".join("".join(header.split()) for header in columns.headers)
    return all("".join(tidy(text).split()) in known for text in texts)
