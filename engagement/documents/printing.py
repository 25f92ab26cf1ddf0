"""The DOCX of an agreement as PDF: read back and printed, so that both say the same whatever the template says.

Headings, paragraphs, tables, bold and alignment are kept; pictures and letterheads of a template are not. What stands
in the footer of the DOCX stands at the foot of every page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any

from engagement.documents.content import Content
from evaluation.report.pdf import printed
from foundation.language import Language

_STYLES = {"Title": "h1", "Heading 1": "h2", "Heading 2": "h3", "Subtitle": "p class='subtitle'"}
_FOOT = """
@page {{ margin-bottom: 24mm; @bottom-center {{ content: {foot} "\\A" counter(page) " / " counter(pages);
  white-space: pre-line; font-size: 7.5pt; line-height: 1.5; color: #47535f; }} }}
@page :first {{ @bottom-center {{ content: {foot} "\\A" counter(page) " / " counter(pages); }} }}
h1 {{ text-align: center; }} h2 {{ font-size: 12pt; margin-top: 6mm; }} p.subtitle {{ text-align: center; }}
td {{ border: 0.5pt solid #9aa5b0; }} thead th {{ border: 0.5pt solid #9aa5b0; }}
.center {{ text-align: center; }} .right {{ text-align: right; }}
"""


def pdf_of(document: bytes, content: Content, language: Language = "zh") -> bytes:
    """The bytes. Errors as :func:`evaluation.report.pdf.printed`."""
    return printed(html_of(document, content, language), content.digest)


def html_of(document: bytes, content: Content, language: Language = "zh") -> str:
    """The whole page as HTML."""
    import docx

    read = docx.Document(io.BytesIO(document))
    style = files("evaluation.report").joinpath("page.css").read_text(encoding="utf-8")
    foot = "\n".join(one.text for one in read.sections[0].footer.paragraphs if one.text.strip(" /"))
    day = content.dated.isoformat()
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        '<head><meta charset="utf-8">',
        f"<title>{escape(read.core_properties.title)}</title>",
        f'<meta name="author" content="{escape(read.core_properties.author)}">',
        f'<meta name="dcterms.created" content="{day}"><meta name="dcterms.modified" content="{day}">',
        f"<style>\n{style}{_FOOT.format(foot=_css(foot))}</style></head>",
        "<body>",
    ]
    return "\n".join([*head, *_blocks(read), "</body></html>"]) + "\n"


def _blocks(read: Any) -> Iterator[str]:
    from docx.table import Table

    for block in read.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
        elif block.text.strip():
            yield _paragraph(block)


def _paragraph(block: Any) -> str:
    tag = _STYLES.get(block.style.name, "p")
    side = {1: "center", 2: "right"}.get(int(block.alignment or 0))
    if side and "class" not in tag:
        tag += f" class='{side}'"
    return f"<{tag}>{_runs(block)}</{tag.split()[0]}>"


def _runs(block: Any) -> str:
    inner = block.iter_inner_content()
    return "".join(f"<b>{escape(one.text)}</b>" if getattr(one, "bold", None) else escape(one.text) for one in inner)


def _table(table: Any) -> Iterator[str]:
    widths = [column.width or 1 for column in table.columns]
    yield '<div class="wide"><table><colgroup>'
    yield "".join(f'<col style="width:{100 * wide / sum(widths):.2f}%">' for wide in widths) + "</colgroup>"
    is_head = True
    for number, row in enumerate(table.rows):
        repeats = is_head and bool(row._tr.xpath("./w:trPr/w:tblHeader"))
        if number == 0 and repeats:
            yield "<thead>"
        if is_head and not repeats:
            yield "</thead><tbody>" if number else "<tbody>"
        is_head = repeats
        yield "<tr>" + "".join(_cells(row, "th" if repeats else "td")) + "</tr>"
    yield "</thead></table></div>" if is_head else "</tbody></table></div>"


def _cells(row: Any, tag: str) -> Iterator[str]:
    """Each cell once, as wide as it is."""
    cells = list(row.cells)
    for place, cell in enumerate(cells):
        if place and cell._tc is cells[place - 1]._tc:
            continue
        wide = sum(1 for one in cells if one._tc is cell._tc)
        span = f' colspan="{wide}"' if wide > 1 else ""
        texts = "\n".join(_runs(one) for one in cell.paragraphs)
        yield f"<{tag}{span}>{texts}</{tag}>"


def _css(text: str) -> str:
    """A text as a CSS string: every sign by its number."""
    return '"' + "".join(f"\\{ord(sign):x} " for sign in text) + '"'
