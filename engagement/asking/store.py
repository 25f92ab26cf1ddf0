"""What was asked, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engagement.asking.tables import EngagementAskedRow
from foundation.races import is_first

_AT_ONCE = 500
"""Ids in one query: a database takes only so many parameters."""


def mark_asked(session: Session, engagement_id: str, closed_at: datetime, month: int, at: datetime) -> bool:
    """Write down that the enterprise is asked; ``False`` when it was asked already since this closure."""
    row = {"engagement_id": engagement_id, "closed_at": closed_at, "month": month, "asked_at": at}
    return is_first(session, EngagementAskedRow, row, "engagement_id", "closed_at", "month")


def asked(session: Session, engagement_ids: Sequence[str]) -> frozenset[tuple[str, datetime, int]]:
    """What was asked of these engagements: which, since which closure, for which month."""
    columns = EngagementAskedRow.engagement_id, EngagementAskedRow.closed_at, EngagementAskedRow.month
    found: set[tuple[str, datetime, int]] = set()
    for start in range(0, len(engagement_ids), _AT_ONCE):
        some = engagement_ids[start : start + _AT_ONCE]
        rows = session.execute(select(*columns).where(EngagementAskedRow.engagement_id.in_(some)))
        found |= {(row[0], row[1], row[2]) for row in rows}
    return frozenset(found)
