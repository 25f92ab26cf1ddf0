"""Links in the database: rows in, values out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engagement.access.link import Link
from engagement.access.tables import EngagementLinkRow


def add(session: Session, link: Link, token_hash: str) -> None:
    """Keep a link by the hash of its token."""
    session.execute(insert(EngagementLinkRow).values(**link.model_dump(), token_hash=token_hash))


def find(session: Session, token_hash: str) -> Link | None:
    """The link whose token has this hash, valid or not."""
    row = session.scalar(select(EngagementLinkRow).where(EngagementLinkRow.token_hash == token_hash))
    return _value(row) if row is not None else None


def get(session: Session, engagement_id: str, link_id: str) -> Link | None:
    """A link of this engagement by its id."""
    row = session.get(EngagementLinkRow, link_id)
    return _value(row) if row is not None and row.engagement_id == engagement_id else None


def of_engagement(session: Session, engagement_id: str) -> tuple[Link, ...]:
    """All links of an engagement, oldest first, those that are over too."""
    query = select(EngagementLinkRow).where(EngagementLinkRow.engagement_id == engagement_id)
    return tuple(_value(row) for row in session.scalars(query.order_by(EngagementLinkRow.id)))


def revoke(session: Session, link_id: str, at: datetime) -> None:
    """End a link that is not ended yet."""
    session.execute(
        update(EngagementLinkRow)
        .where(EngagementLinkRow.id == link_id, EngagementLinkRow.revoked_at.is_(None))
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )


def remove_all(session: Session, engagement_id: str) -> None:
    """Remove every link of an engagement: they name persons."""
    session.execute(
        delete(EngagementLinkRow).where(EngagementLinkRow.engagement_id == engagement_id),
        execution_options={"synchronize_session": False},
    )


def _value(row: EngagementLinkRow) -> Link:
    return Link(**{name: getattr(row, name) for name in Link.model_fields})
