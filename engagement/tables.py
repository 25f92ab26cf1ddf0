"""Tables of the engagements: one row each with its version, and its log. Touched by ``store.py`` only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class EngagementRow(Base):
    """An engagement as it is now: ``content`` is the value without its history, the columns are for finding it."""

    __tablename__ = "engagements"
    __table_args__ = (Index("ix_engagements_waiting", "is_open", "due"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    demand_id: Mapped[str] = mapped_column(String(64), index=True)
    match_id: Mapped[str] = mapped_column(String(64), unique=True)
    centre_id: Mapped[str] = mapped_column(String(64), index=True)
    host_id: Mapped[str] = mapped_column(String(64))
    profile: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    is_open: Mapped[bool] = mapped_column(Boolean)
    owner_role: Mapped[str | None] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(Text)
    turn: Mapped[str | None] = mapped_column(String(120))
    """Every role on turn, each between commas; NULL in rows from before the column, nothing where nothing is open."""
    due: Mapped[date | None] = mapped_column(Date)
    due_is_approximate: Mapped[bool] = mapped_column(Boolean)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    content: Mapped[str] = mapped_column(Text)


class EngagementEntryRow(Base):
    """One entry of the log: written once, and never changed but for its stub when its time is over.

    ``digest``: of the entry as it was, beside a stub.
    """

    __tablename__ = "engagement_entries"

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(String(64))


class EngagementToldRow(Base):
    """What the clock told last of an engagement: for which state and due date, to whom, on which day."""

    __tablename__ = "engagement_told"

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(64))
    due: Mapped[date] = mapped_column(Date)
    step: Mapped[int] = mapped_column(Integer)
    to: Mapped[str] = mapped_column(String(32))
    told_on: Mapped[date] = mapped_column(Date)


class EngagementRetentionRow(Base):
    """At most one of an engagement; an erasure is written once."""

    __tablename__ = "engagement_retention"

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    held_at: Mapped[datetime | None] = mapped_column(Moment)
    held_by: Mapped[str | None] = mapped_column(String(64))
    hold_reason: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_by: Mapped[str | None] = mapped_column(String(64))
    erase_reason: Mapped[str | None] = mapped_column(Text)
    remains: Mapped[str | None] = mapped_column(String(64))
