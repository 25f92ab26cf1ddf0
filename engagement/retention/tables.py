"""Holds and erasures of engagements. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


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
