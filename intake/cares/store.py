"""Open and ended matters: rows in, values out. A save names the version it saw; a stale one is a Conflict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, Select, Table, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from foundation.database import is_postgresql
from foundation.errors import NotFound
from foundation.races import changed_meanwhile, has_changed_one
from foundation.values import value_of
from intake.cares.care import Care, Kind
from intake.life import Ending
from intake.tables import CareRow

_CARES = cast(Table, CareRow.__table__)
_ONE = select(_CARES).where(_CARES.c.subject_id == bindparam("subject"))
_SEEN = update(_CARES).where(_CARES.c.subject_id == bindparam("subject"), _CARES.c.version == bindparam("seen"))


def add_care(session: Session, care: Care) -> None:
    """Store a new matter."""
    session.add(CareRow(subject_id=care.subject_id, kind=care.kind, version=care.version, **_columns(care)))
    session.flush()


def find_care(session: Session, subject_id: str) -> Care | None:
    """The care of a demand, complaint or talk; ``None`` when there is none."""
    row = session.execute(_ONE, {"subject": subject_id}).one_or_none()
    return None if row is None else _care(row)


def get_care(session: Session, subject_id: str) -> Care:
    """The same; NotFound when there is none."""
    found = find_care(session, subject_id)
    if found is None:
        raise NotFound("care_unknown", "没有这件事的办理记录：{subject}", subject=subject_id)
    return found


def save_care(session: Session, seen: Care, after: Care) -> Care:
    """Store ``after`` in place of ``seen``; Conflict when somebody saved in between."""
    values = {"version": seen.version + 1, **_columns(after)}
    if not has_changed_one(session, _SEEN, {"subject": seen.subject_id, "seen": seen.version, **values}):
        raise changed_meanwhile()
    return after.model_copy(update={"version": seen.version + 1})


def held_for_tending(session: Session, until: date, limit: int) -> tuple[Care, ...]:
    """Open matters due on or before ``until``, the soonest first, held for this transaction alone.

    On PostgreSQL what another transaction holds is left to it; on SQLite there is only one writer at a time.
    """
    query = _open().where(CareRow.due <= until).limit(limit)
    if is_postgresql(session):
        query = query.with_for_update(skip_locked=True)
    rows = session.scalars(query.execution_options(populate_existing=True))
    return tuple(_care(row) for row in rows)


def hold_care(session: Session, subject_id: str) -> None:
    """Nobody else changes the care of this matter until the transaction ends; nothing when there is none."""
    session.execute(select(_CARES.c.subject_id).where(_CARES.c.subject_id == subject_id).with_for_update())


def open_cares(
    session: Session, kinds: Sequence[Kind], until: date | None, limit: int, after: tuple[date, str] | None = None
) -> tuple[Care, ...]:
    """Open matters of these kinds (all when none is named), the soonest due first, ties by id.

    ``after``: due date and id of the last one seen.
    """
    query = _open().limit(limit)
    if after is not None:
        day, subject = after
        query = query.where(or_(CareRow.due > day, and_(CareRow.due == day, CareRow.subject_id > subject)))
    if kinds:
        query = query.where(CareRow.kind.in_(kinds))
    if until is not None:
        query = query.where(CareRow.due <= until)
    return tuple(_care(row) for row in session.scalars(query))


def _open() -> Select[CareRow]:
    return select(CareRow).where(CareRow.is_open).order_by(CareRow.due, CareRow.subject_id)


def _columns(care: Care) -> dict[str, Any]:
    ending = care.ending
    return {
        "is_open": care.is_open,
        "owner_role": care.owner_role,
        "owner": care.owner,
        "due": care.due,
        "due_is_approximate": care.due_is_approximate,
        "since": care.since,
        "reminded_for": care.reminded_for,
        "escalations": care.escalations,
        "reason_code": ending.reason_code if ending else None,
        "answer": ending.answer if ending else None,
        "next_step": ending.next_step if ending else None,
        "ended_at": care.ended_at,
    }


def _care(row: CareRow | Row[Any]) -> Care:
    ending = None
    if row.reason_code is not None:
        ending = Ending(reason_code=row.reason_code, answer=row.answer or "", next_step=row.next_step or "")
    return value_of(Care, row, ending=ending)
