"""熵权法 (S1-19 最大熵技术法, read as the entropy weight method): what varies more between subjects weighs more.

p_ij = z_ij / Σ_i z_ij, e_j = −(1/ln m) Σ_i p_ij ln p_ij with 0·ln 0 = 0, w_j = (1 − e_j) / Σ (1 − e). Nothing is
shifted by an epsilon, because that changes the weights. Negative data need ``min_max`` first, and the result says so.

Runs in binary floats on one path that gives the same bits on every processor: sums run down the rows in order, and the
logarithm is our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from evaluation.weights.by_column import ByColumn
from evaluation.weights.data_table import Direction, Scaling, Table, non_negative, weighed
from evaluation.weights.levels import column_sums, looked_up
from evaluation.weights.logarithm import logarithm, room_for
from evaluation.weights.scaled import BLOCK, Scaled
from evaluation.weights.scaling import scaled_table, source_seen
from evaluation.weights.weights import Weights, six

_NOTHING = 1e-15
_CLOSE = 1e-6
"""Below it 1 − e is a difference of near equals and has lost digits; such columns are added up another way."""

_ROWS = 192
"""Rows whose logarithms are taken at once: what they need stays in the first cache."""


def entropy(
    ids: Sequence[str],
    table: Any,
    scaling: Scaling = "none",
    directions: Sequence[Direction] | None = None,
) -> Weights:
    """Weights from a table of m >= 2 subjects (rows) × n indicators (columns) of finite numbers.

    With ``none`` the data must be >= 0 with a positive sum per column; ``min_max`` scales every column to 0–1 first,
    turning ``"-"`` columns round. A constant column gets 0 with a warning. int16 tables of few different numbers
    (scores) are weighed faster, with the bits of the same numbers as floats. Raises ``InvalidInput`` by name when the
    table does not fit or nothing varies at all.
    """
    names, seen = scaled_table(ids, table, scaling, directions, levels=True)
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
    sums = _sums(seen)
    steps = np.where(sums > 0, sums, 1.0)
    total = np.zeros(len(sums))
    for terms in _terms(seen, steps):
        total += np.add.reduce(terms, axis=0)
    most = logarithm(np.array([float(len(seen.data))]))
    left = 1 + total / most
    if (close := (left < _CLOSE) & ~seen.constant).any():
        left = np.where(close, _excess(seen, steps) / (most * len(seen.data)), left)
    found = np.where(seen.constant | (left < _NOTHING), 0.0, left)
    return [float(value) for value in found]


def _sums(seen: Scaled) -> Table:
    """The sum of every column."""
    if seen.levels is not None:
        return column_sums(seen.levels)
    sums = np.zeros(len(seen.constant))
    for block in seen.blocks():
        sums += np.add.reduce(block, axis=0)
    return sums


def _terms(seen: Scaled, sums: Table) -> Iterator[Table]:
    """p·ln p for every entry, block by block; a block is good until the next one."""
    room, divisors = room_for((_ROWS, len(sums))), ByColumn(sums)
    if seen.levels is not None:
        yield from looked_up(seen.levels, lambda numbers, column: _term(numbers / sums[column]), BLOCK)
        return
    for block in seen.blocks():
        parts = divisors.apply(np.divide, block, np.empty_like(block))
        for start in range(0, len(parts), _ROWS):
            some = parts[start : start + _ROWS]
            some *= logarithm(some, room)
        yield parts


def _term(parts: Table) -> Table:
    parts *= logarithm(parts)
    return parts


def _excess(seen: Scaled, sums: Table) -> Table:
    """m·ln m·(1 − e_j) as Σ (x·ln x − (x − 1)) with x = m·p, which sums to m: exact where all x lie near 1."""
    total = np.zeros(len(sums))
    for block in seen.blocks():
        relative = block / (sums / len(seen.data))
        terms = relative * logarithm(relative)
        terms -= relative - 1
        total += np.add.reduce(terms, axis=0)
    return total
