"""Linear systems and positive eigenvectors, the second way: Gauss–Jordan with row exchange, and repeated squaring."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from operator import mul
from typing import TypeVar

Number = TypeVar("Number", float, Fraction)

_SQUARINGS = 70
_ORDINARY = 10_000
_FLOAT_NOISE, _DECIMAL_NOISE = 1e-14, Decimal("1E-40")
_LONG = Context(prec=90)


def solution(matrix: Sequence[Sequence[Number]], right: Sequence[Number]) -> list[Number] | None:
    """x of ``matrix`` · x = ``right``; ``None`` when a fraction matrix is singular."""
    rows: list[list[Number]] = [list(entries) for entries in matrix]
    for entries, value in zip(rows, right, strict=True):
        entries.append(value)
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda place: abs(rows[place][column]))
        if rows[best][column] == 0:
            return None
        rows[column], rows[best] = rows[best], rows[column]
        head = rows[column]
        for place, own in enumerate(rows):
            if place != column and own[column] != 0:
                factor = own[column] / head[column]
                rows[place] = [one - factor * above for one, above in zip(own, head, strict=True)]
    return [own[-1] / own[place] for place, own in enumerate(rows)]


def perron(matrix: Sequence[Sequence[float | Fraction]]) -> list[float]:
    """The positive eigenvector of a non-negative matrix, sum 1: a column of a high power, reached by squaring.

    Decimals of 90 digits take the place of floats where judgements leave the ordinary, so that nothing is lost.
    """
    if max(map(max, matrix)) < _ORDINARY:
        return _shares(_powered([[float(entry) for entry in row] for row in matrix]))
    with localcontext(_LONG):
        long = [[_decimal(entry) for entry in row] for row in matrix]
        for _ in range(_SQUARINGS * 4):
            columns = list(zip(*long, strict=True))
            squared = [[sum(map(mul, row, column), Decimal(0)) for column in columns] for row in long]
            largest = max(map(max, squared))
            long = [[entry / largest for entry in row] for row in squared]
            sums = [sum(column, Decimal(0)) for column in zip(*long, strict=True)]
            if all(
                max(entry / one for entry, one in zip(row, sums, strict=True))
                - min(entry / one for entry, one in zip(row, sums, strict=True))
                < _DECIMAL_NOISE
                for row in long
            ):
                break
        whole = sum((row[0] for row in long), Decimal(0))
        return [float(row[0] / whole) for row in long]


def _decimal(value: float | Fraction) -> Decimal:
    exact = Fraction(value)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _powered(matrix: list[list[float]]) -> list[float]:
    for _ in range(_SQUARINGS):
        matrix = _squared(matrix)
        sums = [sum(column) for column in zip(*matrix, strict=True)]
        spread = max(
            max(entry / one for entry, one in zip(row, sums, strict=True))
            - min(entry / one for entry, one in zip(row, sums, strict=True))
            for row in matrix
        )
        if spread < _FLOAT_NOISE:
            break
    return [row[0] for row in matrix]


def _squared(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    columns = list(zip(*matrix, strict=True))
    squared = [[sum(map(mul, row, column)) for column in columns] for row in matrix]
    largest = max(max(map(abs, row)) for row in squared)
    return [[entry / largest for entry in row] for row in squared]


def _shares(values: Sequence[float]) -> list[float]:
    whole = sum(values)
    return [value / whole for value in values]
