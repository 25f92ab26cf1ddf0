"""Spreadsheets: every sheet as a grid, cells as the text a person sees, merged ranges filled down."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from kb.importing.gate import damaged, encrypted
from kb.importing.grid import Grid, GridBuilder, Span

_MOST_COLUMNS = 200
"""Columns beyond are formatting debris, not an annex."""

CellValue = int | float | str | bool | time | date | datetime | timedelta


def read_xlsx(content: bytes, name: str) -> list[Grid]:
    """One grid for each sheet that is not empty; row numbers are those of the sheet.

    :raises InvalidInput: ``annex_damaged`` or ``annex_encrypted``.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    grids: list[Grid] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for title in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(title)
                lines = sheet.to_python(skip_empty_area=False)
                spans = [Span(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
                builder = _without_blank_rows(title, lines, spans)
                if builder.lines:
                    grids.append(builder.grid())
    except PasswordError as error:
        raise encrypted(name) from error
    except (CalamineError, ValueError, OSError, IndexError) as error:
        raise damaged(name) from error
    return grids


def _without_blank_rows(title: str, lines: list[list[CellValue]], spans: list[Span]) -> GridBuilder:
    """Rows with text, and blank ones inside a merged cell; a stray cell far below costs no million of rows."""
    changes = [0] * (len(lines) + 1)
    for span in spans:
        if span.bottom > span.top and span.top < len(lines):
            changes[span.top] += 1
            changes[min(span.bottom + 1, len(lines))] -= 1
    builder = GridBuilder(title)
    places: list[int] = []
    depth = 0
    for at, values in enumerate(lines):
        places.append(len(builder.lines))
        depth += changes[at]
        line = [shown(value) for value in values[:_MOST_COLUMNS]]
        if depth or any(line):
            builder.numbers.append(at + 1)
            builder.lines.append(line)
    for span in spans:
        is_kept = span.top < len(lines) and places[span.top] < len(builder.numbers)
        if is_kept and builder.numbers[places[span.top]] == span.top + 1:
            bottom = min(span.bottom, len(lines) - 1)
            builder.spans.append(Span(places[span.top], span.left, places[bottom], span.right))
    return builder


def shown(value: CellValue) -> str:
    """A cell as a person sees it: ``3.0`` is ``3``, a day is ``2027-05-31``."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
