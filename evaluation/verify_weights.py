"""Weights reckoned again from the source that a report carries, by other means than the method pages use.

Binary floats and textbook formulas; the eigenvector comes from squaring the matrix, not from iterating a vector. The
answer is compared with a tolerance, because the stored weights, not their recomputation, are official.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

_SQUARINGS = 40


def recomputed(method: str, ids: Sequence[str], source: Mapping[str, Any]) -> dict[str, float] | None:
    """Weights by id; ``None`` where the source does not hold what is needed (declared weights, digests of tables)."""
    if method == "equal":
        return dict.fromkeys(ids, 1 / len(ids))
    if method == "ahp":
        names = list(source["ids"])
        return dict(zip(names, _ahp(source), strict=True))
    if method == "g1":
        return _g1(source)
    if method == "entropy" and "table" in source:
        return dict(zip(source["ids"], _entropy(source), strict=True))
    if method.startswith("combined/"):
        return _combined(method, ids, source)
    return None


def _ahp(source: Mapping[str, Any]) -> list[float]:
    rows = [[float(Fraction(entry)) for entry in row] for row in source["matrix"]]
    size = len(rows)
    if source["prioritisation"] == "geometric":
        return _shares([math.prod(row) ** (1 / size) for row in rows])
    if source["prioritisation"] == "column":
        sums = [sum(row[j] for row in rows) for j in range(size)]
        return _shares([sum(row[j] / sums[j] for j in range(size)) for row in rows])
    for _ in range(_SQUARINGS):
        squared = [[sum(row[k] * rows[k][j] for k in range(size)) for j in range(size)] for row in rows]
        largest = max(map(max, squared))
        rows = [[entry / largest for entry in row] for row in squared]
    return _shares([sum(row) for row in rows])


def _g1(source: Mapping[str, Any]) -> dict[str, float]:
    ratios = [float(Fraction(ratio)) for ratio in source["ratios"]]
    values = [math.prod(ratios[place:]) for place in range(len(ratios) + 1)]
    return dict(zip(source["order"], _shares(values), strict=True))


def _entropy(source: Mapping[str, Any]) -> list[float]:
    columns = [[float(entry) for entry in column] for column in zip(*source["table"], strict=True)]
    if len(columns) == 1:
        return [1.0]
    left = []
    for column, direction in zip(columns, source["directions"], strict=True):
        low, high = min(column), max(column)
        if low == high:
            left.append(0.0)
            continue
        if source["scaling"] == "min_max":
            away = low if direction == "+" else high
            column = [abs(entry - away) / (high - low) for entry in column]
        parts = [entry / math.fsum(column) for entry in column if entry > 0]
        left.append(1 + math.fsum(part * math.log(part) for part in parts) / math.log(len(column)))
    return _shares(left)


def _combined(method: str, ids: Sequence[str], source: Mapping[str, Any]) -> dict[str, float]:
    u, v = (_stored(source[side]) for side in ("subjective", "objective"))
    if method == "combined/additive":
        part = float(Fraction(source["share"]))
        mixed = [part * u[name] + (1 - part) * v[name] for name in ids]
    elif method == "combined/multiplicative":
        mixed = [u[name] * v[name] for name in ids]
    else:
        mixed = [math.sqrt(u[name] * v[name]) for name in ids]
    return dict(zip(ids, _shares(mixed), strict=True))


def _stored(weights: Mapping[str, Any]) -> dict[str, float]:
    """One of the two vectors: reckoned again where its source allows, else as stored."""
    again = recomputed(weights["method"], weights["ids"], weights["source"])
    return again or dict(zip(weights["ids"], map(float, weights["values"]), strict=True))


def _shares(values: Sequence[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]
