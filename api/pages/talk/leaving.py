"""Out of the funnel: take the matter back, before or after it was confirmed, or complain. Asked once more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session

from api.days import day_words
from api.dependencies import ActorDep, HouseDep
from api.pages import page
from api.pages.door import PageRoute, TypedText, onward, shown
from api.pages.talk.page import shown_complaints
from api.problems import language_of, status_of
from api.talks.promise import answer_day
from api.talks.talking import check_fresh, opened
from api.talks.withdrawing import can_withdraw, withdraw
from foundation.clock import today
from foundation.errors import DockingError, NotFound
from foundation.language import Language
from intake import service
from intake.complaining import complain
from intake.conversation import Conversation
from intake.life import ENDS, REASONS

router = APIRouter(prefix="/talk/{talk_id}", route_class=PageRoute)


@router.get("/withdraw")
def ask_once_more(request: Request, house: HouseDep, talk_id: str) -> Response:
    """What taking back means, and why it is done."""
    with house.reading() as session:
        conversation = service.get_conversation(session, talk_id)
        if not can_withdraw(session, conversation):
            return onward(request, _home_of(conversation))
    return shown(_withdrawal(language_of(request), conversation))


@router.post("/withdraw")
def take_back(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    talk_id: str,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Taken back, with a reason of the list. Twice is once."""
    language = language_of(request)
    with house.reading() as session:
        conversation = service.get_conversation(session, talk_id)
        if not can_withdraw(session, conversation):
            return onward(request, _home_of(conversation))
    if reason not in ENDS["withdraw"]:
        return shown(_withdrawal(language, conversation, is_reason_missing=True), 422)
    try:
        with house.working(actor) as work:
            withdraw(work, conversation, reason, house.care_rules)
    except DockingError as fault:
        return shown(_withdrawal(language, conversation, fault=fault.text(language)), status_of(fault))
    return onward(request, _home_of(conversation))


@router.get("/complaint")
def ask_what(request: Request, house: HouseDep, talk_id: str) -> Response:
    """A field for the complaint, and those that were made before."""
    return shown(_complaint(request, house, talk_id))


@router.post("/complaint")
def make_complaint(request: Request, house: HouseDep, actor: ActorDep, talk_id: str, text: TypedText) -> Response:
    """A case with a number. The same words twice are one case."""
    try:
        opened(house, actor, talk_id)
        with house.working(actor) as work:
            complain(work, talk_id, text, house.care_rules)
    except NotFound:
        raise
    except DockingError as fault:
        kept = "" if fault.code == "state_secret_refused" else text
        html = _complaint(request, house, talk_id, kept, fault.text(language_of(request)))
        return shown(html, status_of(fault))
    return onward(request, f"/talk/{talk_id}/complaint", "#cases")


def _home_of(conversation: Conversation) -> str:
    return f"/talk/{conversation.id}/status" if conversation.demand_id else f"/talk/{conversation.id}"


def _withdrawal(
    language: Language, conversation: Conversation, is_reason_missing: bool = False, fault: str | None = None
) -> str:
    return page(
        "withdraw.html",
        language,
        talk_id=conversation.id,
        is_demand=conversation.demand_id is not None,
        back=_home_of(conversation),
        reasons=[(code, REASONS[code].label) for code in ENDS["withdraw"]],
        is_reason_missing=is_reason_missing,
        fault=fault,
    )


def _complaint(request: Request, house: HouseDep, talk_id: str, text: str = "", fault: str | None = None) -> str:
    language, day = language_of(request), today(house.clock)
    with house.reading() as session:
        conversation = _talk_or_none(session, talk_id)
        cases = shown_complaints(session, talk_id, language, day)
    answered_by = answer_day(house.calendar, day, house.care_rules, "complaint")
    return page(
        "complaint.html",
        language,
        talk_id=talk_id,
        back=_home_of(conversation) if conversation else None,
        is_demand=conversation is not None and conversation.demand_id is not None,
        cases=cases,
        text=text,
        fault=fault,
        answered_by=day_words(answered_by, day, language),
    )


def _talk_or_none(session: Session, talk_id: str) -> Conversation | None:
    """The talk; ``None`` when nothing was said under this fresh id."""
    try:
        return service.get_conversation(session, talk_id)
    except NotFound:
        check_fresh(talk_id)
        return None
