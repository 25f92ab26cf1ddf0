"""Improvement records in the database: every version is a row, none is ever changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from evaluation.canonical import canonical_json
from evaluation.improvement.records import ImprovementRecord
from evaluation.tables import ImprovementRow


def add(session: Session, record: ImprovementRecord, at: datetime, by: str) -> None:
    """Append one version; two people who follow the same version meet at the primary key."""
    session.add(
        ImprovementRow(
            id=record.id,
            version=record.version,
            subject=record.subject,
            sha256=record.sha256,
            content=canonical_json(record.model_dump(mode="json")),
            created_at=at,
            created_by=by,
        )
    )
    session.flush()


def versions(session: Session, record_id: str) -> list[ImprovementRecord]:
    """Every version of one record, oldest first."""
    found = select(ImprovementRow.content).where(ImprovementRow.id == record_id).order_by(ImprovementRow.version)
    return [ImprovementRecord.model_validate_json(content) for content in session.scalars(found)]


def of_subject(session: Session, subject: str) -> list[ImprovementRecord]:
    """The newest version of every record of one subject, by id."""
    rows = select(ImprovementRow.content).where(ImprovementRow.subject == subject)
    found = session.scalars(rows.order_by(ImprovementRow.id, ImprovementRow.version))
    newest = {record.id: record for record in map(ImprovementRecord.model_validate_json, found)}
    return list(newest.values())
