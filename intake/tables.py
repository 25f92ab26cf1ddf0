"""Conversations, demands and what is kept about them. Touched by the stores and migrations only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, false
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
    demand_class: Mapped[str] = mapped_column(String(16), server_default="其他")
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    audience: Mapped[str | None] = mapped_column(String(16))
    released_hash: Mapped[str | None] = mapped_column(String(64))
    released_by: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    condensed: Mapped[str] = mapped_column(Text)
    draft: Mapped[str] = mapped_column(Text)
    questions: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class ReleaseRow(Base):
    """One release of a condensed version (S0-19): exactly what went out, for whom, by whom. Written once."""

    __tablename__ = "demand_releases"

    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    audience: Mapped[str] = mapped_column(String(16))
    is_edited: Mapped[bool] = mapped_column(Boolean)
    released_by: Mapped[str] = mapped_column(String(64))
    released_at: Mapped[datetime] = mapped_column(Moment)


class CareRow(Base):
    """Who looks after a demand, a complaint or an open talk, until when; and how it ended (B3)."""

    __tablename__ = "cares"
    __table_args__ = (Index("ix_cares_waiting", "is_open", "due"),)

    subject_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    is_open: Mapped[bool] = mapped_column(Boolean)
    owner_role: Mapped[str | None] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(64))
    due: Mapped[date | None] = mapped_column(Date)
    due_is_approximate: Mapped[bool] = mapped_column(Boolean)
    since: Mapped[datetime] = mapped_column(Moment)
    reminded_for: Mapped[date | None] = mapped_column(Date)
    escalations: Mapped[int] = mapped_column(Integer)
    reason_code: Mapped[str | None] = mapped_column(String(32))
    answer: Mapped[str | None] = mapped_column(Text)
    next_step: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer)


class ComplaintRow(Base):
    """One complaint with its own short life."""

    __tablename__ = "complaints"
    __table_args__ = (Index("ix_complaints_state_id", "state", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    demand_id: Mapped[str | None] = mapped_column(String(40), index=True)
    engagement_id: Mapped[str | None] = mapped_column(String(64), index=True)
    enterprise: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class QuestionRow(Base):
    """One question to the enterprise about its demand, and the answer."""

    __tablename__ = "demand_questions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer)


class HotlineCallRow(Base):
    """One call to the hotline (S3-16): who took it and when, and what became of it. Written once."""

    __tablename__ = "hotline_calls"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(Moment, index=True)
    subject_id: Mapped[str] = mapped_column(String(40), index=True)
    noted_by: Mapped[str] = mapped_column(String(64))
