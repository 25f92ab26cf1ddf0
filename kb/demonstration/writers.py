"""A table as a file: xlsx, docx, pdf or csv, the same bytes every time (fixed dates, sorted archives).

The libraries are imported where they are used; only ``build`` needs them, reading the world does not.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kb.demonstration.layouts import Table

_MADE = datetime(2025, 1, 1)
_ZIP_DATE = (2025, 1, 1, 0, 0, 0)
_TITLE = "示范数据（虚构）"
_MARGIN = 36
"""Of a PDF page, in points."""


def write_xlsx(table: Table, path: Path) -> None:
    """An Excel sheet named 附表; heading lines are merged over the whole width."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = book.properties.title = _TITLE
    book.properties.created = _MADE
    sheet = book.active
    assert sheet is not None
    sheet.title = "附表"
    width = len(table.widths)
    for number, line in enumerate(table.above, start=1):
        sheet.cell(number, 1, line)
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)
    offset = len(table.above) + 1
    wrapped = Alignment(wrap_text=True, vertical="center")
    bold = Font(bold=True)
    for row_index, row in enumerate(table.cells):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(offset + row_index, column, text)
                cell.alignment = wrapped
                if row_index < table.header_rows:
                    cell.font = bold
    for merge in table.merges:
        sheet.merge_cells(
            start_row=offset + merge.top,
            start_column=merge.left + 1,
            end_row=offset + merge.bottom,
            end_column=merge.right + 1,
        )
    for column, relative in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = relative
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_same_every_time(buffer.getvalue()))


def write_docx(table: Table, path: Path) -> None:
    """A Word document, landscape, with vertically merged cells and a repeated header."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    document = Document()
    properties = document.core_properties
    properties.author = properties.title = _TITLE
    properties.created = properties.modified = _MADE
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    document.styles["Normal"].font.size = Pt(9)
    for line in table.above:
        document.add_paragraph(line)
    grid = document.add_table(rows=len(table.cells), cols=len(table.widths), style="Table Grid")
    rows = list(grid.rows)
    for row_index, texts in enumerate(table.cells):
        for cell, text in zip(rows[row_index].cells, texts, strict=True):
            cell.text = text
    for merge in table.merges:
        start = rows[merge.top].cells[merge.left]
        text = start.text
        start.merge(rows[merge.bottom].cells[merge.right]).text = text
    for row in rows[: table.header_rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(_same_every_time(buffer.getvalue()))


def write_pdf(table: Table, path: Path) -> None:
    """A PDF over several pages, the header repeated; a merged cell goes on as an empty one on the next page."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as Grid

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("annex", fontName="STSong-Light", fontSize=8, leading=11, wordWrap="CJK")
    width, height = (side - 2 * _MARGIN - 12 for side in landscape(A4))
    widths = [width * relative / sum(table.widths) for relative in table.widths]
    cells = [[Paragraph(_escaped(text), style) for text in row] for row in table.cells]
    heights = [
        max(cell.wrap(column - 12, height)[1] for cell, column in zip(row, widths, strict=True)) + 6 for row in cells
    ]
    above = [Paragraph(_escaped(line), style) for line in table.above]
    head = table.header_rows
    story: list[Any] = list(above)
    free = height - sum(line.wrap(width, height)[1] for line in above)
    for first, last in _pages(heights, head, free, height):
        spans = [
            (
                "SPAN",
                (merge.left, max(merge.top, first) - first + head),
                (merge.right, min(merge.bottom, last) - first + head),
            )
            for merge in table.merges
            if merge.top <= last and merge.bottom >= first
        ]
        lines = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        if first > head:
            story.append(PageBreak())
        story.append(Grid([*cells[:head], *cells[first : last + 1]], colWidths=widths, style=[*lines, *spans]))
    SimpleDocTemplate(
        str(path), pagesize=landscape(A4), title=_TITLE, author=_TITLE, invariant=1,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    ).build(story)  # fmt: skip


def _pages(heights: Sequence[float], head: int, free: float, height: float) -> Iterator[tuple[int, int]]:
    """First and last body row of every page; ``free`` points on the first page, ``height`` on the others."""
    first, used = head, sum(heights[:head])
    for row in range(head, len(heights)):
        if used + heights[row] > free:
            yield first, row - 1
            first, used, free = row, sum(heights[:head]), height
        used += heights[row]
    yield first, len(heights) - 1


def write_csv(table: Table, path: Path, encoding: str = "utf-8-sig") -> None:
    """Comma-separated, CRLF, heading lines as records of one cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerows([line] for line in table.above)
    writer.writerows(table.cells)
    path.write_bytes(buffer.getvalue().encode(encoding))


def _escaped(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br/>")


def _same_every_time(archive: bytes) -> bytes:
    """The archive with its parts in order, one date on all of them, and no time of saving inside."""
    source = zipfile.ZipFile(io.BytesIO(archive))
    made = _MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + made, content)
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            target.writestr(part, content)
    return buffer.getvalue()
