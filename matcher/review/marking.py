"""The candidates of a demand, each with the tasks that found it too (B6): what a coordinator sees beside a centre."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from foundation.values import Value
from matcher import store
from matcher.store import Candidate
from matcher.task_matches import tasks_of

Kind = TypeVar("Kind", bound=Candidate)


class TaskMark(Value):
    """A task of the demand by its place in the work, from 1, and its service."""

    order: int
    service: str


class MarkedCandidate(Candidate):
    """A candidate and the tasks whose own lists hold what speaks for it; none where the demand asks for one thing."""

    tasks: tuple[TaskMark, ...] = ()


def marked_candidates(session: Session, demand_id: str) -> tuple[MarkedCandidate, ...]:
    """The candidates of a demand that count now, by rank, with their tasks in the order of the work."""
    candidates = store.candidates_of(session, demand_id)
    run = store.newest_run(session, demand_id) if candidates else None
    if run is None:
        return tuple(MarkedCandidate(**dict(one)) for one in candidates)
    found = run.outcome.found
    finders = found.finders()
    services = {part.task.order: part.task.service for part in found.parts}
    orders = {centre.provider_id: tasks_of(centre, finders) for centre in found.whole.centres}
    return tuple(
        MarkedCandidate(
            **dict(one),
            tasks=tuple(TaskMark(order=n, service=services[n]) for n in orders.get(one.centre_id, ())),
        )
        for one in candidates
    )


def for_outsiders(candidate: Kind) -> Kind:
    """A candidate as others than coordinators see it: without why, and by whom, something was decided."""
    return candidate.model_copy(update={"reason_code": None, "note": None, "decided_by": None})
