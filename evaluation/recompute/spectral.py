"""Principal components and the scatter degree a second time, on eigenvalues and spaces found and proved by
:mod:`evaluation.recompute.eigen`.

No eigenvector counts where only a space is determined: equal eigenvalues stay together. Means, deviations and
correlations come from sums of products in whole numbers, rounded once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from evaluation.recompute.eigen import spaces
from evaluation.recompute.tables import Column, columns

_ENOUGH = 0.85 - 1e-12
_NOISE = 1e-9


def pca(source: Mapping[str, Any]) -> dict[str, float] | None:
    """``None`` where absolute coefficients rest on equal eigenvalues: nothing determines them."""
    ids, moving = _moving(source)
    if len(ids) == 1:
        return {ids[0]: 1.0}
    strengths, carried = [0.0] * len(moving), 0.0
    absolute, cumulative = (
        _one_of(source["coefficient"], "absolute", "squared"),
        _one_of(source["keep"], "cumulative", "eigenvalue"),
    )
    for place, (value, vectors) in enumerate(spaces(_related(list(moving.values())))):
        if place and (carried >= _ENOUGH * len(moving) if cumulative else value <= 1 + 1e-12):
            break
        if absolute and len(vectors) > 1:
            return None
        for column, share in enumerate(_shares_of(vectors)):
            strengths[column] += value * (math.sqrt(share) if absolute else share)
        carried += value * len(vectors)
    return _shares(ids, dict(zip(moving, strengths, strict=True)))


def scatter_degree(source: Mapping[str, Any]) -> dict[str, float] | None:
    """``None`` where the largest eigenvalue is shared and no vector of its space stands out."""
    ids, moving = _moving(source)
    if len(ids) == 1:
        return {ids[0]: 1.0}
    signs = dict(zip(ids, source["directions"], strict=True))
    turn = [{"+": 1, "-": -1}[signs[name]] for name in moving]
    standard = [
        [entry * p * q for entry, q in zip(row, turn, strict=True)]
        for row, p in zip(_related(list(moving.values())), turn, strict=True)
    ]
    vector = _principal(standard)
    if _one_of(source["scaling"], "z_score", "min_max") and vector is not None and min(vector) >= -_NOISE:
        used = "z_score"
    else:
        if source["scaling"] == "z_score" and vector is None:
            return None
        used = "min_max"
        unit = columns({**source, "scaling": "min_max"})
        seen = [_Whole.of(column) for name, column in zip(ids, unit, strict=True) if name in moving]
        vector = _principal(_products(seen))
    if used != source["scaling_used"]:
        raise ValueError(f"scaling_used: {used}")
    if vector is None:
        return None
    return _shares(ids, {name: max(value, 0.0) for name, value in zip(moving, vector, strict=True)})


def _principal(matrix: Sequence[Sequence[float]]) -> list[float] | None:
    """What its space leaves of equal weights, length 1: the unit eigenvector with a sum >= 0 where it is single."""
    _, vectors = spaces(matrix)[0]
    sums = [math.fsum(vector) for vector in vectors]
    towards = [math.fsum(map(mul, sums, column)) for column in zip(*vectors, strict=True)]
    length = math.sqrt(math.fsum(value * value for value in towards))
    if length > 1e-6:
        return [value / length for value in towards]
    if len(vectors) > 1:
        return None
    sign = math.copysign(1, max(vectors[0], key=abs))
    return [value * sign for value in vectors[0]]


def _shares_of(vectors: Sequence[Sequence[float]]) -> list[float]:
    """How much of every column lies in the space: the diagonal of its projector."""
    return [math.fsum(value * value for value in column) for column in zip(*vectors, strict=True)]


@dataclass(frozen=True, slots=True)
class _Whole:
    """A column in whole numbers of one ``unit``: ``entries`` / ``unit``; ``spread`` is m·Σz² − (Σz)² of the entries."""

    entries: list[int]
    unit: int
    total: int
    spread: int

    @classmethod
    def of(cls, column: Column) -> _Whole:
        unit = math.lcm(*(entry.denominator for entry in column))
        entries = [entry.numerator * (unit // entry.denominator) for entry in column]
        total = sum(entries)
        return cls(entries, unit, total, len(entries) * _dot(entries, entries) - total * total)


def _strongest(projector: Sequence[Sequence[float]]) -> Sequence[float]:
    """Of the columns of a projector, each an eigenvector or nothing, the longest."""
    return projector[max(range(len(projector)), key=lambda place: projector[place][place])]


def _moving(source: Mapping[str, Any]) -> tuple[list[str], dict[str, _Whole]]:
    ids = list(source["ids"])
    raw = columns({"table": source["table"]})
    return ids, {name: _Whole.of(column) for name, column in zip(ids, raw, strict=True) if min(column) < max(column)}


def _related(seen: Sequence[_Whole]) -> list[list[float]]:
    """The correlations; their units cancel, so that whole numbers give them, rounded once."""
    found = [[1.0] * len(seen) for _ in seen]
    for place, one in enumerate(seen):
        for below, other in enumerate(seen[:place]):
            both = len(one.entries) * _dot(one.entries, other.entries) - one.total * other.total
            found[place][below] = found[below][place] = math.copysign(
                math.sqrt(both * both / (one.spread * other.spread)), both
            )
    return found


def _products(seen: Sequence[_Whole]) -> list[list[float]]:
    """The mean products of every two columns."""
    return [
        [_dot(one.entries, other.entries) / (len(one.entries) * one.unit * other.unit) for other in seen]
        for one in seen
    ]


def _dot(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(map(mul, one, other))


def _shares(ids: Sequence[str], found: Mapping[str, float]) -> dict[str, float]:
    whole = math.fsum(found.values())
    return {name: found.get(name, 0.0) / whole for name in ids}


def _one_of(given: str, yes: str, no: str) -> bool:
    if given not in (yes, no):
        raise ValueError(given)
    return given == yes
