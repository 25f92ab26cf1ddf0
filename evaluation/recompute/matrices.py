"""Judgement matrices a second time: AHP alone, in a group, down a hierarchy, and the least squares."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from evaluation.recompute.exact import number
from evaluation.recompute.linear import perron, solution

Entry = float | Fraction | None


def ahp(source: Mapping[str, Any]) -> dict[str, float]:
    """One matrix."""
    return dict(zip(source["ids"], vector(_read(source["matrix"]), source["prioritisation"]), strict=True))


def ahp_group(source: Mapping[str, Any]) -> dict[str, float]:
    """Several matrices, joined by judgement or by vector."""
    matrices = [_read(matrix) for matrix in source["matrices"]]
    parts = [number(part) for part in source["expert_weights"]]
    way, how = source["prioritisation"], source["aggregation"]
    if how == "aij":
        return dict(zip(source["ids"], vector(_joined(matrices, parts), way), strict=True))
    columns = list(zip(*(vector(matrix, way) for matrix in matrices), strict=True))
    if how == "aip":
        found = [math.fsum(float(p) * w for p, w in zip(parts, column, strict=True)) for column in columns]
    elif how == "aip-geometric":
        found = [math.prod(w ** float(p) for p, w in zip(parts, column, strict=True)) for column in columns]
    else:
        raise ValueError(how)
    return dict(zip(source["ids"], _shares(found), strict=True))


def ahp_hierarchy(source: Mapping[str, Any]) -> dict[str, float]:
    """Every leaf: the product of the local weights on its way down, found from the leaf upwards."""
    above: dict[str, tuple[str, float]] = {}
    for name, group in source["groups"].items():
        local = vector(_read(group["matrix"]), source["prioritisation"])
        above |= {child: (name, weight) for child, weight in zip(group["ids"], local, strict=True)}
    leaves = [name for name in above if name not in source["groups"]]
    found = {}
    for leaf in leaves:
        place, weight = leaf, 1.0
        while place in above:
            place, own = above[place]
            weight *= own
        found[leaf] = weight
    return found


def least_squares(source: Mapping[str, Any]) -> dict[str, float]:
    """The sum of squares as a quadratic form, its last weight replaced by 1 − the others: the normal equations.

    With w = e_n + N·v, Σ w = 1 holds by itself and N'BN·v = −N'B·e_n.
    """
    rows = [[number(entry) for entry in row] for row in source["matrix"]]
    size = len(rows)
    if size == 1:
        return {source["ids"][0]: 1.0}
    form = [[Fraction(0)] * size for _ in rows]
    for i in range(size):
        for j in range(size):
            if i != j:  # the residual a·w_j − w_i
                form[j][j] += rows[i][j] ** 2
                form[i][i] += 1
                form[i][j] -= rows[i][j]
                form[j][i] -= rows[i][j]
    last = size - 1
    reduced = [
        [form[i][j] - form[i][last] - form[last][j] + form[last][last] for j in range(last)] for i in range(last)
    ]
    found = solution(reduced, [form[last][last] - form[i][last] for i in range(last)])
    if found is None:
        raise ValueError("singular")
    return dict(zip(source["ids"], map(float, [*found, 1 - sum(found)]), strict=True))


def vector(rows: Sequence[Sequence[Entry]], prioritisation: str) -> list[float]:
    """The weights of one matrix, sum 1; a missing entry is ``None``."""
    if prioritisation == "eigenvector":
        return perron(
            [
                [sum((other is None for other in row), 1) if i == j else entry or 0.0 for j, entry in enumerate(row)]
                for i, row in enumerate(rows)
            ]
        )
    if prioritisation == "geometric":
        return _geometric(rows)
    if prioritisation == "column":
        sums = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
        return [float(sum(e / s for e, s in zip(row, sums, strict=True)) / len(rows)) for row in rows]  # type: ignore
    raise ValueError(prioritisation)


def _geometric(rows: Sequence[Sequence[Entry]]) -> list[float]:
    """Complete: the root of the product of a row. Otherwise (L + J)·x = the row sums of logarithms, L the Laplacian
    of the comparisons and J all ones, which fixes Σ x = 0 without favouring a criterion."""
    size = len(rows)
    sums = [_logarithm(math.prod((e for e in row if e is not None), start=Fraction(1))) for row in rows]
    if all(entry is not None for row in rows for entry in row):
        logs = [total / size for total in sums]
    else:
        matrix = [
            [
                float(1 + (sum(e is not None for e in row) - 1 if i == j else -(entry is not None)))
                for j, entry in enumerate(row)
            ]
            for i, row in enumerate(rows)
        ]
        middle = math.fsum(sums) / size  # rounding only: the logarithms of a reciprocal matrix cancel
        logs = solution(matrix, [total - middle for total in sums]) or []
    highest = max(logs)
    return _shares([math.exp(value - highest) for value in logs])


def _logarithm(value: float | Fraction) -> float:
    exact = Fraction(value)
    return math.log(exact.numerator) - math.log(exact.denominator)


def _joined(matrices: Sequence[Sequence[Sequence[Entry]]], parts: Sequence[Fraction]) -> list[list[Entry]]:
    size = len(matrices[0])
    joint: list[list[Entry]] = [[1.0 if i == j else None for j in range(size)] for i in range(size)]
    for i in range(size):
        for j in range(i):
            said = [(p, e) for p, rows in zip(parts, matrices, strict=True) if (e := rows[j][i]) is not None]
            whole = sum(p for p, _ in said)
            if whole:
                mean = math.exp(math.fsum(float(p / whole) * _logarithm(entry) for p, entry in said))
                joint[j][i], joint[i][j] = mean, 1 / mean
    return joint


def _read(matrix: Sequence[Sequence[str | None]]) -> list[list[Entry]]:
    return [[None if entry is None else number(entry) for entry in row] for row in matrix]


def _shares(values: Sequence[float]) -> list[float]:
    whole = math.fsum(values)
    return [value / whole for value in values]
