"""A total as a star or a named grade, and the exact totals at which it changes.

Named grades (优秀、良好…) are numbered from the lowest, which is 1, so that all reckoning is that of stars.

What is graded is the displayed total, so a limit of 80 with two decimals and rounding half up is reached from an exact
79.995 on. With half even a tie can go down; then the limit is reached only above it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from evaluation.exact import Rounding, fixed, rounded

BELOW = "不入等"
"""Below the limit of the lowest named grade."""


@dataclass(frozen=True, slots=True)
class Cut:
    """An exact total (points). ``inclusive``: reached at it; otherwise only above it."""

    at: Fraction
    inclusive: bool


@dataclass(frozen=True)
class Grades:
    """How a total is shown and graded; ``limits`` are (least displayed total, stars), lowest first.

    With ``names``, lowest first, the stars are no more than the numbers 1, 2, … of these grades.
    """

    decimals: int
    rounding: Rounding
    limits: tuple[tuple[Fraction, int], ...]
    names: tuple[str, ...] = ()

    def name(self, stars: int) -> str:
        """The named grade of this number."""
        return self.names[stars - 1] if stars else BELOW

    def told(self, stars: int) -> dict[str, Any]:
        """``stars`` as an answer gives it: the number, or ``None`` and the name of the ``grade``."""
        return {"stars": None, "grade": self.name(stars)} if self.names else {"stars": stars}

    def units(self, total: Fraction) -> int:
        """The displayed total in units of 10^-decimals."""
        return rounded(total * 10**self.decimals, self.rounding)

    def shown(self, total: Fraction) -> str:
        """The displayed total as text."""
        return fixed(self.units(total), self.decimals)

    def stars(self, total: Fraction) -> int:
        """The stars of the displayed total; 0 below every limit."""
        return self.stars_of(self.units(total))

    def stars_of(self, units: int) -> int:
        """The stars of a total that is displayed as ``units`` of 10^-decimals."""
        place = self._place(units)
        return self.limits[place - 1][1] if place else 0

    def cuts(self, total: Fraction) -> tuple[Cut | None, Cut | None]:
        """The cut below ``total`` that keeps its star and the next one above; ``None`` where there is none."""
        place, cuts = self._place(self.units(total)), self._cuts
        lower = cuts[place - 1] if place > 1 or (place and self.limits[0][0] > 0) else None
        return lower, cuts[place] if place < len(cuts) else None

    def neighbours(self, total: Fraction) -> tuple[int, int]:
        """The stars just below the lower cut and just above the upper one."""
        limits = [0, *(stars for _, stars in self.limits), 0]
        place = self._place(self.units(total))
        return limits[max(place - 1, 0)], limits[place + 1]

    def every_cut(self) -> list[tuple[Fraction, int]]:
        """The exact totals from which, or above which, there are so many stars; lowest first."""
        return [(cut.at, stars) for cut, (_, stars) in zip(self._cuts, self.limits, strict=True)]

    def _place(self, units: int) -> int:
        """How many limits ``units`` reach."""
        return bisect_right(self._least, units)

    @cached_property
    def _least(self) -> list[int]:
        """The least displayed units at each limit."""
        return [-((-limit * 10**self.decimals) // 1) for limit, _ in self.limits]

    @cached_property
    def _cuts(self) -> tuple[Cut, ...]:
        scale = 10**self.decimals
        return tuple(
            Cut((units - Fraction(1, 2)) / scale, self.rounding == "half_up" or units % 2 == 0) for units in self._least
        )
