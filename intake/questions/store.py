"""Questions to enterprises: rows in, values out. A save names the version it saw; a stale one is a Conflict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.races import save_over
from foundation.values import value_of
from intake.questions.question import Question
from intake.tables import QuestionRow


def add_question(session: Session, question: Question) -> None:
    """Store a new question."""
    session.add(QuestionRow(**question.model_dump()))
    session.flush()


def get_question(session: Session, question_id: str) -> Question:
    """One question; NotFound when there is none."""
    row = session.get(QuestionRow, question_id, populate_existing=True)
    if row is None:
        raise NotFound("question_unknown", "没有这个问题：{question}", question=question_id)
    return _question(row)


def questions_of(session: Session, demand_id: str) -> tuple[Question, ...]:
    """All questions about a demand, oldest first."""
    query = select(QuestionRow).where(QuestionRow.demand_id == demand_id).order_by(QuestionRow.asked_at, QuestionRow.id)
    return tuple(_question(row) for row in session.scalars(query.execution_options(populate_existing=True)))


def last_answers(session: Session, demand_ids: Sequence[str]) -> dict[str, datetime]:
    """When the last answer came, for those of these demands that were asked and have no open question; one query."""
    is_open = func.max(case((QuestionRow.state == "open", 1), else_=0))
    query = select(QuestionRow.demand_id, func.max(QuestionRow.answered_at)).where(
        QuestionRow.demand_id.in_(demand_ids)
    )
    found = session.execute(query.group_by(QuestionRow.demand_id).having(is_open == 0))
    return {demand_id: at for demand_id, at in found if at is not None}


def save_question(session: Session, seen: Question, after: Question) -> Question:
    """Store state and answer of ``after`` in place of ``seen``; Conflict for a lost race."""
    values = after.model_dump(include={"state", "answer", "answered_by", "answered_at"})
    return save_over(session, QuestionRow, seen, after, **values)


def _question(row: QuestionRow) -> Question:
    return value_of(Question, row)
