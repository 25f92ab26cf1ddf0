"""The data table that objective methods weigh: m subjects (rows) × n indicators (columns), checked once for all.

Sums run down the rows in order and nothing here calls a linear algebra library, so the same table gives the same bits
on every processor.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.by_column import ROWS, long
from evaluation.weights.weights import Weights, decimal_shares
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

Table = NDArray[np.float64]
Range = tuple[Table, Table]
"""The smallest and the largest number of every column."""

Direction = Literal["+", "-"]
Scaling = Literal["none", "min_max"]

LARGEST, SMALLEST = 1e100, 1e-100
"""Numbers beyond are refused: their squares would leave the range of binary floats."""

_TEXT = re.compile(r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?[0-9]{1,3})?")
"""A decimal number in ASCII: no other script's digits, no grouping, which a typing slip could stand for."""

_WRITTEN_OUT = 20_000
_AT_ONCE = 4_096
_LONG_AT_ONCE = 32


def checked_table(ids: Sequence[str], table: Any, least_subjects: int = 2) -> Table:
    """:func:`ranged_table` without the range."""
    return ranged_table(ids, table, least_subjects)[0]


def ranged_table(ids: Sequence[str], table: Any, least_subjects: int = 2, levels: bool = False) -> tuple[Table, Range]:
    """The table as finite float64, m >= ``least_subjects`` rows × ``len(ids)`` columns, row-major, and its range.

    Entries are numbers or decimal text; ``InvalidInput`` names the row and the indicator of the first that is none.
    A table of ``levels`` stays as it is.
    """
    if levels:
        data = table
    elif isinstance(table, np.ndarray) and table.dtype.kind in "fiu" and table.ndim == 2:
        data = np.ascontiguousarray(table, dtype=np.float64)
    else:
        data = np.array(_rows(ids, table), dtype=np.float64).reshape(-1, len(ids))
    if data.shape[1] != len(ids):
        raise InvalidInput("table_shape", "数据表要有 {count} 列", field="table", count=len(ids))
    if data.shape[0] < least_subjects:
        raise InvalidInput("table_subjects", "至少要有 {count} 个评价对象", field="table", count=least_subjects)
    return data, _usable(ids, data)


def _usable(ids: Sequence[str], data: Table) -> Range:
    """The range of the columns; ``InvalidInput`` names the first number that is none, too large or too small."""
    low, high = found = extremes(data)
    if data.dtype != np.float64 or (low.min() >= SMALLEST and high.max() <= LARGEST):
        return found
    for start in range(0, len(data), _AT_ONCE):
        size = np.abs(data[start : start + _AT_ONCE])
        wrong = ~(size <= LARGEST) | ((size > 0) & (size < SMALLEST))
        if wrong.any():
            row, column = (int(place) for place in np.argwhere(wrong)[0])
            raise _not_a_number(start + row, ids[column])
    return found


def extremes(data: Table) -> Range:
    """The smallest and the largest number of every column of a table with rows; not a number where one is none."""
    whole = len(data) - len(data) % ROWS
    if not data.size or not whole or not data.flags.c_contiguous:
        return data.min(axis=0), data.max(axis=0)
    rows, rest = long(data[:whole]), data[whole:]
    low = high = rows[0]
    for start in range(0, len(rows), _LONG_AT_ONCE):
        some = rows[start : start + _LONG_AT_ONCE]
        low, high = np.minimum(low, some.min(axis=0)), np.maximum(high, some.max(axis=0))
    shape = ROWS, data.shape[1]
    return np.vstack([low.reshape(shape), rest]).min(axis=0), np.vstack([high.reshape(shape), rest]).max(axis=0)


def _rows(ids: Sequence[str], table: Any) -> list[list[float]]:
    if not isinstance(table, Sequence) or isinstance(table, str):
        raise InvalidInput("table_shape", "数据表要有 {count} 列", field="table", count=len(ids))
    rows = []
    for place, row in enumerate(table):
        if not isinstance(row, Sequence | np.ndarray) or isinstance(row, str) or len(row) != len(ids):
            raise InvalidInput(
                "table_row_shape",
                "第 {row} 行要有 {count} 个数",
                field=f"table[{place}]",
                row=place + 1,
                count=len(ids),
            )
        rows.append([_number(entry, place, ids[column]) for column, entry in enumerate(row)])
    return rows


def _number(entry: Any, row: int, name: str) -> float:
    if isinstance(entry, bool | np.bool_) or not isinstance(entry, str | int | float | Decimal | np.number):
        raise _not_a_number(row, name)
    if isinstance(entry, str) and not _TEXT.fullmatch(entry.strip()):
        raise _not_a_number(row, name)
    try:
        number = float(entry)
    except (ValueError, OverflowError, TypeError) as fault:
        raise _not_a_number(row, name) from fault
    if not number and Decimal(entry if isinstance(entry, str) else str(entry)):
        raise _not_a_number(row, name)  # too small for a float, yet not nothing
    return number


def _not_a_number(row: int, name: str) -> InvalidInput:
    return InvalidInput(
        "table_not_a_number", "第 {row} 行的“{id}”不是可用的数", field=f"table[{row}].{name}", row=row + 1, id=name
    )


def checked_directions(ids: Sequence[str], directions: Sequence[str] | None) -> tuple[Direction, ...]:
    """One direction per column, ``+`` the larger the better (the default) or ``-`` the smaller."""
    given = ("+",) * len(ids) if directions is None else directions
    if not isinstance(given, Sequence) or len(given) != len(ids) or any(one not in ("+", "-") for one in given):
        raise InvalidInput("table_directions", "每个指标要写一个方向：+ 或 -", field="directions")
    return tuple("+" if one == "+" else "-" for one in given)


def non_negative(ids: Sequence[str], data: Table) -> Table:
    """The data unchanged; ``InvalidInput`` names the first column with a negative number or nothing but zeros."""
    low, high = extremes(data)
    for column in np.flatnonzero(low < 0):
        raise InvalidInput("table_negative", "“{id}”有负数，要先用 min_max 归一", field="table", id=ids[int(column)])
    for column in np.flatnonzero(high <= 0) if len(ids) > 1 else ():
        raise InvalidInput("table_column_zero", "“{id}”全为零，要先去掉", field="table", id=ids[int(column)])
    return data


def weighed(
    method: str,
    ids: tuple[str, ...],
    strengths: Sequence[float],
    source: dict[str, Any],
    diagnostics: dict[str, Any] | None = None,
    warnings: Sequence[Sentence] = (),
    remark: bool = True,
) -> Weights:
    """Non-negative ``strengths`` (one per column) as weights; a column of strength 0 is remarked if ``remark`` says so.

    ``InvalidInput`` when every strength is 0: nothing varies, so nothing can be weighed. One column weighs 1.
    """
    values = [1.0] if len(ids) == 1 else [float(value) for value in strengths]
    if not any(values):
        raise InvalidInput("table_constant", "各对象的数据全都一样，定不出权重", field="table")
    still = [name for name, value in zip(ids, values, strict=True) if value == 0 and remark]
    remarks = (sentence("“{ids}”在各对象之间没有差别，权重为 0", ids="、".join(still)),) if still else ()
    return Weights(
        method=method,
        ids=ids,
        values=decimal_shares([Decimal(repr(value)) for value in values]),
        source={"ids": list(ids), **source},
        diagnostics=diagnostics or {},
        warnings=(*remarks, *warnings),
    )


def source_of(data: Table) -> dict[str, Any]:
    """The table as text, or its SHA-256 (little-endian float64, row by row) when it is too large to carry along."""
    rows, columns = data.shape
    if data.size <= _WRITTEN_OUT:
        return {"table": [[repr(entry) for entry in row] for row in data.astype(np.float64, copy=False).tolist()]}
    digest = hashlib.sha256()
    for start in range(0, rows, _AT_ONCE):
        digest.update(data[start : start + _AT_ONCE].astype("<f8", order="C", copy=False).data)
    return {"table_sha256": digest.hexdigest(), "rows": rows, "columns": columns}
