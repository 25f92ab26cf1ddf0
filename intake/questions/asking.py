"""Use cases of questions to the enterprise: ask, answer, take back. The demand's care runs on meanwhile (B3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.process import advance
from foundation.text import clean
from foundation.unit_of_work import Work
from intake import store
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import look_after
from intake.demand import DemandStatus
from intake.fields import FieldName
from intake.life import checked_answer
from intake.living import check_whose
from intake.questions import store as question_store
from intake.questions.question import QUESTION_LIFE, Question
from intake.wording import check_utterance

LONGEST_QUESTION = 500
LONGEST_ANSWER = 4_000
MOST_OPEN = 5
"""So many questions wait at a time: who is asked twenty answers none."""

_ASKABLE: tuple[DemandStatus, ...] = ("confirmed", "published", "matched")


def ask(
    work: Work,
    demand_id: str,
    words: str,
    field: FieldName | None = None,
    working_days: int | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Question:
    """Put a question on the enterprise's page. The same words that are still open are one question.

    Raises Conflict for a demand that is over or has too many open questions, InvalidInput for words that cannot be
    taken. ``working_days``: after so many the coordinator is reminded to ask again.
    """
    said = clean(check_utterance(words, "question"))
    if len(said) > LONGEST_QUESTION:
        raise InvalidInput("question_too_long", "问题太长：最多 {most} 个字", field="question", most=LONGEST_QUESTION)
    demand = store.get_demand(work.session, demand_id)
    if demand.status not in _ASKABLE:
        raise Conflict("demand_not_askable", "这条需求已经不在办理中，不能再问企业")
    waiting = open_questions(work.session, demand_id)
    same = next((one for one in waiting if (one.words, one.field) == (said, field)), None)
    if same is not None:
        return same
    if len(waiting) >= MOST_OPEN:
        raise Conflict("questions_too_many", "还有 {most} 个问题没有回答，先等一等", most=MOST_OPEN)
    question = Question(
        id=work.new_id("que"),
        demand_id=demand_id,
        words=said,
        field=field,
        asked_by=work.actor.id,
        asked_at=work.now,
    )
    question_store.add_question(work.session, question)
    look_after(work, "demand", demand_id, rules, working_days=working_days)
    work.record("demand.asked", demand_id, {"question": question.id, "field": field})
    return question


def answer(
    work: Work,
    demand_id: str,
    question_id: str,
    words: str,
    holds_key: bool = False,
    rules: CareRules = DEFAULT_RULES,
) -> Question:
    """Keep the enterprise's answer and give the matter back to the desk, with fresh time. The same answer twice is one.

    ``holds_key``: the caller showed the id of the demand's conversation. Raises NotFound, Conflict for a question that
    is not open, NotAllowed for another enterprise's demand, InvalidInput for words that cannot be taken.
    """
    said = checked_answer(check_utterance(words, "answer"), most=LONGEST_ANSWER)
    seen = _of(work.session, demand_id, question_id)
    demand = store.get_demand(work.session, demand_id)
    check_whose(work.actor, demand, holds_key)
    if seen.state == "answered" and seen.answer == said:
        return seen
    row = advance(QUESTION_LIFE, seen.state, "answer", work.actor, seen)
    changes = {"state": row.next, "answer": said, "answered_by": work.actor.id, "answered_at": work.now}
    saved = question_store.save_question(work.session, seen, seen.model_copy(update=changes))
    if demand.status in _ASKABLE:
        look_after(work, "demand", demand_id, rules)
    work.record("demand.answered", demand_id, {"question": question_id})
    return saved


def take_back(work: Work, demand_id: str, question_id: str) -> Question:
    """The coordinator asks no longer; twice is once."""
    seen = _of(work.session, demand_id, question_id)
    if seen.state == "taken_back":
        return seen
    row = advance(QUESTION_LIFE, seen.state, "take_back", work.actor, seen)
    saved = question_store.save_question(work.session, seen, seen.model_copy(update={"state": row.next}))
    work.record("demand.question_taken_back", demand_id, {"question": question_id})
    return saved


def questions_of(session: Session, demand_id: str) -> tuple[Question, ...]:
    """All questions about a demand, oldest first."""
    return question_store.questions_of(session, demand_id)


def last_answers(session: Session, demand_ids: Sequence[str]) -> dict[str, datetime]:
    """When the last answer came, for those of these demands whose questions are all settled; others are left out."""
    return question_store.last_answers(session, demand_ids)


def open_questions(session: Session, demand_id: str) -> tuple[Question, ...]:
    """Those that wait for the enterprise."""
    return tuple(one for one in questions_of(session, demand_id) if one.state == "open")


def _of(session: Session, demand_id: str, question_id: str) -> Question:
    seen = question_store.get_question(session, question_id)
    if seen.demand_id != demand_id:
        raise NotFound("question_unknown", "没有这个问题：{question}", question=question_id)
    return seen
