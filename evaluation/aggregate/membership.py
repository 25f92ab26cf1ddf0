"""Membership: how far a datum belongs to each grade, from votes or from membership functions (S1-03, S1-23).

Votes become shares. A function is a trapezoid given by four corners a <= b <= c <= d: 0 up to a, rising to 1 at b, 1 up
to c, falling to 0 at d. ``None`` for the two left (right) corners leaves that end half-open: everything below (above)
belongs fully. A triangle is a trapezoid with b = c.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation.weights.weights import judgement, listed
from foundation.errors import InvalidInput

Row = tuple[Fraction, ...]
"""p grades of membership, each between 0 and 1."""


def from_votes(votes: Any, field: str, grades: int) -> Row | None:
    """p counts >= 0 → p shares; ``None`` when nobody voted: that is missing, not zero."""
    counts = _numbers(votes, field, grades)
    if any(count < 0 or count.denominator != 1 for count in counts):
        raise InvalidInput("votes_not_counts", "“{field}”的票数要是不小于 0 的整数", field=field)
    total = sum(counts)
    return tuple(count / total for count in counts) if total else None


def from_row(row: Any, field: str, grades: int) -> Row | None:
    """p memberships between 0 and 1 as given; ``None`` when all are 0."""
    shares = _numbers(row, field, grades)
    if any(not 0 <= share <= 1 for share in shares):
        raise InvalidInput("membership_range", "“{field}”的隶属度要在 0 与 1 之间", field=field)
    return shares if any(shares) else None


def from_functions(value: Any, functions: Any, field: str, grades: int) -> Row | None:
    """The membership of one number in p trapezoids; ``None`` when it belongs to no grade at all."""
    number = judgement(value, f"{field}.value")
    corners = listed(functions, f"{field}.functions")
    if len(corners) != grades:
        raise _wrong_length(f"{field}.functions", grades)
    row = tuple(trapezoid(number, one, f"{field}.functions[{place}]") for place, one in enumerate(corners))
    return row if any(row) else None


def trapezoid(value: Fraction, corners: Any, field: str) -> Fraction:
    """The height (0 … 1) of one trapezoid at ``value``; ``InvalidInput`` for corners that do not rise."""
    given = listed(corners, field)
    if len(given) != 4:
        raise _wrong_length(field, 4)
    a, b, c, d = (None if one is None else judgement(one, field) for one in given)
    known = [one for one in (a, b, c, d) if one is not None]
    if (a is None) != (b is None) or (c is None) != (d is None) or not known or known != sorted(known):
        raise InvalidInput(
            "trapezoid_corners", "“{field}”的四个拐点要从小到大，两端要么成对给出，要么成对为空", field=field
        )
    if a is not None and b is not None and value < b:
        return Fraction(0) if value <= a else (value - a) / (b - a)
    if c is not None and d is not None and value > c:
        return Fraction(0) if value >= d else (d - value) / (d - c)
    return Fraction(1)


def _numbers(given: Any, field: str, grades: int) -> Row:
    entries: Sequence[Any] = listed(given, field)
    if len(entries) != grades:
        raise _wrong_length(field, grades)
    return tuple(judgement(entry, f"{field}[{place}]") for place, entry in enumerate(entries))


def _wrong_length(field: str, count: int) -> InvalidInput:
    return InvalidInput("membership_length", "“{field}”要有 {count} 个数", field=field, count=count)
