"""Ranks with ties, and how far several rankings agree: Kendall's W (M. G. Kendall and B. Babington Smith, 1939)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from evaluation.weights.chi_square import upper_tail
from evaluation.weights.weights import six


class Concordance(NamedTuple):
    """W between 0 and 1, χ² = K(n − 1)W with n − 1 degrees of freedom, and its upper tail."""

    w: Fraction
    chi_square: Fraction
    freedom: int
    p: Fraction

    @property
    def content(self) -> dict[str, Any]:
        """For the diagnostics of a method."""
        return {
            "kendall_w": six(self.w),
            "chi_square": six(self.chi_square),
            "degrees_of_freedom": self.freedom,
            "p": six(self.p),
        }


NO_CONCORDANCE: dict[str, Any] = {"kendall_w": None, "chi_square": None, "degrees_of_freedom": None, "p": None}


def mean_ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Rank 1 for the smallest; equal values share the mean of their places."""
    places = sorted(range(len(values)), key=lambda place: values[place])
    ranks = [Fraction(0)] * len(values)
    start = 0
    while start < len(places):
        end = start
        while end < len(places) and values[places[end]] == values[places[start]]:
            end += 1
        for place in places[start:end]:
            ranks[place] = Fraction(start + 1 + end, 2)
        start = end
    return ranks


def concordance(rankings: Sequence[Sequence[Fraction]]) -> Concordance | None:
    """W of K rankings of n things, corrected for ties; ``None`` for K or n below 2, or when every ranking is one tie.

    W = 12 S / (K² (n³ − n) − K Σ T): S the squared deviations of the rank sums, T = Σ (t³ − t) over an expert's ties.
    """
    experts = len(rankings)
    size = len(rankings[0]) if experts else 0
    if experts < 2 or size < 2:
        return None
    sums = [sum(column, Fraction(0)) for column in zip(*rankings, strict=True)]
    middle = Fraction(experts * (size + 1), 2)
    spread = sum(((one - middle) ** 2 for one in sums), Fraction(0))
    ties = sum(times**3 - times for ranking in rankings for times in Counter(ranking).values())
    most = experts**2 * (size**3 - size) - experts * ties
    if most == 0:
        return None
    w = 12 * spread / most
    chi_square = experts * (size - 1) * w
    return Concordance(w, chi_square, size - 1, Fraction(upper_tail(chi_square, size - 1)))
