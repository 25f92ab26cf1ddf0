"""Rows in a quarter of their bytes, to find who may be near: most of the time of a full scan is reading.

Every number of a row is kept as a whole one of -127 … 127 in steps of its column. How far the worst row thereby moves
is known, so a product of codes tells, within a proven bound, the product of the rows: nobody who may be among the best
is passed over, and the exact products of the few that remain decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.ranking import Scores

Vectors = NDArray[np.float32]

_STEPS = 127
_ROWS_AT_ONCE = 4_096
_MOST_DECODED = 512
"""Rows that are decoded at once lie in the processor's cache."""
_ROUNDING = 2.0**-23
"""A step of a product in single precision is off by less of its size."""


@dataclass(frozen=True, eq=False)
class CoarseRows:
    """``codes`` (n, d) int8 of rows in steps of ``step`` (d,); no row is farther than ``moved`` from its code."""

    codes: NDArray[np.int8]
    step: NDArray[np.float32]
    moved: float

    @classmethod
    def of(cls, rows: Vectors) -> CoarseRows:
        """Codes of rows (n, d) float32, n > 0."""
        highest = np.maximum(rows.max(axis=0), -rows.min(axis=0))
        step = np.where(highest > 0, highest / np.float32(_STEPS), np.float32(1)).astype(np.float32)
        codes, moved = np.empty(rows.shape, np.int8), 0.0
        for begin in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[begin : begin + _ROWS_AT_ONCE]
            coded = np.rint(some / step)
            codes[begin : begin + _ROWS_AT_ONCE] = coded
            coded *= step
            coded -= some
            moved = max(moved, float(np.einsum("ij,ij->i", coded, coded).max()) ** 0.5)
        return cls(codes, step, moved)

    def products(self, queries: Vectors, most: int) -> Scores:
        """(m, n) what rows nearly give with each of ``queries`` (m, d), ``most`` multiplications at once.

        They are off by no more than :meth:`doubts`.
        """
        count, dimension = queries.shape
        step = max(min(most // queries.size, _MOST_DECODED), 1)
        decoded, scaled = np.empty((step, dimension), np.float32), queries * self.step
        near = np.empty((count, len(self.codes)), np.float32)
        for begin in range(0, len(self.codes), step):
            some = self.codes[begin : begin + step]
            rows = decoded[: len(some)]
            rows[:] = some
            if count == 1:
                np.matmul(rows, scaled[0], out=near[0, begin : begin + step])
            else:
                np.matmul(scaled, rows.T, out=near[:, begin : begin + step])
        return near

    def doubts(self, queries: Vectors) -> Iterator[float]:
        """How far a product may be off at most, for each of ``queries``."""
        # The row moved, then the sum of d steps was rounded, and the steps of columns with it.
        share = self.moved * (1 + 1e-4) + 2 * (queries.shape[1] + 2) * _ROUNDING * (1 + self.moved)
        for query in queries:
            yield share * float(np.sqrt(query.dot(query)))
