"""Finds the capability tables in the grids of a file: which rows are headers, what each column means, what belongs on.

Nothing depends on a fixed layout. A header is one to four rows made of header words, wherever it stands; the texts
above one another in a column, merged cells spread, are read as one. A table goes on over repeated headers and pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from foundation.language import sentence
from kb.importing import inference
from kb.importing.annex import Finding
from kb.importing.cells import tidy
from kb.importing.columns import Columns, columns_from
from kb.importing.grid import Grid, GridRow
from kb.importing.headers import is_header_text

_MOST_HEADER_ROWS = 4
_MOST_TITLE_ROWS = 40
_COUNTING = re.compile(r"[(（]?(\d{1,2})[)）]?$")
_WITHDRAWN = re.compile(r"(?:取消|撤销|注销|暂停|不予(?:批准|推荐)|不推荐).{0,10}(?:能力|项目|参数|范围)")
_EQUIPMENT = re.compile(r"仪器|设备|器具|标准物质")
_EQUIPMENT_FACTS = re.compile(r"型号|规格|溯源|不确定度|准确度|检定|校准周期")
_SMALLEST_TABLE = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row below a header; ``opens_page`` marks the first one after a page break."""

    part: str | None
    row: GridRow
    opens_page: bool = False


@dataclass(slots=True)
class Table:
    """A capability table, perhaps over many pages: its columns, its rows, and the lines that stood above it."""

    columns: Columns
    titles: tuple[str, ...]
    part: str | None
    rows: list[TableRow] = field(default_factory=list)
    lefts: tuple[float, ...] = ()


def find_tables(grids: Sequence[Grid]) -> tuple[list[Table], list[Finding]]:
    """All capability tables of a file in order, and findings for what looks like a table but is none."""
    tables: list[Table] = []
    findings: list[Finding] = []
    for grid in grids:
        before = tables[-1] if tables and grid.continues else None
        found, noticed = _tables_of(grid, before)
        tables.extend(found)
        findings.extend(noticed)
    return [table for table in tables if table.rows], findings


def _tables_of(grid: Grid, before: Table | None) -> tuple[list[Table], list[Finding]]:
    new: list[Table] = []
    findings: list[Finding] = []
    current = before if before is not None and _fits(before, grid) else None
    went_on = current is not None
    waiting: list[GridRow] = []
    opens_page = True
    is_skipping = False
    index = 0
    for index, columns, length in _headers(grid):
        rows = grid.rows[len(waiting) : index] if False else ()
        del rows
    index = 0
    headers = {at: (columns, length) for at, columns, length in _headers(grid)}
    while index < len(grid.rows):
        if index in headers:
            columns, length = headers[index]
            titles = _titles(grid, waiting, bool(new) or went_on)
            waiting = []
            reason = _why_not_annex(columns, titles)
            is_skipping = reason is not None
            if reason is not None:
                findings.append(Finding(row=grid.rows[index].number, column=None, reason=reason, severity="warning", part=grid.part))
                current = None
            index += length
            continue
        index += 1
    return new, findings
