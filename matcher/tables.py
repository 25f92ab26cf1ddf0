"""Match runs, their candidates, subscriptions. Touched by the stores and migrations only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class MatchRunRow(Base):
    """One run of the matcher for one demand: its RunInput and its Outcome as JSON, each with its digest.

    Runs of the time before inputs were kept have none.
    """

    __tablename__ = "match_runs"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), index=True)
    index_identity: Mapped[str] = mapped_column(String(120))
    policy_digest: Mapped[str] = mapped_column(String(64))
    input: Mapped[str | None] = mapped_column(Text)
    input_digest: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[str] = mapped_column(Text)
    payload_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)


class MatchCandidateRow(Base):
    """A centre found for a demand, or added by hand (then it is of no run), and what was decided about it."""

    __tablename__ = "match_candidates"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("match_runs.id"), index=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), index=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centres.id"), index=True)
    rank: Mapped[int] = mapped_column(Integer)
    score: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    origin: Mapped[str] = mapped_column(String(8), server_default="run")


class OpinionRow(Base):
    """One decision of one person on a candidate: what it led to, points and words. Written once."""

    __tablename__ = "match_opinions"

    candidate_id: Mapped[str] = mapped_column(ForeignKey("match_candidates.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(16))
    next: Mapped[str] = mapped_column(String(16))
    reviewer_id: Mapped[str] = mapped_column(String(64))
    reviewer: Mapped[str] = mapped_column(String(64))
    scores: Mapped[str] = mapped_column(Text)
    total: Mapped[int | None] = mapped_column(Integer)
    reason_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class SubscriptionRow(Base):
    """A standing wish to be told of new demands, or of new capabilities for one demand."""

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_state_id", "state", "id"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subscriber: Mapped[str] = mapped_column(String(120))
    owner: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    filters: Mapped[str] = mapped_column(Text)
    min_score: Mapped[int | None] = mapped_column(Integer)
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class SubscriptionNoticeRow(Base):
    """What a subscription has been told of: the key makes once be once, whoever runs at the same time."""

    __tablename__ = "subscription_notices"

    subscription_id: Mapped[str] = mapped_column(ForeignKey("subscriptions.id"), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    best_id: Mapped[str | None] = mapped_column(String(40))
    points: Mapped[int | None] = mapped_column(Integer)
    told_at: Mapped[datetime] = mapped_column(Moment)


class DemandGapRow(Base):
    """What no centre may or can do of a demand, as its newest run or the review of a service says (S2-05)."""

    __tablename__ = "demand_gaps"

    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("match_runs.id"), index=True)
    engagement_id: Mapped[str | None] = mapped_column(String(64))
    service: Mapped[str] = mapped_column(Text)
    product: Mapped[str | None] = mapped_column(Text)
    parameter: Mapped[str | None] = mapped_column(Text)
    wish: Mapped[str | None] = mapped_column(Text)
    standard: Mapped[str | None] = mapped_column(Text)
    trade: Mapped[str | None] = mapped_column(Text)
    region: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(16))
    day: Mapped[date] = mapped_column(Date)


class MatchLessonRow(Base):
    """What decisions taught (B18): the policy as JSON, the one it was learned on, and why. One is active at most."""

    __tablename__ = "match_lessons"
    __table_args__ = (
        Index(
            "uq_match_lessons_active",
            "state",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    policy: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    base_digest: Mapped[str] = mapped_column(String(64))
    decisions: Mapped[int] = mapped_column(Integer)
    demands: Mapped[int] = mapped_column(Integer)
    pairs: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text)
