"""``/conversations``: an enterprise talks, is asked the few right questions, and confirms."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.problems import language_of
from api.talks.withdrawing import withdraw as withdraw_matter
from foundation.errors import NotFound
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake import service
from intake.cares.care import Care
from intake.cares.caring import care_of
from intake.conversation import Conversation
from intake.demand import Channel, Demand
from intake.entering.duplicates import Similar
from intake.entering.entry import entry_of
from intake.fields import FieldName
from intake.reading.port import hear
from intake.service import Said

router = APIRouter(prefix="/conversations", tags=["conversations"])

Words = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
ShortName = Annotated[str, Field(min_length=1, max_length=64)]


class Opening(Value):
    """How the demand comes in (S0-18)."""

    channel: Channel = "enterprise"
    submitted_by: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    enterprise: ShortName | None = None


class Message(Value):
    """What the person says."""

    text: Words


class Consent(Value):
    """Whether a model outside the house may read this talk, from the next words on."""

    given: bool


class Confirmed(Demand):
    """The demand, whether it was there before, what to tell the person, and what resembles it."""

    is_repeat: bool
    says: tuple[str, ...]
    similar: tuple[Similar, ...] = ()
    """The enterprise's own similar demands."""
    similar_others: int = 0
    """How many of others', of those that may be counted at all."""


class Progress(Value):
    """How far it is: the demand with its owner and due date, or with its answer and next step."""

    demand: Demand
    care: Care


class Withdrawal(Value):
    """Why the demand is taken back."""

    reason_code: Literal["solved", "not_needed", "found_elsewhere", "repeated"]


class Confirmation(Value):
    """Values typed over what was read, by field; ``version`` is the state of the talk that was looked at."""

    corrections: Annotated[dict[FieldName, Words | list[Words]], Field(max_length=40)] = Field(default_factory=dict)
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


@router.post("", status_code=201)
def start(work: WorkDep, form: Opening) -> Conversation:
    """Open a talk; its id is the key to it."""
    return service.start_conversation(work, form.channel, form.submitted_by, form.enterprise)


@router.get("/{conversation_id}")
def show(session: SessionDep, conversation_id: str) -> Conversation:
    """The talk as it stands, on whichever replica."""
    return service.get_conversation(session, conversation_id)


@router.post("/{conversation_id}/messages")
def say(house: HouseDep, actor: ActorDep, conversation_id: str, form: Message) -> Said:
    """One turn. Reading happens with no session open; a lost race is a conflict, never a lost sentence."""
    with house.reading() as session:
        conversation, asked = service.hear(session, conversation_id, form.text)
    heard = hear(house.reader_for(conversation), form.text, asked)
    with house.working(actor) as work:
        return service.say_heard(work, conversation, form.text, heard, house.care_rules)


@router.put("/{conversation_id}/model-consent")
def consent(work: WorkDep, conversation_id: str, form: Consent) -> Conversation:
    """Agree that a language model outside the house may read this talk, without names and numbers, or take it back."""
    return service.set_model_consent(work, conversation_id, form.given)


@router.post("/{conversation_id}/confirm", status_code=201)
def confirm(
    house: HouseDep, work: WorkDep, request: Request, response: Response, conversation_id: str, form: Confirmation
) -> Confirmed:
    """The draft becomes a demand, with the person's corrections; said before, it is answered with the first number."""
    demand = service.confirm_demand(work, conversation_id, form.corrections, form.version, house.care_rules)
    is_repeat = demand.conversation_id != conversation_id
    if is_repeat:
        response.status_code = 200
    entry = entry_of(work.session, demand, work.actor, is_repeat)
    spoken = language_of(request)
    return Confirmed.model_validate(
        {
            **dict(demand),
            "is_repeat": entry.is_repeat,
            "says": tuple(said.text(spoken) for said in entry.sentences),
            "similar": entry.resembling.own,
            "similar_others": entry.resembling.others,
        }
    )


@router.get("/{conversation_id}/demand")
def progress(session: SessionDep, conversation_id: str) -> Progress:
    """What became of the talk, for whoever holds its id: the demand's state, who looks after it, how it ended."""
    conversation = service.get_conversation(session, conversation_id)
    if conversation.demand_id is None:
        raise NotFound("demand_not_yet", "这个对话还没有成为需求")
    demand = service.get_demand(session, conversation.demand_id)
    return Progress(demand=demand, care=care_of(session, demand.id))


@router.post("/{conversation_id}/demand/withdrawal")
def withdraw(house: HouseDep, work: WorkDep, conversation_id: str, form: Withdrawal) -> Demand:
    """The enterprise takes its demand back, with a reason from the list; the next step is the usual one."""
    conversation = service.get_conversation(work.session, conversation_id)
    if conversation.demand_id is None:
        raise NotFound("demand_not_yet", "这个对话还没有成为需求")
    withdraw_matter(work, conversation, form.reason_code, house.care_rules)
    return service.get_demand(work.session, conversation.demand_id)
