"""``/engagements/{id}/packs``: the closure pack made and downloaded; ``/packs/verification``: any pack checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response, UploadFile

from api.dependencies import ActorDep, HouseDep, SessionDep
from api.downloads import ZIP, saved
from api.problems import language_of
from api.projects.packs import PackChecked, checked, made
from api.routes.engagements.party import Id, PartyDep
from engagement.pack.making import open_pack, packs_for
from engagement.pack.manifest import Manifest
from engagement.pack.store import MadePack
from foundation.values import Value

router = APIRouter(tags=["engagements"])


class PackForm(Value):
    """What goes into a pack."""

    with_secret: bool = False
    """At level secret, the content too; otherwise only steps, days and digests."""
    with_files: bool = True


USUAL = PackForm()
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/engagements/{engagement_id}/packs")
def packs(session: SessionDep, actor: PartyDep, engagement_id: Id) -> list[MadePack]:
    """The packs that were made, the first one first. For a coordinator and the host."""
    return list(packs_for(session, engagement_id, actor))


@router.post("/engagements/{engagement_id}/packs", status_code=201)
def make(house: HouseDep, actor: PartyDep, engagement_id: Id, form: PackForm = USUAL) -> Manifest:
    """Make the pack of a closed engagement; nothing changed since the last one is that one again. Its manifest, whose
    ``digest`` is to be noted elsewhere. For a coordinator and the host."""
    return made(house, actor, engagement_id, form.with_secret, form.with_files).manifest


@router.get(
    "/engagements/{engagement_id}/packs/{number}",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}}},
)
def download(house: HouseDep, actor: PartyDep, engagement_id: Id, number: Number) -> Response:
    """A pack that was made, byte for byte the same; that it was opened is recorded. For a coordinator and the host."""
    with house.working(actor) as work:
        found = open_pack(work, engagement_id, number, kept_years=house.settings.pack_kept_years)
    return saved(found.content, f"{engagement_id}-{number}.zip", ZIP)


@router.post("/packs/verification")
def verify(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    pack: UploadFile,
    digest: Annotated[str | None, Form(pattern=r"^[0-9a-f]{64}$")] = None,
    here: Annotated[bool, Form()] = False,
) -> PackChecked:
    """Check a pack from anywhere with nothing but the pack; the first thing that does not hold is named. For a
    coordinator.

    ``digest``: as it was noted when the pack was made. ``here``: held against the audit chain of this house too.
    """
    return checked(house, actor, pack.file.read(), digest, here, language_of(request))
