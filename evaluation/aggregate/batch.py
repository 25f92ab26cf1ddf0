"""Many subjects at once: an (n, indicators) matrix of whole numbers, the same numbers as one by one.

A total is Σ score · weight, its weights multiplied up through the levels, and is shown rounded once. BLAS gives it as a
float whose error is known beforehand (:attr:`_Plan.near`), so wherever it lies farther than that from a tie it rounds
as the exact total does. The few rows that are nearer are decided in whole numbers, with element scores split at 10^8,
and the carry makes the total exact again. What is shown is therefore the exact total, rounded once, everywhere; the
order of summation, the kernel and the number of threads cannot matter (ADR 0023).

About a thousand rows at once, so that a block is read from memory once and the rest happens in the cache. Rows with the
same gaps share their effective weights, so a gap costs one quantisation per pattern, not per row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from operator import mul

import numpy as np
from numpy.typing import NDArray

from evaluation.aggregate.weighted_sum import SCORE_PLACES, roll_up
from evaluation.editions.scheme import ROOT, MissingPolicy, Scheme
from evaluation.grades import rank_of
from evaluation.normalise import FULL_SCORE
from evaluation.quantise import PLACES
from evaluation.weighting import WeightSet, checked
from foundation.errors import InvalidInput

NOT_ASSESSED = -1
"""Stands for 未评 in a score matrix and for "no total" and "no star" in the results."""

_SPLIT = 10**8
_BLOCK = 1_024

Matrix = NDArray[np.int64]
Scores = NDArray[np.int64] | NDArray[np.int16]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Per row the displayed total (10^-decimals points) and the stars, or the place of a named grade from the lowest.

    ``NOT_ASSESSED`` where there is none.
    """

    totals: Matrix
    stars: Matrix


@dataclass(frozen=True, slots=True)
class ElementScores:
    """Exact element scores, (n, elements), in units of 10^-``places`` points; ``NOT_ASSESSED`` where there is none."""

    units: Matrix
    places: int


def assess_many(
    scheme: Scheme, weights: WeightSet, scores: Scores, missing: MissingPolicy | None = None
) -> BatchResult:
    """Totals and stars for ``scores``: int16 or int64, a row a subject, a column an indicator in the scheme's order.

    Scores are units of 0.01 point, 0–10 000, or ``NOT_ASSESSED``; int16 holds them in a quarter of the memory and is
    read faster. Raises ``InvalidInput`` for any other matrix.
    """
    totals = np.empty(len(scores), np.int64)
    for plan, rows, some in _plans(scheme, weights, scores, missing):
        totals[rows] = plan.totals(some)
    return BatchResult(totals, _stars(scheme, totals))


def element_scores(
    scheme: Scheme, weights: WeightSet, scores: Scores, missing: MissingPolicy | None = None
) -> ElementScores:
    """What every element of the same subjects reached, nothing rounded; arguments and errors as :func:`assess_many`."""
    found = np.empty((len(scores), len(scheme.elements)), np.int64)
    for plan, rows, some in _plans(scheme, weights, scores, missing):
        found[rows] = plan.elements(some)
    return ElementScores(found, SCORE_PLACES + PLACES * (scheme.levels - 1))


def _plans(
    scheme: Scheme, weights: WeightSet, scores: Scores, missing: MissingPolicy | None
) -> Iterator[tuple[_Plan, slice | NDArray[np.intp], Scores]]:
    """How to score which rows: all as if nothing were missing, and then anew those that miss something, as zeros."""
    checked(scheme, weights)
    width = len(scheme.indicators)
    if scores.dtype not in (np.int16, np.int64) or scores.ndim != 2 or scores.shape[1] != width:
        raise InvalidInput("batch_shape", "分数表要是 int16 或 int64，有 {count} 列", field="scores", count=width)
    policy = missing or scheme.policies.missing
    gapped = _gapped(scores)
    yield _plan(scheme, weights, np.ones(width, bool), policy), slice(None), scores
    for rows_alike in _alike(scores, gapped) if len(gapped) else ():
        there = scores[rows_alike[0]] != NOT_ASSESSED
        yield _plan(scheme, weights, there, policy), rows_alike, np.maximum(scores[rows_alike], 0)


def _gapped(scores: Scores) -> NDArray[np.intp]:
    """The rows that miss an indicator; ``InvalidInput`` for a score that can be none."""
    unsigned = scores.view(np.uint16 if scores.dtype == np.int16 else np.uint64)
    if unsigned.max(initial=0) <= FULL_SCORE:  # as unsigned numbers, negative ones are the largest
        return np.empty(0, np.intp)
    if scores.min() < NOT_ASSESSED or scores.max() > FULL_SCORE:
        raise InvalidInput("batch_range", "分数要在 0 与 10000 之间，未评写 -1", field="scores")
    return np.flatnonzero((scores == NOT_ASSESSED).any(axis=1))


def _alike(scores: Scores, gapped: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The ``gapped`` rows that have the same gaps, group by group."""
    patterns = np.packbits(scores[gapped] == NOT_ASSESSED, axis=1)
    _, belongs = np.unique(patterns, axis=0, return_inverse=True)
    order = np.argsort(belongs.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(belongs.ravel()))
    for first, last in pairwise([0, *ends.tolist()]):
        yield gapped[order[first:last]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The sums for rows that miss the same indicators.

    ``shares`` are the weights of the indicators in the total, (indicators,), in units of the last digit shown; ``near``
    bounds the error of a total made with them, in the same units, whatever the order of summation. ``products`` holds
    the whole-number weights of every indicator in its element, (indicators, elements), each column at most 10^12.
    """

    shares: Floats
    near: float
    products: Matrix
    weights: Matrix
    unassessed: tuple[int, ...]
    has_total: bool
    step: int
    half_even: bool

    def totals(self, some: Scores) -> Matrix:
        """Displayed totals, (rows,): Σ T_i · S_i, rounded once; from floats where they are sure, else exactly."""
        if not self.has_total:
            return np.full(len(some), NOT_ASSESSED, np.int64)
        about = np.empty(len(some))
        room = np.empty((_BLOCK, len(self.shares)))
        for start in range(0, len(some), _BLOCK):
            block = some[start : start + _BLOCK]
            np.copyto(room[: len(block)], block)
            np.dot(room[: len(block)], self.shares, out=about[start : start + _BLOCK])
        whole = np.rint(about)
        about -= whole
        np.abs(about, out=about)
        shown = whole.astype(np.int64)
        if about.max(initial=0) >= 0.5 - self.near:
            near = np.flatnonzero(about >= 0.5 - self.near)
            shown[near] = self._displayed(np.ascontiguousarray(self._sums(some[near]).T))
        return shown

    def elements(self, some: Scores) -> Matrix:
        """Exact element scores of rows with the plan's gaps, (rows, elements)."""
        found = self._sums(some)
        for place in self.unassessed:
            found[:, place] = NOT_ASSESSED
        return found

    def _sums(self, some: Scores) -> Matrix:
        """The same, whatever was not assessed: whole numbers of at most 10^16."""
        sums: Matrix = some.astype(np.int64) @ self.products
        return sums

    def _displayed(self, units: Matrix) -> Matrix:
        """The same in whole numbers for ``units``, (elements, rows); both halves of a split sum stay below 2^63."""
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
    products = [
        [down[leaf.id] if scheme.paths[leaf.id][1] == element.id else 0 for element in scheme.elements]
        for leaf in leaves
    ]
    assert FULL_SCORE * max(map(sum, zip(*products, strict=True))) < 2**63, "weights of a level add up to 10^6"
    effective = [rolled[element.id].effective for element in scheme.elements]
    shown = 10 ** (SCORE_PLACES + PLACES * scheme.levels - scheme.decimals)
    shares = [Fraction(sum(map(mul, row, effective)), shown) for row in products]
    # each share, each product and each of the sums is rounded by at most one part in 2^53
    near = float(2 * (len(shares) + 1) * FULL_SCORE * sum(shares)) * 2.0**-53
    assert near < 1e-3, "a few thousand indicators, a few decimals"
    return _Plan(
        shares=np.array([float(share) for share in shares]),
        near=near,
        products=np.array(products, np.int64),
        weights=np.array(effective, np.int64),
        unassessed=tuple(n for n, element in enumerate(scheme.elements) if rolled[element.id].units is None),
        has_total=rolled[ROOT].units is not None,
        step=shown // _SPLIT,
        half_even=scheme.rounding == "half_even",
    )


def _stars(scheme: Scheme, totals: Matrix) -> Matrix:
    """The grade of every displayed total, looked up: the highest limit that it reaches."""
    best = FULL_SCORE * 10**scheme.decimals // 100
    grades = np.full(best + 2, NOT_ASSESSED, np.int64)
    for limit in sorted(scheme.limits, key=lambda limit: limit.at_least):
        grades[max(math.ceil(Fraction(limit.at_least) * 10**scheme.decimals), 0) : best + 1] = rank_of(
            limit, scheme.limits
        )
    found: Matrix = np.take(grades, totals, mode="wrap")  # NOT_ASSESSED is the last place, where no grade is
    return found
