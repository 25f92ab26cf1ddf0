"""归一化: numbers of different units on one scale (methods.md §1; the four types of 王应明 1998).

===========  ==================================================================  ========================
kind         z                                                                   range
===========  ==================================================================  ========================
benefit      (x − min) / (max − min)                                             0–1, the larger the better
cost         (max − x) / (max − min)                                             0–1, the smaller the better
interval     1 − max(q1 − x, x − q2, 0) / max(q1 − min, max − q2)                0–1, best within [q1, q2]
vector       x / √Σx²                                                            −1–1, direction unchanged
sum          x / Σx                                                              0–1, direction unchanged; x >= 0
===========  ==================================================================  ========================

``min`` and ``max`` are those of the compared subjects, so these are for weighting, where a column that says the same of
everybody is to count nothing: it becomes 0 (benefit, cost). A column wholly within [q1, q2] becomes 1. Scores use fixed
anchors instead (:mod:`evaluation.normalise`). Lists are computed in fractions (the root of ``vector`` to 40 digits),
tables in binary floats, one operation per element and sums down the rows: the same bits on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np

from evaluation.weights.data_table import Table, checked_table
from evaluation.weights.fitness import ends, interval_column
from evaluation.weights.weights import checked_ids, judgement, listed, one_of
from foundation.errors import InvalidInput

KINDS = ("benefit", "cost", "interval", "vector", "sum")
_DIGITS = 10**40


def benefit(values: Any) -> tuple[Fraction, ...]:
    """m numbers → (x − min) / (max − min); all 0 when they are equal."""
    numbers = _numbers(values)
    low, width = min(numbers), max(numbers) - min(numbers)
    return tuple((x - low) / width if width else Fraction(0) for x in numbers)


def cost(values: Any) -> tuple[Fraction, ...]:
    """m numbers → (max − x) / (max − min); all 0 when they are equal."""
    numbers = _numbers(values)
    high, width = max(numbers), max(numbers) - min(numbers)
    return tuple((high - x) / width if width else Fraction(0) for x in numbers)


def interval(values: Any, q1: Any, q2: Any) -> tuple[Fraction, ...]:
    """m numbers → 1 within [q1, q2], falling to 0 at the number farthest outside."""
    numbers = _numbers(values)
    first, last = ends(q1, q2)
    widest = max(first - min(numbers), max(numbers) - last, Fraction(0))
    return tuple(1 - max(first - x, x - last, Fraction(0)) / widest if widest else Fraction(1) for x in numbers)


def vector(values: Any) -> tuple[Fraction, ...]:
    """m numbers → x / √Σx²; all 0 when they are 0. The root is cut down, 40 decimals or more after the point."""
    numbers = _numbers(values)
    squares = sum((x * x for x in numbers), Fraction(0))
    root = Fraction(isqrt(squares.numerator * squares.denominator * _DIGITS**2), squares.denominator * _DIGITS)
    return tuple(x / root if root else Fraction(0) for x in numbers)


def shares_of_sum(values: Any) -> tuple[Fraction, ...]:
    """m numbers >= 0 → x / Σx; all 0 when they are 0."""
    numbers = _numbers(values)
    if min(numbers) < 0:
        raise InvalidInput("normalise_negative", "求和归一的数要不小于 0", field="values")
    total = sum(numbers, Fraction(0))
    return tuple(x / total if total else Fraction(0) for x in numbers)


def normalised(ids: Any, table: Any, kinds: Any) -> Table:
    """An m × n table (subjects × indicators) as float64, every column by its kind.

    ``kinds``: one per column, a name of :data:`KINDS` or ``{"interval": [q1, q2]}``. Raises ``InvalidInput`` by name.
    """
    names = checked_ids(ids)
    data = checked_table(names, table, 1)
    given = listed(kinds, "kinds")
    if len(given) != len(names):
        raise InvalidInput("normalise_kinds", "每个指标要有一种归一化", field="kinds")
    columns = [_column(data[:, place], kind, f"kinds[{place}]") for place, kind in enumerate(given)]
    result: Table = np.ascontiguousarray(np.column_stack(columns))
    return result


def _column(column: Table, kind: Any, field: str) -> Table:
    if isinstance(kind, dict):
        both = listed(kind.get("interval"), field)
        if set(kind) != {"interval"} or len(both) != 2:
            raise _interval_needed(field)
        first, last = ends(both[0], both[1], field)
        return interval_column(column, float(first), float(last))
    name = one_of(kind, KINDS, field)
    if name == "interval":
        raise _interval_needed(field)
    if name == "sum" and (column < 0).any():
        raise InvalidInput("normalise_negative", "求和归一的数要不小于 0", field=field)
    return _COLUMNS[name](column)


def _benefit(column: Table) -> Table:
    low, high = column.min(), column.max()
    result: Table = (column - low) / (high - low) if high > low else np.zeros_like(column)
    return result


def _cost(column: Table) -> Table:
    low, high = column.min(), column.max()
    result: Table = (high - column) / (high - low) if high > low else np.zeros_like(column)
    return result


def _vector(column: Table) -> Table:
    largest = np.abs(column).max()
    if not largest:
        return np.zeros_like(column)
    scaled = column / largest
    result: Table = scaled / np.sqrt(_down(scaled * scaled))
    return result


def _sum(column: Table) -> Table:
    total = _down(column)
    result: Table = column / total if total else np.zeros_like(column)
    return result


_COLUMNS: dict[str, Callable[[Table], Table]] = {"benefit": _benefit, "cost": _cost, "vector": _vector, "sum": _sum}


def _down(column: Table) -> float:
    """The sum from the first row to the last, in this order."""
    return float(np.add.accumulate(column)[-1])


def _numbers(values: Any) -> Sequence[Fraction]:
    numbers = [judgement(one, f"values[{place}]") for place, one in enumerate(listed(values, "values"))]
    if not numbers:
        raise InvalidInput("normalise_empty", "没有可归一的数", field="values")
    return numbers


def _interval_needed(field: str) -> InvalidInput:
    return InvalidInput("normalise_interval_ends", "区间型要写成 interval 和两个端点", field=field)
