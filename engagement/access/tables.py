"""Tables of links and of what enterprises were asked. Never a token, only its hash. Touched by ``store.py`` only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class EngagementLinkRow(Base):
    """One link: for whom, what for, until when; ``revoked_at`` and ``used_at`` end it early."""

    __tablename__ = "engagement_links"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagements.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16), server_default="party")
    role: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(Text)
    reviewer_id: Mapped[str | None] = mapped_column(String(64))
    month: Mapped[int | None] = mapped_column(Integer)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_by: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
