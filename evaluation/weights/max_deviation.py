"""最大离差法 (S1-19), maximising deviations: what tells the subjects apart pair by pair weighs more.

D_j = Σ_i Σ_k |z_ij − z_kj|, w_j = D_j / Σ D. With the column sorted upwards, D_j = 2 Σ_i (2i − m − 1) z_(i)j, so
m·log m steps take the place of m². Source: 王应明, 运用离差最大化方法进行多指标决策与排序, 中国软科学 1998(3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from evaluation.weights.data_table import Direction, Scaling, Table, weighed
from evaluation.weights.scaling import scaled_table, source_and_name
from evaluation.weights.weights import Weights, six

_LANES = 64


def max_deviation(
    ids: Sequence[str], table: Any, scaling: Scaling = "min_max", directions: Sequence[Direction] | None = None
) -> Weights:
    """Weights from m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    ``min_max`` scales every column to 0–1 first; ``none`` takes the numbers as they are, with a warning. A constant
    column gets 0 with a warning. Raises ``InvalidInput`` by name.
    """
    names, seen = scaled_table(ids, table, scaling, directions)
    count = len(seen.data)
    places = np.arange(1 - count, count, 2, dtype=np.float64)
    strengths = [
        0.0 if still else max(2 * _ordered(places, column), 0.0)
        for still, column in zip(seen.constant.tolist(), seen.columns(), strict=True)
    ]
    source, warnings = source_and_name(seen)
    pairs = count * count
    said = {"mean_deviation": {name: six(value / pairs) for name, value in zip(names, strengths, strict=True)}}
    return weighed("max_deviation", names, strengths, source, said, warnings)


def _ordered(places: Table, column: Table) -> float:
    """Σ place · number over the numbers in order; ``column`` is used up, so that nothing is copied."""
    column.sort()
    column *= places
    return _total(column)


def _total(values: Table) -> float:
    """The sum on one fixed path: 64 lanes of rows in order, then their exact sum rounded once."""
    whole = len(values) // _LANES * _LANES
    lanes = np.add.reduce(values[:whole].reshape(-1, _LANES), axis=0)
    return math.fsum([*lanes.tolist(), *values[whole:].tolist()])
