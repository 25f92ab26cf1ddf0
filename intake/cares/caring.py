"""Use cases of care: begin to look after a matter, give it fresh time, end it; and what a day brings (:func:`tend`).

A notice is written into the outbox in the transaction that changes the matter, under a key of its own: two runs at
once, or one after the other, write it once. It carries ids, role and date only – nothing of what was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.listing import check_limit
from foundation.outbox import enqueue
from foundation.process import expect_coordinator
from foundation.races import check_seen
from foundation.text import clean
from foundation.unit_of_work import Work
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar, load_calendar
from intake.cares import store
from intake.cares.care import DEFAULT_RULES, Care, CareRules, Kind, ended, looked_at_until, opened, renewed, tended
from intake.life import Ending

NOTICE = "care.notice"
"""The kind of the outbox job."""

AT_ONCE = 500
"""So many matters one run takes; run again while it did something."""


class Tended(Value):
    """What a run did, by number of matters."""

    reminded: int = 0
    escalated: int = 0


def look_after(
    work: Work,
    kind: Kind,
    subject_id: str,
    rules: CareRules = DEFAULT_RULES,
    calendar: WorkingCalendar | None = None,
    working_days: int | None = None,
) -> Care:
    """The matter began or took a step: it is at the desk with fresh time, opened again if it had ended.

    ``working_days``: what this step may take, instead of what the rules give to a matter of this kind.
    """
    seen = store.find_care(work.session, subject_id)
    calendar = calendar or load_calendar()
    if seen is None:
        care = opened(kind, subject_id, work.now, calendar, rules, working_days)
        store.add_care(work.session, care)
        return care
    return store.save_care(work.session, seen, renewed(seen, work.now, calendar, rules, working_days))


def end_care(work: Work, kind: Kind, subject_id: str, ending: Ending) -> Care:
    """The matter is over; the answer is kept."""
    seen = store.find_care(work.session, subject_id)
    if seen is None:
        care = ended(Care(subject_id=subject_id, kind=kind, since=work.now), ending, work.now)
        store.add_care(work.session, care)
        return care
    return store.save_care(work.session, seen, ended(seen, ending, work.now))


def tend(
    work: Work, rules: CareRules = DEFAULT_RULES, calendar: WorkingCalendar | None = None, limit: int = AT_ONCE
) -> Tended:
    """Remind and escalate what is due by today. Deterministic and idempotent; for the system or a coordinator."""
    expect_coordinator(work.actor, "催办", "system")
    calendar = calendar or load_calendar()
    counts = {"reminder": 0, "escalation": 0}
    changed: list[tuple[str, Care]] = []
    for seen in store.held_for_tending(work.session, looked_at_until(work.today, calendar, rules), limit):
        after, notice = tended(seen, work.today, calendar, rules)
        if notice is None:
            continue
        store.save_care(work.session, seen, after)
        payload = {
            "notice": notice,
            "kind": seen.kind,
            "subject": seen.subject_id,
            "to": after.owner_role,
            "due": after.due.isoformat() if after.due else None,
        }
        enqueue(work, NOTICE, payload, key=f"{seen.subject_id} {notice} {seen.due}")
        counts[notice] += 1
        changed.append((notice, after))
    for what, after in changed:
        facts = {"to": after.owner_role, "due": after.due.isoformat() if after.due else None}
        work.record(f"care.{what}", after.subject_id, facts)
    return Tended(reminded=counts["reminder"], escalated=counts["escalation"])


def due_items(
    session: Session,
    actor: Actor,
    kinds: Sequence[Kind] = (),
    until: date | None = None,
    limit: int = 100,
    after: tuple[date, str] | None = None,
) -> tuple[Care, ...]:
    """Open matters, the soonest due first; ``until`` a day counts. For those who may own them.

    ``after``: due date and id of the last one of the page before.
    """
    _check_desk(actor)
    check_limit(limit)
    return store.open_cares(session, kinds, until, limit, after)


def care_of(session: Session, subject_id: str) -> Care:
    """Who looks after a matter, and how it ended; NotFound when nobody ever did."""
    return store.get_care(session, subject_id)


def take_on(work: Work, subject_id: str, person: str, expected_version: int | None = None) -> Care:
    """A person takes the matter on; the role and the date stay."""
    seen = _open_one(work, subject_id, expected_version)
    name = clean(person)
    if not 1 <= len(name) <= 64:
        raise InvalidInput("owner_missing", "请写明由谁办理（最多 64 个字）", field="person")
    saved = store.save_care(work.session, seen, seen.model_copy(update={"owner": name}))
    work.record("care.taken_on", subject_id)
    return saved


def put_off(
    work: Work,
    subject_id: str,
    reason: str,
    working_days: int,
    expected_version: int | None = None,
    calendar: WorkingCalendar | None = None,
) -> Care:
    """Give an open matter more time, counted from today (1–60 working days); the reason goes into the audit chain.

    Whoever it had gone up to keeps it.
    """
    seen = _open_one(work, subject_id, expected_version)
    if not clean(reason):
        raise InvalidInput("reason_missing", "“{event}”要写明原因", field="reason", event="延期")
    if not 1 <= working_days <= 60:
        raise InvalidInput("days_out_of_range", "延期 1 到 60 个工作日", field="working_days")
    fresh = renewed(seen, work.now, calendar or load_calendar(), DEFAULT_RULES, working_days)
    after = fresh.model_copy(update={"owner_role": seen.owner_role, "escalations": seen.escalations})
    saved = store.save_care(work.session, seen, after)
    due = saved.due.isoformat() if saved.due else None
    work.record("care.put_off", subject_id, {"due": due, "reason": clean(reason)[:200]})
    return saved


def _open_one(work: Work, subject_id: str, expected_version: int | None) -> Care:
    _check_desk(work.actor)
    seen = store.get_care(work.session, subject_id)
    check_seen(expected_version, seen.version)
    if not seen.is_open:
        raise Conflict("care_ended", "这件事已经办结")
    return seen


def _check_desk(actor: Actor) -> None:
    if not actor.roles & {"coordinator", "host", "association", "system"}:
        raise NotAllowed("desk_only", "只有协调员可以看待办")
