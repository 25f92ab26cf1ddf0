"""The time, from outside. Nothing else in Docking asks the machine what time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time as an aware datetime in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands where it is put; for tests, replays and date travel."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._moment

    def advance(self, step: timedelta) -> None:
        """Move on by ``step`` (or back, when negative)."""
        self._moment += step


def today(clock: Clock) -> date:
    """The date in China at this moment: deadlines and validity are counted in Chinese days."""
    return clock.now().astimezone(CHINA).date()
