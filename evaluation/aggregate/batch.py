"""Many subjects at once: an (n, indicators) integer matrix, the same numbers as one by one.

Everything runs in int64 without overflow: scores up to 10^4, second level up to 10^10, elements up to 10^16. The last
sum would need 10^22, so elements are split at 10^8 and the halves summed apart; the carry makes the total exact again.
Rows with the same gaps share their effective weights, so a gap costs one quantisation per pattern, not per row.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evaluation.aggregate.weighted_sum import SCORE_PLACES, roll_up
from evaluation.grades import grade_for, rank_of
from evaluation.normalise import FULL_SCORE
from evaluation.quantise import PLACES
from evaluation.scheme import ROOT, MissingPolicy, Scheme
from evaluation.weighting import WeightSet, checked
from foundation.errors import InvalidInput

NOT_ASSESSED = -1
"""Stands for 未评 in a score matrix and for "no total" and "no star" in the results."""

_SPLIT = 10**8
Matrix = NDArray[np.int64]


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
    scheme: Scheme, weights: WeightSet, scores: Matrix, missing: MissingPolicy | None = None
) -> BatchResult:
    """Totals and stars for ``scores``: int64, one row a subject, one column an indicator in the scheme's order.

    Scores are units of 0.01 point, 0–10 000, or ``NOT_ASSESSED``. Raises ``InvalidInput`` for any other matrix.
    """
    checked(scheme, weights)
    width = len(scheme.indicators)
    if scores.dtype != np.int64 or scores.ndim != 2 or scores.shape[1] != width:
        raise InvalidInput("batch_shape", "分数表要是 int64，有 {count} 列", field="scores", count=width)
    if scores.size and (scores.min() < NOT_ASSESSED or scores.max() > FULL_SCORE):
        raise InvalidInput("batch_range", "分数要在 0 与 10000 之间，未评写 -1", field="scores")
    policy = missing or scheme.policies.missing
    count = len(scores)
    elements = np.full((count, len(scheme.elements)), NOT_ASSESSED, np.int64)
    totals = np.full(count, NOT_ASSESSED, np.int64)
    for rows in _alike(scores == NOT_ASSESSED):
        elements[rows], totals[rows] = _same_gaps(scheme, weights, scores[rows], policy)
    stars = _stars(scheme, totals)
    return BatchResult(totals, stars, elements, SCORE_PLACES + PLACES * (scheme.levels - 1))


def _alike(gaps: NDArray[np.bool_]) -> Iterator[NDArray[np.intp] | slice]:
    """The rows that have the same gaps, group by group."""
    gapped = np.flatnonzero(gaps.any(axis=1))
    if not gapped.size:
        yield slice(None)
        return
    whole = np.flatnonzero(~gaps.any(axis=1))
    if whole.size:
        yield whole
    _, belongs = np.unique(np.packbits(gaps[gapped], axis=1), axis=0, return_inverse=True)
    order = np.argsort(belongs.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(belongs.ravel()))
    for first, last in pairwise([0, *ends.tolist()]):
        yield gapped[order[first:last]]


def _same_gaps(scheme: Scheme, weights: WeightSet, scores: Matrix, policy: MissingPolicy) -> tuple[Matrix, Matrix]:
    """Exact element scores and displayed totals of rows that all miss the same indicators."""
    if not len(scores):
        return np.zeros((0, len(scheme.elements)), np.int64), np.zeros(0, np.int64)
    first = {leaf.id: int(score) for leaf, score in zip(scheme.indicators, scores[0], strict=True)}
    present = {name: None if score == NOT_ASSESSED else score for name, score in first.items()}
    rolled = roll_up(scheme, weights, present, policy)
    columns = np.maximum(np.ascontiguousarray(scores.T), 0)
    known: dict[str, Matrix] = {leaf.id: columns[place] for place, leaf in enumerate(scheme.indicators)}
    for parent, children in reversed(scheme.parents.items()):
        if parent == ROOT:
            continue
        known[parent] = _sum(known[child.id] * rolled[child.id].effective for child in children)
    shown = _displayed(
        scheme, {element.id: (known[element.id], rolled[element.id].effective) for element in scheme.elements}
    )
    elements = np.column_stack(
        [
            known[element.id] if rolled[element.id].units is not None else np.full(len(scores), NOT_ASSESSED)
            for element in scheme.elements
        ]
    )
    if rolled[ROOT].units is None:
        shown = np.full(len(scores), NOT_ASSESSED, np.int64)
    return elements, shown


def _displayed(scheme: Scheme, elements: dict[str, tuple[Matrix, int]]) -> Matrix:
    """Σ T_i · S_i, rounded once to the declared decimals; both halves of the split sum stay below 2^63."""
    high = _sum(units // _SPLIT * weight for units, weight in elements.values())
    low = _sum(units % _SPLIT * weight for units, weight in elements.values())
    high, low = high + low // _SPLIT, low % _SPLIT
    places = SCORE_PLACES + PLACES * scheme.levels
    step = np.int64(10 ** (places - scheme.decimals) // _SPLIT)
    whole, rest = high // step, high % step
    beyond = (rest > step // 2) | ((rest == step // 2) & (low > 0))
    tie = (rest == step // 2) & (low == 0)
    up = beyond | (tie & ((whole % 2 == 1) if scheme.rounding == "half_even" else True))
    result: Matrix = whole + up
    return result


def _sum(terms: Iterable[Matrix]) -> Matrix:
    return reduce(operator.add, terms)


def _stars(scheme: Scheme, totals: Matrix) -> Matrix:
    shown, belongs = np.unique(totals, return_inverse=True)
    limits = scheme.limits
    stars = [
        rank_of(grade_for(total, scheme.decimals, limits), limits) if total != NOT_ASSESSED else NOT_ASSESSED
        for total in shown.tolist()
    ]
    return np.array(stars, np.int64)[belongs.ravel()] if len(totals) else np.zeros(0, np.int64)
