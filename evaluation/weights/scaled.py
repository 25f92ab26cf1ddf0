"""A data table on a common scale, row block by row block, so that a large one is never held twice.

``min_max`` puts every column on 0–1 and turns ``-`` columns round (benefit (x − min)/(max − min), cost
(max − x)/(max − min)); ``none`` leaves the numbers as they are. A constant column becomes 0 under ``min_max``. All sums
run down the rows of a block, then over the blocks: one path, the same bits on every processor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evaluation.weights.by_column import ByColumn
from evaluation.weights.data_table import Direction, Scaling, Table, extremes
from evaluation.weights.levels import Levels

BLOCK = 512
"""Rows taken at once; with sixty columns a block and its square stay in the cache of one core."""

_COLUMNS = 20
_LANES = 2_048


@dataclass(frozen=True)
class Scaled:
    """``data`` (m × n, finite) seen through ``scaling`` and ``directions``; its ``range`` if somebody knows it."""

    data: Table
    scaling: Scaling
    directions: tuple[Direction, ...]
    known_range: tuple[Table, Table] | None = None

    @property
    def levels(self) -> Levels | None:
        """The data as int16 if that is what was kept (see :func:`evaluation.weights.scaling.scaled_table`)."""
        return self.data if self.data.dtype == np.int16 else None  # type: ignore[return-value]

    @cached_property
    def constant(self) -> NDArray[np.bool_]:
        """Which of the n columns say the same of every subject."""
        low, high = self.range
        same: NDArray[np.bool_] = low == high
        return same

    def blocks(self) -> Iterator[Table]:
        """The rows in order, scaled, at most ``BLOCK`` at once; not to be written to."""
        for start in range(0, len(self.data), BLOCK):
            part = self.data[start : start + BLOCK].astype(np.float64, copy=False)
            if self.scaling == "min_max":
                origin, span = self._by_column
                part = origin.apply(np.subtract, part, np.empty_like(part))
                span.apply(np.divide, part, part)
            yield part

    def columns(self) -> Iterator[Table]:
        """The scaled columns in order, each of length m and contiguous; whoever gets one may write to it.

        A few columns at once are turned over block by block, so that nothing but the result leaves the cache.
        """
        rows, columns = self.data.shape
        room = np.empty((min(_COLUMNS, columns), rows))
        for first in range(0, columns, _COLUMNS):
            part = slice(first, first + _COLUMNS)
            turned = room[: columns - first]
            for start in range(0, rows, BLOCK):
                turned[:, start : start + BLOCK] = self._scaled(self.data[start : start + BLOCK, part], part).T
            yield from turned

    @cached_property
    def means(self) -> Table:
        """The mean of every column."""
        total = np.zeros(self.data.shape[1])
        for block in self.blocks():
            total += np.add.reduce(block, axis=0)
        means: Table = total / len(self.data)
        return means

    @cached_property
    def deviations(self) -> Table:
        """The standard deviation of every column over its m subjects (divided by m); exactly 0 for a constant one."""
        total = np.zeros(self.data.shape[1])
        for block in self.blocks():
            away = block - self.means
            total += np.add.reduce(away * away, axis=0)
        deviations: Table = np.where(self.constant, 0.0, np.sqrt(total / len(self.data)))
        return deviations

    @cached_property
    def range(self) -> tuple[Table, Table]:
        """The smallest and the largest raw number of every column."""
        return extremes(self.data) if self.known_range is None else self.known_range

    @cached_property
    def _origin_and_span(self) -> tuple[Table, Table]:
        """What becomes 0, and how far from it what becomes 1 lies, column by column."""
        low, high = self.range
        down = np.array([direction == "-" for direction in self.directions])
        return np.where(down, high, low), np.where(high > low, np.where(down, low - high, high - low), 1.0)

    def _scaled(self, part: Table, columns: slice) -> Table:
        if self.scaling == "none":
            return part
        origin, span = self._origin_and_span
        found: Table = part - origin[columns]
        found /= span[columns]
        return found

    @cached_property
    def _by_column(self) -> tuple[ByColumn[np.float64], ByColumn[np.float64]]:
        origin, span = self._origin_and_span
        return ByColumn(origin), ByColumn(span)


def correlation(seen: Scaled, columns: NDArray[np.intp]) -> Table:
    """The correlation matrix of the given columns, none of which is constant; its diagonal is exactly 1."""
    means, deviations = seen.means[columns], seen.deviations[columns]
    found = np.zeros((len(columns), len(columns)))
    room = np.empty((len(columns), _LANES))
    for start in range(0, len(seen.data), _LANES):
        part = seen.data[start : start + _LANES]
        standard = np.ascontiguousarray(((part[:, columns] - means) / deviations).T)
        for place, one in enumerate(standard):
            products = np.multiply(one, standard[place:], out=room[place:, : len(one)])
            found[place, place:] += np.add.reduce(products, axis=1)
    found /= len(seen.data)
    lower = np.tril_indices(len(columns), -1)
    found[lower] = found.T[lower]
    np.fill_diagonal(found, 1.0)
    return found
