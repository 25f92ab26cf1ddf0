"""No silent end (B3): who looks after an open matter, until when, and what happens when nobody does. Pure.

A matter is a demand, a complaint, or a talk that was left open with words in it. While it is open it has an owner and
a due date in Chinese working days; before that date the owner is reminded, after it the matter goes up one step of
:data:`LADDER` and gets a new date, for as long as it is open. When it ends it keeps the answer that was given.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from foundation.actors import Role
from foundation.clock import CHINA
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.life import Ending

Kind = Literal["demand", "complaint", "talk"]
NoticeKind = Literal["reminder", "escalation"]

KIND_LABELS: dict[Kind, str] = {"demand": "需求", "complaint": "投诉", "talk": "未完的对话"}

LADDER: tuple[Role, ...] = ("coordinator", "host", "association")
"""Who answers for a matter, from the desk upwards; at the top it stays and is told again."""

Days = Annotated[int, Field(ge=1, le=250)]


class CareRules(Value):
    """Working days a site gives: defaults of this product, not of a source document."""

    demand_days: Days = 5
    complaint_days: Days = 3
    talk_days: Days = 2
    reminder_days: Days = 1
    """So long before the due date the owner is reminded."""
    escalation_days: Days = 2
    """So long the next one up has."""

    def time_for(self, kind: Kind) -> int:
        """The working days for a matter of this kind."""
        return {"demand": self.demand_days, "complaint": self.complaint_days, "talk": self.talk_days}[kind]


DEFAULT_RULES = CareRules()


class Care(Value):
    """Who looks after one matter. An open one has ``owner_role`` and ``due``; an ended one has ``ending``."""

    subject_id: str
    kind: Kind
    is_open: bool = True
    owner_role: Role | None = None
    owner: str | None = None
    """The person who took it on; whoever holds the role when nobody did."""
    due: date | None = None
    due_is_approximate: bool = False
    since: datetime
    """When the present step began."""
    reminded_for: date | None = None
    """The due date of which the owner was reminded."""
    escalations: int = 0
    ending: Ending | None = None
    ended_at: datetime | None = None
    version: int = 1


def opened(
    kind: Kind,
    subject_id: str,
    now: datetime,
    calendar: WorkingCalendar,
    rules: CareRules,
    working_days: int | None = None,
) -> Care:
    """A new matter at the desk, with its due date."""
    return renewed(Care(subject_id=subject_id, kind=kind, since=now), now, calendar, rules, working_days)


def renewed(
    care: Care, now: datetime, calendar: WorkingCalendar, rules: CareRules, working_days: int | None = None
) -> Care:
    """The matter took a step (or was opened again): back at the desk, with fresh time."""
    deadline = calendar.add_working_days(_day(now), working_days or rules.time_for(care.kind))
    return care.model_copy(
        update={
            "is_open": True,
            "owner_role": LADDER[0],
            "due": deadline.date,
            "due_is_approximate": deadline.is_approximate,
            "since": now,
            "reminded_for": None,
            "escalations": 0,
            "ending": None,
            "ended_at": None,
        }
    )


def ended(care: Care, ending: Ending, now: datetime) -> Care:
    """The matter is over; what was answered stays."""
    return care.model_copy(
        update={
            "is_open": False,
            "owner_role": None,
            "owner": None,
            "due": None,
            "due_is_approximate": False,
            "ending": ending,
            "ended_at": now,
        }
    )


def tended(care: Care, today: date, calendar: WorkingCalendar, rules: CareRules) -> tuple[Care, NoticeKind | None]:
    """What a day brings: nothing, a reminder, or the next one up. Asked again on the same day it brings nothing.

    On a day off nobody is told; what was due then is told on the next working day.
    """
    if not care.is_open or care.due is None or care.owner_role is None or not calendar.is_working_day(today):
        return care, None
    if today > care.due:
        deadline = calendar.add_working_days(today, rules.escalation_days)
        is_soon = today >= _reminder_day(deadline.date, calendar, rules)
        after = care.model_copy(
            update={
                "owner_role": _next_up(care.owner_role),
                "owner": None,
                "due": deadline.date,
                "due_is_approximate": deadline.is_approximate,
                "reminded_for": deadline.date if is_soon else None,
                "escalations": care.escalations + 1,
            }
        )
        return after, "escalation"
    if care.reminded_for != care.due and today >= _reminder_day(care.due, calendar, rules):
        return care.model_copy(update={"reminded_for": care.due}), "reminder"
    return care, None


def looked_at_until(today: date, calendar: WorkingCalendar, rules: CareRules) -> date:
    """Matters due later than this day need nothing today."""
    return calendar.add_working_days(today, rules.reminder_days).date


def _reminder_day(due: date, calendar: WorkingCalendar, rules: CareRules) -> date:
    return calendar.add_working_days(due, -rules.reminder_days).date


def _next_up(role: Role) -> Role:
    place = LADDER.index(role) if role in LADDER else 0
    return LADDER[min(place + 1, len(LADDER) - 1)]


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
