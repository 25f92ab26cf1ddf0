"""Combined weights a second time; the game by trying supports until the conditions of the optimum hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from evaluation.recompute.exact import number
from evaluation.recompute.linear import solution

_MOST = 8


def combined(rule: str, source: Mapping[str, Any]) -> dict[str, Any] | None:
    """``None`` for a game of more than eight vectors, whose supports are too many to try."""
    if rule == "game":
        return _game([_stored(one) for one in source["vectors"]])
    u, v = _stored(source["subjective"]), _stored(source["objective"])
    if rule == "additive":
        part = number(source["share"])
        return _shares({name: v[name] + part * (u[name] - v[name]) for name in u})
    if rule == "least_squares":
        return _shares({name: (u[name] + v[name]) / 2 for name in u})
    products = {name: u[name] * v[name] for name in u}
    if rule == "multiplicative":
        return _shares(products)
    if rule != "geometric":
        raise ValueError(rule)
    roots = {name: math.sqrt(product) for name, product in products.items()}
    whole = math.fsum(roots.values())
    return {name: root / whole for name, root in roots.items()}


def _stored(weights: Mapping[str, Any]) -> dict[str, Fraction]:
    return {name: number(value) for name, value in zip(weights["ids"], weights["values"], strict=True)}


def _game(vectors: Sequence[Mapping[str, Fraction]]) -> dict[str, Fraction] | None:
    """min |G·a − g|² under a >= 0: zero slope on the support, none downhill beside it."""
    if len(vectors) > _MOST:
        return None
    names, count = list(vectors[0]), len(vectors)
    gram = [[sum((one[name] * other[name] for name in names), Fraction(0)) for other in vectors] for one in vectors]
    normal = [[_dot(one, other) for other in gram] for one in gram]  # G is symmetric
    goal = [_dot(row, [gram[k][k] for k in range(count)]) for row in gram]
    for size in range(count, 0, -1):
        for support in combinations(range(count), size):
            found = solution([[normal[i][j] for j in support] for i in support], [goal[i] for i in support])
            if found is None or min(found) < 0:
                continue
            full = dict(zip(support, found, strict=True))
            slopes = [goal[i] - sum(normal[i][j] * a for j, a in full.items()) for i in range(count)]
            if max(slopes) <= 0:
                return _shares(
                    {name: sum((a * vectors[k][name] for k, a in full.items()), Fraction(0)) for name in names}
                )
    raise ValueError("no support")


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _shares(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(values.values(), Fraction(0))
    return {name: value / whole for name, value in values.items()}
