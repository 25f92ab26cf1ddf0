"""What a day brings to an open engagement (B3): a reminder, or the next one up. Pure.

Each step of :data:`NOTICES` is told once for a state and its due date: in the talks when the set days passed without an
offer, then on the working day before the due date, on the day, and the first working day after it. After that it goes
up, one role every ``escalation_days``, never past anybody; at the top it is told again. On a day off nothing is told.

Suspended time needs no rule here: a pause has the agreed day as its due date, and what was left of the time before is
left after it (:func:`engagement.deadlines.moved`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from engagement.deadlines import DEFAULT_RULES as DEFAULT_TIMES
from engagement.deadlines import Rules
from foundation.actors import Role
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.cares.care import LADDER, Days

Notice = Literal["round", "soon", "today", "overdue", "escalation"]

NOTICES: tuple[Notice, ...] = ("round", "soon", "today", "overdue", "escalation")
"""The steps in their order; every step after the fourth is an escalation."""

_ROUND, _SOON, _TODAY, _OVERDUE = range(4)


class ClockRules(Value):
    """Working days a site gives: defaults of this product, not of a source document."""

    round_days: Days = 5
    """So long talks may go without an offer before the owner is reminded."""
    reminder_days: Days = 1
    escalation_days: Days = 2
    """So long each of the ladder has, the owner first."""


DEFAULT_CLOCKS = ClockRules()


class Waiting(Value):
    """An open engagement as its clock sees it."""

    id: str
    profile: str
    state: str
    is_talking: bool
    """Offers are made in this state, and it is not suspended."""
    owner_role: Role
    turn: tuple[Role, ...] = ()
    """Every role whose act it waits for; empty: the owner's alone."""
    due: date

    @property
    def everybody(self) -> tuple[Role, ...]:
        """Who is to be reminded."""
        return self.turn or (self.owner_role,)


class Told(Value):
    """What was told last of an engagement: for which state and due date, and how far up. ``step`` counts from 0."""

    engagement_id: str
    profile: str
    """For its words; not kept."""
    state: str
    due: date
    step: int
    to: Role
    others: tuple[Role, ...] = ()
    """Who else was reminded of an act of their own; not kept."""
    told_on: date

    @property
    def notice(self) -> Notice:
        """Which of the kinds it was."""
        return NOTICES[min(self.step, len(NOTICES) - 1)]


def tended(
    waiting: Waiting,
    last: Told | None,
    today: date,
    calendar: WorkingCalendar,
    rules: ClockRules = DEFAULT_CLOCKS,
    times: Rules = DEFAULT_TIMES,
) -> Told | None:
    """What is to be told today; ``None`` for nothing. Asked again on the same day it is nothing."""
    if not calendar.is_working_day(today) or (last is not None and last.told_on >= today):
        return None
    reached = _reached(waiting, today, calendar, rules, times)
    before = last.step if last is not None and (last.state, last.due) == (waiting.state, waiting.due) else -1
    if reached is None or reached <= before:
        return None
    first, *others = waiting.everybody
    above = _above(waiting.everybody)
    step = min(reached, max(before, _OVERDUE) + 1)
    if step >= _OVERDUE + len(above):
        step = reached  # at the top there is nobody left to pass over
    return Told(
        engagement_id=waiting.id,
        profile=waiting.profile,
        state=waiting.state,
        due=waiting.due,
        step=step,
        to=first if step <= _OVERDUE else above[min(step - _OVERDUE, len(above)) - 1],
        others=tuple(others) if step <= _OVERDUE else (),
        told_on=today,
    )


def looked_at_until(
    today: date, calendar: WorkingCalendar, rules: ClockRules = DEFAULT_CLOCKS, times: Rules = DEFAULT_TIMES
) -> date:
    """What is due later than this day needs nothing today."""
    lead = max(rules.reminder_days, times.time_for("P2") - rules.round_days)
    return calendar.add_working_days(today, lead).date


def _reached(waiting: Waiting, today: date, calendar: WorkingCalendar, rules: ClockRules, times: Rules) -> int | None:
    if today > waiting.due:
        late = calendar.working_days_between(waiting.due, today).days
        return _OVERDUE + late // rules.escalation_days
    if today == waiting.due:
        return _TODAY
    if today >= calendar.add_working_days(waiting.due, -rules.reminder_days).date:
        return _SOON
    left = times.time_for("P2") - rules.round_days
    if waiting.is_talking and left > 0 and today >= calendar.add_working_days(waiting.due, -left).date:
        return _ROUND
    return None


def _above(everybody: Sequence[Role]) -> list[Role]:
    """Who answers for it after those on turn: from the desk upwards, without their own roles."""
    return [role for role in LADDER if role not in everybody]
