"""Stars (S1-26) or named grades: read from the *displayed* total, so that a report never contradicts itself.

The exact total is rounded once, at the end, by the mode that the scheme declares; 84.995 shows as 85.00 and 89.995 as
90.00, and what is shown is what is graded. The seed names five stars but no limits: 90/80/70/60, lower limit included,
is the declared default of the shipped scheme and can be changed there. Other documents name their grades (优秀、良好、
合格、不合格) or the class of management that follows (激励管理、正常管理、重点监管); they are limits of the same kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeVar

from evaluation.exact import ExactNumber, Rounding, rounded
from foundation.values import Value

Mark = Literal["verbatim", "derived"]
"""Whether something stands in the source document or was settled for this service."""


class Limit(Value):
    """``label`` is given from this displayed total (points, 0–100) upwards; the limit itself is included."""

    label: str
    at_least: ExactNumber


class StarLimit(Limit):
    """A grade of ``stars`` (1–5)."""

    stars: int


class GradeLimit(Limit):
    """A grade with a name, the ``clause`` that names it, and the ``measures`` that follow from it.

    ``mark`` is the name's; ``limit_mark`` that of the number, which no source document gives.
    """

    english: str
    clause: str
    mark: Mark
    limit_mark: Mark = "derived"
    measures: tuple[str, ...] = ()


AnyLimit = TypeVar("AnyLimit", bound=Limit)


def displayed(units: int, places: int, decimals: int, rounding: Rounding) -> int:
    """An exact score of ``units`` × 10^-``places`` points → units of 10^-``decimals`` points, rounded once."""
    return rounded(Fraction(units * 10**decimals, 10**places), rounding)


def grade_for(shown: int, decimals: int, limits: Sequence[AnyLimit]) -> AnyLimit:
    """The highest grade whose limit the displayed total (units of 10^-``decimals``) reaches."""
    reached = [limit for limit in limits if Fraction(shown, 10**decimals) >= Fraction(limit.at_least)]
    return max(reached, key=lambda limit: limit.at_least)


def star_for(shown: int, decimals: int, limits: Sequence[StarLimit]) -> StarLimit:
    """:func:`grade_for` where the grades are stars."""
    return grade_for(shown, decimals, limits)


def rank_of(limit: Limit, limits: Sequence[Limit]) -> int:
    """A grade as a number: its stars, or with named grades its place from the lowest, which is 1."""
    return limit.stars if isinstance(limit, StarLimit) else len(limits) - list(limits).index(limit)
