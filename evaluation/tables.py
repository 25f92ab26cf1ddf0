"""The assessments as rows: written once, never changed. Touched by ``store.py`` and migrations only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
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
