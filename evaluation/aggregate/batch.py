"""Many subjects at once: an (n, indicators) integer matrix, the same numbers as one by one.

Everything runs in int64 without overflow: scores up to 10^4, second level up to 10^10, elements up to 10^16. The last
sum would need 10^22, so elements are split at 10^8 and the halves summed apart; the carry makes the total exact again.
A few thousand rows at once, so that a block is read from memory once and the rest happens in the cache. Rows with the
same gaps share their effective weights, so a gap costs one quantisation per pattern, not per row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evaluation.aggregate.weighted_sum import SCORE_PLACES, roll_up
from evaluation.normalise import FULL_SCORE
from evaluation.quantise import PLACES
from evaluation.scheme import ROOT, MissingPolicy, Scheme
from evaluation.weighting import WeightSet, checked
from foundation.errors import InvalidInput

NOT_ASSESSED = -1
"""Stands for 未评 in a score matrix and for "no total" and "no star" in the results."""

_SPLIT = 10**8
_BLOCK = 2_048
Matrix = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Per row: the displayed total in units of 10^-decimals points and the stars; ``NOT_ASSESSED`` where there is none.

    ``elements`` holds the exact element scores, (n, elements), in units of 10^-``element_places`` points.
    """

    totals: Matrix
    stars: Matrix
    elements: Matrix
    element_places: int


def assess_many(
    scheme: Scheme, weights: WeightSet, scores: Matrix, missing: MissingPolicy | None = None
) -> BatchResult:
    """Totals and stars for ``scores``: int64, one row a subject, one column an indicator in the scheme's order.

    Scores are units of 0.01 point, 0–10 000, or ``NOT_ASSESSED``. Raises ``InvalidInput`` for any other matrix.
    """
    checked(scheme, weights)
    width = len(scheme.indicators)
    if scores.dtype != np.int64 or scores.ndim != 2 or scores.shape[1] != width:
        raise InvalidInput("batch_shape", "分数表要是 int64，有 {count} 列", field="scores", count=width)
    policy = missing or scheme.policies.missing
    elements = np.empty((len(scores), len(scheme.elements)), np.int64)
    totals = np.empty(len(scores), np.int64)
    plan = _plan(scheme, weights, np.ones(width, bool), policy)
    gapped: list[NDArray[np.intp]] = []
    for start in range(0, len(scores), _BLOCK):
        block = scores[start : start + _BLOCK]
        if block.view(np.uint64).max() > FULL_SCORE:  # as unsigned numbers, negative ones are the largest
            gapped.append(start + _gapped(block))
        elements[start : start + _BLOCK], totals[start : start + _BLOCK] = plan.scored(block)
    for rows in _alike(scores, np.concatenate(gapped)) if gapped else ():
        some = scores[rows]
        plan = _plan(scheme, weights, some[0] != NOT_ASSESSED, policy)
        elements[rows], totals[rows] = plan.scored(np.maximum(some, 0))
    return BatchResult(totals, _stars(scheme, totals), elements, SCORE_PLACES + PLACES * (scheme.levels - 1))


def _gapped(block: Matrix) -> NDArray[np.intp]:
    """The rows of a block that miss an indicator; ``InvalidInput`` for a score that can be none."""
    if block.min() < NOT_ASSESSED or block.max() > FULL_SCORE:
        raise InvalidInput("batch_range", "分数要在 0 与 10000 之间，未评写 -1", field="scores")
    return np.flatnonzero((block == NOT_ASSESSED).any(axis=1))


def _alike(scores: Matrix, gapped: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The ``gapped`` rows that have the same gaps, group by group."""
    patterns = np.packbits(scores[gapped] == NOT_ASSESSED, axis=1)
    _, belongs = np.unique(patterns, axis=0, return_inverse=True)
    order = np.argsort(belongs.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(belongs.ravel()))
    for first, last in pairwise([0, *ends.tolist()]):
        yield gapped[order[first:last]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The exact sums for rows that miss the same indicators, as products of whole numbers.

    ``parts`` holds, per element, its columns and their weights multiplied up to the element, (columns,).
    """

    parts: tuple[tuple[slice | NDArray[np.intp], Matrix], ...]
    weights: Matrix
    unassessed: tuple[int, ...]
    has_total: bool
    step: int
    half_even: bool

    def scored(self, block: Matrix) -> tuple[Matrix, Matrix]:
        """Element scores, (rows, elements), and displayed totals, (rows,). Integer products: no order matters."""
        units = np.empty((len(self.parts), len(block)), np.int64)
        for place, (columns, weights) in enumerate(self.parts):
            np.vecdot(block[:, columns], weights, out=units[place])
        shown = self._displayed(units) if self.has_total else np.full(len(block), NOT_ASSESSED, np.int64)
        for place in self.unassessed:
            units[place] = NOT_ASSESSED
        return units.T, shown

    def _displayed(self, units: Matrix) -> Matrix:
        """Σ T_i · S_i, rounded once to the declared decimals; both halves of the split sum stay below 2^63.

        ``units`` is (elements, rows).
        """
        upper = units // _SPLIT
        lower = units - upper * _SPLIT
        high, low = self.weights @ upper, self.weights @ lower
        carry = low // _SPLIT
        high += carry
        whole = high // self.step
        rest = high - whole * self.step
        up = rest >= self.step // 2
        if self.half_even:
            exactly = (rest == self.step // 2) & (low == carry * _SPLIT)
            up &= ~(exactly & (whole % 2 == 0))
        result: Matrix = whole + up
        return result


def _plan(scheme: Scheme, weights: WeightSet, there: NDArray[np.bool_], policy: MissingPolicy) -> _Plan:
    """How to score rows in which exactly the indicators are ``there``, (indicators,)."""
    leaves = scheme.indicators
    present = {leaf.id: 0 if here else None for leaf, here in zip(leaves, there.tolist(), strict=True)}
    rolled = roll_up(scheme, weights, present, policy)
    down = {element.id: 1 for element in scheme.elements}
    for parent, children in scheme.parents.items():
        if parent != ROOT:
            down.update({child.id: down[parent] * rolled[child.id].effective for child in children})
    parts = []
    for element in scheme.elements:
        columns = [place for place, leaf in enumerate(leaves) if scheme.paths[leaf.id][1] == element.id]
        close = columns[-1] - columns[0] + 1 == len(columns)
        where = slice(columns[0], columns[-1] + 1) if close else np.array(columns)
        parts.append((where, np.array([down[leaves[place].id] for place in columns], np.int64)))
    places = SCORE_PLACES + PLACES * scheme.levels
    return _Plan(
        parts=tuple(parts),
        weights=np.array([rolled[element.id].effective for element in scheme.elements], np.int64),
        unassessed=tuple(n for n, element in enumerate(scheme.elements) if rolled[element.id].units is None),
        has_total=rolled[ROOT].units is not None,
        step=10 ** (places - scheme.decimals) // _SPLIT,
        half_even=scheme.rounding == "half_even",
    )


def _stars(scheme: Scheme, totals: Matrix) -> Matrix:
    """The grade of every displayed total: the highest limit that it reaches."""
    stars = np.full(len(totals), NOT_ASSESSED, np.int64)
    for limit in sorted(scheme.stars, key=lambda limit: limit.at_least):
        reached = totals >= math.ceil(Fraction(limit.at_least) * 10**scheme.decimals)
        np.copyto(stars, limit.stars, where=reached)
    return stars
