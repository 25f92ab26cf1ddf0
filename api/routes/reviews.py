"""``/reviews``: for coordinators – the queue, one case, a centre added by hand, questions to the enterprise."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, WorkDep
from api.matching.rematching import match_again, take_answer
from api.reviewing import read_case, read_queue
from foundation.errors import NotFound
from foundation.secrecy import Level
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake.fields import FieldName, ServiceCategory
from intake.questions.question import Question
from intake.service import get_conversation
from matcher.review import case as review_case
from matcher.review import handling as reviewing_demands
from matcher.review.views import CaseState, QueuePage, ReviewCase
from matcher.store import Candidate

router = APIRouter(tags=["reviews"])


class CentreByHand(Value):
    """A centre that the matcher did not propose, and why it is put up for review."""

    centre_id: Annotated[str, Field(min_length=1, max_length=40)]
    reason_code: Annotated[str, Field(min_length=1, max_length=40)]
    note: Annotated[str, Field(max_length=4_000)] | None = None


class QuestionForm(Value):
    """A question to the enterprise; ``field`` names what of the demand it is about, if it is one of its fields."""

    question: Annotated[str, Field(min_length=1, max_length=2_000)]
    field: FieldName | None = None


class NobodyForm(Value):
    """Why nobody fits, for colleagues; the enterprise gets the answer of the house."""

    reason: Annotated[str, Field(max_length=4_000)] | None = None


class AnswerForm(Value):
    """What the enterprise answers."""

    answer: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]


@router.get("/reviews")
def queue(
    house: HouseDep,
    actor: ActorDep,
    state: Annotated[list[CaseState] | None, Query()] = None,
    owner: Annotated[str | None, Query(max_length=64)] = None,
    service: ServiceCategory | None = None,
    level: Level | None = None,
    until: date | None = None,
    after: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> QueuePage:
    """Demands under review, the soonest due first; ``after`` is the ``next`` of the page before. For a coordinator."""
    return read_queue(house, actor, tuple(state or ()), owner, service, until, after, limit, level)


@router.get("/reviews/{demand_id}")
def case(house: HouseDep, actor: ActorDep, demand_id: str) -> ReviewCase:
    """One demand with its candidates, proposals, opinions, questions, history and open steps. For a coordinator."""
    return read_case(house, actor, demand_id)


@router.post("/reviews/{demand_id}/nobody")
def nobody(house: HouseDep, work: WorkDep, demand_id: str, form: NobodyForm) -> ReviewCase:
    """Confirm that nobody fits: who is open is declined, the enterprise is answered. The case as it stands then.

    For a coordinator, where the newest run recommends nobody; confirmed already, it stays as it is.
    """
    reviewing_demands.confirm_nobody(work, demand_id, form.reason, house.review_policy, house.care_rules)
    return review_case.case(work.session, work.actor, demand_id, house.review_policy, work.today, house.calendar)


@router.post("/demands/{demand_id}/candidates", status_code=201)
def add(house: HouseDep, work: WorkDep, demand_id: str, form: CentreByHand) -> Candidate:
    """Put a centre up for review by hand, after the others; with a reason. For a coordinator."""
    return reviewing_demands.add_by_hand(
        work, demand_id, form.centre_id, form.reason_code, form.note, house.review_policy, house.care_rules
    )


@router.post("/demands/{demand_id}/questions", status_code=201)
def ask(house: HouseDep, work: WorkDep, demand_id: str, form: QuestionForm) -> Question:
    """Ask the enterprise; the question stands on its page, the review waits for the answer. For a coordinator."""
    return reviewing_demands.ask_enterprise(
        work, demand_id, form.question, form.field, house.review_policy, house.care_rules
    )


@router.post("/demands/{demand_id}/questions/{question_id}/answer")
def answer(
    house: HouseDep, work: WorkDep, later: BackgroundTasks, demand_id: str, question_id: str, form: AnswerForm
) -> Question:
    """Answer as the demand's enterprise, or enter for it as a coordinator; the last answer matches anew."""
    later.add_task(match_again, house)
    return take_answer(house, work, demand_id, question_id, form.answer)


@router.delete("/demands/{demand_id}/questions/{question_id}")
def take_back(work: WorkDep, demand_id: str, question_id: str) -> Question:
    """Ask no longer. For a coordinator."""
    return reviewing_demands.take_question_back(work, demand_id, question_id)


@router.post("/conversations/{conversation_id}/questions/{question_id}/answer")
def answer_in_talk(
    house: HouseDep,
    work: WorkDep,
    later: BackgroundTasks,
    conversation_id: str,
    question_id: str,
    form: AnswerForm,
) -> Question:
    """Answer as whoever holds the talk: its id is the key, also after the demand was published."""
    demand_id = get_conversation(work.session, conversation_id).demand_id
    if demand_id is None:
        raise NotFound("question_unknown", "没有这个问题：{question}", question=question_id)
    later.add_task(match_again, house)
    return take_answer(house, work, demand_id, question_id, form.answer, True)
