"""What was asked after closures. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class EngagementAskedRow(Base):
    """What the enterprise was asked after a closure: once for each closure and month, 0 the survey."""

    __tablename__ = "engagement_asked"

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime] = mapped_column(Moment)
