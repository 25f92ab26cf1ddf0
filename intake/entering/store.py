"""What is looked up when a demand comes in, and what was released of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from foundation.database import is_postgresql
from foundation.secrecy import Level
from intake.audience import Audience
from intake.demand import DemandStatus
from intake.tables import DemandRow, ReleaseRow


class Compared(NamedTuple):
    """What similarity needs of another demand."""

    condensed: str
    enterprise: str | None
    level: Level


class Release(NamedTuple):
    """One release as it was made."""

    number: int
    title: str
    text: str
    hash: str
    audience: Audience
    is_edited: bool
    released_by: str
    released_at: datetime


def first_of(session: Session, enterprise: str, fingerprint: str, statuses: Sequence[DemandStatus]) -> str | None:
    """The id of this enterprise's first demand with these very words in one of these states.

    On PostgreSQL it holds the words for this transaction: of two that hand them in at once, the second sees the first.
    """
    if is_postgresql(session):
        key = f"{enterprise}\0{fingerprint}".replace("\0", " ")
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7301))"), {"key": key})
    query = select(DemandRow.id).where(
        DemandRow.enterprise == enterprise, DemandRow.fingerprint == fingerprint, DemandRow.status.in_(statuses)
    )
    return session.scalars(query.order_by(DemandRow.id).limit(1)).one_or_none()


def compared(session: Session, statuses: Sequence[DemandStatus], limit: int) -> dict[str, Compared]:
    """The newest ``limit`` demands in these states, by id."""
    query = select(DemandRow.id, DemandRow.condensed, DemandRow.enterprise, DemandRow.level)
    rows = session.execute(query.where(DemandRow.status.in_(statuses)).order_by(DemandRow.id.desc()).limit(limit))
    return {row[0]: Compared(row[1], row[2], cast(Level, row[3])) for row in rows}


def add_release(session: Session, demand_id: str, release: Release) -> None:
    """Keep what was released; ``number`` 0 stands for the next one."""
    query = select(func.coalesce(func.max(ReleaseRow.number), 0)).where(ReleaseRow.demand_id == demand_id)
    number = release.number or session.scalars(query).one() + 1
    session.add(ReleaseRow(demand_id=demand_id, **{**release._asdict(), "number": number}))
    session.flush()


def releases_of(session: Session, demand_id: str) -> tuple[Release, ...]:
    """All releases of a demand, oldest first."""
    query = select(ReleaseRow).where(ReleaseRow.demand_id == demand_id).order_by(ReleaseRow.number)
    return tuple(
        Release(
            row.number,
            row.title,
            row.text,
            row.hash,
            cast(Audience, row.audience),
            row.is_edited,
            row.released_by,
            row.released_at,
        )
        for row in session.scalars(query)
    )
