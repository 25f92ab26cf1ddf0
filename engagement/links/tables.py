"""Links that were issued. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class EngagementInvitationRow(Base):
    """One link; who reads the database cannot use it, the token itself is not here."""

    __tablename__ = "engagement_invitations"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    month: Mapped[int | None] = mapped_column(Integer)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issued_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
