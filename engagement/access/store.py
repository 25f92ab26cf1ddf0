"""Links and questions in the database: rows in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engagement.access.link import Link
from engagement.access.tables import EngagementAskedRow, EngagementLinkRow


def add(session: Session, link: Link, token_hash: str) -> None:
    """Keep a link by the hash of its token."""
    session.execute(insert(EngagementLinkRow).values(**link.model_dump(), token_hash=token_hash))


def find(session: Session, token_hash: str) -> Link | None:
    """The link whose token has this hash, valid or not."""
    return _one(session, EngagementLinkRow.token_hash == token_hash)


def get(session: Session, engagement_id: str, link_id: str) -> Link | None:
    """A link of this engagement by its id."""
    return _one(session, EngagementLinkRow.id == link_id, EngagementLinkRow.engagement_id == engagement_id)


def of_engagement(session: Session, engagement_id: str) -> tuple[Link, ...]:
    """All links of an engagement, oldest first, those that are over too."""
    query = select(*_COLUMNS).where(EngagementLinkRow.engagement_id == engagement_id)
    rows = session.execute(query.order_by(EngagementLinkRow.issued_at, EngagementLinkRow.id))
    return tuple(Link.model_validate(dict(row._mapping)) for row in rows)


def revoke(session: Session, link_id: str, at: datetime) -> None:
    """End a link that is not ended yet."""
    _change(session, EngagementLinkRow.id == link_id, EngagementLinkRow.revoked_at.is_(None), revoked_at=at)


def use_up(session: Session, link_id: str, at: datetime) -> bool:
    """Mark a link as used; ``False`` when somebody was faster, or it was taken back meanwhile."""
    return _change(
        session,
        EngagementLinkRow.id == link_id,
        EngagementLinkRow.used_at.is_(None),
        EngagementLinkRow.revoked_at.is_(None),
        used_at=at,
    )


def mark_asked(session: Session, engagement_id: str, closed_at: datetime, month: int, at: datetime) -> bool:
    """Write down that the enterprise is asked; ``False`` when it was asked already since this closure."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"engagement_id": engagement_id, "closed_at": closed_at, "month": month, "asked_at": at}
    written = dialect.insert(EngagementAskedRow).values(row).on_conflict_do_nothing()
    return session.scalar(written.returning(EngagementAskedRow.engagement_id)) is not None


def asked(session: Session, engagement_ids: Sequence[str]) -> frozenset[tuple[str, datetime, int]]:
    """What was asked of these engagements: which, since which closure, for which month."""
    columns = EngagementAskedRow.engagement_id, EngagementAskedRow.closed_at, EngagementAskedRow.month
    found: set[tuple[str, datetime, int]] = set()
    for start in range(0, len(engagement_ids), _AT_ONCE):
        some = engagement_ids[start : start + _AT_ONCE]
        rows = session.execute(select(*columns).where(EngagementAskedRow.engagement_id.in_(some)))
        found |= {(row[0], row[1], row[2]) for row in rows}
    return frozenset(found)


_AT_ONCE = 500
"""Ids in one query: a database takes only so many parameters."""
_COLUMNS = tuple(getattr(EngagementLinkRow, name) for name in Link.model_fields)


def _one(session: Session, *where: Any) -> Link | None:
    row = session.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else Link.model_validate(dict(row._mapping))


def _change(session: Session, *where: Any, **values: object) -> bool:
    statement = update(EngagementLinkRow).where(*where).values(**values)
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount == 1
