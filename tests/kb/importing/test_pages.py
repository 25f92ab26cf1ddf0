"""Tables over several pages of a PDF, and the oddities of Word tables."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kb.importing.annex import Annex
from kb.importing.reading import read_annex

HEADER = ["序号", "检测对象", "项目/参数", "检测标准（方法）", "限制范围"]
WIDTHS = [40, 80, 100, 200, 80]


def of_pdf(*pages: list[list[str]]) -> Annex:
    """One ruled table on each page."""
    from reportlab.lib import colors
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "STSong-Light", 8)])
    story: list[Any] = []
    for page in pages:
        story += [Table(page, colWidths=WIDTHS, style=style), PageBreak()]
    out = io.BytesIO()
    SimpleDocTemplate(out).build(story)
    return read_annex(out.getvalue(), "附表.pdf")


def test_a_row_cut_by_a_page_break_is_put_together_again() -> None:
    annex = of_pdf(
        [HEADER, ["1", "塑料", "冲击", "塑料 悬臂梁冲击强度的", ""]],
        [["", "", "", "测定 GB/T 1843-2008", "只做A"], ["2", "", "拉伸", "GB/T 1040.1-2018", ""]],
    )
    assert [(row.parameter, str(row.standards[0]), row.restriction) for row in annex.rows] == [
        ("冲击", "GB/T 1843-2008", "只做A"),
        ("拉伸", "GB/T 1040.1-2018", None),
    ]
    assert annex.rows[0].standards[0].name == "塑料 悬臂梁冲击强度的测定"
    assert (annex.rows[0].place.part, annex.rows[0].place.row) == ("第 1 页", 2)
    assert annex.findings == ()


def test_a_numbered_row_without_parameter_at_the_top_of_a_page_is_still_broken() -> None:
    annex = of_pdf([HEADER, ["1", "塑料", "冲击", "GB/T 1843-2008", ""]], [["2", "", "", "GB/T 1040.1-2018", ""]] * 2)
    assert [(f.part, f.row, f.column) for f in annex.findings] == [
        ("第 2 页", 1, "项目/参数"),
        ("第 2 页", 2, "项目/参数"),
    ]


def test_a_product_goes_on_over_pages_with_and_without_their_header() -> None:
    rows = [[HEADER, ["1", "塑料", "冲击", "GB/T 1843-2008", ""]], [["2", "", "拉伸", "GB/T 1040.1-2018", ""]]]
    rows.append([HEADER, ["3", "", "弯曲", "GB/T 9341-2008", ""]])
    annex = of_pdf(*rows)
    assert [(row.product, row.place.part, row.place.row) for row in annex.rows] == [
        ("塑料", "第 1 页", 2),
        ("塑料", "第 2 页", 1),
        ("塑料", "第 3 页", 2),
    ]


def test_deleted_text_and_non_breaking_hyphens_of_word_are_understood() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=5)
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ["1", "塑料", "冲击", "", ""], strict=True):
        cell.text = text
    paragraph = table.rows[1].cells[3].paragraphs[0]
    run = paragraph.add_run("GB/T 1843")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    paragraph.add_run("2008")
    deleted = OxmlElement("w:del")
    gone = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "GB/T 1843-1996"
    gone.append(text)
    deleted.append(gone)
    paragraph._p.append(deleted)
    assert deleted.tag == qn("w:del")
    out = io.BytesIO()
    document.save(out)
    (row,) = read_annex(out.getvalue(), "附表.docx").rows
    assert [str(standard) for standard in row.standards] == ["GB/T 1843-2008"]
