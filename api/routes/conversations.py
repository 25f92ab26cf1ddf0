"""``/conversations``: an enterprise talks, is asked the few right questions, and confirms."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake import service
from intake.conversation import Conversation
from intake.demand import Channel, Demand
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
        return service.say_heard(work, conversation, form.text, heard)


@router.put("/{conversation_id}/model-consent")
def consent(work: WorkDep, conversation_id: str, form: Consent) -> Conversation:
    """Agree that a language model outside the house may read this talk, without names and numbers, or take it back."""
    return service.set_model_consent(work, conversation_id, form.given)


@router.post("/{conversation_id}/confirm", status_code=201)
def confirm(work: WorkDep, conversation_id: str, form: Confirmation) -> Demand:
    """The draft becomes a demand, with the person's corrections."""
    return service.confirm_demand(work, conversation_id, form.corrections, form.version)
