"""Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, in + − × ÷ √ only.

Those five are correctly rounded everywhere, the order of the rotations is fixed and nothing is left to a library, so
the same matrix gives the same bits on every processor. Source: C. G. J. Jacobi (1846); the cyclic order and the stable
formula for the angle as in G. H. Golub and C. F. Van Loan, Matrix Computations, section 8.5.
"""

from __future__ import annotations

import math

import numpy as np

from evaluation.weights.data_table import Table
from foundation.errors import InvalidInput

TIED = 1e-9
"""Eigenvalues closer than this, relative to the largest, count as one: their vectors are not determined singly."""

MOST_COLUMNS = 300
"""The rotations cost n³ several times over: 1.6 s of processor time for 200 columns, 4 s for 300, minutes for 1000."""

_SWEEPS = 60
_NOTHING = 1e-17


def eigen(matrix: Table) -> tuple[Table, Table]:
    """Eigenvalues from large to small, (n,), and the unit eigenvectors as columns in that order, (n, n).

    ``matrix`` is symmetric and finite, n × n. The sign of a vector is such that its entries sum to >= 0.
    Raises ``InvalidInput`` for more than ``MOST_COLUMNS``.
    """
    if len(matrix) > MOST_COLUMNS:
        raise InvalidInput(
            "eigen_too_large", "特征向量最多求到 {most} 个有差别的指标，这里有 {count} 个", field="table",
            most=MOST_COLUMNS, count=len(matrix),
        )  # fmt: skip
    work = np.array(matrix, dtype=np.float64)
    size = len(work)
    vectors = np.eye(size)  # row k becomes eigenvector k
    scale = float(np.abs(work).max())
    for _ in range(_SWEEPS):
        turned = False
        for p in range(size - 1):
            for q in range(p + 1, size):
                if abs(work[p, q]) > _NOTHING * scale:
                    _rotate(work, vectors, p, q)
                    turned = True
        if not turned:
            break
    values = np.diagonal(work).copy()
    order = np.argsort(-values, kind="stable")
    sums = [math.fsum(vector) for vector in vectors.tolist()]
    signs = np.array([1.0 if total >= 0 else -1.0 for total in sums])
    return values[order], np.ascontiguousarray((vectors * signs[:, None])[order].T)


def _rotate(work: Table, vectors: Table, p: int, q: int) -> None:
    """Make entry (p, q) zero; the angle is the smaller of the two that do."""
    off = float(work[p, q])
    slope = (float(work[q, q]) - float(work[p, p])) / (2 * off)
    tangent = (1.0 if slope >= 0 else -1.0) / (abs(slope) + math.sqrt(slope * slope + 1)) if abs(slope) < 1e150 else 0.0
    cosine = 1 / math.sqrt(tangent * tangent + 1)
    sine = tangent * cosine
    first, second = float(work[p, p]) - tangent * off, float(work[q, q]) + tangent * off
    row_p, row_q = work[p].copy(), work[q]
    work[p], work[q] = cosine * row_p - sine * row_q, sine * row_p + cosine * row_q
    work[:, p], work[:, q] = work[p], work[q]
    work[p, p], work[q, q], work[p, q], work[q, p] = first, second, 0.0, 0.0
    old = vectors[p].copy()
    vectors[p], vectors[q] = cosine * old - sine * vectors[q], sine * old + cosine * vectors[q]


def tied_groups(values: Table) -> list[range]:
    """The places of ``values`` (from large to small) in groups of equal ones."""
    groups, start = [], 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place - 1] - values[place] > TIED * abs(values[0]):
            groups.append(range(start, place))
            start = place
    return groups
