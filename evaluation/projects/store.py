"""Evaluation projects in the database: a new version is written only over the one it was made from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from evaluation.project import Project
from evaluation.tables import ProjectRow
from foundation.races import has_changed_one


def add(session: Session, project: Project, at: datetime, by: str) -> None:
    """Write a new project."""
    session.execute(insert(ProjectRow).values(id=project.id, **_columns(project, at, by)))


def save(session: Session, project: Project, at: datetime, by: str) -> bool:
    """Write the version that follows the one in the database; ``False`` when another was faster."""
    before = update(ProjectRow).where(ProjectRow.id == project.id, ProjectRow.version == project.version - 1)
    return has_changed_one(session, before.values(**_columns(project, at, by)))


def find(session: Session, project_id: str) -> Project | None:
    """The project as it is now."""
    content = session.scalar(select(ProjectRow.content).where(ProjectRow.id == project_id))
    return None if content is None else Project.model_validate_json(content)


def due_by(session: Session, day: date) -> list[Project]:
    """Projects not yet delivered whose report is due on ``day`` or was before, the most urgent first."""
    found = session.scalars(
        select(ProjectRow.content)
        .where(ProjectRow.state != "delivered", ProjectRow.report_due <= day)
        .order_by(ProjectRow.report_due, ProjectRow.id)
    )
    return [Project.model_validate_json(content) for content in found]


def _columns(project: Project, at: datetime, by: str) -> dict[str, Any]:
    return {
        "version": project.version,
        "state": project.state,
        "subject": project.subject.id,
        "evaluator": project.evaluator.id,
        "report_due": project.plan.report_due,
        "content": project.model_dump_json(),
        "changed_at": at,
        "changed_by": by,
    }
