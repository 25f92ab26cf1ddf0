"""The trace that cannot be bent: append-only, each entry chained to the one before by SHA-256.

Order is the sequence number, never the time. Changing, swapping or removing an entry inside the chain is found by
:func:`verify`; cutting the tail is found only against a head that was exported earlier (:func:`head`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.database import hold_alone
from foundation.tables import AuditRow
from foundation.values import Value, value_of

GENESIS = "0" * 64
_PAGE = 1_000
_LOCK = 7_301_150_426_001  # any fixed number: the advisory lock of the chain on PostgreSQL


class AuditEntry(Value):
    """One entry as others read it."""

    sequence: int
    at: datetime
    actor_id: str
    action: str
    subject: str
    facts: dict[str, object]
    previous: str
    hash: str


class Head(Value):
    """The end of the chain at a moment: keep it elsewhere, and a cut tail will be found."""

    sequence: int
    hash: str


def append(
    session: Session, actor: Actor, at: datetime, action: str, subject: str, facts: Mapping[str, object]
) -> None:
    """Add an entry in the caller's transaction. ``facts`` must be JSON; personal data does not belong in them."""
    hold_alone(session, _LOCK)
    session.flush()
    last = head(session)
    row = AuditRow(
        sequence=last.sequence + 1,
        at=at,
        actor_id=actor.id,
        action=action,
        subject=subject,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        previous=last.hash,
        hash="",
    )
    row.hash = _digest(row)
    session.add(row)
    session.flush()


def head(session: Session) -> Head:
    """The last entry's number and hash; number 0 when nothing was recorded yet."""
    row = session.execute(
        select(AuditRow.sequence, AuditRow.hash).order_by(AuditRow.sequence.desc()).limit(1)
    ).one_or_none()
    return Head(sequence=row[0], hash=row[1]) if row else Head(sequence=0, hash=GENESIS)


def entries(session: Session, subject: str) -> list[AuditEntry]:
    """All entries about one subject, oldest first."""
    rows = session.scalars(select(AuditRow).where(AuditRow.subject == subject).order_by(AuditRow.sequence))
    return [_entry(row) for row in rows]


def holds(entry: AuditEntry) -> bool:
    """Whether an entry read by itself is as its hash says; that it stands in the chain, :func:`verify` tells."""
    facts = json.dumps(entry.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fields = entry.model_dump(exclude={"facts"})
    return entry.hash == _digest(AuditRow(**fields, facts=facts))


def verify(session: Session, exported: Head | None = None) -> str | None:
    """``None`` when the chain holds; otherwise one sentence that names the first broken place."""
    previous, expected = GENESIS, 1
    known = exported is None or exported.sequence == 0
    for row in _all_rows(session):
        if row.sequence != expected:
            return f"审计第 {expected} 条缺失"
        if row.previous != previous or row.hash != _digest(row):
            return f"审计第 {row.sequence} 条与记录的摘要不符"
        if exported is not None and row.sequence == exported.sequence:
            if row.hash != exported.hash:
                return f"审计第 {row.sequence} 条与导出的摘要不符"
            known = True
        previous, expected = row.hash, expected + 1
    return None if known else f"审计链比导出时短：缺第 {expected} 条起"


def _all_rows(session: Session) -> Iterator[AuditRow]:
    """Every entry in order, a page at a time: a chain of years does not fit in memory."""
    page = select(AuditRow).order_by(AuditRow.sequence).limit(_PAGE)
    last = -1
    while rows := session.scalars(page.where(AuditRow.sequence > last)).all():
        yield from rows
        last = rows[-1].sequence
        session.expunge_all()


def _digest(row: AuditRow) -> str:
    covered = [row.sequence, row.at.isoformat(), row.actor_id, row.action, row.subject, row.facts, row.previous]
    return hashlib.sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()


def _entry(row: AuditRow) -> AuditEntry:
    return value_of(AuditEntry, row, facts=json.loads(row.facts))
