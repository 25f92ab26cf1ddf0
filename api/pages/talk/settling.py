"""A model outside the house, as the person of the talk decides: whether it may read, and what it proposed."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response

from api.dependencies import ActorDep, HouseDep
from api.pages.door import ChosenDep, PageRoute, TypedText, Version, onward, shown
from api.pages.talk.page import talk_page
from api.problems import language_of, status_of
from api.talks.talking import opened
from foundation.errors import DockingError, NotFound
from intake import service
from intake.correcting import settle_proposal
from intake.fields import FieldName

router = APIRouter(prefix="/talk/{talk_id}", route_class=PageRoute)


@router.post("/model-consent")
def consent(
    request: Request, house: HouseDep, actor: ActorDep, talk_id: str, text: TypedText, chosen: ChosenDep
) -> Response:
    """Agree, or take it back, without saying a word; words that were typed meanwhile come back to go on with."""
    conversation = opened(house, actor, talk_id)
    with house.working(actor) as work:
        conversation = service.set_model_consent(work, talk_id, chosen is True)
    if not text:
        return onward(request, f"/talk/{talk_id}", "#model")
    return shown(talk_page(request, talk_id, conversation, text=text))


@router.post("/proposals")
def settle(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    talk_id: str,
    field: Annotated[FieldName, Form()],
    value: Annotated[str, Form()],
    deed: Annotated[Literal["accept", "reject"], Form()],
    version: Version,
) -> Response:
    """Yes or no to what a model proposed."""
    is_accepted = deed == "accept"
    try:
        with house.working(actor) as work:
            settle_proposal(work, talk_id, field, value, is_accepted, version)
    except NotFound:
        raise
    except DockingError as fault:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        waits = any((one.field, one.value) == (field, value) for one in conversation.draft.proposals)
        if not waits and (value in conversation.draft.values(field)) == is_accepted:
            return onward(request, f"/talk/{talk_id}")
        return shown(
            talk_page(request, talk_id, conversation, fault=fault.text(language_of(request))), status_of(fault)
        )
    return onward(request, f"/talk/{talk_id}", f"#field-{field}" if is_accepted else "#now")
