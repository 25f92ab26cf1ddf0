"""The outbox: jobs written in the transaction that causes them, done after its commit, at least once.

``enqueue`` belongs to the use case's own unit of work, so a job exists exactly when its cause was saved. A worker
claims what is due in a short transaction (``SKIP LOCKED`` on PostgreSQL, an update with a condition on SQLite), does it
with no transaction open, and marks it in another. A worker that dies loses its lease and another takes the job over;
so handlers see a job again now and then and use :attr:`Job.id` to do it only once at the far end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, Engine, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from foundation.actors import SYSTEM
from foundation.clock import Clock
from foundation.database import is_postgresql
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.identifiers import Identifiers
from foundation.races import has_changed_one, is_first
from foundation.tables import OutboxRow
from foundation.text import shorten
from foundation.unit_of_work import Work, unit_of_work
from foundation.values import Value, value_of

State = Literal["waiting", "leased", "done", "dead"]

BACKOFF: tuple[timedelta, ...] = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Waiting times between the ten attempts of Standard Webhooks 1.0.0: 75 h 35 min 05 s in all; then the job is dead."""

JITTER = 0.1
"""Each wait grows by up to this share, so that jobs that failed together do not return together."""

LEASE = timedelta(minutes=5)
PERMANENT = (InvalidInput, NotAllowed, NotFound)
"""Errors that waiting does not mend: a handler that raises one buries its job at once."""


class Job(Value):
    """One job as its handler sees it. ``attempts`` counts this one too; from ``lease_until`` others may take it."""

    id: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    due: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    last_error: str | None = None
    created_at: datetime


class Ran(Value):
    """What one round did, by number of jobs. ``lost``: the lease ran out and the job is somebody else's now."""

    done: int = 0
    failed: int = 0
    dead: int = 0
    lost: int = 0


Handler = Callable[[Job], None]
"""Does a job; returning means done, raising means try again later (or never, for a :data:`PERMANENT` error)."""


def enqueue(
    work: Work, kind: str, payload: Mapping[str, object], due: datetime | None = None, key: str | None = None
) -> str:
    """Write a job into the caller's transaction; its id.

    With ``key``, a second job of the same kind and key is the same job and is not written again, whoever is first.
    """
    job_id = f"job_{_digest(kind, key)[:26]}" if key is not None else work.new_id("job")
    row = {
        "id": job_id,
        "kind": kind,
        "payload": json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "state": "waiting",
        "attempts": 0,
        "due": due or work.now,
        "created_at": work.now,
    }
    is_first(work.session, OutboxRow, row, "id")
    return job_id


def claim(
    work: Work,
    owner: str,
    limit: int = 10,
    lease: timedelta = LEASE,
    kinds: Collection[str] | None = None,
    backoff: tuple[timedelta, ...] = BACKOFF,
) -> list[Job]:
    """Lease up to ``limit`` jobs that are due, earliest first; nobody else gets them before the lease ends.

    A job whose lease ran out is due again. One that has taken its worker down on its last attempt is buried instead.
    """
    now = work.now
    due = select(OutboxRow).where(_claimable(now)).order_by(OutboxRow.due, OutboxRow.id).limit(limit)
    if kinds is not None:
        due = due.where(OutboxRow.kind.in_(sorted(kinds)))
    if is_postgresql(work.session):
        due = due.with_for_update(skip_locked=True)
    claimed = []
    for row in work.session.scalars(due.execution_options(populate_existing=True)).all():
        unchanged = and_(OutboxRow.state == row.state, OutboxRow.attempts == row.attempts)
        if row.state == "leased" and row.attempts > len(backoff):
            _change(work.session, row.id, unchanged, state="dead", last_error="worker died", lease_until=None)
            continue
        attempt = {"attempts": row.attempts + 1, "lease_owner": owner, "lease_until": now + lease}
        if _change(work.session, row.id, unchanged, state="leased", **attempt):
            claimed.append(_job(row).model_copy(update=attempt))
    return claimed


def done(work: Work, job: Job) -> None:
    """Mark a claimed job done. Conflict ``lease_lost`` when it was taken over meanwhile."""
    _mark(work, job, state="done", last_error=None)


def failed(
    work: Work, job: Job, reason: str, backoff: tuple[timedelta, ...] = BACKOFF, permanent: bool = False
) -> State:
    """Put a claimed job back for later, or bury it after the last attempt; the state it is in now.

    ``reason`` must not carry personal data. Conflict ``lease_lost`` when the job was taken over meanwhile.
    """
    short = shorten(reason, 300)
    if permanent or job.attempts > len(backoff):
        _mark(work, job, state="dead", last_error=short)
        return "dead"
    _mark(work, job, state="waiting", last_error=short, due=work.now + wait_after(job, backoff))
    return "waiting"


def wait_after(job: Job, backoff: tuple[timedelta, ...] = BACKOFF) -> timedelta:
    """How long to wait after this attempt: the schedule and up to a tenth more, the same for the same attempt."""
    share = int(_digest(job.id, str(job.attempts))[:8], 16) / 0xFFFFFFFF
    return backoff[job.attempts - 1] * (1 + JITTER * share)


def run_due(
    engine: Engine,
    handlers: Mapping[str, Handler],
    clock: Clock,
    identifiers: Identifiers,
    owner: str,
    limit: int = 10,
    lease: timedelta = LEASE,
    backoff: tuple[timedelta, ...] = BACKOFF,
) -> Ran:
    """One round: claim what is due for these handlers, do each with no transaction open, mark each.

    A handler's error never ends the round. Call again while the answer is not ``Ran()``.
    """
    with unit_of_work(engine, SYSTEM, clock, identifiers) as work:
        jobs = claim(work, owner, limit, lease, handlers.keys(), backoff)
    ends = [_run(engine, handlers[job.kind], clock, identifiers, job, backoff) for job in jobs]
    return Ran(**{end: ends.count(end) for end in ("done", "failed", "dead", "lost")})


def _run(
    engine: Engine,
    handler: Handler,
    clock: Clock,
    identifiers: Identifiers,
    job: Job,
    backoff: tuple[timedelta, ...],
) -> Literal["done", "failed", "dead", "lost"]:
    if job.lease_until is None or clock.now() >= job.lease_until:
        return "lost"  # the jobs before it took too long: leave it to whoever claims it next
    fault: Exception | None = None
    try:
        handler(job)
    except Exception as raised:  # whatever a handler does, the round goes on
        fault = raised
    try:
        with unit_of_work(engine, SYSTEM, clock, identifiers) as work:
            if fault is None:
                done(work, job)
                return "done"
            permanent = isinstance(fault, PERMANENT)
            state = failed(work, job, f"{type(fault).__name__}: {fault}", backoff, permanent)
            return "dead" if state == "dead" else "failed"
    except Conflict:
        return "lost"


def dead(session: Session, limit: int = 100) -> list[Job]:
    """Jobs that were given up, the longest due first."""
    rows = select(OutboxRow).where(OutboxRow.state == "dead").order_by(OutboxRow.due, OutboxRow.id).limit(limit)
    return [_job(row) for row in session.scalars(rows)]


def revive(work: Work, job_id: str) -> None:
    """Give a dead job all its attempts again, due now. NotFound ``job_not_dead`` when there is no such dead job."""
    again = {"state": "waiting", "attempts": 0, "due": work.now, "lease_owner": None, "lease_until": None}
    if not _change(work.session, job_id, OutboxRow.state == "dead", **again):
        raise NotFound("job_not_dead", "没有这个已放弃的任务：{job}", job=job_id)
    work.record("outbox.revived", job_id)


def counts(session: Session, kind: str | None = None) -> dict[State, int]:
    """How many jobs there are in each state, of one kind when given: for the health page."""
    rows = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    if kind is not None:
        rows = rows.where(OutboxRow.kind == kind)
    found = {row[0]: row[1] for row in session.execute(rows)}
    return {state: found.get(state, 0) for state in ("waiting", "leased", "done", "dead")}


def forget_done(work: Work, before: datetime) -> int:
    """Delete done jobs made before this moment; how many. Their keys may then be used again."""
    result = work.session.execute(delete(OutboxRow).where(OutboxRow.state == "done", OutboxRow.created_at < before))
    return cast("CursorResult[Any]", result).rowcount


def _claimable(now: datetime) -> Any:
    expired = and_(OutboxRow.state == "leased", OutboxRow.lease_until <= now)
    return or_(and_(OutboxRow.state == "waiting", OutboxRow.due <= now), expired)


def _mark(work: Work, job: Job, **changes: object) -> None:
    """Change a job this claim still holds: same owner, same attempt, same lease."""
    held = and_(
        OutboxRow.state == "leased",
        OutboxRow.attempts == job.attempts,
        OutboxRow.lease_owner == job.lease_owner,
        OutboxRow.lease_until == job.lease_until,
    )
    if not _change(work.session, job.id, held, lease_owner=None, lease_until=None, **changes):
        raise Conflict("lease_lost", "任务 {job} 已由别的进程接手", job=job.id)


def _change(session: Session, job_id: str, expected: Any, **changes: object) -> bool:
    """Change one row if it still is as expected; whether it was."""
    return has_changed_one(session, update(OutboxRow).where(OutboxRow.id == job_id, expected).values(**changes))


def _job(row: OutboxRow) -> Job:
    return value_of(Job, row, payload=json.loads(row.payload))


def _digest(*parts: str | None) -> str:
    return hashlib.sha256("\0".join(part or "" for part in parts).encode()).hexdigest()
