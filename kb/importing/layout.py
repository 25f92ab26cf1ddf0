"""Finds the capability tables in the grids of a file: which rows are headers, what each column means, what belongs on.

Nothing depends on a fixed layout. A header is one to four rows made of header words, wherever it stands; the texts
above one another in a column, merged cells spread, are read as one. A table goes on over repeated headers and pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from foundation.language import Sentence, sentence
from kb.importing.annex import AnnexHeading, Finding
from kb.importing.cells import fold
from kb.importing.columns import SAMPLE, Columns, cites, columns_from, share
from kb.importing.grid import Grid, GridRow
from kb.importing.headers import is_header_text
from kb.importing.heading import heading_from, inherited
from kb.importing.inference import columns_by_content

_MOST_HEADER_ROWS = 4
_COUNTING = re.compile(r"[(（]?(\d{1,2})[)）]?$")
_LONG_FIGURE = re.compile(r"[0-9０-９]{3}")
_WITHDRAWN = re.compile(r"(?:取消|撤销|注销|暂停|不予(?:批准|推荐)|不推荐).{0,10}(?:能力|项目|参数|范围)")
_EQUIPMENT = re.compile(r"仪器|设备|器具|标准物质")
_EQUIPMENT_FACTS = re.compile(r"型号|规格|溯源|不确定度|准确度|检定|校准周期")
_LABEL = re.compile(r"(?:证书|注册|资质认定|认可|机构|实验室|单位|场所|地址|有效期|发证|批准日期|签发).{0,8}:?$")
_COVER_LINES = 60
_SMALLEST_TABLE = 3
_SAME_EDGE_POINTS = 6.0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below a header, with the columns that hold for it; ``opens_page`` marks the first after a page break."""

    part: str | None
    row: GridRow
    columns: Columns
    opens_page: bool = False


@dataclass(slots=True, eq=False)
class Table:
    """A capability table, perhaps over many pages: the lines that stood above it, its columns and rows."""

    columns: Columns
    heading: AnnexHeading
    titles: tuple[str, ...]
    part: str | None
    lefts: tuple[float, ...] = ()
    rows: list[TableRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Block:
    """A header and the rows below it; ``columns`` is ``None`` for rows that stand before any header."""

    columns: Columns | None
    first: GridRow | None
    titles: tuple[GridRow, ...]
    body: tuple[GridRow, ...]


def find_tables(grids: Sequence[Grid]) -> tuple[list[Table], list[Finding]]:
    """All capability tables of a file in order, and findings for tables that were not read."""
    tables: list[Table] = []
    findings: list[Finding] = []
    current: Table | None = None
    cover: list[str] = []
    for grid in grids:
        if not grid.continues:
            current = None
        above = grid.above
        for block in _blocks(grid):
            titles = (*above, *(_line(row) for row in block.titles))
            above = ()
            if block.columns is None:
                current, noticed = _headerless(grid, block, titles, current)
                findings.extend(noticed)
                if current is None and not tables:
                    cover.extend((*titles, *map(_line, block.body[:_COVER_LINES])))
            else:
                reason = _why_not_read(block.columns, titles)
                if reason is not None:
                    row = block.first.number if block.first else None
                    findings.append(Finding(row=row, column=None, reason=reason, severity="warning", part=grid.part))
                    current = None
                    continue
                current = _begun(grid, block, block.columns, titles, current)
            if current is not None and not (tables and tables[-1] is current):
                tables.append(current)
    heading = heading_from(cover)
    for table in tables:
        table.heading = heading = inherited(table.heading, heading)
    return [table for table in tables if table.rows], findings


def _begun(grid: Grid, block: _Block, columns: Columns, titles: tuple[str, ...], current: Table | None) -> Table:
    """The table a header begins: the one before, if the header only says again what it said."""
    heading = heading_from(titles)
    goes_on = (
        current is not None
        and columns.says_the_same(current.columns)
        and (heading.site is None or heading.site == current.heading.site)
        and heading.certificate_number in (None, current.heading.certificate_number)
    )
    if current is None or not goes_on:
        current = Table(columns, heading, titles, grid.part, grid.lefts)
    else:
        current.columns, current.lefts = columns, grid.lefts
        _append(current, grid, (*block.titles,), columns, opens_page=False)
    _append(current, grid, block.body, columns, opens_page=goes_on and not block.titles and block.first is not None)
    return current


def _append(table: Table, grid: Grid, rows: Sequence[GridRow], columns: Columns, opens_page: bool) -> None:
    for row in rows:
        table.rows.append(TableRow(grid.part, row, columns, opens_page and grid.continues))
        opens_page = False


def _headerless(
    grid: Grid, block: _Block, titles: tuple[str, ...], current: Table | None
) -> tuple[Table | None, list[Finding]]:
    """Rows before any header: the table of the page before goes on, or content has to say what they are."""
    columns = _fitting(current, grid) if current is not None else None
    if current is not None and columns is not None:
        heading = heading_from(titles)
        if heading.site and heading.site != current.heading.site:
            current = Table(columns, heading, titles, grid.part, grid.lefts)
        _append(current, grid, block.body, columns, opens_page=True)
        return current, []
    filled = [row for row in block.body if sum(1 for cell in row.cells if cell.strip()) >= _SMALLEST_TABLE]
    if len(filled) < _SMALLEST_TABLE:
        return current, []
    first = block.body.index(filled[0])
    head, body = list(block.body[:first]), list(block.body[first:])
    headers = body[0].cells if not any(cites(cell) for cell in body[0].cells) else ()
    guessed = columns_by_content(headers, [row.cells for row in filled[:SAMPLE]], _known(headers, filled))
    if guessed is None:
        return None, [
            Finding(
                row=None,
                column=None,
                reason=sentence("这张表没有认出是能力附表，没有读：请确认表头里有“参数”和“标准”两列"),
                severity="warning",
                part=grid.part,
            )
        ]
    table = Table(guessed, heading_from((*titles, *map(_line, head))), titles, grid.part, grid.lefts)
    _append(table, grid, body[1:] if headers else body, guessed, opens_page=False)
    return table, [_guess_finding(grid, guessed, body[0].number if headers else None)]


def _known(headers: Sequence[str], rows: Sequence[GridRow]) -> Columns | None:
    return columns_from(headers, [row.cells for row in rows[1 : SAMPLE + 1]]) if headers else None


def _guess_finding(grid: Grid, columns: Columns, row: int | None) -> Finding:
    return Finding(
        row=row,
        column=None,
        reason=sentence(
            "表头没有完全认出，按内容判断：产品在“{product}”，参数在“{parameter}”，标准在“{standard}”；不对请改表头",
            product=columns.header(columns.product) or "—",
            parameter=columns.header(columns.parameter),
            standard=columns.header(columns.citation),
        ),
        severity="warning",
        part=grid.part,
    )


def _fitting(table: Table, grid: Grid) -> Columns | None:
    """The columns for a grid without header that goes on from ``table``; ``None`` when it is another table."""
    if not grid.continues:
        return None
    columns: Columns | None = table.columns
    if table.lefts and grid.lefts and len(table.lefts) != len(grid.lefts):
        to = {
            old: new
            for old, left in enumerate(table.lefts)
            for new, edge in enumerate(grid.lefts)
            if abs(left - edge) <= _SAME_EDGE_POINTS
        }
        columns = table.columns.moved(to)
    elif grid.width != len(table.columns.headers):
        return None
    if columns is None or columns.citation is None:
        return None
    sample = [row.cells for row in grid.rows[:SAMPLE]]
    filled = sum(1 for row in sample if columns.citation < len(row) and row[columns.citation].strip())
    return columns if filled <= 2 or share(sample, columns.citation, cites) >= 0.3 else None


def _blocks(grid: Grid) -> list[_Block]:
    """The grid cut at its headers; one-text rows straight above a header are its titles."""
    headers: list[tuple[int, int, Columns]] = []
    index = 0
    while index < len(grid.rows):
        found = _header_at(grid, index)
        if found is None:
            index += 1
            continue
        headers.append((index, *found))
        index += found[0]
    if not headers:
        return [_Block(None, None, (), grid.rows)]
    blocks: list[_Block] = []
    begin, stop = 0, 0
    for at, (first, length, columns) in enumerate(headers):
        begin = first
        while begin > stop and _is_title(grid.rows[begin - 1]):
            begin -= 1
        if at == 0 and begin > 0 and _is_lead(grid.rows[:begin]):
            begin = 0
        if at == 0 and begin > 0:
            blocks.append(_Block(None, None, (), grid.rows[:begin]))
        stop = first + length
        following = headers[at + 1][0] if at + 1 < len(headers) else len(grid.rows)
        end = following
        while at + 1 < len(headers) and end > stop and _is_title(grid.rows[end - 1]):
            end -= 1
        blocks.append(_Block(columns, grid.rows[first], grid.rows[begin:first], grid.rows[stop:end]))
    return blocks


def _is_title(row: GridRow) -> bool:
    texts = [cell.strip() for cell in row.cells if cell.strip()]
    return len(set(texts)) <= 1 or (len(texts) <= 4 and _LABEL.match(fold(texts[0])) is not None)


def _is_lead(rows: Sequence[GridRow]) -> bool:
    """Rows above the first header that are no data: none of them cites a standard in a row of several cells."""
    return not any(
        sum(1 for cell in row.cells if cell.strip()) >= _SMALLEST_TABLE and any(cites(cell) for cell in row.cells)
        for row in rows
    )


def _line(row: GridRow) -> str:
    """A title row as one line; label and value in neighbouring cells are joined by two spaces."""
    texts: list[str] = []
    for cell in row.cells:
        text = " ".join(cell.split("\n")).strip()
        if text and text not in texts[-1:]:
            texts.append(text)
    line = ""
    for text in texts:
        is_labelled = not line or line.endswith((":", "："))
        line += ("" if is_labelled else "：" if _LABEL.match(fold(line.split("  ")[-1])) else "  ") + text
    return line


def _header_at(grid: Grid, index: int) -> tuple[int, Columns] | None:
    """The header that begins at a row: how many rows it takes and what its columns mean."""
    if not _may_be_header(grid.rows[index]):
        return None
    last = index + 1
    while last < min(index + _MOST_HEADER_ROWS, len(grid.rows)) and _goes_on_header(grid.rows[last]):
        last += 1
    for stop in range(last, index, -1):
        sample_from = stop + 1 if stop < len(grid.rows) and _is_counting(grid.rows[stop]) else stop
        sample = [row.cells for row in grid.rows[sample_from : sample_from + SAMPLE]]
        columns = columns_from(_joined_headers(grid, index, stop), sample)
        if columns.citation is not None and columns.parameter is None:
            columns = columns_by_content(columns.headers, sample, columns) or columns
        if columns.is_complete:
            return sample_from - index, columns
    return None


def _may_be_header(row: GridRow) -> bool:
    if _LONG_FIGURE.search("".join(row.cells)):
        return False
    texts = [cell for cell in row.cells if cell.strip()]
    if len(set(texts)) < 2:
        return False
    return sum(map(is_header_text, texts)) >= 0.6 * len(texts)


def _goes_on_header(row: GridRow) -> bool:
    texts = [cell for cell in row.cells if cell.strip()]
    return bool(texts) and all(map(is_header_text, texts))


def _is_counting(row: GridRow) -> bool:
    """The line of column numbers some forms have below their header: 1 2 3 …, (1) (2) (3) …"""
    found = [_COUNTING.match(fold(cell).strip()) for cell in row.cells if cell.strip()]
    return len(found) >= 3 and [int(match[1]) if match else 0 for match in found] == list(range(1, len(found) + 1))


def _joined_headers(grid: Grid, first: int, stop: int) -> list[str]:
    """For each column the header texts above one another, merged and left-open cells spread to the right."""
    lines = [list(row.cells) for row in grid.rows[first:stop]]
    width = grid.width
    for span in grid.spans:
        if first <= span.top < stop and span.right > span.left:
            for column in range(span.left + 1, min(span.right, width - 1) + 1):
                for row in range(span.top, min(span.bottom, stop - 1) + 1):
                    lines[row - first][column] = lines[span.top - first][span.left]
    if not any(first <= span.top < stop and span.right > span.left for span in grid.spans):
        for upper, lower in pairwise(lines):
            for column in range(1, width):
                if not upper[column].strip() and lower[column].strip() and lower[column - 1].strip():
                    upper[column] = upper[column - 1]
    joined: list[str] = []
    for column in range(width):
        texts: list[str] = []
        for line in lines:
            text = line[column].strip()
            if text and text not in texts[-1:]:
                texts.append(text)
        joined.append(" ".join(texts))
    return joined


def _why_not_read(columns: Columns, titles: Sequence[str]) -> Sentence | None:
    """Tables that look like capabilities and are none."""
    if any(_WITHDRAWN.search(title) for title in titles):
        return sentence("这张表列的是取消或未批准的能力，没有读")
    everything = " ".join(columns.headers)
    if _EQUIPMENT.search(everything) and _EQUIPMENT_FACTS.search(everything):
        return sentence("这张表是仪器设备表，不是能力附表，没有读")
    return None
