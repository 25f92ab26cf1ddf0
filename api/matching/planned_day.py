"""For which day a demand is matched: the last day the enterprise leaves for it, where that can be read as a day. Pure.

The deadline of a demand is kept in the words of the enterprise (``2个月内``, ``12月底前``), counted from the day they
were said. What names no day, or one that is over, gives today, and the reason says so: certificates are never held
against a day that nobody named.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from foundation.clock import CHINA
from foundation.language import Sentence, sentence
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.demand import Demand

RECENT = timedelta(days=92)
"""A day without a year that passed no longer ago is over; one longer ago is next year's."""
FARTHEST = timedelta(days=3653)
"""No certificate runs for longer; a later day is not taken for a plan."""

_WEEKDAYS = "一二三四五六日"
_QUARTERS = "一二三四"
_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2}
_YEAR = r"(?:(?P<year>20\d\d)年?|(?P<named>[今本明后])年)?"
_END = re.compile(r"(?:之前|以前|前|之内|以内|内|左右|截止|完成|时候|时间|\s)+$")
_SPAN = re.compile(
    r"(?:[\d.]+[-~到至])?(?P<count>\d+(?:\.\d+)?|半)(?P<each>个)?(?P<half>半)?"
    r"(?P<unit>工作日|工作天|自然日|自然天|日历日|日历天|天|日|周|星期|礼拜|月|季度|年|小时|钟头)"
)
_PARTS = r"(?P<part>底|末|内|初|上旬|中旬?|下旬)?"
_DATE = re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?")
_SHORT = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})")
_MONTH = re.compile(_YEAR + r"(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号])?" + _PARTS)
_THIS_MONTH = re.compile(r"(?P<which>本|这个?|当|下个?)?月(?:份)?(?:(?P<day>\d{1,2})[日号])?" + _PARTS)
_OF_YEAR = re.compile(_YEAR + r"(?P<part>年?底|年?末|年?内|上半年|下半年|第?[一二三四1-4]季度|[qQ][1-4])?")
_WEEK = re.compile(r"(?P<which>本|这个?|下下个?|下个?)(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])?")
_DAY_OF_MONTH = re.compile(r"(?P<day>\d{1,2})[日号]")
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "六一": (6, 1), "十一": (10, 1), "国庆": (10, 1), "国庆节": (10, 1)}
_NEAR = {"今天": 0, "当天": 0, "明天": 1, "后天": 2}


class PlannedDay(Value):
    """The day a match is for, and why that one."""

    day: date
    why: Sentence


def planned_day(demand: Demand, today: date, calendar: WorkingCalendar) -> PlannedDay:
    """The demand's own last day, counted from when it was said; today where it names none that is still to come."""
    words = demand.draft.value("deadline")
    return planned_for(words, _said_on(demand.created_at), today, calendar)


def planned_for(words: str | None, said_on: date, today: date, calendar: WorkingCalendar) -> PlannedDay:
    """The same from the words of a deadline and the day on which they were said."""
    if not words:
        return PlannedDay(day=today, why=sentence("企业没有写期限，按匹配当天"))
    found = last_day(words, said_on, calendar)
    if found is None or found - said_on > FARTHEST:
        return PlannedDay(day=today, why=sentence("期限“{words}”读不出是哪一天，按匹配当天", words=words))
    if found < today:
        why = sentence("期限“{words}”（{day}）已经过去，按匹配当天", words=words, day=str(found))
        return PlannedDay(day=today, why=why)
    return PlannedDay(day=found, why=sentence("企业写的期限“{words}”", words=words))


def last_day(words: str, said_on: date, calendar: WorkingCalendar) -> date | None:
    """The last day that words of a deadline leave, said on this day; ``None`` where they name none."""
    said = words.replace(" ", "")
    core = _END.sub("", said)
    is_within = said.endswith("内")
    for read in (_near, _feast, _date, _month, _this_month, _week, _of_year):
        try:
            found = read(core, said, said_on)
        except ValueError:  # the 31st of a month that has thirty
            return None
        if found is not None:
            return found
    return _span(core, is_within, said_on, calendar) or _day_of_month(core, said_on)


def _said_on(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _near(core: str, said: str, on: date) -> date | None:
    return on + timedelta(days=_NEAR[core]) if core in _NEAR else None


def _feast(core: str, said: str, on: date) -> date | None:
    return _next(on, *_FEASTS[core]) if core in _FEASTS else None


def _date(core: str, said: str, on: date) -> date | None:
    if found := _DATE.fullmatch(core):
        year, month = int(found["year"]), int(found["month"])
        return date(year, month, int(found["day"])) if found["day"] else _end_of(year, month)
    if found := _SHORT.fullmatch(core):
        return _next(on, int(found["month"]), int(found["day"]))
    return None


def _month(core: str, said: str, on: date) -> date | None:
    found = _MONTH.fullmatch(core)
    if found is None or not 1 <= int(found["month"]) <= 12:
        return None
    month = int(found["month"])
    year = _year(found, on)
    if year is None:
        end = _end_of(on.year, month)
        year = on.year if end >= on - RECENT else on.year + 1
    return _in_month(year, month, found)


def _this_month(core: str, said: str, on: date) -> date | None:
    found = _THIS_MONTH.fullmatch(core)
    if found is None or not any(found.groups()):
        return None
    ahead = 1 if (found["which"] or "").startswith("下") else 0
    first = _months_after(on.replace(day=1), ahead)
    return _in_month(first.year, first.month, found)


def _of_year(core: str, said: str, on: date) -> date | None:
    """A whole year, half of one or a quarter; the end of it. ``年`` at the end belongs to the words before."""
    found = _OF_YEAR.fullmatch(core) if core else None
    if found is None:
        return None
    year, part = _year(found, on), found["part"] or ""
    if year is None and not part:
        return None
    year = year or on.year
    if part == "上半年":
        return date(year, 6, 30)
    if part[-2:] == "季度" or part[:1] in ("q", "Q"):
        number = part.strip("第季度qQ")
        quarter = _QUARTERS.index(number) + 1 if number in _QUARTERS else int(number)
        return _end_of(year, 3 * quarter)
    return date(year, 12, 31)


def _week(core: str, said: str, on: date) -> date | None:
    found = _WEEK.fullmatch(core)
    if found is None:
        return None
    ahead = found["which"].count("下")
    day = (found["day"] or "日").replace("天", "日").replace("末", "日")
    return on + timedelta(days=7 * ahead + _WEEKDAYS.index(day) - on.weekday())


def _span(core: str, is_within: bool, on: date, calendar: WorkingCalendar) -> date | None:
    found = _SPAN.fullmatch(core)
    if found is None:
        return None
    unit, each = found["unit"], found["each"]
    if (unit == "月" and not each and found["count"] != "半") or (unit == "日" and not is_within):
        return None
    count = Decimal("0.5") if found["count"] == "半" else Decimal(found["count"])
    count += Decimal("0.5") if found["half"] else 0
    if count > 10_000:
        return None
    whole = int(count.to_integral_value(ROUND_CEILING))
    if unit.startswith("工作"):
        return calendar.add_working_days(on, whole).date
    if unit in ("小时", "钟头"):
        return on + timedelta(days=-(-whole // 24))
    if unit in ("周", "星期", "礼拜"):
        return on + timedelta(days=int((count * 7).to_integral_value(ROUND_CEILING)))
    months = {"月": 1, "季度": 3, "年": 12}.get(unit)
    if months is None:
        return on + timedelta(days=whole)
    full = count * months
    after = _months_after(on, int(full))
    return after + timedelta(days=15) if full != int(full) else after


def _day_of_month(core: str, on: date) -> date | None:
    """``15号前``: the next fifteenth."""
    found = _DAY_OF_MONTH.fullmatch(core)
    if found is None or not 1 <= int(found["day"]) <= 31:
        return None
    day = int(found["day"])
    for ahead in range(3):
        first = _months_after(on.replace(day=1), ahead)
        if day <= monthrange(first.year, first.month)[1] and first.replace(day=day) >= on:
            return first.replace(day=day)
    return None


def _year(found: re.Match[str], on: date) -> int | None:
    if found["year"]:
        return int(found["year"])
    return on.year + _YEARS[found["named"]] if found["named"] else None


def _in_month(year: int, month: int, found: re.Match[str]) -> date:
    if found["day"]:
        return date(year, month, int(found["day"]))
    last = {"初": 10, "上旬": 10, "中": 20, "中旬": 20}.get(found["part"] or "")
    return date(year, month, last) if last else _end_of(year, month)


def _next(on: date, month: int, day: int) -> date:
    this = date(on.year, month, day)
    return this if this >= on - RECENT else this.replace(year=on.year + 1)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
