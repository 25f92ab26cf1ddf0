"""Assessments, evaluation projects and improvement records as rows. Touched by their stores and migrations only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import Base, Moment


class AssessmentRow(Base):
    """One version of one assessment. ``content`` is the canonical JSON that ``sha256`` covers.

    ``series`` is the id of the first version; two people who correct the same version meet at the unique key.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("series", "version"),
        Index("ix_assessments_subject_time", "subject", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    series: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(64))
    evaluator: Mapped[str] = mapped_column(String(64))
    scheme: Mapped[str] = mapped_column(String(64))
    total: Mapped[str | None] = mapped_column(String(16))
    stars: Mapped[int | None] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    corrects: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(64))


class ProjectRow(Base):
    """An evaluation project as it is now; ``version`` counts its changes, the columns are for finding it."""

    __tablename__ = "evaluation_projects"
    __table_args__ = (Index("ix_evaluation_projects_due", "state", "report_due"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64), index=True)
    evaluator: Mapped[str] = mapped_column(String(64))
    report_due: Mapped[date | None] = mapped_column(Date)
    content: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(64))


class ImprovementRow(Base):
    """One version of one improvement record: written once, never changed. ``content`` is what ``sha256`` covers."""

    __tablename__ = "improvement_records"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(String(64))
