"""Links in the database: rows in, values out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session

from engagement.links.link import Link
from engagement.links.tables import EngagementInvitationRow


def add(session: Session, link: Link) -> None:
    """Write a new link."""
    session.execute(insert(EngagementInvitationRow).values(**link.model_dump()))


def find(session: Session, digest: str) -> Link | None:
    """The link whose token has this digest."""
    columns = [getattr(EngagementInvitationRow, name) for name in Link.model_fields]
    row = session.execute(select(*columns).where(EngagementInvitationRow.digest == digest)).one_or_none()
    return None if row is None else Link.model_validate(dict(row._mapping))


def use_up(session: Session, digest: str, now: datetime) -> bool:
    """Mark a link as used; ``False`` when somebody was faster."""
    result = session.execute(
        update(EngagementInvitationRow)
        .where(EngagementInvitationRow.digest == digest, EngagementInvitationRow.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", result).rowcount == 1
