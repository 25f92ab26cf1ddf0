"""Assessments in the database: rows in, values out, and no way to change one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from evaluation.assessment import Assessment, Content
from evaluation.remembering import Remembering
from evaluation.tables import AssessmentRow
from foundation.values import Value, value_of


class Envelope(Value):
    """What stands around an assessment and outside its hash: its id, its place in a series, when and by whom made."""

    id: str
    series: str
    version: int
    subject: str
    evaluator: str
    scheme: str
    total: str | None
    stars: int | None
    sha256: str
    corrects: str | None
    created_at: datetime
    created_by: str


class StoredAssessment(Remembering):
    """An assessment as it was stored: its envelope and the very text that was hashed."""

    envelope: Envelope
    canonical: str

    @cached_property
    def json_content(self) -> dict[str, Any]:
        """The content as plain JSON."""
        content: dict[str, Any] = json.loads(self.canonical)
        return content

    @cached_property
    def assessment(self) -> Assessment:
        """The content as a value."""
        return Assessment(content=Content.model_validate(self.json_content), sha256=self.envelope.sha256)


def add(session: Session, envelope: Envelope, canonical: str) -> None:
    """Append one version."""
    session.add(AssessmentRow(**envelope.model_dump(), content=canonical))
    session.flush()


def find(session: Session, assessment_id: str) -> StoredAssessment | None:
    """One version by its id."""
    row = session.get(AssessmentRow, assessment_id)
    return None if row is None else StoredAssessment(envelope=_envelope(row), canonical=row.content)


def latest_version(session: Session, series: str) -> int:
    """The highest version number of a series; 0 when there is none."""
    numbers = select(AssessmentRow.version).where(AssessmentRow.series == series)
    return session.scalar(numbers.order_by(AssessmentRow.version.desc()).limit(1)) or 0


def of_subject(session: Session, subject: str) -> list[Envelope]:
    """Every version of every assessment of one subject, oldest first, without the content."""
    columns = [getattr(AssessmentRow, name) for name in Envelope.model_fields]
    rows: Sequence[AssessmentRow] = session.scalars(
        select(AssessmentRow)
        .options(load_only(*columns))
        .where(AssessmentRow.subject == subject)
        .order_by(AssessmentRow.created_at, AssessmentRow.series, AssessmentRow.version)
    ).all()
    return [_envelope(row) for row in rows]


def _envelope(row: AssessmentRow) -> Envelope:
    return value_of(Envelope, row)
