"""A total as a star, and the exact totals at which the star changes.

What is graded is the displayed total, so a limit of 80 with two decimals and rounding half up is reached from an exact
79.995 on. With half even a tie can go down; then the limit is reached only above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluation.exact import Rounding, fixed, rounded


@dataclass(frozen=True, slots=True)
class Cut:
    """An exact total (points). ``inclusive``: reached at it; otherwise only above it."""

    at: Fraction
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Grades:
    """How a total is shown and graded; ``limits`` are (least displayed total, stars), lowest first."""

    decimals: int
    rounding: Rounding
    limits: tuple[tuple[Fraction, int], ...]

    def units(self, total: Fraction) -> int:
        """The displayed total in units of 10^-decimals."""
        return rounded(total * 10**self.decimals, self.rounding)

    def shown(self, total: Fraction) -> str:
        """The displayed total as text."""
        return fixed(self.units(total), self.decimals)

    def stars(self, total: Fraction) -> int:
        """The stars of the displayed total; 0 below every limit."""
        shown = Fraction(self.units(total), 10**self.decimals)
        return max(((limit, stars) for limit, stars in self.limits if shown >= limit), default=(Fraction(0), 0))[1]

    def cuts(self, total: Fraction) -> tuple[Cut | None, Cut | None]:
        """The cut below ``total`` that keeps its star and the next one above; ``None`` where there is none."""
        shown = Fraction(self.units(total), 10**self.decimals)
        below = [limit for limit, _ in self.limits if limit <= shown]
        above = [limit for limit, _ in self.limits if limit > shown]
        lower = self._cut(below[-1]) if below[1:] or (below and below[0] > 0) else None
        return lower, self._cut(above[0]) if above else None

    def neighbours(self, total: Fraction) -> tuple[int, int]:
        """The stars just below the lower cut and just above the upper one."""
        limits = [0, *(stars for _, stars in self.limits), 0]
        place = sum(Fraction(self.units(total), 10**self.decimals) >= limit for limit, _ in self.limits)
        return limits[max(place - 1, 0)], limits[place + 1]

    def _cut(self, limit: Fraction) -> Cut:
        scale = 10**self.decimals
        units = -((-limit * scale) // 1)
        return Cut((units - Fraction(1, 2)) / scale, self.rounding == "half_up" or units % 2 == 0)
