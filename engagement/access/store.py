"""Links in the database: rows in, values out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engagement.access.link import Link
from engagement.access.tables import EngagementLinkRow
from foundation.races import has_changed_one
from foundation.values import value_of


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
    return tuple(value_of(Link, row) for row in rows)


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


def remove_all(session: Session, engagement_id: str) -> None:
    """Remove every link of an engagement: they name persons."""
    session.execute(
        delete(EngagementLinkRow).where(EngagementLinkRow.engagement_id == engagement_id),
        execution_options={"synchronize_session": False},
    )


_COLUMNS = tuple(getattr(EngagementLinkRow, name) for name in Link.model_fields)


def _one(session: Session, *where: Any) -> Link | None:
    row = session.execute(select(*_COLUMNS).where(*where)).one_or_none()
    return None if row is None else value_of(Link, row)


def _change(session: Session, *where: Any, **values: object) -> bool:
    return has_changed_one(session, update(EngagementLinkRow).where(*where).values(**values))
