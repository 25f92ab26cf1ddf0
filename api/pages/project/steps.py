"""The pages of a service: a party comes in by its link, a coordinator from the desk; both step by plain forms."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import HouseDep, house_of
from api.downloads import saved
from api.pages import page
from api.pages.desk.signing_in import CoordinatorDep, DeskRoute, FromHere
from api.pages.door import PRIVATE, PageRoute, onward, shown
from api.pages.project.deeds import GRAVE, Typed
from api.pages.project.fact_forms import handed, hint_of, label_of
from api.pages.project.page import project_page
from api.problems import language_of, status_of
from api.projects import engaging
from api.projects.files import keep_file
from api.projects.reading import file_for
from api.projects.step_forms import LABELS, events, read_facts, rows_of
from api.wiring import House
from engagement.access.giving import issue_link, revoke_link
from engagement.access.link import PartyRole
from engagement.actions import ASKS
from foundation.actors import Actor
from foundation.errors import DockingError, InvalidInput, NotAllowed, NotFound
from foundation.language import Language, render, translate

COOKIE = "docking_project"
FILE = "file:"
"""How the name of a field begins that takes a file for the field behind it."""
MOST_FILES, MOST_FIELDS = 20, 1_000
UNREAD = ("fact_missing", "fact_not_valid")
"""Refusals of a form that could not be read: they name the field."""

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,64}$")]
Event = Annotated[str, Path(max_length=40)]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Version = Annotated[int, Form(ge=1, le=2**31 - 1)]


class PartyRoute(PageRoute):
    """A route of a party's page: its forms tell their own host where they came from."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            answer = await handle(request)
            answer.headers["Referrer-Policy"] = "no-referrer" if "/enter/" in request.url.path else "same-origin"
            return answer

        return handled


router = APIRouter(prefix="/project", route_class=PartyRoute)
desk_router = APIRouter(prefix="/desk", route_class=DeskRoute)


def _party_of(request: Request, engagement_id: Id) -> Actor:
    """The party whose link this browser keeps; NotFound for anybody else."""
    house = house_of(request)
    with house.reading() as session:
        return engaging.may_open(house, session, engagement_id, None, request.cookies.get(COOKIE, ""))


def _own_form(request: Request) -> None:
    site = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if not (site == "same-origin" if site else bool(origin) and origin == request.headers.get("host")):
        raise NotAllowed("form_from_other_page", "这个表单不是从项目页面交来的：请打开项目页面再做一次")


class Handed(NamedTuple):
    """A form as it came: its fields, several of one name as lines, and the files that were chosen, by field."""

    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]


async def _handed(request: Request) -> Handed:
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        fields: dict[str, str] = {}
        files: dict[str, tuple[str, bytes]] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                told = value.replace("\r\n", "\n")
                fields[name] = f"{fields[name]}\n{told}" if name in fields else told
            elif value.filename and name.startswith(FILE):
                files[name.removeprefix(FILE)] = (value.filename, await value.read())
    return Handed(fields, files)


def kept_in_browser(request: Request, answer: Response, engagement_id: str, token: str) -> Response:
    """What opened the door is kept by the browser, for this one service and out of reach of scripts."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=60 * 60 * 24 * 30,
        path=f"/project/{engagement_id}",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer


PartyDep = Annotated[Actor, Depends(_party_of)]
HandedDep = Annotated[Handed, Depends(_handed)]


@router.get("/{engagement_id}/enter/{token}")
def enter(request: Request, house: HouseDep, engagement_id: Id, token: str) -> Response:
    """The link itself: the browser keeps the token for this one service, and the address bar loses it."""
    with house.reading() as session:
        engaging.may_open(house, session, engagement_id, None, token)
    return kept_in_browser(request, onward(request, f"/project/{engagement_id}"), engagement_id, token)


@router.get("/{engagement_id}")
def party_page(request: Request, house: HouseDep, actor: PartyDep, engagement_id: Id) -> Response:
    """The service for one of its parties."""
    with house.reading() as session:
        return shown(project_page(request, house, session, actor, engagement_id))


@router.post("/{engagement_id}/steps/{event}", dependencies=[Depends(_own_form)])
def party_step(
    request: Request,
    house: HouseDep,
    actor: PartyDep,
    engagement_id: Id,
    event: Event,
    given: HandedDep,
    version: Version,
) -> Response:
    """One step of a party."""
    return _step(request, house, actor, engagement_id, event, given, version, f"/project/{engagement_id}")


@router.get("/{engagement_id}/files/{sha256}")
def party_file(house: HouseDep, actor: PartyDep, engagement_id: Id, sha256: Digest) -> Response:
    """A file of the service, as it was handed in."""
    return _file(house, actor, engagement_id, sha256)


@router.get("/{engagement_id}/steps/{event}")
def back_to_party_page(request: Request, engagement_id: Id, event: Event) -> Response:
    """Whoever reloads or changes the language after a form lands on the page."""
    return onward(request, f"/project/{engagement_id}")


@desk_router.get("/project/{engagement_id}")
def desk_page(request: Request, house: HouseDep, actor: CoordinatorDep, engagement_id: Id) -> Response:
    """The service for a coordinator."""
    with house.reading() as session:
        return shown(project_page(request, house, session, actor, engagement_id))


@desk_router.post("/project/{engagement_id}/steps/{event}", dependencies=[FromHere])
def desk_step(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    engagement_id: Id,
    event: Event,
    given: HandedDep,
    version: Version,
) -> Response:
    """One step of a coordinator."""
    return _step(request, house, actor, engagement_id, event, given, version, f"/desk/project/{engagement_id}")


@desk_router.get("/project/{engagement_id}/files/{sha256}")
def desk_file(house: HouseDep, actor: CoordinatorDep, engagement_id: Id, sha256: Digest) -> Response:
    """A file of the service, as it was handed in."""
    return _file(house, actor, engagement_id, sha256)


@desk_router.post("/project/{engagement_id}/links", dependencies=[FromHere])
def give_link(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    engagement_id: Id,
    role: Annotated[PartyRole, Form()],
    person: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A link for a person of a party, shown this once."""
    with house.working(actor) as work:
        issued = issue_link(work, engagement_id, role, person)
    way = str(request.base_url).rstrip("/") + issued.path
    html = page("project/link.html", language_of(request), actor=actor, link=issued.link, way=way)
    return shown(html, 201)


@desk_router.post("/project/{engagement_id}/links/{link_id}", dependencies=[FromHere])
def end_link(request: Request, house: HouseDep, actor: CoordinatorDep, engagement_id: Id, link_id: Id) -> Response:
    """A link is taken back."""
    with house.working(actor) as work:
        revoke_link(work, engagement_id, link_id)
    return onward(request, f"/desk/project/{engagement_id}", "#links")


@desk_router.get("/project/{engagement_id}/{deed:path}")
def back_to_desk_page(request: Request, actor: CoordinatorDep, engagement_id: Id, deed: str) -> RedirectResponse:
    """Whoever reloads or changes the language after a form lands on the page."""
    return onward(request, f"/desk/project/{engagement_id}")


def _step(
    request: Request,
    house: House,
    actor: Actor,
    engagement_id: str,
    event: str,
    form: Handed,
    version: int,
    home: str,
) -> Response:
    """Read the form, take the step; what cannot be taken stands in the form again, with the reason above it."""
    if event not in events():
        raise NotFound("step_unknown", "没有“{event}”这个步骤", event=event)
    fields = dict(form.fields)
    asks: tuple[str, ...] = ASKS.get(event, ())  # type: ignore[call-overload]
    reason, code = fields.get("reason", "").strip(), fields.get("code", "")
    needs_reason = any(row.needs_reason for row in rows_of(event))
    try:
        if event in GRAVE and fields.get("sure") != "yes":
            raise InvalidInput("not_sure", "请先勾选“我已想好”，再办“{event}”", field="sure", event=LABELS[event])
        for name, (called, content) in form.files.items():
            fields[name] = keep_file(house, actor, engagement_id, called, content).sha256
        given = {fact: value for fact in asks if (value := handed(fact, fields)) is not None}
        said = {**given, **({"reason": reason} if reason or needs_reason else {}), **({"code": code} if code else {})}
        facts = read_facts(event, said)
        with house.working(actor) as work:
            engaging.take(work, house, engagement_id, version, event, facts)
    except DockingError as fault:
        again = {fact: value for fact in asks if (value := handed(fact, fields)) is not None}
        told = _in_words(fault, language_of(request))
        field = str(fault.facts.get("field") or "") if fault.code in UNREAD else ""
        typed = Typed(event=event, given=again, reason=reason, code=code, fault=told, field=field)
        with house.reading() as session:
            return shown(project_page(request, house, session, actor, engagement_id, typed), status_of(fault))
    return onward(request, home, "#now")


def _in_words(fault: DockingError, language: Language) -> str:
    """The refusal with the field called as on the page, and what is expected there."""
    if fault.code not in UNREAD:
        return fault.text(language)
    path = str(fault.facts.get("field"))
    label = {"reason": "说明", "code": "原因"}.get(path) or label_of(path)
    reason = hint_of(path).text(language)
    return render(fault.message, {**fault.facts, "field": translate(label, language), "reason": reason}, language)


def _file(house: House, actor: Actor, engagement_id: str, sha256: str) -> Response:
    """The file; one that this actor need not know is as good as not there."""
    kept, content = file_for(house, actor, engagement_id, sha256)
    answer = saved(content, kept.name, kept.media_type)
    answer.headers.update(PRIVATE)
    return answer
