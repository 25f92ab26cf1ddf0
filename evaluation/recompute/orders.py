"""Orders, ratios and scores a second time: G1, DARE, binomial coefficients, Delphi. All in fractions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from operator import mul
from statistics import mean
from typing import Any

from evaluation.recompute.exact import number


def chain(source: Mapping[str, Any]) -> dict[str, Fraction]:
    """G1 and DARE: with the first at 1, the next is smaller by its ratio; from the top down, then the shares."""
    return dict(zip(source["order"], _falling([number(ratio) for ratio in source["ratios"]]), strict=True))


def g1_group(source: Mapping[str, Any]) -> dict[str, Fraction]:
    """Mean ratios where all experts keep one order, else the mean of their weights."""
    parts = [number(part) for part in source["expert_weights"]]
    experts = source["experts"]
    first = experts[0]["order"]
    if all(expert["order"] == first for expert in experts):
        columns = zip(*(map(number, expert["ratios"]) for expert in experts), strict=True)
        return dict(
            zip(first, _falling([sum(map(mul, column, parts), Fraction(0)) for column in columns]), strict=True)
        )
    alone = [chain(expert) for expert in experts]
    return {name: sum((p * one[name] for p, one in zip(parts, alone, strict=True)), Fraction(0)) for name in first}


def _falling(ratios: Sequence[Fraction]) -> list[Fraction]:
    values = list(accumulate(ratios, lambda value, ratio: value / ratio, initial=Fraction(1)))
    return _shares(values)


def binomial(source: Mapping[str, Any]) -> dict[str, Fraction]:
    """Each place is worth C(n − 1, k), k counted outwards from the centre; ties share, experts' ranks are added."""
    ranks: dict[str, Fraction] = {}
    for order in source["orders"]:
        groups = [[entry] if isinstance(entry, str) else entry for entry in order]
        for place, group in enumerate(groups):
            before = sum(map(len, groups[:place]))
            for name in group:
                ranks[name] = ranks.get(name, Fraction(0)) + mean(Fraction(before + n + 1) for n in range(len(group)))
    top = len(ranks) - 1
    worth = [math.comb(top, top // 2 - (place + 1 - top % 2) // 2) for place in range(top + 1)]
    found = {}
    for name, rank in ranks.items():
        above = sum(other < rank for other in ranks.values())
        alike = sum(other == rank for other in ranks.values())
        found[name] = Fraction(sum(worth[above : above + alike]), alike * 2**top)
    return found


def delphi(source: Mapping[str, Any]) -> dict[str, Fraction]:
    """Weighted means of the scores given; under ``trim`` one highest and one lowest stay out."""
    parts = [number(part) for part in source["expert_weights"]]
    means = []
    for column in zip(*source["scores"], strict=True):
        scored = [(number(score), part) for score, part in zip(column, parts, strict=True) if score is not None]
        if source["trim"]:
            scored.sort()
            # After the lightest of the lowest goes the lightest of the highest.
            scored = scored[1:]
            top = scored[-1][0]
            scored.pop(next(place for place, (score, _) in enumerate(scored) if score == top))
        weight = sum(part for _, part in scored)
        if not weight:
            scored, weight = [(score, Fraction(1)) for score, _ in scored], Fraction(len(scored))
        means.append(sum((score * part for score, part in scored), Fraction(0)) / weight)
    return dict(zip(source["ids"], _shares(means) if len(means) > 1 else [Fraction(1)], strict=True))


def _shares(values: Sequence[Fraction]) -> list[Fraction]:
    whole = sum(values, Fraction(0))
    return [value / whole for value in values]
