"""Word documents: every table as a grid, with the paragraphs that stand above it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kb.importing.gate import damaged
from kb.importing.grid import Grid, GridBuilder, Span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB, _BREAK, _HYPHEN = f"{_W}t", f"{_W}tab", (f"{_W}br", f"{_W}cr"), f"{_W}noBreakHyphen"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def read_docx(content: bytes, name: str) -> list[Grid]:
    """One grid for each table outside other tables, ``表 1``, ``表 2`` …; rows count from 1 in each table. The text of
    page headers stands above the first table. Deleted text of tracked changes is left out.

    :raises InvalidInput: ``annex_damaged``.
    """
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(content))
        above: list[str] = []
        for section in document.sections:
            above.extend(line for p in section.header.paragraphs if (line := p.text.strip()) and line not in above)
        body = document.element.body
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise damaged(name) from error
    grids: list[Grid] = []
    for element in _blocks(body):
        if element.tag == f"{_W}p":
            above.extend(line for line in _text(element).split("\n") if line.strip())
        else:
            builder = _table(element, f"表 {len(grids) + 1}")
            grids.append(builder.grid(tuple(above), continues=bool(grids)))
            above = []
    return grids


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, looked for inside content controls too."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _inside(child, tag)


def _table(table: Any, part: str) -> GridBuilder:
    builder = GridBuilder(part)
    open_merges: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(_inside(table, f"{_W}tr")):
        line = [""] * _count(row, "gridBefore")
        for cell in _inside(row, f"{_W}tc"):
            column, width = len(line), max(_count(cell, "gridSpan", "tcPr"), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                line.append("")
            else:
                _close(builder, open_merges, column, number)
                line.append("\n".join(_cell_lines(cell)))
                if merge is not None:
                    open_merges[column] = (number, width)
                elif width > 1:
                    builder.spans.append(Span(number, column, number, column + width - 1))
            line.extend([""] * (width - 1))
        builder.numbers.append(number + 1)
        builder.lines.append(line)
    for column in list(open_merges):
        _close(builder, open_merges, column, len(builder.lines))
    return builder


def _close(builder: GridBuilder, open_merges: dict[int, tuple[int, int]], column: int, below: int) -> None:
    if column in open_merges:
        top, width = open_merges.pop(column)
        builder.spans.append(Span(top, column, below - 1, column + width - 1))


def _count(element: Any, name: str, properties: str = "trPr") -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val", "0") if found is not None else "0"
    return min(int(value), 200) if value.isdigit() else 0


def _cell_lines(cell: Any) -> Iterator[str]:
    for element in _blocks(cell):
        if element.tag == f"{_W}p":
            text = _text(element)
            if text.strip():
                yield text
        else:
            for row in _inside(element, f"{_W}tr"):
                for inner in _inside(row, f"{_W}tc"):
                    yield from _cell_lines(inner)


def _text(element: Any) -> str:
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag == _TAB:
            pieces.append(" ")
        elif child.tag in _BREAK:
            pieces.append("\n")
        elif child.tag == _HYPHEN:
            pieces.append("-")
        elif child.tag not in _SKIPPED:
            _collect(child, pieces)
