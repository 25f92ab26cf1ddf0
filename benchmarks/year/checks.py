"""What must hold on every simulated day: nothing waits for nobody, ends in silence or stays undelivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.year.world import Kind, World
from engagement import store
from engagement.clocks.run import last_told
from engagement.profiles import SUSPENDED, profile
from foundation.audit import verify
from intake.life import DEMAND_LIFE
from matcher.review.process import OPEN_STATES

_CARES = "SELECT subject_id, is_open, owner_role, due, reason_code, answer, next_step FROM cares"
_PROJECTS = (
    "SELECT id, demand_id, profile, state, is_open, owner_role, owner, due, closed_at, "
    "json_extract(content, '$.end_reason') AS end_reason FROM engagements"
)
Seen = tuple[Kind, str]
_COUNTED = ("P1", "P2", "P3", "P4", "P5", "P7", "P8")
"""Boxes whose time is counted in working days; the service has the day that was agreed."""
_NOT_SERVED = ("not_agreed", "ended_early")


def check_day(world: World) -> None:
    """Look at everything that is open or has ended; every violation becomes a fault."""
    with world.house.reading() as session:
        cares = {row.subject_id: row for row in _rows(session, _CARES)}
        projects = _rows(session, _PROJECTS)
        for what in (
            *_demands(world, session, cares, projects),
            *_others(session, cares),
            *_candidates(session, cares, projects),
            *_open_projects(world, session, projects),
            *_jobs(world, session),
        ):
            world.fault(*what)


def check_end(world: World) -> None:
    """At the end: the audit chain holds, every project is what its log tells, every job is done."""
    with world.house.reading() as session:
        if (broken := verify(session)) is not None:
            world.fault("not what its log tells", f"the audit chain is broken: {broken}")
        for row in _rows(session, "SELECT id FROM engagements"):
            if not store.check(session, row.id):
                world.fault("not what its log tells", row.id)
        for row in _rows(session, "SELECT id FROM outbox_jobs WHERE state <> 'done'"):
            world.fault("not delivered, or delivered twice", f"{row.id} never came")


def _demands(world: World, session: Session, cares: dict[str, Any], projects: list[Any]) -> Iterator[Seen]:
    is_worked = world.house.calendar.is_working_day(world.day)
    serving = {one.demand_id for one in projects if one.closed_at is None or one.end_reason == "completed"}
    for row in _rows(session, "SELECT id, status FROM demands"):
        is_over = DEMAND_LIFE.state(row.status).is_end
        yield from _looked_after(row.id, not is_over, cares)
        care = cares.get(row.id)
        if (
            row.status == "docked"
            and row.id not in serving
            and care is not None
            and care.reason_code not in _NOT_SERVED
        ):
            yield "demand and project disagree", f"{row.id} was told that a centre serves it, and none does"
        if care is not None and care.is_open and is_worked and str(care.due) < world.day.isoformat():
            yield "overdue and nobody told", row.id


def _others(session: Session, cares: dict[str, Any]) -> Iterator[Seen]:
    for row in _rows(session, "SELECT id, state FROM complaints"):
        yield from _looked_after(row.id, row.state != "closed", cares)
    for row in _rows(session, "SELECT id, status, json_array_length(draft, '$.utterances') AS said FROM conversations"):
        if row.said:
            yield from _looked_after(row.id, row.status == "open", cares)


def _looked_after(id: str, is_open: bool, cares: dict[str, Any]) -> Iterator[Seen]:
    """Open: an owner and a due date. Ended: a reason, an answer and a next step."""
    care = cares.get(id)
    if care is None or bool(care.is_open) != is_open:
        yield "waits for nobody", f"{id} is {'open' if is_open else 'over'}, its care says otherwise"
    elif is_open and not (care.owner_role and care.due):
        yield "open without owner or due date", id
    elif not is_open and not (care.reason_code and care.answer and care.next_step):
        yield "ended without answer or reason", id


def _candidates(session: Session, cares: dict[str, Any], projects: list[Any]) -> Iterator[Seen]:
    """A candidate and a question belong to an open demand, or to one that a project serves or that was answered."""
    open_states = ", ".join(f"'{one}'" for one in OPEN_STATES)
    owned = {one.demand_id for one in projects if one.closed_at is None and one.owner and one.due}
    queries = (
        f"SELECT id, demand_id FROM match_candidates WHERE state IN ({open_states})",
        "SELECT id, demand_id FROM demand_questions WHERE state = 'open'",
    )
    for query in queries:
        for row in _rows(session, query):
            care = cares.get(row.demand_id)
            is_waiting = care is not None and care.is_open and care.owner_role and care.due
            is_answered = care is not None and not care.is_open and care.answer
            if not (is_waiting or is_answered or row.demand_id in owned):
                yield "waits for nobody", f"{row.id} of {row.demand_id}"


def _open_projects(world: World, session: Session, projects: list[Any]) -> Iterator[Seen]:
    day, days = world.day, world.house.calendar
    waiting = [one for one in projects if profile(one.profile).is_open(one.state)]
    told = last_told(session, [one.id for one in waiting])
    for one in projects:
        if one.closed_at is not None and not one.end_reason:
            yield "ended without answer or reason", one.id
    for one in waiting:
        if not (one.is_open and one.owner_role and one.owner and one.due):
            yield "open without owner or due date", f"{one.id} in {one.state}"
            continue
        is_counted = not one.state.startswith(SUSPENDED) and profile(one.profile).box(one.state) in _COUNTED
        if is_counted and not days.is_working_day(date.fromisoformat(one.due)):
            yield "due on a day off", f"{one.id} in {one.state} on {one.due}"
        last = told.get(one.id)
        if last is not None and last.told_on == day and (last.state, last.due.isoformat()) != (one.state, one.due):
            yield "told what is not so", f"{one.id}: {last.state} {last.due}, it is {one.state} {one.due}"
        worked = [
            day - timedelta(days=back) for back in range(1, 15) if days.is_working_day(day - timedelta(days=back))
        ]
        is_fresh = last is not None and (last.state, last.due.isoformat()) == (one.state, one.due)
        if one.due < worked[3].isoformat() and not (is_fresh and last is not None and last.told_on >= worked[3]):
            yield "overdue and nobody told", f"{one.id} since {one.due}: {last}"


def _jobs(world: World, session: Session) -> Iterator[Seen]:
    """What failed is delivered within two days, nothing is given up."""
    before = world.clock.now() - timedelta(days=2)
    query = text("SELECT id, state FROM outbox_jobs WHERE state <> 'done' AND (created_at < :before OR state = 'dead')")
    for row in session.execute(query, {"before": before.replace(tzinfo=None).isoformat(" ")}):
        yield "not delivered, or delivered twice", f"{row.id} is {row.state}"


def _rows(session: Session, query: str) -> list[Any]:
    return list(session.execute(text(query)))
