"""Who must act on a demand next, and by which day: a page with a clock, never silence."""

from __future__ import annotations

from datetime import date

from foundation.clock import CHINA
from foundation.language import Language, Sentence, sentence
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.demand import Demand, DemandStatus

ANSWER_WORKING_DAYS = 5
"""Working days within which a coordinator answers a demand."""

_NEXT: dict[DemandStatus, Sentence] = {
    "draft": sentence("轮到您：把需求确认下来"),
    "confirmed": sentence("对接专员看需求、核对发布的文字，并联系合适的中心"),
    "published": sentence("对接专员在收集各中心的回应"),
    "matched": sentence("对接专员和候选中心核对能不能做"),
    "docked": sentence("承接的中心按协议办理"),
    "no_capability": sentence("对接专员说明为什么暂时没有中心能做，下一步怎么办"),
    "withdrawn": sentence("已经撤回，不再办理"),
}
_OVER: frozenset[DemandStatus] = frozenset({"withdrawn", "docked"})
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


class Promise(Value):
    """What happens next; ``due`` is the last day, ``days_left`` in working days (negative: overdue)."""

    next_step: Sentence
    due: date | None = None
    days_left: int | None = None
    is_approximate: bool = False


def promise_of(demand: Demand, calendar: WorkingCalendar, today: date) -> Promise:
    """The next step of a demand and its clock."""
    next_step = _NEXT[demand.status]
    if demand.status in _OVER or demand.confirmed_at is None:
        return Promise(next_step=next_step)
    deadline = calendar.add_working_days(demand.confirmed_at.astimezone(CHINA).date(), ANSWER_WORKING_DAYS)
    left = calendar.working_days_between(today, deadline.date).days
    return Promise(next_step=next_step, due=deadline.date, days_left=left, is_approximate=deadline.is_approximate)


def answer_day(calendar: WorkingCalendar, today: date) -> date:
    """The day by which a demand confirmed today is answered."""
    return calendar.add_working_days(today, ANSWER_WORKING_DAYS).date


def day_words(day: date, language: Language) -> str:
    """A day with its weekday, as people say it: ``12 月 3 日（星期三）``, ``Wednesday 3 December``."""
    if language == "en":
        return f"{day:%A} {day.day} {day:%B}"
    return f"{day.month} 月 {day.day} 日（星期{_WEEKDAYS[day.weekday()]}）"
