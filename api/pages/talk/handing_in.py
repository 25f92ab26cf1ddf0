"""Files on the page of a talk: handed in with the words or alone, each refused one named, each kept one taken back."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from api.dependencies import ActorDep, HouseDep
from api.pages.door import ChosenDep, HandedDep, PageRoute, TypedText, onward, shown
from api.pages.talk.page import talk_page
from api.problems import language_of, status_of
from api.talks.attaching import attach_file
from api.talks.talking import opened
from api.wiring import House
from foundation.actors import Actor
from foundation.errors import DockingError, NotFound
from foundation.language import Language, translate
from intake import service
from intake.attachments.removing import remove_attachment

router = APIRouter(prefix="/talk/{talk_id}/files", route_class=PageRoute)


@router.post("")
def take_files(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    talk_id: str,
    text: TypedText,
    chosen: ChosenDep,
    handed: HandedDep,
) -> Response:
    """The files alone; words that were typed beside them come back to go on with."""
    language = language_of(request)
    conversation = opened(house, actor, talk_id) if handed else None
    faults = hand_in(house, actor, talk_id, handed, language)
    if not handed:
        faults = [translate("请先选文件，再交。", language)]
    if not faults and not text:
        return onward(request, f"/talk/{talk_id}", "#kept")
    try:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
    except NotFound:
        conversation = None
    html = talk_page(request, talk_id, conversation, text=text, file_faults=faults, consent=chosen)
    return shown(html, 422 if faults else 200)


@router.post("/{attachment_id}/remove")
def take_back(request: Request, house: HouseDep, actor: ActorDep, talk_id: str, attachment_id: str) -> Response:
    """One file and what was read of it, taken back."""
    try:
        with house.working(actor) as work:
            remove_attachment(work, talk_id, attachment_id)
    except NotFound:
        raise
    except DockingError as fault:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        html = talk_page(request, talk_id, conversation, fault=fault.text(language_of(request)))
        return shown(html, status_of(fault))
    return onward(request, f"/talk/{talk_id}", "#attach")


def hand_in(house: House, actor: Actor, talk_id: str, files: Sequence[UploadFile], language: Language) -> list[str]:
    """Take each file by itself: one that is refused does not keep the others out. Why any was refused."""
    faults = []
    for file in files:
        try:
            attach_file(house, actor, talk_id, file.filename or "", file.file.read())
        except DockingError as fault:
            faults.append(_told(fault, file.filename or "", language))
    return faults


def _told(fault: DockingError, name: str, language: Language) -> str:
    """The refusal, with the file's name in it so that one of several is known."""
    said = fault.text(language)
    if "file" in fault.facts or "most" in fault.facts:
        return said
    return translate("“{file}”没有接收：{reason}", language).format(file=name, reason=said)
