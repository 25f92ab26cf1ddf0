"""Which packs were made of an engagement. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class EngagementPackRow(Base):
    """One pack: its number, of which version, and its digest; the bytes can be made again."""

    __tablename__ = "engagement_packs"

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    with_secret: Mapped[bool] = mapped_column(Boolean)
    with_files: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))
