"""Rows in a quarter of their bytes, to find who may be near: most of the time of a full scan is reading.

Every number of a row is kept as a whole one of -127 … 127 in steps of its column, and so is every number of a query in
steps of its own. Their products are whole numbers, the same on every machine. How far the worst row and the query
thereby moved is known, so they tell, within a proven bound, the products of the rows: nobody who may be among the best
is passed over, and the exact products of the few that remain decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.ranking import Scores

Vectors = NDArray[np.float32]

_STEPS = 127
_ROWS_AT_ONCE = 4_096
_ROUNDING = 2.0**-23
"""A step of a product in single precision is off by less of its size."""


@dataclass(frozen=True, eq=False)
class CoarseRows:
    """``codes`` (n, d) of rows in steps of ``step`` (d,), packed for products with many; no row is farther than
    ``moved`` from its code, and no code is longer than ``longest`` steps."""

    codes: Any
    step: NDArray[np.float32]
    moved: float
    longest: float

    @classmethod
    def of(cls, rows: Vectors) -> CoarseRows:
        """Codes of rows (n, d) float32, n > 0."""
        import numkong

        highest = np.maximum(rows.max(axis=0), -rows.min(axis=0))
        step = np.where(highest > 0, highest / np.float32(_STEPS), np.float32(1)).astype(np.float32)
        codes, moved, longest = np.empty(rows.shape, np.int8), 0.0, 0.0
        for begin in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[begin : begin + _ROWS_AT_ONCE]
            coded = np.rint(some / step)
            codes[begin : begin + _ROWS_AT_ONCE] = coded
            longest = max(longest, _longest(coded))
            coded *= step
            coded -= some
            moved = max(moved, _longest(coded))
        return cls(numkong.dots_pack(codes, dtype="int8"), step, moved, longest)

    def products(self, queries: Vectors) -> tuple[Scores, list[float]]:
        """(m, n) what rows nearly give with each of ``queries`` (m, d), and how far those of each may be off."""
        import numkong

        scaled = queries * self.step
        unit = np.abs(scaled).max(axis=1, keepdims=True) / np.float32(_STEPS)
        unit[unit == 0] = 1
        coded = np.rint(scaled / unit)
        near = np.asarray(numkong.dots_packed(coded.astype(np.int8), self.codes)).astype(np.float32)
        near *= unit
        # The row moved, then the query; what is left was rounded, each sum of d steps and the steps themselves.
        share = self.moved * (1 + 1e-4) + 2 * (queries.shape[1] + 2) * _ROUNDING * (1 + self.moved)
        moved = [_length(one) * self.longest * (1 + 1e-4) for one in scaled - coded * unit]
        return near, [_length(query) * share + off for query, off in zip(queries, moved, strict=True)]


def _length(one: Vectors) -> float:
    return float(np.sqrt(one.dot(one)))


def _longest(rows: Vectors) -> float:
    return float(np.sqrt(np.einsum("ij,ij->i", rows, rows).max()))
