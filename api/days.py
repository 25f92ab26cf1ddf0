"""Days and moments as people say them: with the year where that is not this year. Pure."""

from __future__ import annotations

from datetime import date, datetime

from foundation.clock import CHINA
from foundation.language import Language

_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


def day_words(day: date, today: date, language: Language) -> str:
    """A day with its weekday: ``12 月 3 日（星期三）``, ``Wednesday 3 December``; of another year with it."""
    is_other = day.year != today.year
    if language == "en":
        return f"{day:%A} {day.day} {day:%B}{f' {day.year}' if is_other else ''}"
    return f"{f'{day.year} 年 ' if is_other else ''}{day.month} 月 {day.day} 日（星期{_WEEKDAYS[day.weekday()]}）"


def moment_words(at: datetime, today: date, language: Language) -> str:
    """``3 月 10 日 14:32`` in Chinese time; of another year with it."""
    there = at.astimezone(CHINA)
    is_other = there.year != today.year
    if language == "en":
        return f"{there.day} {there:%B}{f' {there.year}' if is_other else ''} {there:%H:%M}"
    return f"{f'{there.year} 年 ' if is_other else ''}{there.month} 月 {there.day} 日 {there:%H:%M}"
