"""Lessons that were adopted, and the decisions they are learned from: rows in, values out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from foundation.language import Sentence
from foundation.values import Value, value_of
from matcher.learning.learning import Lesson
from matcher.policy import MatchPolicy
from matcher.tables import MatchCandidateRow, MatchLessonRow


class KeptLesson(Value):
    """A lesson as it was adopted; at most one is active."""

    id: str
    created_at: datetime
    policy: MatchPolicy
    digest: str
    base_digest: str
    decisions: int
    demands: int
    pairs: int
    state: Literal["active", "withdrawn"]
    why: Sentence


class Decided(Value):
    """A centre of a run that was accepted or declined."""

    id: str
    run_id: str
    demand_id: str
    centre_id: str
    state: Literal["accepted", "declined"]
    reason_code: str | None


def decided(session: Session) -> tuple[Decided, ...]:
    """Every decision about a centre that a run proposed, those of one run together; by hand added ones have no run."""
    row = MatchCandidateRow
    query = select(row).where(row.state.in_(("accepted", "declined")), row.run_id.is_not(None))
    rows = session.scalars(query.order_by(row.run_id, row.id))
    return tuple(value_of(Decided, one) for one in rows)


def add_lesson(session: Session, lesson_id: str, lesson: Lesson, policy: MatchPolicy, at: datetime) -> KeptLesson:
    """Store an adopted lesson as the active one; IntegrityError when there is one already."""
    row = MatchLessonRow(
        id=lesson_id,
        created_at=at,
        policy=policy.model_dump_json(),
        digest=policy.digest,
        base_digest=lesson.base_digest,
        decisions=lesson.decisions,
        demands=lesson.demands,
        pairs=lesson.pairs,
        state="active",
        why=lesson.why.model_dump_json(),
    )
    session.add(row)
    session.flush()
    return _kept(row)


def withdraw(session: Session) -> None:
    """No lesson is active any more."""
    active = update(MatchLessonRow).where(MatchLessonRow.state == "active").values(state="withdrawn")
    session.execute(active.execution_options(synchronize_session=False))


def active_lesson(session: Session) -> KeptLesson | None:
    """The lesson in use, if there is one."""
    query = select(MatchLessonRow).where(MatchLessonRow.state == "active")
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else _kept(row)


def lessons(session: Session) -> tuple[KeptLesson, ...]:
    """All that were ever adopted, oldest first."""
    query = select(MatchLessonRow).order_by(MatchLessonRow.created_at, MatchLessonRow.id)
    return tuple(_kept(row) for row in session.scalars(query.execution_options(populate_existing=True)))


def _kept(row: MatchLessonRow) -> KeptLesson:
    policy, why = MatchPolicy.model_validate_json(row.policy), Sentence.model_validate_json(row.why)
    return value_of(KeptLesson, row, policy=policy, why=why)
