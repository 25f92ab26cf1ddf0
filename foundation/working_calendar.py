"""Chinese working days (D9, N21, N22), months and years by date (N08, N20), working hours.

The State Council publishes each year's days off and shifted working days (调休); one YAML file per year holds them.
A year without a file falls back to Monday–Friday, and every date counted through it says that it is approximate.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, model_validator

from foundation.clock import CHINA
from foundation.errors import ConfigurationError, InvalidInput
from foundation.values import Value

FOLDER = Path(__file__).parent / "calendar"
LONGEST_COUNT = 2_500
"""The most working days that may be counted on, about ten years: a larger number is a slip of the pen."""

_DAY = timedelta(days=1)


class Deadline(Value):
    """A date counted on the calendar; ``is_approximate`` when a year on the way had no data."""

    date: date
    is_approximate: bool = False


class WorkingDays(Value):
    """A number of working days; ``is_approximate`` when a year on the way had no data."""

    days: int
    is_approximate: bool = False


class WorkingHours(Value):
    """A number of working hours; ``is_approximate`` when a year on the way had no data."""

    hours: float
    is_approximate: bool = False


class Holiday(Value):
    """A stretch of days off, both ends included."""

    name: Annotated[str, Field(min_length=1)]
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Every day of it, in order."""
        for step in range((self.last - self.first).days + 1):
            yield self.first + step * _DAY


class CalendarYear(Value):
    """One year's file, checked against itself."""

    year: Annotated[int, Field(ge=1949, le=2200)]
    source: Annotated[str, Field(min_length=1)]
    holidays: tuple[Holiday, ...]
    working: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> CalendarYear:
        for holiday in self.holidays:
            if holiday.last < holiday.first:
                raise ValueError(f"{holiday.name}：{holiday.last} 早于 {holiday.first}")
        off = [day for holiday in self.holidays for day in holiday.days()]
        for day in (*off, *self.working):
            if day.year != self.year:
                raise ValueError(f"{day} 不在 {self.year} 年")
        for kind, days in (("放假", off), ("上班", self.working)):
            for one, next_one in pairwise(sorted(days)):
                if one == next_one:
                    raise ValueError(f"{one} 写了两次{kind}")
        for day in self.working:
            if day in off:
                raise ValueError(f"{day} 既放假又上班")
            if day.weekday() < 5:
                raise ValueError(f"{day} 不是周末，不必列为上班日")
        return self


class Hours(Value):
    """The working hours of a day, China time: two spans with the noon rest between them."""

    spans: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))

    @property
    def per_day(self) -> timedelta:
        """The working time of one whole day."""
        return sum((_between(first, last) for first, last in self.spans), timedelta())


class WorkingCalendar(Value):
    """Which days are worked. ``off`` and ``worked`` are the exceptions from Monday–Friday in the ``years`` known."""

    years: frozenset[int]
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def knows(self, day: date) -> bool:
        """Whether there is data for the year of this day."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is worked; Monday–Friday where the year is not known (see :meth:`knows`)."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def add_working_days(self, day: date, number: int) -> Deadline:
        """The ``number``-th working day after ``day``, which itself does not count (民法典 art. 201).

        A negative number counts back. Raises InvalidInput ``working_days_out_of_range`` beyond ±2,500 days.
        """
        if abs(number) > LONGEST_COUNT:
            raise InvalidInput(
                "working_days_out_of_range",
                "工作日数太大：{number}（最多 {most}）",
                field="number",
                number=number,
                most=LONGEST_COUNT,
            )
        step, left, known = (_DAY if number >= 0 else -_DAY), abs(number), self.knows(day)
        while left:
            day += step
            known = known and self.knows(day)
            left -= self.is_working_day(day)
        return Deadline(date=day, is_approximate=not known)

    def working_days_between(self, start: date, end: date) -> WorkingDays:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        first, last = min(start, end), max(start, end)
        days = [first + step * _DAY for step in range(1, (last - first).days + 1)]
        if end < start:  # counting back from ``start``: ``start`` does not count, ``end`` does
            days = [day - _DAY for day in days]
        count = sum(map(self.is_working_day, days))
        return WorkingDays(days=count if end >= start else -count, is_approximate=not self._knows_all(first, last))

    def next_working_day(self, day: date) -> Deadline:
        """``day`` when it is worked, else the first working day after it (a deadline on a day off moves on)."""
        if self.is_working_day(day):
            return Deadline(date=day, is_approximate=not self.knows(day))
        return self.add_working_days(day, 1)

    def working_hours_between(self, start: datetime, end: datetime, hours: Hours | None = None) -> WorkingHours:
        """Working hours from ``start`` to ``end`` (both aware; negative when reversed), for response times.

        Raises InvalidInput ``moment_without_zone`` for a naive time.
        """
        if start.tzinfo is None or end.tzinfo is None:
            raise InvalidInput("moment_without_zone", "时间要带时区", field="start" if start.tzinfo is None else "end")
        if end < start:
            back = self.working_hours_between(end, start, hours)
            return WorkingHours(hours=-back.hours, is_approximate=back.is_approximate)
        hours = hours or Hours()
        first, last = start.astimezone(CHINA), end.astimezone(CHINA)
        worked = self._worked_on(first.date(), first, last, hours)
        if last.date() > first.date():
            between = self.working_days_between(first.date(), last.date() - _DAY).days
            worked += between * hours.per_day + self._worked_on(last.date(), first, last, hours)
        known = self._knows_all(first.date(), last.date())
        return WorkingHours(hours=worked / timedelta(hours=1), is_approximate=not known)

    def _worked_on(self, day: date, start: datetime, end: datetime, hours: Hours) -> timedelta:
        if not self.is_working_day(day):
            return timedelta()
        worked = timedelta()
        for opens, closes in hours.spans:
            first = max(start, datetime.combine(day, opens, CHINA))
            last = min(end, datetime.combine(day, closes, CHINA))
            worked += max(last - first, timedelta())
        return worked

    def _knows_all(self, first: date, last: date) -> bool:
        return self.years.issuperset(range(first.year, last.year + 1))


def add_months(day: date, months: int) -> date:
    """``months`` later on the same day of the month, or on its last day where there is none (民法典 art. 202).

    A centre approved on 2024-02-29 with 12 months to prepare is due on 2025-02-28 (N08). Raises InvalidInput
    ``date_out_of_range`` outside the years 1–9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise InvalidInput("date_out_of_range", "日期超出范围：{months} 个月", field="months", months=months)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """``years`` later; 29 February becomes 28 February in a common year."""
    return add_months(day, 12 * years)


def last_valid_day(issued: date, years: int, through_anniversary: bool = False) -> date:
    """The last day of a certificate of ``years`` (N20): the day before the anniversary, or that day itself (D4)."""
    anniversary = add_years(issued, years)
    return anniversary if through_anniversary else anniversary - _DAY


def before_march(year: int, inclusive: bool = False) -> date:
    """每年3月前 (N17): the last day of February, or with ``inclusive`` the last day of March (D3)."""
    return date(year, 3, 31) if inclusive else date(year, 3, 1) - _DAY


def load_calendar(folder: Path = FOLDER) -> WorkingCalendar:
    """The calendar of all ``*.yaml`` files in ``folder``.

    Raises ConfigurationError ``calendar_invalid`` for a file that contradicts itself or is named for another year.
    """
    return _load(folder)


@cache
def _load(folder: Path) -> WorkingCalendar:
    years = [read_year(path) for path in sorted(folder.glob("*.yaml"))]
    return WorkingCalendar(
        years=frozenset(year.year for year in years),
        off=frozenset(day for year in years for holiday in year.holidays for day in holiday.days()),
        worked=frozenset(day for year in years for day in year.working),
    )


def read_year(path: Path) -> CalendarYear:
    """One year's file, checked; ConfigurationError ``calendar_invalid`` names the file and the first fault."""
    import yaml

    try:
        content: Any = yaml.safe_load(path.read_text("utf-8"))
        if not isinstance(content, Mapping):
            raise ValueError("不是一张表")
        year = CalendarYear.model_validate(content)
        if path.stem != str(year.year):
            raise ValueError(f"文件名与年份 {year.year} 不符")
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise _invalid(path, f"{place} {first['msg']}".strip()) from fault
    except (ValueError, yaml.YAMLError, OSError) as fault:
        raise _invalid(path, str(fault)) from fault
    return year


def _invalid(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        "calendar_invalid", "工作日历 {file} 不正确：{reason}", setting="calendar", file=path.name, reason=reason
    )


def _between(first: time, last: time) -> timedelta:
    return timedelta(hours=last.hour - first.hour, minutes=last.minute - first.minute)
