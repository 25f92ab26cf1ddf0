"""Principal components and the scatter degree a second time: projectors by repeated squaring, then deflation.

No rotation takes place and no eigenvector is named where only a subspace is determined. Means, deviations and
correlations come from sums of products in fractions, rounded once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from evaluation.recompute.linear import dominant
from evaluation.recompute.tables import Column, columns

_ENOUGH = 0.85 - 1e-12
_NOISE = 1e-9


def pca(source: Mapping[str, Any]) -> dict[str, float] | None:
    """``None`` where absolute coefficients rest on equal eigenvalues: nothing determines them."""
    ids, moving = _moving(source)
    if len(ids) == 1:
        return {ids[0]: 1.0}
    rest = [[_correlation(one, other) for other in moving.values()] for one in moving.values()]
    size, carried = len(rest), 0.0
    strengths = [0.0] * size
    absolute, cumulative = (
        _one_of(source["coefficient"], "absolute", "squared"),
        _one_of(source["keep"], "cumulative", "eigenvalue"),
    )
    first = True
    while (cumulative and carried < _ENOUGH * size) or first or not cumulative:
        value, projector, dimensions = dominant(rest)
        if not first and not cumulative and value <= 1 + 1e-12:
            break
        if absolute and dimensions > 1:
            return None
        for place in range(size):
            share = projector[place][place]
            strengths[place] += value * (math.sqrt(max(share, 0.0)) if absolute else share)
        carried, first = carried + value * dimensions, False
        if carried > size - 1e-9:
            break
        rest = [
            [entry - value * part for entry, part in zip(row, parts, strict=True)]
            for row, parts in zip(rest, projector, strict=True)
        ]
    return _shares(ids, dict(zip(moving, strengths, strict=True)))


def scatter_degree(source: Mapping[str, Any]) -> dict[str, float] | None:
    """``None`` where the largest eigenvalue is shared and no vector of its space stands out."""
    ids, moving = _moving(source)
    if len(ids) == 1:
        return {ids[0]: 1.0}
    signs = dict(zip(ids, source["directions"], strict=True))
    turn = [{"+": 1, "-": -1}[signs[name]] for name in moving]
    standard = [
        [_correlation(one, other) * p * q for other, q in zip(moving.values(), turn, strict=True)]
        for one, p in zip(moving.values(), turn, strict=True)
    ]
    vector = _principal(standard)
    if _one_of(source["scaling"], "z_score", "min_max") and vector is not None and min(vector) >= -_NOISE:
        used = "z_score"
    else:
        if source["scaling"] == "z_score" and vector is None:
            return None
        used = "min_max"
        unit = columns({**source, "scaling": "min_max"})
        seen = [column for name, column in zip(ids, unit, strict=True) if name in moving]
        count = len(seen[0])
        vector = _principal([[float(_dot(one, other) / count) for other in seen] for one in seen])
    if used != source["scaling_used"]:
        raise ValueError(f"scaling_used: {used}")
    if vector is None:
        return None
    return _shares(ids, {name: max(value, 0.0) for name, value in zip(moving, vector, strict=True)})


def _principal(matrix: Sequence[Sequence[float]]) -> list[float] | None:
    """What the projector leaves of equal weights, length 1: the unit eigenvector with a sum >= 0 where it is single."""
    _, projector, dimensions = dominant(matrix)
    towards = [math.fsum(row) for row in projector]
    length = math.sqrt(math.fsum(value * value for value in towards))
    if length > 1e-6:
        return [value / length for value in towards]
    if dimensions > 1:
        return None
    best = max(range(len(projector)), key=lambda place: projector[place][place])
    return [value / math.sqrt(projector[best][best]) for value in projector[best]]


def _moving(source: Mapping[str, Any]) -> tuple[list[str], dict[str, Column]]:
    ids = list(source["ids"])
    raw = columns({"table": source["table"]})
    return ids, {name: column for name, column in zip(ids, raw, strict=True) if min(column) < max(column)}


def _correlation(one: Column, other: Column) -> float:
    count = len(one)
    both = count * _dot(one, other) - sum(one) * sum(other)
    own = (count * _dot(one, one) - sum(one) ** 2) * (count * _dot(other, other) - sum(other) ** 2)
    return math.copysign(math.sqrt(both * both / own), both)


def _dot(one: Column, other: Column) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _shares(ids: Sequence[str], found: Mapping[str, float]) -> dict[str, float]:
    whole = math.fsum(found.values())
    return {name: found.get(name, 0.0) / whole for name in ids}


def _one_of(given: str, yes: str, no: str) -> bool:
    if given not in (yes, no):
        raise ValueError(given)
    return given == yes
