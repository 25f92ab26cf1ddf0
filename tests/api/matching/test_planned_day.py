"""The day a match is for comes from the enterprise's own deadline, where its words name a day that is still to come."""

from __future__ import annotations

from datetime import date

import pytest

from api.matching.planned_day import last_day, planned_for
from foundation.working_calendar import load_calendar

CALENDAR = load_calendar()
MONDAY = date(2025, 3, 10)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2个月内", "2025-05-10"),
        ("1-2个月", "2025-05-10"),
        ("1个半月内", "2025-04-25"),
        ("半年内", "2025-09-10"),
        ("半个月", "2025-03-25"),
        ("20天", "2025-03-30"),
        ("15日内", "2025-03-25"),
        ("3周内", "2025-03-31"),
        ("10个工作日内", "2025-03-24"),
        ("48小时内", "2025-03-12"),
        ("1年", "2026-03-10"),
        ("12月底前", "2025-12-31"),
        ("6月", "2025-06-30"),
        ("6月中旬", "2025-06-20"),
        ("6月15日前", "2025-06-15"),
        ("2025年6月", "2025-06-30"),
        ("2026年2月底", "2026-02-28"),
        ("明年1月", "2026-01-31"),
        ("2025-04-30", "2025-04-30"),
        ("2025.4", "2025-04-30"),
        ("4/18", "2025-04-18"),
        ("年底前", "2025-12-31"),
        ("今年内", "2025-12-31"),
        ("明年上半年", "2026-06-30"),
        ("第三季度", "2025-09-30"),
        ("2025年Q2", "2025-06-30"),
        ("月底", "2025-03-31"),
        ("下个月15号前", "2025-04-15"),
        ("下月底", "2025-04-30"),
        ("下周三", "2025-03-19"),
        ("本周五前", "2025-03-14"),
        ("下周", "2025-03-23"),
        ("15号前", "2025-03-15"),
        ("5号", "2025-04-05"),
        ("五一前", "2025-05-01"),
        ("国庆前", "2025-10-01"),
        ("后天", "2025-03-12"),
        ("2月底", "2025-02-28"),
    ],
)
def test_words_of_a_deadline_name_their_last_day(words: str, day: str) -> None:
    assert last_day(words, MONDAY, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize("words", ["尽快", "春节前", "采摘季前", "6月31日", "客户验货前", "年", "月", "内", ""])
def test_words_that_name_no_day_give_none(words: str) -> None:
    assert last_day(words, MONDAY, CALENDAR) is None


def test_a_month_without_a_year_that_is_long_past_is_next_years() -> None:
    assert last_day("3月底前", date(2025, 11, 20), CALENDAR) == date(2026, 3, 31)
    assert last_day("元旦前", date(2025, 11, 20), CALENDAR) == date(2026, 1, 1)


def test_no_deadline_one_that_names_no_day_and_one_that_is_over_give_today_and_say_so() -> None:
    today = date(2025, 6, 1)
    told = {
        words: planned_for(words, MONDAY, today, CALENDAR)
        for words in (None, "春节前", "2个月内", "6月15日前", "90年内")
    }
    assert {words: one.day for words, one in told.items()} == {
        None: today,
        "春节前": today,
        "2个月内": today,
        "6月15日前": date(2025, 6, 15),
        "90年内": today,
    }
    assert [one.why.text() for one in told.values()] == [
        "企业没有写期限，按匹配当天",
        "期限“春节前”读不出是哪一天，按匹配当天",
        "期限“2个月内”（2025-05-10）已经过去，按匹配当天",
        "企业写的期限“6月15日前”",
        "期限“90年内”读不出是哪一天，按匹配当天",
    ]
