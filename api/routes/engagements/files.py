"""``/engagements/{id}/files``: what the parties hand in, each kept once under its SHA-256."""

from __future__ import annotations

from fastapi import APIRouter, Response, UploadFile

from api.dependencies import HouseDep, SessionDep
from api.downloads import ANY_FILE, saved
from api.projects.files import FileShown, file_shown, files_shown, keep_file
from api.projects.reading import file_for, project_for
from api.routes.engagements.party import Digest, Id, PartyDep

router = APIRouter(prefix="/engagements/{engagement_id}/files", tags=["engagements"])


@router.get("")
def files(house: HouseDep, session: SessionDep, actor: PartyDep, engagement_id: Id) -> list[FileShown]:
    """The files that the caller may read, oldest first."""
    return list(files_shown(session, project_for(house, actor, engagement_id, "files"), actor))


@router.post("", status_code=201)
def hand_in(house: HouseDep, actor: PartyDep, engagement_id: Id, file: UploadFile) -> FileShown:
    """Hand in one file (docx, xlsx, pdf, csv, txt, png, jpg, webp); a step names it by ``sha256``. For its parties.

    The same bytes again are the first file. The body is counted while it arrives (413); text with markings of state
    secrets is refused.
    """
    kept = keep_file(house, actor, engagement_id, file.filename or "", file.file.read())
    return file_shown(kept, actor)


@router.get("/{sha256}", response_class=Response, responses=ANY_FILE)
def download(house: HouseDep, actor: PartyDep, engagement_id: Id, sha256: Digest) -> Response:
    """A file, byte for byte as it was handed in; that it was opened is recorded. For who may read it."""
    kept, content = file_for(house, actor, engagement_id, sha256)
    return saved(content, kept.name, kept.media_type)
