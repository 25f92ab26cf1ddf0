"""How alike two rankings are: Spearman's ρ and Kendall's τ-b, ties included. Exact up to one square root."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from evaluation.sensitivity.wording import root


def spearman(first: Sequence[int], second: Sequence[int]) -> Fraction | None:
    """ρ: the correlation of mid-ranks; ``None`` for fewer than two values or where one side is all ties."""
    a, b = _mid_ranks(first), _mid_ranks(second)
    middle = Fraction(len(first) + 1, 2)
    both = sum(((x - middle) * (y - middle) for x, y in zip(a, b, strict=True)), Fraction(0))
    return _over_root(both, sum((x - middle) ** 2 for x in a) * sum((y - middle) ** 2 for y in b))


def kendall(first: Sequence[int], second: Sequence[int]) -> Fraction | None:
    """τ-b: (concordant − discordant) / √((pairs untied in the first)(pairs untied in the second))."""
    score = untied_first = untied_second = 0
    for (a, b), (c, d) in combinations(zip(first, second, strict=True), 2):
        x, y = (a > c) - (a < c), (b > d) - (b < d)
        score += x * y
        untied_first += x != 0
        untied_second += y != 0
    return _over_root(Fraction(score), Fraction(untied_first * untied_second))


def _over_root(value: Fraction, square: Fraction | int) -> Fraction | None:
    square = Fraction(square)
    if not square:
        return None
    if value * value == square:
        return Fraction(1 if value > 0 else -1)
    return value / root(square)


def _mid_ranks(values: Sequence[int]) -> list[Fraction]:
    return [
        Fraction(2 * sum(other < own for other in values) + sum(other == own for other in values) + 1, 2)
        for own in values
    ]
