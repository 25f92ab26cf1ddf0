"""博弈论组合: the coefficients a of w = Σ a_k w_k that lie nearest to all given vectors at once, in rational numbers.

Minimising Σ_i |Σ_k a_k w_k − w_i|² term by term gives Σ_k (w_i · w_k) a_k = w_i · w_i for every i. Solved plainly, real
vectors can give a negative coefficient, and equal ones make the system singular. Hence the nonnegative least squares
solution is used, which is the plain one whenever that has no negative coefficient.
Source of the algorithm: C. L. Lawson and R. J. Hanson, Solving Least Squares Problems (1974), chapter 23; in rational
numbers it ends after finitely many steps and needs no tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


def nearest(vectors: Sequence[Sequence[Fraction]]) -> tuple[Row | None, Row]:
    """For L vectors of n weights: the plain solution (``None`` if singular) and the one >= 0, L coefficients each."""
    products = [[_dot(one, other) for other in vectors] for one in vectors]
    wanted = [products[place][place] for place in range(len(vectors))]
    return solved(products, wanted), _nonnegative(products, wanted)


def solved(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Row | None:
    """The solution of a square system, ``None`` when there is no single one."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = next((place for place in range(column, size) if rows[place][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [entry / rows[column][column] for entry in rows[column]]
        for place in range(size):
            if place != column and rows[place][column]:
                factor = rows[place][column]
                rows[place] = [entry - factor * own for entry, own in zip(rows[place], rows[column], strict=True)]
    return [row[size] for row in rows]


def _nonnegative(matrix: Sequence[Row], right: Row) -> Row:
    """min |matrix · a − right| under a >= 0. A column that depends on those in use has gradient 0 and never enters."""
    size = len(right)
    columns = [[row[place] for row in matrix] for place in range(size)]
    found, used = [Fraction(0)] * size, list[int]()
    while True:
        rest = [value - _dot(row, found) for row, value in zip(matrix, right, strict=True)]
        gradient = {place: _dot(columns[place], rest) for place in range(size) if place not in used}
        entering = max(gradient, key=lambda place: (gradient[place], -place), default=None)
        if entering is None or gradient[entering] <= 0:
            return found
        used.append(entering)
        while True:
            trial = _least_squares(columns, right, used)
            if min(trial.values()) > 0:
                break
            step = min(found[place] / (found[place] - trial[place]) for place in used if trial[place] <= 0)
            found = [
                found[place] + step * (trial[place] - found[place]) if place in trial else Fraction(0)
                for place in range(size)
            ]
            used = [place for place in used if found[place] > 0]
        found = [trial.get(place, Fraction(0)) for place in range(size)]


def _least_squares(columns: Sequence[Row], right: Row, used: Sequence[int]) -> dict[int, Fraction]:
    products = [[_dot(columns[one], columns[other]) for other in used] for one in used]
    solution = solved(products, [_dot(columns[one], right) for one in used])
    assert solution is not None, "columns in use are independent"
    return dict(zip(used, solution, strict=True))


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))
