"""The talk in a browser: words on one side, what was understood on the other. Complete without JavaScript.

With it, ``static/talk.js`` sends the same forms by ``fetch``; an answer then comes as server-sent events in the body of
that one request, so no stream is open when nothing is being written, and a cut one has lost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from api.dependencies import ActorDep, HouseDep, SessionDep
from api.matching.finding import judged_for_text
from api.pages import page
from api.pages.door import PRIVATE, ChosenDep, HandedDep, PageRoute, TypedText, Version, onward, shown
from api.pages.finding_out import answer_for
from api.pages.talk import view as talk_view
from api.pages.talk.events import event
from api.pages.talk.handing_in import hand_in
from api.pages.talk.page import is_hinted, talk_page
from api.problems import language_of, status_of
from api.talks.talking import NEW, take_turn
from api.wiring import House
from foundation.actors import Actor
from foundation.errors import DockingError, NotFound
from intake import service
from intake.correcting import Change, correct_talk
from intake.fields import FieldName
from intake.own_words import wording_of

router = APIRouter(prefix="/talk", route_class=PageRoute)

STREAM = "text/event-stream"
_TOP = 10


@router.get("")
def new_talk(request: Request, house: HouseDep) -> Response:
    """An empty talk under a fresh id; nothing is stored before something is said."""
    return shown(talk_page(request, house.identifiers.new("con"), None))


@router.get("/{talk_id}")
def show_talk(request: Request, session: SessionDep, talk_id: str) -> Response:
    """The talk as it stands, on whichever replica."""
    return shown(talk_page(request, talk_id, service.get_conversation(session, talk_id)))


@router.post("/{talk_id}")
def say(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    talk_id: str,
    text: TypedText,
    chosen: ChosenDep,
    handed: HandedDep,
    version: Version = NEW,
) -> Response:
    """One turn. A form is led back to the talk; a script that asks for events gets the answer as it is written.

    Files that were chosen in the form are taken after the words.
    """
    if STREAM in request.headers.get("accept", ""):
        parts = _answered(request, house, actor, talk_id, text, version, chosen)
        headers = {**PRIVATE, "X-Accel-Buffering": "no"}
        return StreamingResponse(parts, media_type=STREAM, headers=headers)
    try:
        turn = take_turn(house, actor, talk_id, text, version, chosen)
    except DockingError as fault:
        return shown(_refused(request, house, talk_id, text, fault, chosen), status_of(fault))
    faults = hand_in(house, actor, talk_id, handed, language_of(request))
    if faults:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        return shown(talk_page(request, talk_id, conversation, file_faults=faults), 422)
    return onward(request, f"/talk/{talk_id}", f"#{talk_view.last_place(turn.conversation.draft)}")


@router.get("/{talk_id}/correct")
@router.get("/{talk_id}/files")
@router.get("/{talk_id}/files/{part}/remove")
@router.get("/{talk_id}/model-consent")
@router.get("/{talk_id}/proposals")
def back_to_talk(request: Request, talk_id: str) -> Response:
    """Whoever reloads or changes the language after a form lands in the talk."""
    return onward(request, f"/talk/{talk_id}")


@router.post("/{talk_id}/correct")
def correct(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    talk_id: str,
    field: Annotated[FieldName, Form()],
    version: Version,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    deed: Annotated[Literal["change", "remove"], Form()] = "change",
) -> Response:
    """Change, add or remove one value in place."""
    old, new = old.replace("\r\n", "\n"), "" if deed == "remove" else new.replace("\r\n", "\n")
    try:
        with house.working(actor) as work:
            correct_talk(work, talk_id, [Change(field=field, old=old, new=new)], version)
    except NotFound:
        raise
    except DockingError as fault:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        if fault.code in ("changed_meanwhile", "value_gone") and new in conversation.draft.values(field):
            return onward(request, f"/talk/{talk_id}", f"#field-{field}")
        unsaved = (field, old, new)
        html = talk_page(request, talk_id, conversation, fault=fault.text(language_of(request)), unsaved=unsaved)
        return shown(html, status_of(fault))
    return onward(request, f"/talk/{talk_id}", f"#field-{field}")


@router.get("/{talk_id}/hint")
def hint(request: Request, house: HouseDep, talk_id: str) -> Response:
    """A line about a first match; empty (204) as long as there is nothing to show or no index."""
    with house.reading() as session:
        draft = service.get_conversation(session, talk_id).draft
    try:
        judged = judged_for_text(house, wording_of(draft).text, _TOP) if is_hinted(draft) else None
    except DockingError:
        judged = None
    if judged is None or not judged.found.whole.centres:
        return Response(status_code=204, headers=PRIVATE)
    found, best = judged.found, judged.found.whole.centres[0]
    able = [
        centre
        for centre in found.whole.centres
        if 2 * centre.score >= best.score
        and any(row.ruling is not None and row.ruling.way in ("test", "check") for row in centre.rows)
    ]
    wanted = len({*draft.values("parameters"), *draft.values("standards")})
    covered = max(wanted - len(best.missing), 0)
    told = {"able": len(able), "wanted": wanted, "covered": covered, "is_abstained": judged.is_abstained}
    return shown(page("hint.html", language_of(request), talk_id=talk_id, **told))


@router.get("/{talk_id}/matches")
def first_matches(request: Request, house: HouseDep, talk_id: str) -> Response:
    """Who could help with what was said so far."""
    with house.reading() as session:
        conversation = service.get_conversation(session, talk_id)
    language = language_of(request)
    answer = answer_for(house, wording_of(conversation.draft).text, language, _TOP)
    return shown(page("matches.html", language, answer=answer, back=f"/talk/{talk_id}"))


def _answered(
    request: Request, house: House, actor: Actor, talk_id: str, text: str, version: int, consent: bool | None
) -> Iterator[str]:
    """The events of one turn: ``said``, ``words`` (sentence by sentence), and the page as it stands then (``page``)."""
    language = language_of(request)
    yield event("said", page("said.html", language, words=text, number=_next_number(house, talk_id)))
    try:
        turn = take_turn(house, actor, talk_id, text, version, consent)
    except DockingError as fault:
        yield event("page", _refused(request, house, talk_id, text, fault, consent))
        return
    for sentence in turn.reply.sentences if turn.reply else ():
        yield event("words", sentence.text(language))
    yield event("page", talk_page(request, talk_id, turn.conversation))


def _next_number(house: House, talk_id: str) -> int:
    try:
        with house.reading() as session:
            return len(service.get_conversation(session, talk_id).draft.utterances)
    except NotFound:
        return 0


def _refused(request: Request, house: House, talk_id: str, text: str, fault: DockingError, consent: bool | None) -> str:
    """The talk as it stands with the reason and the words that were typed; words that may not be here are not kept."""
    try:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
    except NotFound:
        if fault.code == "conversation_unknown":
            raise
        conversation = None
    kept = "" if fault.code == "state_secret_refused" else text
    said = fault.text(language_of(request))
    return talk_page(request, talk_id, conversation, text=kept, fault=said, consent=consent)
