"""熵权法 (S1-19 最大熵技术法, read as the entropy weight method): what varies more between subjects weighs more.

p_ij = z_ij / Σ_i z_ij, e_j = −(1/ln m) Σ_i p_ij ln p_ij with 0·ln 0 = 0, w_j = (1 − e_j) / Σ (1 − e). Nothing is
shifted by an epsilon, because that changes the weights. Negative data need ``min_max`` first, and the result says so.

Runs in binary floats on one path that gives the same bits on every processor: sums run down the rows in order, and the
logarithm is built from additions, multiplications and divisions, which are correctly rounded everywhere. Library
logarithms are not: vectorised ones differ between processors in the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from evaluation.weights.data_table import Direction, Scaling, Table, non_negative, weighed
from evaluation.weights.scaled import Scaled
from evaluation.weights.scaling import scaled_table, source_seen
from evaluation.weights.weights import Weights, six

_NOTHING = 1e-15
_CLOSE = 1e-6
"""Below it 1 − e is a difference of near equals and has lost digits; such columns are added up another way."""

_TERMS = tuple(range(1, 21, 2))
_LN2 = 0.6931471805599453
_ROOT = math.sqrt(2.0)
_FRACTION, _ONE = (1 << 52) - 1, 1023 << 52


def entropy(
    ids: Sequence[str],
    table: Any,
    scaling: Scaling = "none",
    directions: Sequence[Direction] | None = None,
) -> Weights:
    """Weights from a table of m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    With ``none`` the data must be >= 0 with a positive sum per column; ``min_max`` scales every column to 0–1 first,
    turning ``"-"`` columns round. A constant column gets 0 with a warning. Raises ``InvalidInput`` by name when the
    table does not fit or nothing varies at all.
    """
    names, seen = scaled_table(ids, table, scaling, directions)
    if seen.scaling == "none":
        non_negative(names, seen.data)
    left = _dispersion(seen)
    return weighed(
        "entropy",
        names,
        left,
        source_seen(seen),
        {"entropy": {name: six(1 - value) for name, value in zip(names, left, strict=True)}},
    )


def _dispersion(seen: Scaled) -> list[float]:
    """1 − e_j for every column; 0 where nothing varies."""
    sums = np.zeros(len(seen.constant))
    for block in seen.blocks():
        sums += np.add.reduce(block, axis=0)
    steps = np.where(sums > 0, sums, 1.0)
    total = np.zeros(len(sums))
    for block in seen.blocks():
        parts = block / steps
        logarithms = _logarithm(np.where(parts > 0, parts, 1.0))
        logarithms *= parts
        total += np.add.reduce(logarithms, axis=0)
    most = _logarithm(np.array([float(len(seen.data))]))
    left = 1 + total / most
    if (close := (left < _CLOSE) & ~seen.constant).any():
        left = np.where(close, _excess(seen, steps) / (most * len(seen.data)), left)
    found = np.where(seen.constant | (left < _NOTHING), 0.0, left)
    return [float(value) for value in found]


def _excess(seen: Scaled, sums: Table) -> Table:
    """m·ln m·(1 − e_j) as Σ (x·ln x − (x − 1)) with x = m·p, which sums to m: exact where all x lie near 1."""
    total = np.zeros(len(sums))
    for block in seen.blocks():
        relative = block / (sums / len(seen.data))
        terms = relative * _logarithm(np.where(relative > 0, relative, 1.0))
        terms -= relative - 1
        total += np.add.reduce(terms, axis=0)
    return total


def _logarithm(values: Table) -> Table:
    """ln x = e·ln 2 + 2·artanh((m − 1)/(m + 1)) for x = m·2^e with m in [√½, √2); off by a few units of 10^-16.

    ``values`` are positive and not below 2^-1022; m and e are read from their bits.
    """
    bits = values.view(np.int64)
    mantissa: Table = ((bits & _FRACTION) | _ONE).view(np.float64)
    large = mantissa > _ROOT
    exponent = (bits >> 52) - 1023 + large
    mantissa *= np.where(large, 0.5, 1.0)
    ratio = mantissa - 1
    mantissa += 1
    ratio /= mantissa
    square = ratio * ratio
    series: Table = square * (1 / _TERMS[-1])
    for odd in reversed(_TERMS[1:-1]):
        series += 1 / odd
        series *= square
    series += 1
    ratio *= 2
    series *= ratio
    series += exponent * _LN2
    return series
