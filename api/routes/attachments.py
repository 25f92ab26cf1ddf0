"""``/conversations/{id}/attachments``: files handed in with a demand, and their originals."""

from __future__ import annotations

from fastapi import APIRouter, Response, UploadFile

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.downloads import ANY_FILE, saved
from api.talks.attaching import attach_file
from intake.attachments import service
from intake.attachments.attachment import Attachment
from intake.attachments.service import Taken

router = APIRouter(prefix="/conversations/{conversation_id}/attachments", tags=["attachments"])


@router.post("", status_code=201)
def attach(house: HouseDep, actor: ActorDep, conversation_id: str, file: UploadFile) -> Taken:
    """Hand in one file (docx, xlsx, pdf, csv, txt, png, jpg, webp). The body is counted while it arrives (413).

    What its text says joins the talk, with quotes; it never replaces what the person said.
    """
    return attach_file(house, actor, conversation_id, file.filename or "", file.file.read())


@router.get("")
def attachments(session: SessionDep, actor: ActorDep, conversation_id: str) -> list[Attachment]:
    """The files of this talk, oldest first."""
    return list(service.list_attachments(session, actor, conversation_id))


@router.get("/{attachment_id}", response_class=Response, responses=ANY_FILE)
def original(work: WorkDep, house: HouseDep, conversation_id: str, attachment_id: str) -> Response:
    """The original, byte for byte, to be saved and never shown in place; that it was opened is recorded."""
    found, content = service.open_original(work, conversation_id, attachment_id, house.settings.attachments_dir)
    return saved(content, found.name, "application/octet-stream")
