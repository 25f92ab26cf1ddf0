"""Many subjects at once: an (n, indicators) matrix of whole numbers, the same numbers as one by one.

Scores are small, so BLAS can add them up without a rounding error. A score is taken from the middle of the scale,
c = score − 5 000, and an element is Σ c·G + 5 000·ΣG with its weights G multiplied up, ΣG ≤ 10^12. Every product and
every sum of some of them is then a whole number of at most 5 001·10^12 < 2^53, and binary floats hold all of those: the
order of summation, the kernel and the number of threads cannot matter. 5 000·ΣG is added in int64, below 10^16.

The total needs 10^22. Its float is off by far less than 10^-6 of the last digit shown, so wherever it lies farther
than that from a tie it rounds as the exact total does; the rows that are nearer are decided in int64, with elements
split at 10^8, and the carry makes the total exact again.

A few thousand rows at once, so that a block is read from memory once and the rest happens in the cache. Rows with the
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
from evaluation.grades import rank_of
from evaluation.normalise import FULL_SCORE
from evaluation.quantise import PLACES
from evaluation.scheme import ROOT, MissingPolicy, Scheme
from evaluation.weighting import WeightSet, checked
from foundation.errors import InvalidInput

NOT_ASSESSED = -1
"""Stands for 未评 in a score matrix and for "no total" and "no star" in the results."""

_SPLIT = 10**8
_BLOCK, _IN_CACHE = 2_048, 1_024
_MIDDLE = FULL_SCORE // 2
_WHOLE_TO = 2**53
"""Binary floats hold every whole number up to here."""

_NEAR = 1e-6
"""Totals this near to a tie, in units of the last digit shown, are decided in whole numbers. With e elements a float
total is off by at most (e + 4)·2^-53·10^4 such units (2^-53·10^4 ≈ 1.2·10^-12), whatever the order of summation."""

Matrix = NDArray[np.int64]
Scores = NDArray[np.int64] | NDArray[np.int16]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Per row the displayed total (10^-decimals points) and the stars, or the place of a named grade from the lowest.

    ``NOT_ASSESSED`` where there is none. ``elements`` holds the exact element scores, (n, elements), in units of
    10^-``element_places`` points.
    """

    totals: Matrix
    stars: Matrix
    elements: Matrix
    element_places: int


def assess_many(
    scheme: Scheme, weights: WeightSet, scores: Scores, missing: MissingPolicy | None = None
) -> BatchResult:
    """Totals and stars for ``scores``: int16 or int64, a row a subject, a column an indicator in the scheme's order.

    Scores are units of 0.01 point, 0–10 000, or ``NOT_ASSESSED``; int16 holds them in a quarter of the memory and is
    read faster. Raises ``InvalidInput`` for any other matrix.
    """
    checked(scheme, weights)
    width = len(scheme.indicators)
    if scores.dtype not in (np.int16, np.int64) or scores.ndim != 2 or scores.shape[1] != width:
        raise InvalidInput("batch_shape", "分数表要是 int16 或 int64，有 {count} 列", field="scores", count=width)
    policy = missing or scheme.policies.missing
    elements = np.empty((len(scores), len(scheme.elements)), np.int64)
    totals = np.empty(len(scores), np.int64)
    plan = _plan(scheme, weights, np.ones(width, bool), policy)
    unsigned = scores.view(np.uint16 if scores.dtype == np.int16 else np.uint64)
    room = _Room.of(*plan.products.shape)
    gapped: list[NDArray[np.intp]] = []
    for start in range(0, len(scores), _BLOCK):
        rows = slice(start, start + _BLOCK)
        if unsigned[rows].max() > FULL_SCORE:  # as unsigned numbers, negative ones are the largest
            gapped.append(start + _gapped(scores[rows]))
        plan.score(scores[rows], elements[rows], totals[rows], room)
    for rows_alike in _alike(scores, np.concatenate(gapped)) if gapped else ():
        some = scores[rows_alike]
        there = _plan(scheme, weights, some[0] != NOT_ASSESSED, policy)
        found, shown = np.empty((len(some), elements.shape[1]), np.int64), np.empty(len(some), np.int64)
        for start in range(0, len(some), _BLOCK):
            rows = slice(start, start + _BLOCK)
            there.score(np.maximum(some[rows], 0), found[rows], shown[rows], room)
        elements[rows_alike], totals[rows_alike] = found, shown
    return BatchResult(totals, _stars(scheme, totals), elements, SCORE_PLACES + PLACES * (scheme.levels - 1))


def _gapped(block: Scores) -> NDArray[np.intp]:
    """The rows of a block that miss an indicator; ``InvalidInput`` for a score that can be none."""
    if block.min() < NOT_ASSESSED or block.max() > FULL_SCORE:
        raise InvalidInput("batch_range", "分数要在 0 与 10000 之间，未评写 -1", field="scores")
    return np.flatnonzero((block == NOT_ASSESSED).any(axis=1))


def _alike(scores: Scores, gapped: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """The ``gapped`` rows that have the same gaps, group by group."""
    patterns = np.packbits(scores[gapped] == NOT_ASSESSED, axis=1)
    _, belongs = np.unique(patterns, axis=0, return_inverse=True)
    order = np.argsort(belongs.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(belongs.ravel()))
    for first, last in pairwise([0, *ends.tolist()]):
        yield gapped[order[first:last]]


@dataclass(frozen=True, slots=True)
class _Room:
    """Where block after block is worked on: memory that is in the cache already."""

    centred: NDArray[np.int16]
    floats: Floats
    sums: Floats

    @classmethod
    def of(cls, indicators: int, elements: int) -> _Room:
        return cls(
            np.empty((_BLOCK, indicators), np.int16), np.empty((_IN_CACHE, indicators)), np.empty((_BLOCK, elements))
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The exact sums for rows that miss the same indicators.

    ``products`` holds the weights G of every indicator in its element, (indicators, elements), whole numbers, and
    ``middle`` what rows of middling scores give, ``_BLOCK`` of them in one line. ``shares`` and
    ``offset`` turn the sums of centred scores into totals in units of the last digit shown.
    """

    products: Floats
    middle: Matrix
    shares: Floats
    offset: float
    weights: Matrix
    unassessed: tuple[int, ...]
    has_total: bool
    step: int
    half_even: bool

    def score(self, block: Scores, elements: Matrix, totals: Matrix, room: _Room) -> None:
        """Writes element scores, (rows, elements), and displayed totals, (rows,); at most ``_BLOCK`` rows at once."""
        count = len(block)
        sums = room.sums[:count]
        if block.dtype == np.int16:
            block = np.subtract(block, np.int16(_MIDDLE), out=room.centred[:count])
        for start in range(0, count, _IN_CACHE):
            some = room.floats[: count - start]
            np.copyto(some, block[start : start + _IN_CACHE])
            if block.dtype != np.int16:
                some -= _MIDDLE
            np.matmul(some, self.products, out=sums[start : start + _IN_CACHE])
        np.add(sums.astype(np.int64).reshape(-1), self.middle[: sums.size], out=elements.reshape(-1))
        if self.has_total:
            self._display(sums, elements, totals)
        else:
            totals.fill(NOT_ASSESSED)
        for place in self.unassessed:
            elements[:, place] = NOT_ASSESSED

    def _display(self, sums: Floats, elements: Matrix, totals: Matrix) -> None:
        """Σ T_i · S_i, rounded once to the declared decimals: from floats where they are sure, else exactly."""
        about = sums @ self.shares
        about += self.offset
        whole = np.rint(about)
        np.copyto(totals, whole, casting="unsafe")
        about -= whole
        np.abs(about, out=about)
        if about.max(initial=0) >= 0.5 - _NEAR:
            near = np.flatnonzero(about >= 0.5 - _NEAR)
            totals[near] = self._displayed(np.ascontiguousarray(elements[near].T))

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
    masses = [sum(column) for column in zip(*products, strict=True)]
    assert (_MIDDLE + 1) * max(masses) < _WHOLE_TO, "weights under an element add up to 10^6 on each level"
    effective = [rolled[element.id].effective for element in scheme.elements]
    shown = 10 ** (SCORE_PLACES + PLACES * scheme.levels - scheme.decimals)
    return _Plan(
        products=np.array(products, np.float64),
        middle=np.tile(_MIDDLE * np.array(masses, np.int64), _BLOCK),
        shares=np.array([float(Fraction(weight, shown)) for weight in effective]),
        offset=float(Fraction(_MIDDLE * sum(map(mul, masses, effective)), shown)),
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
