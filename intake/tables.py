"""Conversations and demands. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class ConversationRow(Base):
    """One talk; ``draft`` is the whole state as JSON, guarded by ``version``."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(24))
    submitted_by: Mapped[str | None] = mapped_column(String(120))
    enterprise: Mapped[str | None] = mapped_column(String(64), index=True)
    started_by: Mapped[str] = mapped_column(String(64), index=True)
    demand_id: Mapped[str | None] = mapped_column(String(40))
    model_consent: Mapped[bool] = mapped_column(Boolean, server_default=false())
    draft: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class DemandRow(Base):
    """One confirmed demand. What is searched or sorted by is a column; the draft behind it is JSON."""

    __tablename__ = "demands"
    __table_args__ = (Index("ix_demands_status_id", "status", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(24))
    submitted_by: Mapped[str | None] = mapped_column(String(120))
    enterprise: Mapped[str | None] = mapped_column(String(64), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    service_category: Mapped[str | None] = mapped_column(String(24), index=True)
    industry: Mapped[str | None] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    condensed: Mapped[str] = mapped_column(Text)
    draft: Mapped[str] = mapped_column(Text)
    questions: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
