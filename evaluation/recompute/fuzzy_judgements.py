"""Fuzzy judgements a second time: complementary matrices (Xu, Zhang) and triangular numbers (Buckley, Chang)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from evaluation.recompute.exact import number


def fuzzy(source: Mapping[str, Any]) -> dict[str, Any]:
    """By the variant that the source names."""
    ids, variant = source["ids"], source["variant"]
    if variant in ("xu", "zhang"):
        return dict(zip(ids, _complementary(source), strict=True))
    rows = [[[number(part) for part in entry] for entry in row] for row in source["matrix"]]
    if variant not in ("buckley", "chang"):
        raise ValueError(variant)
    return dict(zip(ids, _buckley(rows) if variant == "buckley" else _chang(rows), strict=True))


def _complementary(source: Mapping[str, Any]) -> list[Fraction]:
    """How far a row stands above the mean row n/2, spread by a, around 1/n."""
    rows = [[number(entry) for entry in row] for row in source["matrix"]]
    size, spread = len(rows), number(source["a"])
    if source["variant"] == "xu" and spread != size - 1:
        raise ValueError(source["a"])
    if size == 1:
        return [Fraction(1)]
    weights = [(spread + sum(row) - Fraction(size, 2)) / (size * spread) for row in rows]
    whole = sum(weights)  # 1 but for the tolerance of complements
    return [weight / whole for weight in weights]


def _buckley(rows: Sequence[Sequence[Sequence[Fraction]]]) -> list[float]:
    """The root of the product of a row, part by part; the centroid against the opposite ends."""
    size = len(rows)
    logs = [
        [_logarithm(math.prod((entry[part] for entry in row), start=Fraction(1))) / size for part in range(3)]
        for row in rows
    ]
    highest = max(map(max, logs))
    means = [[math.exp(value - highest) for value in triple] for triple in logs]
    low, middle, high = (math.fsum(triple[part] for triple in means) for part in range(3))
    weights = [triple[0] / high + triple[1] / middle + triple[2] / low for triple in means]
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]


def _chang(rows: Sequence[Sequence[Sequence[Fraction]]]) -> list[Fraction]:
    """Where two triangles cross: the height at which the right slope of one meets the left slope of the other."""
    sums = [[sum(parts) for parts in zip(*row, strict=True)] for row in rows]
    whole = [sum(parts) for parts in zip(*sums, strict=True)]
    extents = [[one[0] / whole[2], one[1] / whole[1], one[2] / whole[0]] for one in sums]
    heights = []
    for _, middle, right in extents:
        least = Fraction(1)
        for left, other, _ in extents:
            if other > middle:
                gap = (right - middle) + (other - left)
                least = min(least, max((right - left) / gap, Fraction(0)) if gap else Fraction(0))
        heights.append(least)
    total = sum(heights)
    return [height / total for height in heights]


def _logarithm(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)
