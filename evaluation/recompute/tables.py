"""Data tables a second time, column by column in fractions: entropy and the methods of dispersion and of the ideal."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from evaluation.recompute.exact import number

Column = list[Fraction]

_NOTHING = 1e-15
_SMALL = 1e-3


def columns(source: Mapping[str, Any]) -> list[Column]:
    """The columns as the method saw them: as given, or between 0 and 1 with ``-`` ones turned round."""
    found = [[number(entry) for entry in column] for column in zip(*source["table"], strict=True)]
    scaling = source.get("scaling", "none")
    if scaling not in ("none", "min_max", "z_score"):
        raise ValueError(scaling)
    return [
        _unit(column, sign) if scaling == "min_max" else column
        for column, sign in zip(found, source.get("directions", "+" * len(found)), strict=True)
    ]


def _unit(column: Column, sign: Any) -> Column:
    if isinstance(sign, Mapping):
        first, last = (number(end) for end in sign["interval"])
        away_from = [first - entry if entry < first else entry - last if entry > last else 0 for entry in column]
        farthest = max(away_from)
        return [Fraction(farthest - away) / farthest if farthest else Fraction(0) for away in away_from]
    low, high = min(column), max(column)
    away = {"+": low, "-": high}[sign]
    return [abs(entry - away) / (high - low) if high > low else Fraction(0) for entry in column]


def weights(source: Mapping[str, Any], strength: Callable[[Column], float]) -> dict[str, float]:
    """Every column by its strength; one column weighs 1."""
    if len(source["ids"]) == 1:
        return {source["ids"][0]: 1.0}
    found = [strength(column) for column in columns(source)]
    whole = math.fsum(found)
    return {name: value / whole for name, value in zip(source["ids"], found, strict=True)}


def entropy(column: Column) -> float:
    """1 − e as Σ h(d) / (m·ln m) with p·m = 1 + d and h(d) = (1 + d)·ln(1 + d) − d: no difference of near equals."""
    count, whole = len(column), sum(column)
    if not whole or min(column) == max(column):
        return 0.0
    left = math.fsum(_bent(entry * count / whole - 1) for entry in column) / (count * math.log(count))
    return left if left >= _NOTHING else 0.0


def _bent(excess: Fraction) -> float:
    """(1 + d)·ln(1 + d) − d, 1 at d = −1; by its series near 0."""
    d, part = float(excess), float(1 + excess)
    if abs(d) < _SMALL:
        return math.fsum((-1) ** power * d**power / (power * (power - 1)) for power in range(2, 9))
    return (part * math.log(part) if part else 0.0) - d


def mean_square(column: Column) -> float:
    """√(m·Σz² − (Σz)²) / m."""
    return _root(
        len(column) * sum((entry * entry for entry in column), Fraction(0)) - sum(column, Fraction(0)) ** 2
    ) / len(column)


def variation(column: Column) -> float:
    """The same over |Σz| / m; nothing where nothing varies."""
    spread = len(column) * sum((entry * entry for entry in column), Fraction(0)) - sum(column, Fraction(0)) ** 2
    return _root(spread / sum(column, Fraction(0)) ** 2) if spread else 0.0


def max_deviation(column: Column) -> float:
    """Σ Σ |z_i − z_k|: every step between neighbours in order is crossed by i·(m − i) pairs, twice."""
    ordered, count = sorted(column), len(column)
    steps = enumerate(pairwise(ordered), start=1)
    return float(sum((2 * i * (count - i) * (high - low) for i, (low, high) in steps), Fraction(0)))


def multi_objective(source: Mapping[str, Any]) -> dict[str, float]:
    """Sums, or the inverse squared distance from 1; columns at the ideal share everything."""
    ids, seen = source["ids"], columns(source)
    if len(ids) == 1:
        return {ids[0]: 1.0}
    out = [source["scaling"] == "min_max" and min(c) == max(c) for c in seen]
    if source["programme"] == "max_sum":
        found = [Fraction(0) if still else sum(c, Fraction(0)) for c, still in zip(seen, out, strict=True)]
    elif source["programme"] == "ideal_point":
        far = [None if still else sum((1 - z) ** 2 for z in c) for c, still in zip(seen, out, strict=True)]
        ideal = any(one == 0 for one in far)
        found = [Fraction(0) if one is None else Fraction(one == 0) if ideal else 1 / Fraction(one) for one in far]
    else:
        raise ValueError(source["programme"])
    whole = sum(found, Fraction(0))
    return {name: float(value / whole) for name, value in zip(ids, found, strict=True)}


def _root(value: Fraction) -> float:
    """√ of a fraction that a float might not hold."""
    if not value:
        return 0.0
    shift = (value.numerator.bit_length() - value.denominator.bit_length()) // 2
    return math.ldexp(math.sqrt(value / Fraction(4) ** shift), shift)


def dependent(source: Mapping[str, Any]) -> dict[str, Fraction]:
    """Simple dependent function: the fit to a domain is 1 − the distance from its middle over half its width."""
    found = {}
    for name, text, domains in zip(source["ids"], source["values"], source["domains"], strict=True):
        value = number(text)
        fits: Sequence[Fraction] = [
            1 - abs(2 * value - number(a) - number(b)) / (number(b) - number(a)) for a, b in domains
        ]
        grade = max(range(len(fits)), key=lambda place: (fits[place], -place))
        rank = {"higher": grade + 1, "lower": len(fits) - grade}[source["heavier"]]
        found[name] = rank * max(1 + fits[grade], Fraction(1, 2))
    whole = sum(found.values(), Fraction(0))
    return {name: value / whole for name, value in found.items()}
