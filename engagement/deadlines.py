"""Until when each step has time, in Chinese working days; a pause stops the clock (B3, T18).

The days per step are defaults of this product, not of a source document, and may be set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from engagement.stages import Box
from foundation.values import Value
from foundation.working_calendar import Deadline, WorkingCalendar

WORKING_DAYS: Mapping[Box, int] = MappingProxyType(
    {"P1": 2, "P2": 10, "P3": 3, "P4": 5, "P5": 5, "P6": 10, "P7": 10, "P8": 20}
)
"""``P6`` is for rework and reopening only: the service itself has the day that was agreed."""


class Rules(Value):
    """What a site may set: working days per step, the time for reopening, how often a result may be reworked."""

    working_days: dict[Box, Annotated[int, Field(ge=0, le=250)]] = Field(default_factory=dict)
    """Other numbers than :data:`WORKING_DAYS`."""
    reopening_working_days: int = 20
    rework_limit: int | None = None
    """``None`` = no limit, as in the source document."""
    followup_months: tuple[Annotated[int, Field(ge=1, le=120)], ...] = (3, 6, 12)
    """So many months after closure somebody asks what the service brought about (B19)."""

    def time_for(self, box: Box) -> int:
        """The working days of a step."""
        return self.working_days.get(box, WORKING_DAYS[box])


DEFAULT_RULES = Rules()


def moved(calendar: WorkingCalendar, deadline: Deadline, start: date, end: date) -> Deadline:
    """The same deadline when the working days after ``start`` up to ``end`` do not count."""
    paused = calendar.working_days_between(start, end)
    if paused.days <= 0:
        return deadline
    later = calendar.add_working_days(deadline.date, paused.days)
    is_approximate = deadline.is_approximate or paused.is_approximate or later.is_approximate
    return Deadline(date=later.date, is_approximate=is_approximate)
