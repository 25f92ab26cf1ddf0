"""Packs in the database: rows in, values out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engagement.pack.tables import EngagementPackRow
from foundation.values import Value, value_of


class MadePack(Value):
    """One pack that was made."""

    number: int
    version: int
    """The version of the engagement."""
    digest: str
    with_secret: bool
    with_files: bool
    made_at: datetime
    made_by: str


def add(session: Session, engagement_id: str, pack: MadePack) -> None:
    """Write a new pack; a number twice is a Conflict of the unit of work."""
    session.execute(insert(EngagementPackRow).values(engagement_id=engagement_id, **pack.model_dump()))


def list_of(session: Session, engagement_id: str) -> tuple[MadePack, ...]:
    """The packs of an engagement, the first one first."""
    columns = [getattr(EngagementPackRow, name) for name in MadePack.model_fields]
    query = select(*columns).where(EngagementPackRow.engagement_id == engagement_id)
    rows = session.execute(query.order_by(EngagementPackRow.number))
    return tuple(value_of(MadePack, row) for row in rows)
