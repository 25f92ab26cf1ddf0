"""All eigenpairs of a symmetric matrix a second time: made tridiagonal by reflections, then by shifted QL steps.

Plain floats, no library, and no rotation of the kind the first way uses. The answer is not believed but held against
the matrix: A·v = λ·v for every pair and v·v' = 0 or 1 for every two, each sum rounded once. A whole set of orthonormal
vectors that passes is the spectrum, whatever way it was found (Weyl). Source: G. H. Golub and C. F. Van Loan, Matrix
Computations, sections 8.1 and 8.3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

Rows = list[list[float]]
Space = tuple[float, Rows]
"""An eigenvalue and an orthonormal basis of all its vectors."""

_TIED = 1e-9
"""Eigenvalues closer than this, relative to the largest, are one: their vectors are not determined singly."""

_RESIDUE = 1e-12
"""What a check may leave per column, relative to the largest entry."""

_STEPS = 60
_EPS = 2.0**-53


def spaces(matrix: Sequence[Sequence[float]]) -> list[Space]:
    """The eigenvalues, each with its space, the largest first; ``ArithmeticError`` where the checks fail."""
    diagonal, beside, basis = _tridiagonal([list(row) for row in matrix])
    _ql(diagonal, beside, basis)
    _require_spectrum(matrix, diagonal, basis)
    pairs = sorted(zip(diagonal, basis, strict=True), key=lambda pair: -pair[0])
    found: list[Space] = []
    last = math.inf
    for value, vector in pairs:
        if last - value <= _TIED * abs(pairs[0][0]):
            found[-1][1].append(vector)
        else:
            found.append((value, [vector]))
        last = value
    return [(math.fsum(_quotient(matrix, one) for one in vectors) / len(vectors), vectors) for _, vectors in found]


def _tridiagonal(work: Rows) -> tuple[list[float], list[float], Rows]:
    """Diagonal, the entries beside it, and the basis (rows) in which the matrix is tridiagonal; ``work`` is used up."""
    size = len(work)
    basis = [[float(place == row) for place in range(size)] for row in range(size)]
    beside = [work[place][place + 1] for place in range(size - 1)] + [0.0]
    for column in range(size - 1):
        mirror = [row[column] for row in work[column + 1 :]]
        beside[column] = mirror[0]
        if not any(mirror[1:]):
            continue
        length = math.copysign(math.sqrt(math.fsum(entry * entry for entry in mirror)), mirror[0])
        beside[column] = -length
        mirror[0] += length
        scale = math.sqrt(2 / math.fsum(entry * entry for entry in mirror))
        mirror = [entry * scale for entry in mirror]
        under = [row[column + 1 :] for row in work[column + 1 :]]
        seen = [sum(map(mul, row, mirror)) for row in under]
        half = sum(map(mul, seen, mirror)) / 2
        turned = [one - half * own for one, own in zip(seen, mirror, strict=True)]
        sums = [sum(map(mul, one, mirror)) for one in zip(*basis[column + 1 :], strict=True)]
        for place, (row, own, other) in enumerate(zip(under, mirror, turned, strict=True), start=column + 1):
            work[place][column + 1 :] = [
                entry - own * two - other * one for entry, one, two in zip(row, mirror, turned, strict=True)
            ]
            basis[place] = [entry - own * one for entry, one in zip(basis[place], sums, strict=True)]
    return [row[place] for place, row in enumerate(work)], beside, basis


def _ql(diagonal: list[float], beside: list[float], basis: Rows) -> None:
    """Eigenvalues into ``diagonal``, their unit vectors into the rows of ``basis``."""
    small = _EPS * max(max(map(abs, diagonal)), max(map(abs, beside)))
    for first in range(len(diagonal)):
        for _ in range(_STEPS):
            last = next(place for place in range(first, len(beside)) if abs(beside[place]) <= small)
            if last == first:
                break
            _step(diagonal, beside, basis, first, last)
        else:
            raise ArithmeticError("the eigenvalues were not reached")
        beside[first] = 0.0


def _step(diagonal: list[float], beside: list[float], basis: Rows, first: int, last: int) -> None:
    """One implicit step over the block ``first`` … ``last``, shifted to the eigenvalue nearest its first entry."""
    slope = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first])
    shift = beside[first] / (slope + math.copysign(math.hypot(slope, 1), slope))
    bulge = diagonal[last] - diagonal[first] + shift
    sine = cosine = 1.0
    carried = 0.0
    for place in range(last - 1, first - 1, -1):
        far, near = sine * beside[place], cosine * beside[place]
        length = math.hypot(far, bulge)
        beside[place + 1] = length
        if length == 0:
            diagonal[place + 1] -= carried
            beside[last] = 0.0
            return
        sine, cosine = far / length, bulge / length
        rest = diagonal[place + 1] - carried
        turn = (diagonal[place] - rest) * sine + 2 * cosine * near
        carried = sine * turn
        diagonal[place + 1] = rest + carried
        bulge = cosine * turn - near
        one, other = basis[place], basis[place + 1]
        basis[place + 1] = [sine * a + cosine * b for a, b in zip(one, other, strict=True)]
        basis[place] = [cosine * a - sine * b for a, b in zip(one, other, strict=True)]
    diagonal[first] -= carried
    beside[first], beside[last] = bulge, 0.0


def _require_spectrum(matrix: Sequence[Sequence[float]], values: Sequence[float], vectors: Rows) -> None:
    """``ArithmeticError`` unless these are the eigenvalues, each with its unit vector at right angles to the others."""
    allowed = _RESIDUE * len(matrix)
    largest = max(max(map(abs, row)) for row in matrix)
    for place, (value, vector) in enumerate(zip(values, vectors, strict=True)):
        for row, own in zip(matrix, vector, strict=True):
            if not abs(math.fsum(map(mul, row, vector)) - value * own) <= allowed * largest:
                raise ArithmeticError("no eigenvector")
        for other in range(place + 1):
            if not abs(math.fsum(map(mul, vector, vectors[other])) - (other == place)) <= allowed:
                raise ArithmeticError("no orthonormal vectors")


def _quotient(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> float:
    """v·A·v of a unit vector: the eigenvalue with twice the digits that the vector has."""
    return math.fsum(own * math.fsum(map(mul, row, vector)) for own, row in zip(vector, matrix, strict=True))
