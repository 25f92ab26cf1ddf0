"""PDF documents: the ruled tables of every page as grids, with the lines of text above them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from foundation.errors import InvalidInput
from kb.importing.gate import damaged, encrypted
from kb.importing.grid import Grid, GridBuilder, Span

MAX_PAGES = 1_000
_NEAR_POINTS = 1.0
_Box = tuple[float, float, float, float]


def read_pdf(content: bytes, name: str) -> list[Grid]:
    """The tables page by page, part ``第 n 页``; rows count from 1 on each page. A cell that spans rows is filled down.

    :raises InvalidInput: ``annex_damaged``, ``annex_encrypted``, ``annex_too_many_pages``, or ``annex_is_scan`` when no
        page holds text.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber.utils.exceptions import PdfminerException

    grids: list[Grid] = []
    has_text = False
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > MAX_PAGES:
                raise InvalidInput(
                    "annex_too_many_pages",
                    "“{file}”页数太多：最多 {limit} 页，请分开导入",
                    file=name,
                    limit=MAX_PAGES,
                    field="file",
                )
            for page in document.pages:
                has_text = has_text or bool(page.chars)
                grids.extend(_page_grids(page, len(grids) > 0))
                page.close()
    except PDFPasswordIncorrect as error:
        raise encrypted(name) from error
    except PdfminerException as error:
        raise (encrypted(name) if isinstance(error.args[0], PDFPasswordIncorrect) else damaged(name)) from error
    except (PDFSyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise damaged(name) from error
    if not has_text:
        raise InvalidInput(
            "annex_is_scan",
            "“{file}”是扫描件，读不到文字：请用可以复制文字的 PDF，或原来的 Word、Excel",
            file=name,
            field="file",
        )
    return grids


def _page_grids(page: Any, continues: bool) -> list[Grid]:
    part = f"第 {page.page_number} 页"
    tables = sorted(page.find_tables(), key=lambda table: (round(table.bbox[1]), table.bbox[0]))
    grids: list[Grid] = []
    numbered = 0
    top = 0.0
    for table in tables:
        above = _lines_between(page, top, table.bbox[1])
        top = table.bbox[3]
        builder, lefts = _laid_out(table, part, numbered)
        numbered += len(builder.lines)
        if builder.lines:
            grids.append(builder.grid(above, lefts, continues or bool(grids)))
    return grids


def _lines_between(page: Any, top: float, bottom: float) -> tuple[str, ...]:
    if bottom - top < 2:
        return ()
    area = page.crop((page.bbox[0], max(top, page.bbox[1]), page.bbox[2], min(bottom, page.bbox[3])), strict=False)
    text = area.extract_text(layout=False) or ""
    return tuple(line for line in text.split("\n") if line.strip())


def _laid_out(table: Any, part: str, numbered: int) -> tuple[GridBuilder, tuple[float, ...]]:
    """Rows and columns from the cell borders; a border that other rows have and a cell lacks makes it span."""
    boxes: list[_Box] = [box for row in table.rows for box in row.cells if box is not None]
    lefts, tops = _edges([box[0] for box in boxes]), _edges([box[1] for box in boxes])
    builder = GridBuilder(part, [numbered + at + 1 for at in range(len(tops))], [[""] * len(lefts) for _ in tops])
    texts = table.extract(x_tolerance=2)
    for row, line in zip(table.rows, texts, strict=True):
        for box, text in zip(row.cells, line, strict=True):
            if box is None:
                continue
            left, top = _place(lefts, box[0]), _place(tops, box[1])
            right = max(left, _before(lefts, box[2]))
            bottom = max(top, _before(tops, box[3]))
            builder.lines[top][left] = text or ""
            if right > left or bottom > top:
                builder.spans.append(Span(top, left, bottom, right))
    return builder, tuple(lefts)


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct positions, near ones taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR_POINTS:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    """The index of the edge at ``value``."""
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


def _before(edges: Sequence[float], value: float) -> int:
    """The last edge that lies before ``value``."""
    return max((at for at, edge in enumerate(edges) if edge < value - _NEAR_POINTS), default=0)
