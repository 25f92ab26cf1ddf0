"""After closure the enterprise is asked by itself: for the questionnaire at once, for the effects at each set month.

What it is asked leaves as a notice through the outbox, which carries no address and no token; its own page of the
demand shows the button, and the link is made on the click (:func:`engagement.access.giving.open_for_enterprise`).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from engagement import store as engagements
from engagement.afterwards.followups import months_after
from engagement.asking import store
from engagement.asking.question import Question, open_questions
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.record import Engagement
from engagement.telling import NOTICE
from foundation.clock import CHINA
from foundation.outbox import enqueue
from foundation.unit_of_work import Work

ASKS_UNTIL_DAYS = 60
"""How long after its day something is still asked for that nobody asked on the day; a default of this product."""


def ask(work: Work, engagement: Engagement, rules: Rules = DEFAULT_RULES) -> tuple[Question, ...]:
    """Ask the enterprise what it has not been asked since this closure; the questions that were asked now.

    One notice for each, in the caller's transaction; two at once, or one after the other, ask once.
    """
    closed_at = engagement.closed_at
    if closed_at is None:
        return ()
    recent = work.today - timedelta(days=ASKS_UNTIL_DAYS)
    asked = tuple(
        one
        for one in open_questions(engagement, work.today, rules)
        if one.since >= recent and store.mark_asked(work.session, engagement.id, closed_at, one.month or 0, work.now)
    )
    for one in asked:
        told = {
            "notice": one.purpose,
            "subject": engagement.id,
            "profile": engagement.profile,
            "version": engagement.version,
            "state": engagement.state,
            "month": one.month,
            "to": "enterprise",
        }
        enqueue(work, NOTICE, told, key=f"{engagement.id} {closed_at.isoformat()} asked {one.month or 0}")
    return asked


def ask_due(work: Work, rules: Rules = DEFAULT_RULES) -> int:
    """Ask every enterprise what is due by today and was not asked; run again on the same day it asks nothing."""
    ids: set[str] = set()
    for month in (0, *rules.followup_months):
        first, last = _closed_between(work.today, month)
        start, end = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(days=1)))
        closed = engagements.closed_between(work.session, start, end)
        known = store.asked(work.session, [id for id, _ in closed])
        ids |= {id for id, closed_at in closed if (id, closed_at, month) not in known}
    count = 0
    for id in sorted(ids):
        for one in ask(work, engagements.load(work.session, id), rules):
            work.record(f"engagement.{one.purpose}_asked", id, {"month": one.month, "since": one.since.isoformat()})
            count += 1
    return count


def _closed_between(today: date, month: int) -> tuple[date, date]:
    """Days of closure whose month came in the last :data:`ASKS_UNTIL_DAYS` days; never too few."""
    last = today - timedelta(days=28 * month)
    first = today - timedelta(days=31 * month + ASKS_UNTIL_DAYS)
    assert months_after(first, month) <= today
    return first, last
