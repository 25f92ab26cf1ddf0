"""Fuzzy comprehensive evaluation a second time: the whole tree in one pass, from the leaves to the root."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

from evaluation.recompute.exact import number

_USUAL = {"优": 95, "良": 85, "中": 75, "合格": 65, "差": 50}
Row = list[Fraction]


def memberships(given: Mapping[str, Any]) -> dict[str, Row]:
    """B of every group by id (the whole under ``T``), from the same JSON object that ``fce`` takes, numbers as text or
    integers."""
    tree = given.get("children")
    if tree is None:
        key = "votes" if given.get("votes") is not None else "membership"
        pairs = zip(given["weights"], given[key], strict=True)
        tree = [{"id": str(place), "weight": weight, key: row} for place, (weight, row) in enumerate(pairs, start=1)]
    found: dict[str, Row] = {}
    _group("T", tree, given, found)
    return found


def score(given: Mapping[str, Any], row: Row) -> Fraction | None:
    """Σ b·v / Σ b, ``None`` without data or without values."""
    values = given.get("values")
    if values is None:
        values = [_USUAL[grade] for grade in given["grades"]] if set(given["grades"]) <= set(_USUAL) else None
    if values is None or not any(row):
        return None
    return sum((b * number(v) for b, v in zip(row, values, strict=True)), Fraction(0)) / sum(row)


def _group(name: str, nodes: Sequence[Mapping[str, Any]], given: Mapping[str, Any], found: dict[str, Row]) -> Row:
    policy, size = given.get("missing", "renormalise"), len(given["grades"])
    parts = []
    gaps = False
    for node in nodes:
        row = _row(node, given, found)
        gaps |= row is None
        parts.append((number(node["weight"]), row))
    known = [(weight, row) for weight, row in parts if row is not None]
    there = sum(weight for weight, _ in known)
    if not there or (gaps and policy == "block"):
        found[name] = [Fraction(0)] * size
    else:
        stretch = 1 / there if gaps and policy == "renormalise" else Fraction(1)
        join = _OPERATORS[given.get("operator", "product_sum")]
        found[name] = [join([(weight * stretch, row[grade]) for weight, row in known]) for grade in range(size)]
    return found[name]


def _row(node: Mapping[str, Any], given: Mapping[str, Any], found: dict[str, Row]) -> Row | None:
    if "children" in node:
        row = _group(node["id"], node["children"], given, found)
        whole = sum(row) if given.get("normalise", True) else Fraction(1)
        return [one / whole for one in row] if any(row) else None
    if "value" in node:
        row = [_height(number(node["value"]), corners) for corners in node["functions"]]
    else:
        row = [number(one) for one in node["votes" if "votes" in node else "membership"]]
        whole = sum(row) if "votes" in node else Fraction(1)
        row = [one / whole for one in row] if whole else row
    return row if any(row) else None


def _height(value: Fraction, corners: Sequence[Any]) -> Fraction:
    """The lower of the two slopes, each held between 0 and 1; a slope without width is a step."""
    a, b, c, d = (None if corner is None else number(corner) for corner in corners)
    rising = Fraction(1) if a is None or b is None else _slope(value - a, b - a)
    falling = Fraction(1) if c is None or d is None else _slope(d - value, d - c)
    return min(rising, falling)


def _slope(way: Fraction, width: Fraction) -> Fraction:
    return Fraction(way >= 0) if width == 0 else min(max(way / width, Fraction(0)), Fraction(1))


Pairs = list[tuple[Fraction, Fraction]]


def _smaller(one: Fraction, other: Fraction) -> Fraction:
    return (one + other - abs(one - other)) / 2


def _larger(one: Fraction, other: Fraction) -> Fraction:
    return (one + other + abs(one - other)) / 2


def _min_max(pairs: Pairs) -> Fraction:
    return reduce(_larger, (_smaller(*pair) for pair in pairs), Fraction(0))


def _product_max(pairs: Pairs) -> Fraction:
    return reduce(_larger, (a * r for a, r in pairs), Fraction(0))


def _min_sum(pairs: Pairs) -> Fraction:
    return reduce(lambda sum_, one: _smaller(sum_ + one, Fraction(1)), (_smaller(*p) for p in pairs), Fraction(0))


def _product_sum(pairs: Pairs) -> Fraction:
    return reduce(lambda sum_, pair: sum_ + pair[0] * pair[1], pairs, Fraction(0))


_OPERATORS: Mapping[str, Callable[[Pairs], Fraction]] = {
    "min_max": _min_max,
    "product_max": _product_max,
    "min_sum": _min_sum,
    "product_sum": _product_sum,
}
