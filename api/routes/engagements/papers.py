"""``/engagements/{id}/agreement``, ``…/offers/changes``: what was or will be agreed, as a paper and in words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import HouseDep
from api.downloads import DOCX, PDF, saved
from api.problems import language_of
from api.projects.reading import agreement_for, project_for
from api.routes.engagements.party import Id, PartyDep
from engagement.access.seeing import seen_by
from engagement.comparing import Change
from engagement.documents.service import Form
from engagement.talks import compared

router = APIRouter(prefix="/engagements/{engagement_id}", tags=["engagements"])

Version = Annotated[int, Query(ge=1, le=2**31 - 1)]
HEADERS = {
    "Agreement-Version": {"description": "Which version it is", "schema": {"type": "integer"}},
    "Terms-Digest": {"description": "SHA-256 of its terms: what both sides confirm", "schema": {"type": "string"}},
}


class ChangeShown(Change):
    """One difference, with its sentence in the caller's language."""

    text: str


@router.get(
    "/agreement",
    response_class=Response,
    responses={200: {"content": {DOCX: {}, PDF: {}}, "headers": HEADERS}},
)
def agreement(
    request: Request,
    house: HouseDep,
    actor: PartyDep,
    engagement_id: Id,
    version: Version | None = None,
    format: Form = "docx",
) -> Response:
    """The agreement of a version, or the draft on the table, as DOCX or PDF; that it was opened is recorded. Its
    parties."""
    paper = agreement_for(house, actor, engagement_id, version, format, language_of(request))
    answer = saved(paper.content, paper.name, DOCX if paper.form == "docx" else PDF)
    answer.headers.update({"Agreement-Version": str(paper.version), "Terms-Digest": paper.digest})
    return answer


@router.get("/offers/changes")
def changes(
    request: Request, house: HouseDep, actor: PartyDep, engagement_id: Id, before: Version, after: Version
) -> list[ChangeShown]:
    """What changed from one version of the offer to another, field by field, in words. For its parties."""
    seen = seen_by(project_for(house, actor, engagement_id, "offers"), actor)
    found = compared(seen, before, after)
    language = language_of(request)
    return [ChangeShown(**one.model_dump(), text=one.says.text(language)) for one in found]
