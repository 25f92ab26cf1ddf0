"""How well a number fits an interval, column by column: 1 within, 0 for the one farthest outside."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from evaluation.weights.data_table import Table
from evaluation.weights.weights import judgement
from foundation.errors import InvalidInput


def ends(q1: Any, q2: Any, field: str = "q1") -> tuple[Fraction, Fraction]:
    """The two ends of an interval; ``InvalidInput`` when they are no numbers or the wrong way round."""
    first, last = judgement(q1, field), judgement(q2, field)
    if first > last:
        raise InvalidInput("normalise_interval", "最佳区间的下限不能大于上限", field=field)
    return first, last


def interval_column(column: Table, first: float, last: float) -> Table:
    """m numbers → fitness to [first, last] as in :func:`evaluation.aggregate.normalisation.interval`, in floats."""
    widest = max(first - float(column.min()), float(column.max()) - last, 0.0)
    if not widest:
        return np.ones_like(column)
    outside = np.maximum(np.maximum(first - column, column - last), 0.0)
    result: Table = 1.0 - outside / widest
    return result
