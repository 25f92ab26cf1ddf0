"""Time comes from outside, in UTC; dates are Chinese dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from foundation.clock import CHINA, Clock, SetClock, SystemClock, today


def test_the_machines_clock_is_aware_and_moves_on() -> None:
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.utcoffset() == timedelta()
    assert clock.now() >= first


def test_a_naive_moment_is_chinese_time() -> None:
    assert SetClock(datetime(2025, 3, 10, 9)).now() == datetime(2025, 3, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 3, 9, 15, 59, 59, tzinfo=UTC), date(2025, 3, 9)),
        (datetime(2025, 3, 9, 16, 0, tzinfo=UTC), date(2025, 3, 10)),
        (datetime(2024, 12, 31, 16, 0, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), date(2038, 1, 19)),
    ],
)
def test_the_day_changes_at_midnight_in_china(moment: datetime, day: date) -> None:
    assert today(SetClock(moment)) == day


def test_a_set_clock_stands_until_it_is_moved() -> None:
    clock = SetClock(datetime(2025, 3, 10, 9, tzinfo=CHINA))
    assert clock.now() == clock.now()
    clock.advance(timedelta(days=1))
    assert today(clock) == date(2025, 3, 11)
    clock.advance(timedelta(days=-2))
    assert today(clock) == date(2025, 3, 9)
