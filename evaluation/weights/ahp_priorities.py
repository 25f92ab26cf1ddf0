"""Weights out of a positive reciprocal matrix, in the three usual ways, also where comparisons are missing.

``eigenvector``: B·w = λ·w with the largest λ. A pair that was not compared is read as w_i / w_j itself, which gives
Harker's matrix: 0 there, and 1 + (number missing in the row) on the diagonal (P. T. Harker, 1987).
``geometric``: the logarithms of the weights fit those of the known judgements with the least squares; for a complete
matrix these are the geometric means of the rows, otherwise a linear system whose matrix is the Laplacian of the
comparisons. ``column``: mean of the columns, each divided by its sum; needs every entry.

The eigenvector comes from Noda's iteration (T. Noda, 1971): solve (r·I − B)·y = w with r = max_i (B·w)_i / w_i and
start again from y. It converges quadratically and keeps every number positive, however crooked the judgements are.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from evaluation.weights.judging import FINE, fine_shares, total
from foundation.errors import InvalidInput

Prioritisation = Literal["eigenvector", "geometric", "column"]
Judged = Sequence[Sequence[Decimal | None]]
"""n × n, 60 digits, positive; ``None`` where nothing was compared."""

PRIORITISATIONS = ("eigenvector", "geometric", "column")

_CLOSE = Decimal("1E-42")
_MOST_STEPS = 200


def priorities(rows: Judged, prioritisation: str) -> list[Decimal]:
    """n positive decimals, sum 1 to 58 digits."""
    if prioritisation == "eigenvector":
        return _eigenvector(harker(rows))
    if prioritisation == "geometric":
        return _geometric(rows)
    return _column(rows)


def harker(rows: Judged) -> list[list[Decimal]]:
    """The matrix with nothing missing: zeros for what is, and their number added to the diagonal."""
    return [
        [
            Decimal(0) if entry is None else entry + sum(other is None for other in row) if i == j else entry
            for j, entry in enumerate(row)
        ]
        for i, row in enumerate(rows)
    ]


def times(matrix: Sequence[Sequence[Decimal]], vector: Sequence[Decimal]) -> list[Decimal]:
    """The product, each row added up in order."""
    products = []
    for row in matrix:
        found = Decimal(0)
        for entry, value in zip(row, vector, strict=True):
            found = FINE.fma(entry, value, found)
        products.append(found)
    return products


def _eigenvector(matrix: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    vector = fine_shares([Decimal(1)] * len(matrix))
    for _ in range(_MOST_STEPS):
        ratios = [FINE.divide(above, below) for above, below in zip(times(matrix, vector), vector, strict=True)]
        largest = max(ratios)
        if FINE.subtract(largest, min(ratios)) <= FINE.multiply(largest, _CLOSE):
            break
        shifted = [
            [FINE.subtract(largest if i == j else Decimal(0), entry) for j, entry in enumerate(row)]
            for i, row in enumerate(matrix)
        ]
        following = _solved(shifted, vector)
        if following is None:
            break
        vector = fine_shares(following)
    return vector


def _solved(matrix: list[list[Decimal]], right: Sequence[Decimal]) -> list[Decimal] | None:
    """The solution for an M-matrix, which needs no pivoting; ``None`` once it is singular to 60 digits."""
    size = len(matrix)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(size):
        if rows[k][k] <= 0:
            return None
        for i in range(k + 1, size):
            factor = FINE.divide(rows[i][k], rows[k][k])
            if factor:
                opposite = FINE.minus(factor)
                for j in range(k + 1, size + 1):
                    rows[i][j] = FINE.fma(opposite, rows[k][j], rows[i][j])
    found = [Decimal(0)] * size
    for i in range(size - 1, -1, -1):
        value = rows[i][size]
        for j in range(i + 1, size):
            value = FINE.fma(FINE.minus(rows[i][j]), found[j], value)
        found[i] = FINE.divide(value, rows[i][i])
    return found


def _geometric(rows: Judged) -> list[Decimal]:
    sums, known = [], []
    for row in rows:
        judged = [FINE.ln(entry) for entry in row if entry is not None]
        sums.append(total(judged))
        known.append(len(judged))
    size = len(rows)
    if min(known) == size:
        logarithms = [FINE.divide(value, Decimal(size)) for value in sums]
    else:
        # The last weight is set to 1; the remaining Laplacian is an M-matrix, because the comparisons are connected.
        laplacian = [
            [Decimal(known[i] - 1 if i == j else -(rows[i][j] is not None)) for j in range(size - 1)]
            for i in range(size - 1)
        ]
        solution = _solved(laplacian, sums[:-1])
        assert solution is not None
        logarithms = [*solution, Decimal(0)]
    highest = max(logarithms)
    return fine_shares([FINE.exp(FINE.subtract(value, highest)) for value in logarithms])


def _column(rows: Judged) -> list[Decimal]:
    columns = []
    for column in zip(*rows, strict=True):
        entries = [entry for entry in column if entry is not None]
        if len(entries) < len(rows):
            raise InvalidInput("ahp_column_incomplete", "矩阵有缺项时不能用列平均法", field="prioritisation")
        columns.append(fine_shares(entries))
    return fine_shares([total(row) for row in zip(*columns, strict=True)])
