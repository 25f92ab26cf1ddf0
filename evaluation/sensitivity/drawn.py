"""The stars of many drawn weight sets: estimated in floats, settled in fractions wherever the estimate could be wrong.

Weights, factors and scores are all >= 0, and only sums, products and one quotient per parent are taken of them. So an
estimate is the exact total times (1 + δ₁)^±1 … (1 + δₖ)^±1 with |δ| <= u = 2^-53, in whatever order a library sums. Per
parent with n children at most 2n + 16 roundings meet a term: 4 in its drawn weight, 4 in factor, score and products,
n in the sum; 6 + n in the divisor; the quotient. With k the sum over all parents, total <= 100 and k·u < 10^-10, an
estimate is off by less than 2·k·u·100 points (one k·u more than the bound k·u / (1 − k·u) asks for, which also covers
the float of the limit and, as divisors below ``_LEAST`` are not trusted, everything lost to underflow). Estimates
nearer than that to a limit are reckoned again exactly, so the counts are the exact ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from evaluation.editions.scheme import ROOT
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import Subject

Ranges = dict[str, dict[str, tuple[int, int]]]
"""By parent and child the least and greatest admissible weight, as integers of one common unit per parent."""

Floats = NDArray[np.float64]
Drawn = Mapping[str, Mapping[str, int]]

_BITS = 32
_TOP = 2**_BITS - 1
_CELLS = 2_000_000
"""Numbers in one block of draws: what is held at a time."""

_LEAST = 1e-200
_UNIT = 2.0**-53


@dataclass(frozen=True, slots=True)
class WholeGroup:
    """One parent in whole numbers: factors q of one common unit, scores in hundredths of a point."""

    parent: str
    factors: dict[str, int]
    scores: dict[str, int]


def in_whole_numbers(subject: Subject) -> list[WholeGroup]:
    """The parents from the indicators up to the whole."""
    found = []
    for parent, group in reversed(subject.reckoning.groups.items() if subject.reckoning else ()):
        scale = lcm(*(factor.denominator for factor in group.factors.values()))
        factors = {name: int(factor * scale) for name, factor in group.factors.items() if factor}
        found.append(WholeGroup(parent, factors, {name: int(group.scores[name] * 100) for name in factors}))
    return found


def exact_total(groups: Sequence[WholeGroup], weights: Drawn) -> Fraction | None:
    """The exact total under the drawn weights; ``None`` when they leave nothing that was assessed."""
    values: dict[str, Fraction] = {}
    for group in groups:
        drawn, over, under = weights[group.parent], Fraction(0), 0
        whole = 0
        for name, factor in group.factors.items():
            share = drawn[name] * factor
            under += share
            if name in values:
                over += share * values[name]
            else:
                whole += share * group.scores[name]
        if not under:
            return None
        values[group.parent] = (over + whole) / under
    return values[ROOT] / 100


def raw_draws(ranges: Ranges, samples: int, seed: int) -> Iterator[NDArray[np.uint64]]:
    """32-bit integers of PCG64 in blocks, (draws, weights in the order of ``ranges``); the blocks do not matter."""
    stream = np.random.PCG64(seed)
    count = sum(map(len, ranges.values()))
    rows = max(_CELLS // count, 1)
    for start in range(0, samples, rows):
        here = min(rows, samples - start)
        yield (stream.random_raw(here * count) >> np.uint64(64 - _BITS)).reshape(here, count)


def drawn_weights(ranges: Ranges, row: NDArray[np.uint64]) -> dict[str, dict[str, int]]:
    """The weights of one draw by parent and child, integers of any sum."""
    raw = iter(row.tolist())
    return {
        parent: {name: low * _TOP + (high - low) * next(raw) for name, (low, high) in under.items()}
        for parent, under in ranges.items()
    }


def count_stars(
    trees: Sequence[Sequence[WholeGroup]], grades: Grades, ranges: Ranges, samples: int, seed: int
) -> list[dict[int, int]]:
    """For every tree how many draws give how many stars; every tree meets the same draws."""
    counts: list[dict[int, int]] = [{} for _ in trees]
    cuts = grades.every_cut()
    limits = np.array([float(cut) for cut, _ in cuts])
    stars = [0, *(stars for _, stars in cuts)]
    for raw in raw_draws(ranges, samples, seed):
        weights = as_floats(ranges, raw)
        for groups, seen in zip(trees, counts, strict=True):
            totals, trusted = estimated(groups, weights)
            trusted &= (abs(totals[:, None] - limits) > reach(groups)).all(axis=1)
            for place, count in enumerate(np.bincount(np.searchsorted(limits, totals[trusted])).tolist()):
                if count:
                    seen[stars[place]] = seen.get(stars[place], 0) + count
            for row in raw[~trusted]:
                total = exact_total(groups, drawn_weights(ranges, row))
                found = 0 if total is None else grades.stars(total)
                seen[found] = seen.get(found, 0) + 1
    return counts


def estimated(
    groups: Sequence[WholeGroup], weights: Mapping[str, Mapping[str, Floats]]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Totals in points and whether their divisors can be trusted, both (draws,)."""
    values: dict[str, Floats] = {}
    trusted: NDArray[np.bool_] = np.ones(len(next(iter(weights[ROOT].values()))), bool)
    for group in groups:
        drawn = weights[group.parent]
        biggest = max(group.factors.values(), default=1)
        over = under = np.zeros(len(trusted))
        for name, factor in group.factors.items():
            share = drawn[name] * (factor / biggest)
            under = under + share
            over = over + share * values.get(name, group.scores[name])
        enough = under >= _LEAST
        trusted = trusted & enough
        values[group.parent] = over / np.where(enough, under, 1.0)
    return values[ROOT] / 100, trusted


def reach(groups: Sequence[WholeGroup]) -> float:
    """How far an estimate may be off, in points."""
    return 2 * sum(2 * len(group.factors) + 16 for group in groups) * _UNIT * 100


def as_floats(ranges: Ranges, raw: NDArray[np.uint64]) -> dict[str, dict[str, Floats]]:
    """The drawn weights, divided by the greatest of their parent: a common unit makes no difference to a total."""
    columns = iter(np.ascontiguousarray(raw.T.astype(np.float64)))
    found: dict[str, dict[str, Floats]] = {}
    for parent, under in ranges.items():
        most = max((high for _, high in under.values()), default=1) or 1
        found[parent] = {
            name: low / most * _TOP + (high - low) / most * next(columns) for name, (low, high) in under.items()
        }
    return found
