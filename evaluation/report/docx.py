"""The report as DOCX, for those who work on with it: real headings and tables, dates from the report, fixed bytes.

Charts are metafiles (:mod:`evaluation.report.emf`), with what they show in words for those who cannot see them.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from evaluation.report.blocks import Document, Heading, Listing, Paragraph, Picture, Table, facts_table
from evaluation.report.emf import emf, size_of

_LATIN, _CHINESE = "Arial", "Microsoft YaHei"
TEXT_WIDTH = 174
"""Millimetres between the margins of A4."""
_PICTURE_HEIGHT = {"radar": 84.0}
_HIGHEST = 220.0
"""Millimetres that a picture may be high."""


def docx(document: Document) -> bytes:
    """The bytes of the file."""
    import docx as word
    from docx.enum.text import WD_BREAK
    from docx.shared import Mm

    made = word.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    set_styles(made)
    made.add_paragraph(document.title, style="Title")
    made.add_paragraph(document.subtitle, style="Subtitle")
    made.add_paragraph(document.result, style="Heading 2")
    _table(made, facts_table(document.facts))
    made.add_paragraph(f"SHA-256 {document.sha256}")
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for block in document.blocks:
        _add(made, block)
    _properties(made, document)
    return fixed_bytes(made)


def _add(made: Any, block: object) -> None:
    if isinstance(block, Heading):
        made.add_heading(block.text, level=block.level)
    elif isinstance(block, Paragraph):
        made.add_paragraph(block.text, style="Intense Quote" if block.is_warning else None)
    elif isinstance(block, Listing):
        for number, item in enumerate(block.items, 1):
            made.add_paragraph(f"{number}. {item}")
    elif isinstance(block, Table):
        _table(made, block)
    elif isinstance(block, Picture):
        _picture(made, block)
    else:
        raise TypeError(type(block).__name__)


def _picture(made: Any, block: Picture) -> None:
    """The chart on one page with its caption."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.shape import CT_Inline
    from docx.shared import Mm, Pt

    _, _, wide, high = size_of(block.svg)
    most = _PICTURE_HEIGHT.get(block.name.split("-")[0], _HIGHEST)
    width = min(float(TEXT_WIDTH), most * wide / high)
    number = len(made.inline_shapes) + 1
    content = emf(block.svg, width)
    part = Part(PackURI(f"/word/media/chart{number}.emf"), "image/x-emf", content, made.part.package)
    relation = made.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    shape = CT_Inline.new_pic_inline(number, relation, f"{block.name}.emf", Mm(width), Mm(width * high / wide))
    shape.docPr.set("descr", _spoken(block.svg))
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.add_drawing(shape)
    caption = made.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.add_run(block.caption).font.size = Pt(9)


def _spoken(svg: str) -> str:
    """Title and description of the chart."""
    root = ElementTree.fromstring(svg)
    said = (one.text or "" for one in root if one.tag.rpartition("}")[2] in ("title", "desc"))
    return ": ".join(filter(None, said))


def _table(made: Any, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    table = made.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    columns = [Mm(TEXT_WIDTH * wide / sum(block.widths)) for wide in block.widths]
    for column, wide in zip(table.columns, columns, strict=True):
        column.width = wide
    rows = ([(block.head, True)] if block.head else []) + [
        (row, place in block.strong) for place, row in enumerate(block.rows)
    ]
    for place, (texts, is_strong) in enumerate(rows):
        row = table.add_row()
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = columns[number]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(9), is_strong
            if number in block.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        set_row(row, repeats=bool(block.head) and place == 0)
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def set_row(row: Any, *, repeats: bool) -> None:
    """A row stays on one page; the head comes again on every page."""
    from docx.oxml import OxmlElement

    rules = row._tr.get_or_add_trPr()
    rules.append(OxmlElement("w:cantSplit"))
    if repeats:
        rules.append(OxmlElement("w:tblHeader"))


def set_styles(made: Any) -> None:
    """One pair of fonts everywhere: Word takes the Chinese one from ``w:eastAsia``, and the shapes of its signs from
    the language; without one an office set in another language shows another country's punctuation.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Intense Quote"):
        style = made.styles[name]
        style.font.name = _LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), _CHINESE)
        style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
        style.font.italic = False
    made.styles["Normal"].font.size = Pt(10.5)
    for properties in (made.styles["Normal"].element.get_or_add_rPr(), *made.styles.element.iter(qn("w:rPrDefault"))):
        for language in properties.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        if properties.tag == qn("w:rPr") and properties.find(qn("w:lang")) is None:
            language = OxmlElement("w:lang")
            language.set(qn("w:eastAsia"), "zh-CN")
            properties.append(language)
    warning = made.styles["Intense Quote"]
    warning.font.bold = False
    warning.paragraph_format.left_indent, warning.paragraph_format.right_indent = Mm(4), Mm(0)
    warning.paragraph_format.space_before = warning.paragraph_format.space_after = Pt(4)


def _properties(made: Any, document: Document) -> None:
    on = date.fromisoformat(document.dated)
    midnight = datetime(on.year, on.month, on.day)
    core = made.core_properties
    core.title, core.subject, core.author = document.title[:255], document.subtitle[:255], document.author[:255]
    core.last_modified_by, core.comments, core.identifier = document.author[:255], "", document.sha256
    core.created = core.modified = midnight
    core.language, core.revision = document.language, 1


def fixed_bytes(made: Any) -> bytes:
    """The saved file with every entry of the archive dated 1 January 1980, in its own order."""
    raw, out = io.BytesIO(), io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
