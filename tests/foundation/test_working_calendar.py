"""Working days across holidays and shifted Saturdays, end-of-month arithmetic, and files that contradict themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from foundation.clock import CHINA
from foundation.errors import ConfigurationError, InvalidInput
from foundation.working_calendar import (
    FOLDER,
    WorkingCalendar,
    add_months,
    add_years,
    before_march,
    last_valid_day,
    load_calendar,
    read_year,
)

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("year", "days_off", "shifted", "working_days"),
    # The last column was counted by hand: weekdays of the year, less holidays on weekdays, plus shifted days.
    [(2024, 28, 8, 251), (2025, 28, 5, 248), (2026, 33, 6, 248)],
)
def test_a_year_has_as_many_working_days_as_the_notice_gives(
    year: int, days_off: int, shifted: int, working_days: int
) -> None:
    data = read_year(FOLDER / f"{year}.yaml")
    assert sum(1 for holiday in data.holidays for _ in holiday.days()) == days_off
    assert len(data.working) == shifted
    assert "国办发明电" in data.source
    counted = CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
    assert counted.days == working_days


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-02-09", True),  # New Year's Eve 2024 was recommended as leave, not given as a holiday
        ("2024-02-04", True),
        ("2024-02-12", False),
        ("2025-01-26", True),
        ("2025-01-28", False),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
    ],
)
def test_single_days(day: str, worked: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        # N21, N22 of the requirements: 5 and 10 working days
        ("2025-03-10", 5, "2025-03-17"),
        ("2025-09-26", 5, "2025-10-10"),  # Sunday the 28th is worked, then eight days off, then 9 and 10 October
        ("2025-09-26", 6, "2025-10-11"),  # and Saturday the 11th is worked again
        ("2025-01-24", 5, "2025-02-07"),  # Sunday the 26th and Monday the 27th, then the Spring Festival
        ("2025-01-24", 6, "2025-02-08"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2024-04-26", 1, "2024-04-28"),
        ("2025-03-10", 0, "2025-03-10"),
        ("2025-10-11", -2, "2025-10-09"),
    ],
)
def test_a_deadline_is_counted_over_holidays_and_shifted_days(start: str, number: int, due: str) -> None:
    found = CALENDAR.add_working_days(date.fromisoformat(start), number)
    assert (found.date.isoformat(), found.is_approximate) == (due, False)


def test_a_year_without_data_uses_weekdays_and_says_so() -> None:
    found = CALENDAR.add_working_days(date(2026, 12, 30), 5)
    assert found.date == date(2027, 1, 6)
    assert found.is_approximate
    assert CALENDAR.working_days_between(date(2026, 12, 30), date(2027, 1, 6)).is_approximate
    assert not CALENDAR.add_working_days(date(2026, 12, 30), 1).is_approximate


def test_counting_there_and_back_agree() -> None:
    for number in range(60):
        start = date(2025, 8, 30) + timedelta(days=number)
        for step in (1, 5, 10, 23):
            due = CALENDAR.add_working_days(start, step).date
            assert CALENDAR.working_days_between(start, due).days == step


def test_counting_backwards_leaves_the_start_out_and_takes_the_end_in() -> None:
    assert CALENDAR.working_days_between(date(2025, 3, 12), date(2025, 3, 10)).days == -2
    assert CALENDAR.working_days_between(date(2025, 3, 10), date(2025, 3, 10)).days == 0


def test_a_deadline_on_a_day_off_moves_to_the_next_working_day() -> None:
    assert CALENDAR.next_working_day(date(2025, 10, 1)).date == date(2025, 10, 9)
    assert CALENDAR.next_working_day(date(2025, 9, 28)).date == date(2025, 9, 28)


def test_an_absurd_number_of_days_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        CALENDAR.add_working_days(date(2025, 1, 1), 10**9)
    assert refused.value.code == "working_days_out_of_range"


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2024-02-29", 12, "2025-02-28"),  # N08
        ("2024-02-29", 24, "2026-02-28"),  # N09
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -13, "2023-12-15"),
    ],
)
def test_months_end_on_the_last_day_where_the_day_does_not_exist(day: str, months: int, due: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == due


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(InvalidInput):
        add_months(date(2025, 1, 1), 12 * 9000)


def test_a_certificate_of_three_years_ends_the_day_before_or_on_the_anniversary() -> None:
    assert last_valid_day(date(2024, 2, 29), 3) == date(2027, 2, 27)
    assert last_valid_day(date(2025, 6, 1), 3) == date(2028, 5, 31)
    assert last_valid_day(date(2025, 6, 1), 3, through_anniversary=True) == date(2028, 6, 1)
    assert add_years(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_before_march_is_the_last_day_of_february_or_of_march() -> None:
    assert before_march(2024) == date(2024, 2, 29)
    assert before_march(2025) == date(2025, 2, 28)
    assert before_march(2025, inclusive=True) == date(2025, 3, 31)


def china(day: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA).replace(hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (china("2025-03-10", 9), china("2025-03-10", 12), 3.0),
        (china("2025-03-10", 11), china("2025-03-10", 14), 1.5),  # the noon rest does not count
        (china("2025-03-10", 7), china("2025-03-10", 23), 7.0),
        (china("2025-03-14", 17), china("2025-03-17", 9, 30), 1.0),  # over a weekend
        (china("2025-09-30", 16, 30), china("2025-10-09", 10), 2.0),  # over eight days off
        (china("2025-10-10", 9), china("2025-10-13", 9), 14.0),  # Saturday the 11th is worked
        (china("2025-10-01", 9), china("2025-10-08", 17), 0.0),
        (china("2025-03-10", 12), china("2025-03-10", 9), -3.0),
    ],
)
def test_working_hours(start: datetime, end: datetime, hours: float) -> None:
    assert CALENDAR.working_hours_between(start, end).hours == pytest.approx(hours)


def test_working_hours_ask_for_a_time_zone() -> None:
    with pytest.raises(InvalidInput) as refused:
        CALENDAR.working_hours_between(datetime(2025, 3, 10, 9), china("2025-03-10", 12))
    assert refused.value.facts["field"] == "start"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("year: 2030\nsource: 通知\nholidays: [{name: 元旦, first: 2030-01-01, last: 2030-01-01}]\nworking: []", None),
        ("year: 2030\nsource: 通知\nholidays: [{name: 元旦, first: 2031-01-01, last: 2031-01-01}]", "不在 2030 年"),
        (
            "year: 2030\nsource: 通知\nholidays: [{name: 春节, first: 2030-02-01, last: 2030-02-07}]\n"
            "working: [2030-02-03]",
            "既放假又上班",
        ),
        ("year: 2030\nsource: 通知\nholidays: [{name: 元旦, first: 2030-01-03, last: 2030-01-01}]", "早于"),
        (
            "year: 2030\nsource: 通知\nholidays: [{name: 甲, first: 2030-01-01, last: 2030-01-02},"
            " {name: 乙, first: 2030-01-02, last: 2030-01-03}]",
            "写了两次",
        ),
        ("year: 2030\nsource: 通知\nholidays: []\nworking: [2030-01-01]", "不是周末"),
        ("year: 2031\nsource: 通知\nholidays: []", "文件名"),
        ("year: 2030\nholidays: []", "source"),
        ("year: 2030\nsource: 通知\nholidays: []\nrestdays: []", "restdays"),
        ("- 2030", "不是一张表"),
        ("year: [2030", "2030.yaml"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_with_the_reason(
    tmp_path: Path, content: str, says: str | None
) -> None:
    (tmp_path / "2030.yaml").write_text(content, "utf-8")
    if says is None:
        assert load_calendar(tmp_path).years == {2030}
        return
    with pytest.raises(ConfigurationError) as refused:
        load_calendar(tmp_path)
    assert refused.value.code == "calendar_invalid"
    assert says in str(refused.value)


def test_an_empty_calendar_knows_weekdays_only() -> None:
    empty = WorkingCalendar(years=frozenset())
    assert not empty.is_working_day(date(2025, 10, 11))
    assert empty.add_working_days(date(2025, 9, 30), 1).model_dump() == {
        "date": date(2025, 10, 1),
        "is_approximate": True,
    }
