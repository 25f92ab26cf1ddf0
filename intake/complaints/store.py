"""Complaints and hotline calls: rows in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.races import save_over
from foundation.values import value_of
from intake.complaints.complaint import Complaint, ComplaintState
from intake.complaints.hotline_call import HotlineCall
from intake.tables import ComplaintRow, HotlineCallRow


def add_complaint(session: Session, complaint: Complaint) -> None:
    """Store a new complaint."""
    session.add(ComplaintRow(**complaint.model_dump()))
    session.flush()


def get_complaint(session: Session, complaint_id: str) -> Complaint:
    """One complaint; NotFound when there is none."""
    row = session.get(ComplaintRow, complaint_id, populate_existing=True)
    if row is None:
        raise NotFound("complaint_unknown", "没有这件投诉：{complaint}", complaint=complaint_id)
    return _complaint(row)


def complaint_of(session: Session, conversation_id: str) -> Complaint | None:
    """The first complaint that was heard in a conversation."""
    query = select(ComplaintRow).where(ComplaintRow.conversation_id == conversation_id).order_by(ComplaintRow.id)
    row = session.scalars(query.limit(1)).one_or_none()
    return None if row is None else _complaint(row)


def complaints_of(session: Session, conversation_id: str) -> tuple[Complaint, ...]:
    """All complaints of a conversation, and of the demand it became, oldest first."""
    query = select(ComplaintRow).where(ComplaintRow.conversation_id == conversation_id).order_by(ComplaintRow.id)
    return tuple(_complaint(row) for row in session.scalars(query))


def save_complaint(session: Session, seen: Complaint, after: Complaint) -> Complaint:
    """Store state, answer and project of ``after`` in place of ``seen``; Conflict for a lost race."""
    values = after.model_dump(include={"state", "answer", "engagement_id", "updated_at"})
    return save_over(session, ComplaintRow, seen, after, **values)


def list_complaints(
    session: Session, states: Sequence[ComplaintState], before: str | None, limit: int
) -> tuple[Complaint, ...]:
    """Complaints in these states (all when none is named), newest first; ``before`` is the id to go on after."""
    query = select(ComplaintRow).order_by(ComplaintRow.id.desc()).limit(limit)
    if states:
        query = query.where(ComplaintRow.state.in_(states))
    if before is not None:
        query = query.where(ComplaintRow.id < before)
    return tuple(_complaint(row) for row in session.scalars(query))


def complaints_opened(session: Session, first: datetime, before: datetime) -> tuple[Complaint, ...]:
    """The complaints that were taken up in ``[first, before)``, oldest first."""
    query = select(ComplaintRow).where(ComplaintRow.created_at >= first, ComplaintRow.created_at < before)
    return tuple(_complaint(row) for row in session.scalars(query.order_by(ComplaintRow.id)))


def add_call(session: Session, call: HotlineCall) -> None:
    """Store a call to the hotline."""
    session.add(HotlineCallRow(**call.model_dump()))
    session.flush()


def list_calls(
    session: Session, taken_by: str | None, since: datetime | None, until: datetime | None, limit: int
) -> tuple[HotlineCall, ...]:
    """The hotline log, the latest call first; ``since`` counts, ``until`` does not."""
    query = select(HotlineCallRow).order_by(HotlineCallRow.taken_at.desc(), HotlineCallRow.id.desc()).limit(limit)
    if taken_by is not None:
        query = query.where(HotlineCallRow.taken_by == taken_by)
    if since is not None:
        query = query.where(HotlineCallRow.taken_at >= since)
    if until is not None:
        query = query.where(HotlineCallRow.taken_at < until)
    return tuple(value_of(HotlineCall, row) for row in session.scalars(query))


def _complaint(row: ComplaintRow) -> Complaint:
    return value_of(Complaint, row)
