"""Five stars (S1-26): the grade is read from the *displayed* total, so that a report never contradicts itself.

The exact total is rounded once, at the end, by the mode that the scheme declares; 84.995 shows as 85.00 and 89.995 as
90.00, and what is shown is what is graded. The seed names five stars but no limits: 90/80/70/60, lower limit included,
is the declared default of the shipped scheme and can be changed there.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluation.exact import ExactNumber, Rounding, rounded
from foundation.values import Value


class StarLimit(Value):
    """``stars`` (1–5) are given from this displayed total (points, 0–100) upwards; the limit itself is included."""

    stars: int
    label: str
    at_least: ExactNumber


def displayed(units: int, places: int, decimals: int, rounding: Rounding) -> int:
    """An exact score of ``units`` × 10^-``places`` points → units of 10^-``decimals`` points, rounded once."""
    return rounded(Fraction(units * 10**decimals, 10**places), rounding)


def star_for(shown: int, decimals: int, limits: Sequence[StarLimit]) -> StarLimit:
    """The highest grade whose limit the displayed total (units of 10^-``decimals``) reaches."""
    reached = [limit for limit in limits if Fraction(shown, 10**decimals) >= Fraction(limit.at_least)]
    return max(reached, key=lambda limit: limit.at_least)
