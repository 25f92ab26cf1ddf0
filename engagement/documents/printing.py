"""The DOCX of an agreement as PDF: read back and printed, so that both say the same whatever the template says.

Headings, paragraphs, tables, bold, alignment, pictures, header and footer are kept; a template with anything else is
refused by name rather than printed without it. A sign for which this machine has no font is spelled out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Any

from engagement.documents.content import Content
from engagement.documents.page import blocks
from engagement.documents.printable import expect_printable, picture_name, pictures
from evaluation.report.pdf import printed
from foundation.language import Language, sentence

_RULES = """
@page {{ margin: {top}mm {right}mm {bottom}mm {left}mm;
  @top-center {{ content: element(head); width: 100%; vertical-align: top; padding-top: {above}mm; }}
  @bottom-center {{ content: element(foot); width: 100%; vertical-align: bottom; padding-bottom: {below}mm; }} }}
@page :first {{ @top-center {{ content: element(head{first}); }} @bottom-center {{ content: element(foot{first}); }} }}
.head {{ position: running(head); }} .foot {{ position: running(foot); }}
.head-first {{ position: running(head-first); }} .foot-first {{ position: running(foot-first); }}
.head, .foot, .head-first, .foot-first {{ font-size: 7.5pt; line-height: 1.4; color: #47535f; }}
.head p, .foot p, .head-first p, .foot-first p {{ margin: 0; }}
.page::before {{ content: counter(page); }} .pages::before {{ content: counter(pages); }}
h1 {{ text-align: center; }} h2 {{ font-size: 12pt; margin-top: 6mm; }} p.subtitle {{ text-align: center; }}
td {{ border: 0.5pt solid #9aa5b0; }} thead th {{ border: 0.5pt solid #9aa5b0; }}
td p, th p {{ margin: 0; }} td td {{ border: 0; }}
.line {{ display: block; orphans: 2; widows: 2; }} img {{ vertical-align: bottom; max-width: 100%; }}
.keep {{ break-inside: avoid; }} .next {{ break-after: avoid; }} p.note {{ font-size: 8pt; color: #47535f; }}
.center {{ text-align: center; }} .right {{ text-align: right; }}
"""
_LEAST_TOP, _LEAST_BOTTOM = 15.0, 24.0
"""Millimetres of margin above and below, whatever a template says."""
_LINE = 4.0
"""Millimetres of a line of header or footer."""


def pdf_of(document: bytes, content: Content, language: Language = "zh") -> bytes:
    """The bytes.

    :raises InvalidInput: ``agreement_not_printable``. Others as :func:`evaluation.report.pdf.printed`.
    """
    import docx

    read = docx.Document(io.BytesIO(document))
    page = html_of(document, content, language)
    expect_printable(read, page)

    def spelled(page: str, signs: Iterable[str]) -> str:
        """The same page with the signs that no font has as their numbers, and a line that says so."""
        for sign in signs:
            page = page.replace(sign, f"〔U+{ord(sign):04X}〕")
        note = sentence("这台机器没有字体的字以〔U+编号〕印出，DOCX 里是原字。").text(language)
        return page.replace("<body>", f'<body><p class="note">{escape(note)}</p>', 1)

    return printed(page, content.digest, pictures(read), spelled)


def html_of(document: bytes, content: Content, language: Language = "zh") -> str:
    """The whole page as HTML; pictures by name (:func:`engagement.documents.printable.pictures`)."""
    import docx

    read = docx.Document(io.BytesIO(document))
    style = files("evaluation.report").joinpath("page.css").read_text(encoding="utf-8")
    day = content.dated.isoformat()
    edges = _edges(read)
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        '<head><meta charset="utf-8">',
        f"<title>{escape(read.core_properties.title)}</title>",
        f'<meta name="author" content="{escape(read.core_properties.author)}">',
        f'<meta name="dcterms.created" content="{day}"><meta name="dcterms.modified" content="{day}">',
        f"<style>\n{style}{_rules(read, edges)}</style></head>",
        "<body>",
        *(f'<div class="{name}">{inner}</div>' for name, inner in edges.items()),
    ]
    return "\n".join([*head, *blocks(read._body, read.element.body, picture_name), "</body></html>"]) + "\n"


def _edges(read: Any) -> dict[str, str]:
    """Header and footer of the first section, and those of its first page where they differ; empty ones too."""
    section = read.sections[0]
    found = {"head": section.header, "foot": section.footer}
    if section.different_first_page_header_footer:
        found |= {"head-first": section.first_page_header, "foot-first": section.first_page_footer}
    return {name: "".join(blocks(edge, edge._element, picture_name)) for name, edge in found.items()}


def _rules(read: Any, edges: dict[str, str]) -> str:
    """The rules of the page; margins are those of the template, wider where header or footer need more."""
    section = read.sections[0]
    above, below = (max(7.0, _mm(one)) for one in (section.header_distance, section.footer_distance))
    highs = {name: _high(section, name) for name in edges}
    top = max(_LEAST_TOP, _mm(section.top_margin), *(above + h + 2 for n, h in highs.items() if n.startswith("head")))
    bottom = max(
        _LEAST_BOTTOM, _mm(section.bottom_margin), *(below + h + 2 for n, h in highs.items() if n.startswith("foot"))
    )
    first = "-first" if "head-first" in edges else ""
    left, right = _mm(section.left_margin), _mm(section.right_margin)
    return _RULES.format(top=top, bottom=bottom, left=left, right=right, above=above, below=below, first=first)


def _high(section: Any, name: str) -> float:
    """Millimetres that a header or footer needs: its lines, and of pictures the height."""
    from docx.oxml.ns import qn

    edges = {"head": section.header, "foot": section.footer}
    edges |= {"head-first": section.first_page_header, "foot-first": section.first_page_footer}
    high = 0.0
    for paragraph in edges[name]._element.iter(qn("w:p")):
        drawn = [int(one.get("cy")) / 36_000 for one in paragraph.iter(qn("wp:extent"))]
        high += max(_LINE, *drawn) if drawn else _LINE
    return high


def _mm(length: Any) -> float:
    return round(float(length.mm), 1) if length is not None else 18.0
