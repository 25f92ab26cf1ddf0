"""最小平方法: the weights that reproduce a judgement matrix with the least squared error (S1-18).

min Σ_i Σ_j (a_ij w_j − w_i)² with Σ w = 1 (A. T. W. Chu, R. E. Kalaba and K. Spingarn, 1979) leads to the bordered
system [B e; eᵀ 0] [w; −f] = [0; 1] with B_ii = Σ_k a_ki² + n − 2, B_ij = −(a_ij + a_ji), and f is the least error.
Solved as it stands, in whole numbers: inverting B instead would fail for a consistent matrix, where B is singular.
B is the matrix of a sum of squares and has no positive entry off the diagonal, so it is an M-matrix and w is positive.

Inconsistent matrices give very different weights under this method and under AHP; CR says so here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from evaluation.weights.ahp import judged, solved
from evaluation.weights.ahp_matrix import off_scale, plain, read_matrix
from evaluation.weights.weights import Number, Weights, checked_ids, shares, six
from foundation.errors import InvalidInput

_MOST_BITS = 12_000
"""Of all row denominators together: far beyond any judgement, and solved in seconds."""


def least_squares(ids: Sequence[str], matrix: Sequence[Sequence[Number]]) -> Weights:
    """Weights from a complete n × n judgement matrix (n <= 50), read and checked as ``ahp`` does.

    Raises ``InvalidInput`` that names the entry, also for a missing one.
    """
    names = checked_ids(ids)
    read = read_matrix(names, matrix)
    rows = [[_present(entry) for entry in row] for row in read]
    *weights, negative_error = _bordered(_normal_matrix(rows))
    found = solved(names, judged(read), "eigenvector", "saaty")
    return Weights(
        method="least_squares",
        ids=names,
        values=shares(weights),
        source={"ids": list(names), "matrix": plain(read)},
        diagnostics={"squared_error": six(-negative_error), **found.diagnostics},
        warnings=(*found.warnings, *off_scale(names, read)),
    )


def _present(entry: Fraction | None) -> Fraction:
    if entry is None:
        raise InvalidInput("least_squares_incomplete", "最小平方法要完整的判断矩阵", field="matrix")
    return entry


def _normal_matrix(rows: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    size = len(rows)
    return [
        [
            sum((row[i] ** 2 for row in rows), Fraction(size - 2)) if i == j else -(rows[i][j] + rows[j][i])
            for j in range(size)
        ]
        for i in range(size)
    ]


def _bordered(matrix: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """The n + 1 unknowns, by Bareiss' elimination: every division is exact and no fraction grows on the way."""
    size = len(matrix)
    rows, bits = [], 0
    for row in matrix:
        factor = lcm(*(entry.denominator for entry in row))
        bits += factor.bit_length()
        rows.append([*(int(entry * factor) for entry in row), factor, 0])
    if bits > _MOST_BITS:
        raise InvalidInput("least_squares_digits", "判断里的数字位数太多，算不下去", field="matrix")
    rows.append([1] * size + [0, 1])
    last = 1
    for k in range(size + 1):
        pivot = next(i for i in range(k, size + 1) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, size + 1):
            head = rows[i][k]
            for j in range(k, size + 2):
                rows[i][j] = (rows[k][k] * rows[i][j] - head * rows[k][j]) // last
        last = rows[k][k]
    scaled = [0] * (size + 1)
    for i in range(size, -1, -1):
        rest = sum(rows[i][j] * scaled[j] for j in range(i + 1, size + 1))
        scaled[i] = (rows[i][size + 1] * last - rest) // rows[i][i]
    return [Fraction(value, last) for value in scaled]
