"""The clock run (B3): reminders and escalations of all open engagements, once a day or as often as one likes.

What was told is kept, one row for an engagement, and written in the transaction of the notice: two runs at once, or
one after the other, tell it once.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from engagement.clocks import store as clock_store
from engagement.clocks.clock import DEFAULT_CLOCKS, ClockRules, Told, looked_at_until, tended
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.telling import NOTICE
from foundation.outbox import enqueue
from foundation.process import expect_coordinator
from foundation.unit_of_work import Work
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar, load_calendar


class Ran(Value):
    """What a run did, by number of engagements."""

    reminded: int = 0
    escalated: int = 0


def run_clocks(
    work: Work,
    rules: ClockRules = DEFAULT_CLOCKS,
    times: Rules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
) -> Ran:
    """Remind and escalate what is due by today; run again on the same day it does nothing.

    Raises ``NotAllowed`` for anybody but the system and a coordinator.
    """
    expect_coordinator(work.actor, "催办", "system")
    calendar = calendar or load_calendar()
    told = [
        after
        for waiting, last in clock_store.waiting_until(
            work.session, looked_at_until(work.today, calendar, rules, times)
        )
        if (after := tended(waiting, last, work.today, calendar, rules, times)) is not None
        and clock_store.keep(work.session, last, after)
    ]
    for one in told:
        _tell(work, one)
    escalated = sum(one.notice == "escalation" for one in told)
    return Ran(reminded=len(told) - escalated, escalated=escalated)


def last_told(session: Session, engagement_ids: Sequence[str]) -> dict[str, Told]:
    """What was told last of each of these, for the lists; those of which nothing was told are left out."""
    return clock_store.last_told(session, engagement_ids)


def _tell(work: Work, told: Told) -> None:
    due = told.due.isoformat()
    facts: dict[str, object] = {"notice": told.notice, "due": due}
    everybody = (told.to, *told.others)
    work.record(f"engagement.told_{told.notice}", told.engagement_id, {**facts, "to": ",".join(everybody)})
    payload = {"subject": told.engagement_id, "profile": told.profile, "state": told.state, **facts}
    day = told.told_on.isoformat()
    for side in everybody:
        enqueue(work, NOTICE, {**payload, "to": side}, key=f"{told.engagement_id} {told.notice} {day} {side}")
