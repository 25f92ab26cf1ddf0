"""Holds and erasures of engagements (:mod:`engagement.retention`) in the database: rows in, values out."""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engagement.keeping import Keeping
from engagement.tables import EngagementRetentionRow
from foundation.clock import CHINA
from foundation.errors import Conflict
from foundation.values import value_of

_COLUMNS = tuple(getattr(EngagementRetentionRow, name) for name in Keeping.model_fields)


def find(session: Session, engagement_id: str) -> Keeping:
    """What is known; an engagement that nobody held or erased has a value without facts."""
    row = session.execute(select(*_COLUMNS).where(EngagementRetentionRow.engagement_id == engagement_id)).one_or_none()
    return Keeping(engagement_id=engagement_id) if row is None else value_of(Keeping, row)


def put(session: Session, keeping: Keeping) -> None:
    """Write it anew or over what was there."""
    facts = keeping.model_dump(exclude={"engagement_id"})
    where = EngagementRetentionRow.engagement_id == keeping.engagement_id
    known = session.scalar(select(EngagementRetentionRow.engagement_id).where(where))
    if known is None:
        session.execute(insert(EngagementRetentionRow).values(engagement_id=keeping.engagement_id, **facts))
        return
    session.execute(update(EngagementRetentionRow).where(where).values(**facts), execution_options=_PLAIN)


def every(session: Session) -> tuple[Keeping, ...]:
    """All that is known, by id."""
    rows = session.execute(select(*_COLUMNS).order_by(EngagementRetentionRow.engagement_id))
    return tuple(value_of(Keeping, row) for row in rows)


def is_erased(session: Session, engagement_id: str) -> bool:
    """Whether the content of an engagement was erased when its time was over."""
    return find(session, engagement_id).erased_at is not None


def expect_whole(session: Session, engagement_id: str) -> None:
    """Expect that an engagement was not erased.

    :raises Conflict: ``engagement_erased``.
    """
    known = find(session, engagement_id)
    if known.erased_at is not None:
        day = known.erased_at.astimezone(CHINA).date().isoformat()
        raise Conflict(
            "engagement_erased", "项目 {engagement} 的内容已于 {day} 按保存期删除", engagement=engagement_id, day=day
        )


_PLAIN = {"synchronize_session": False}
