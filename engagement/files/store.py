"""Files of engagements in the database: rows in, values out; a list never loads the bytes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from engagement.files.kept import KeptFile
from engagement.files.tables import EngagementFileRow
from foundation.values import value_of

_FACTS = tuple(getattr(EngagementFileRow, name) for name in KeptFile.model_fields)


def add(session: Session, engagement_id: str, file: KeptFile, content: bytes) -> None:
    """Write a new file; one that is there already is a Conflict of the unit of work."""
    facts = file.model_dump()
    session.execute(insert(EngagementFileRow).values(engagement_id=engagement_id, content=content, **facts))


def find(session: Session, engagement_id: str, sha256: str) -> KeptFile | None:
    """What is known of one file."""
    row = session.execute(select(*_FACTS).where(*_is(engagement_id, sha256))).one_or_none()
    return None if row is None else value_of(KeptFile, row)


def content_of(session: Session, engagement_id: str, sha256: str) -> bytes | None:
    """The bytes of one file."""
    return session.scalar(select(EngagementFileRow.content).where(*_is(engagement_id, sha256)))


def count(session: Session, engagement_id: str) -> int:
    """How many files an engagement has."""
    query = select(func.count()).where(EngagementFileRow.engagement_id == engagement_id)
    return session.scalar(query) or 0


def list_of(session: Session, engagement_id: str) -> tuple[KeptFile, ...]:
    """The files of an engagement, oldest first."""
    query = select(*_FACTS).where(EngagementFileRow.engagement_id == engagement_id)
    rows = session.execute(query.order_by(EngagementFileRow.kept_at, EngagementFileRow.sha256))
    return tuple(value_of(KeptFile, row) for row in rows)


def remove_all(session: Session, engagement_id: str) -> int:
    """Remove every file of an engagement; how many."""
    number = count(session, engagement_id)
    session.execute(
        delete(EngagementFileRow).where(EngagementFileRow.engagement_id == engagement_id),
        execution_options={"synchronize_session": False},
    )
    return number


def _is(engagement_id: str, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return EngagementFileRow.engagement_id == engagement_id, EngagementFileRow.sha256 == sha256
