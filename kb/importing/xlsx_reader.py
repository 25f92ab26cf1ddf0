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
                builder = GridBuilder(title)
                top = 0
                for at, values in enumerate(sheet.to_python(skip_empty_area=False)):
                    builder.numbers.append(at + 1)
                    builder.lines.append([shown(value) for value in values[:_MOST_COLUMNS]])
                for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ():
                    builder.spans.append(Span(first_row - top, first_column, last_row - top, last_column))
                if any(any(line) for line in builder.lines):
                    grids.append(builder.grid())
    except PasswordError as error:
        raise encrypted(name) from error
    except (CalamineError, ValueError, OSError, IndexError) as error:
        raise damaged(name) from error
    return grids


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
