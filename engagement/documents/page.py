"""A filled DOCX as a page of HTML: everything that its body, header and footer say, in the same order. Pure.

Read element by element, so that what stands in content controls, accepted changes, merged cells and tables inside
cells is not lost. Page numbers become counters. What no page can show,
:mod:`engagement.documents.printable` names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

_STYLES = {"Title": "h1", "Heading 1": "h2", "Heading 2": "h3", "Subtitle": "p class='subtitle'"}
_INSIDE = ("w:sdt", "w:sdtContent", "w:ins", "w:customXml", "w:smartTag", "w:moveTo")
"""What only wraps blocks or runs."""
_COUNTERS = {"PAGE": "page", "NUMPAGES": "pages"}
_EMU_PER_MM = 36_000

Picture = Callable[[Any, str], str]
"""Part and relation → the address of a picture in the page."""


def blocks(container: Any, element: Any, picture: Picture) -> Iterator[str]:
    """The paragraphs and tables of a body, header, footer or cell. ``container``: what python-docx calls the parent."""
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    wraps = {qn(name) for name in _INSIDE}
    for child in element:
        if child.tag == qn("w:p"):
            yield from _paragraph(Paragraph(child, container), picture)
        elif child.tag == qn("w:tbl"):
            yield from _table(Table(child, container), picture)
        elif child.tag in wraps:
            yield from blocks(container, child, picture)


def _paragraph(block: Any, picture: Picture) -> Iterator[str]:
    lines = _marked(block, picture).split("\n")
    if not "".join(lines).strip():
        return
    tag = _STYLES.get(block.style.name, "p")
    side = {1: "center", 2: "right"}.get(int(block.alignment or 0))
    names = [*([side] if side else []), *(["next"] if block.paragraph_format.keep_with_next else [])]
    if names and "class" not in tag:
        tag += f" class='{' '.join(names)}'"
    inner = lines[0] if len(lines) == 1 else "".join(f"<span class='line'>{one or '&#8203;'}</span>" for one in lines)
    yield f"<{tag}>{inner}</{tag.split()[0]}>"


def _marked(block: Any, picture: Picture) -> str:
    """The runs of a paragraph: escaped, bold marked, lines apart by a newline, pictures and page counters in place."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    said, fields = [], _Fields()
    for one in block._p.iter(qn("w:r"), qn("w:fldSimple")):
        if _is_gone(one, block._p):
            continue
        if one.tag == qn("w:fldSimple"):
            said.append(_counter(one.get(qn("w:instr"), "")))
            continue
        if _counter(_around(one)):
            continue
        said.extend(fields.step(one))
        if not fields.is_counted:
            said.append(_bold(Run(one, block)))
        said.extend(_picture(drawn, block, picture) for drawn in one.iter(qn("a:blip")))
    return "".join(said)


class _Fields:
    """Fields written in pieces: instruction, separator, cached result, end."""

    def __init__(self) -> None:
        self.told = ""
        self.is_counted = False
        """Inside a field that is shown as a counter: its cached result is not."""

    def step(self, run: Any) -> Iterator[str]:
        from docx.oxml.ns import qn

        for one in run.iter(qn("w:fldChar"), qn("w:instrText")):
            if one.tag == qn("w:instrText"):
                self.told += one.text or ""
                continue
            kind = one.get(qn("w:fldCharType"))
            if kind == "begin":
                self.told = ""
            if kind == "separate" or (kind == "end" and not self.is_counted):
                counter = _counter(self.told)
                self.is_counted, self.told = bool(counter) and kind == "separate", ""
                yield counter
            elif kind == "end":
                self.is_counted = False


def _counter(instruction: str) -> str:
    words = instruction.split()
    name = _COUNTERS.get(words[0].upper()) if words else None
    return f'<span class="{name}"></span>' if name else ""


def _around(run: Any) -> str:
    """The instruction of the simple field that a run is the cached result of."""
    from docx.oxml.ns import qn

    parent = run.getparent()
    return str(parent.get(qn("w:instr"), "")) if parent.tag == qn("w:fldSimple") else ""


def _is_gone(element: Any, top: Any) -> bool:
    """Deleted text that Word still keeps, and what stands in a paragraph inside this one."""
    from docx.oxml.ns import qn

    over = element.getparent()
    while over is not None and over is not top:
        if over.tag in (qn("w:del"), qn("w:moveFrom"), qn("w:p")):
            return True
        over = over.getparent()
    return False


def _bold(run: Any) -> str:
    text = escape(run.text)
    if not run.bold:
        return text
    return "\n".join(f"<b>{one}</b>" if one else "" for one in text.split("\n"))


def _picture(blip: Any, block: Any, picture: Picture) -> str:
    from docx.oxml.ns import qn

    relation = blip.get(qn("r:embed"))
    if relation is None:
        return ""
    extent = next(iter(next(blip.iterancestors(qn("wp:inline"), qn("wp:anchor"))).iter(qn("wp:extent"))))
    wide, high = (int(extent.get(name)) / _EMU_PER_MM for name in ("cx", "cy"))
    told = next((one.get("descr", "") for one in blip.getroottree().iter(qn("wp:docPr"))), "")
    address = escape(picture(block.part, relation))
    return f'<img src="{address}" alt="{escape(told)}" style="width:{wide:.1f}mm;height:{high:.1f}mm">'


def _table(table: Any, picture: Picture) -> Iterator[str]:
    from docx.oxml.ns import qn

    widths = [int(one.get(qn("w:w")) or 1) for one in table._tbl.tblGrid.gridCol_lst] or [1]
    rows = [row for row in table._tbl.xpath("./w:tr | .//w:sdtContent/w:tr[ancestor::w:tbl[1]]") if _top(row, table)]
    kept = rows and all(row.xpath("(./w:tc/w:p)[1]/w:pPr/w:keepNext") for row in rows[:-1])
    yield f'<div class="wide{" keep" if kept and len(rows) > 1 else ""}"><table><colgroup>'
    yield "".join(f'<col style="width:{100 * wide / sum(widths):.2f}%">' for wide in widths) + "</colgroup>"
    is_head = True
    for number, row in enumerate(rows):
        repeats = is_head and bool(row.xpath("./w:trPr/w:tblHeader"))
        if number == 0 and repeats:
            yield "<thead>"
        if is_head and not repeats:
            yield "</thead><tbody>" if number else "<tbody>"
        is_head = repeats
        yield "<tr>" + "".join(_cells(table, rows, number, "th" if repeats else "td", picture)) + "</tr>"
    yield "</thead></table></div>" if is_head and rows else "</tbody></table></div>"


def _top(row: Any, table: Any) -> bool:
    """Whether a row belongs to this table and not to one in a cell of it, and was not deleted."""
    from docx.oxml.ns import qn

    return next(row.iterancestors(qn("w:tbl"))) is table._tbl and not row.xpath("./w:trPr/w:del")


def _cells(table: Any, rows: list[Any], number: int, tag: str, picture: Picture) -> Iterator[str]:
    """Each cell once, as wide and as high as it is."""
    from docx.table import _Cell

    high = _height(rows[number])
    for at, cell in _placed(rows[number]):
        if _merge(cell) == "continue":
            continue
        span, down = cell.grid_span, 1
        if _merge(cell) == "restart":
            for row in rows[number + 1 :]:
                if not any(place == at and _merge(one) == "continue" for place, one in _placed(row)):
                    break
                down += 1
        facts = (f' colspan="{span}"' if span > 1 else "") + (f' rowspan="{down}"' if down > 1 else "") + high
        inner = list(blocks(_Cell(cell, table), cell, picture))
        if len(inner) == 1:
            inner = [re.sub(r"^<p>(.*)</p>$", r"\1", inner[0], flags=re.DOTALL)]
        yield f"<{tag}{facts}>{''.join(inner)}</{tag}>"


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row with the column in which each begins."""
    at = sum(int(one) for one in row.xpath("./w:trPr/w:gridBefore/@w:val"))
    for cell in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc"):
        yield at, cell
        at += cell.grid_span


def _merge(cell: Any) -> str | None:
    return cell.vMerge  # type: ignore[no-any-return]


def _height(row: Any) -> str:
    """The least height that was set, as a style; in twentieths of a point."""
    found = row.xpath("./w:trPr/w:trHeight/@w:val")
    return f' style="height:{int(found[0]) / 20:.1f}pt"' if found else ""
