"""Days, moments and money on the page of a service, as people say them. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from api.talks.promise import day_words
from foundation.clock import CHINA
from foundation.language import Language, sentence


def day_of(day: date, today: date, language: Language) -> str:
    """A day with its weekday, and with its year where that is not this year."""
    told = day_words(day, language)
    if day.year == today.year:
        return told
    return f"{told} {day.year}" if language == "en" else f"{day.year} 年 {told}"


def moment_of(at: datetime, today: date, language: Language) -> str:
    """``3 月 10 日 14:32`` in Chinese time, with the year where that is not this year."""
    there = at.astimezone(CHINA)
    is_other = there.year != today.year
    if language == "en":
        return f"{there.day} {there:%B}{f' {there.year}' if is_other else ''} {there:%H:%M}"
    return f"{f'{there.year} 年 ' if is_other else ''}{there.month} 月 {there.day} 日 {there:%H:%M}"


def money_of(yuan: str, language: Language) -> str:
    """``48,000 元``; cents only where there are any."""
    amount = Decimal(yuan)
    told = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return sentence("{amount} 元", amount=told).text(language)
