"""A coordinator signs in at the desk with a key, and out again; who is not signed in sees this page and no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import HouseDep, house_of
from api.pages import page
from api.pages.desk.knocking import Knocks
from api.pages.desk.session import WORKING_DAY, holder_in, is_sealed, seal
from api.pages.door import PRIVATE, PageRoute, shown
from api.problems import language_of
from api.security import actor_by_key
from foundation.actors import OPERATOR, Actor
from foundation.errors import NotAllowed
from foundation.language import Sentence, sentence
from foundation.settings import Settings
from foundation.text import MAX_CHARACTERS

COOKIE = "docking_desk"
DESK = "/desk"
PLACE = re.compile(r"/desk((/project)?/[A-Za-z0-9_-]{1,64})?(\?[A-Za-z0-9_=&%.-]{0,300})?")
"""Where a person may be led after signing in: nowhere but to the desk."""
LONGEST_KEY = 512


class SignedOut(Exception):
    """Nobody is signed in."""


class DeskRoute(PageRoute):
    """A route of the desk: signed out, it is the page to sign in; its answers tell their own host where forms came
    from, so that a foreign form can be known."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                answer = await handle(request)
            except SignedOut:
                answer = await _turned_away(request)
            answer.headers["Referrer-Policy"] = "same-origin"
            return answer

        return handled


def coordinator_of(request: Request) -> Actor:
    """The coordinator whose session this is; SignedOut when there is none, or its key is no longer one."""
    house = house_of(request)
    line = request.cookies.get(COOKIE, "")
    holder = holder_in(line)
    key = _key_of(house.settings, holder)
    if key is None or not is_sealed(line, key, house.clock.now()):
        raise SignedOut
    actor = actor_by_key(house.settings, key)
    if actor is None or not actor.holds("coordinator"):
        raise SignedOut
    return actor


CoordinatorDep = Annotated[Actor, Depends(coordinator_of)]


def from_here(request: Request) -> None:
    """NotAllowed unless a page of this very host sent the form (the cookie alone would not tell)."""
    site = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", "")).netloc
    is_own = site == "same-origin" if site else bool(origin) and origin == request.headers.get("host")
    if not is_own:
        raise NotAllowed("form_from_elsewhere", "这个表单不是从评审台交来的：请打开评审台再做一次")


FromHere = Depends(from_here)

router = APIRouter(prefix=DESK, route_class=DeskRoute)


@router.get("/sign-in")
def ask(request: Request, house: HouseDep, next: str = DESK) -> Response:
    """The field for the key."""
    return shown(_form(request, _place(next)))


@router.post("/sign-in", dependencies=[FromHere])
def sign_in(
    request: Request,
    house: HouseDep,
    key: Annotated[str, Form(max_length=LONGEST_KEY)] = "",
    next: Annotated[str, Form()] = DESK,
) -> Response:
    """The right key opens a session; a wrong one is told, and after some it takes a while."""
    knocks, now = _knocks(request), house.clock.now()
    address = request.client.host if request.client else ""
    if pause := knocks.wait(address, now):
        fault = sentence("试错太多次：请等 {seconds} 秒再试", seconds=pause)
        return shown(_form(request, _place(next), fault), 429)
    actor = actor_by_key(house.settings, key.strip())
    if actor is None or not actor.holds("coordinator"):
        knocks.failed(address, now)
        fault = sentence("密钥不对：请整段复制，再试一次" if actor is None else "这把密钥不能进评审台")
        return shown(_form(request, _place(next), fault), 403)
    knocks.succeeded(address)
    answer = _onward(request, _place(next))
    answer.set_cookie(
        COOKIE,
        seal(key.strip(), actor.id, now),
        max_age=int(WORKING_DAY.total_seconds()),
        path=DESK,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


@router.post("/sign-out", dependencies=[FromHere])
def sign_out(request: Request) -> Response:
    """The browser forgets the session."""
    answer = _onward(request, f"{DESK}/sign-in")
    answer.delete_cookie(COOKIE, path=DESK, httponly=True, samesite="strict")
    return answer


async def _turned_away(request: Request) -> Response:
    """The page to sign in, with the words that somebody typed into a form whose session had run out."""
    path = request.url.path if request.method == "GET" else request.headers.get("referer", "")
    asked = urlsplit(str(request.url)).query if request.method == "GET" else ""
    split = urlsplit(path)
    place = _place(f"{split.path}?{asked}" if asked else split.path)
    typed = ""
    if request.method == "POST":
        form = await request.form()
        typed = "\n".join(str(form.get(name) or "") for name in ("note", "text", "question")).strip()
    return shown(_form(request, place, typed=typed[:MAX_CHARACTERS]), 401)


def _key_of(settings: Settings, holder: str | None) -> str | None:
    """The key with which this holder signs in today; ``None`` for who has none."""
    keys = {OPERATOR.id: settings.operator_key, **{one.id: one.key for one in settings.coordinators}}
    secret = keys.get(holder or "")
    return secret.get_secret_value() or None if secret is not None else None


def _form(request: Request, place: str, fault: Sentence | None = None, typed: str = "") -> str:
    language = language_of(request)
    settings = house_of(request).settings
    is_set = bool(settings.operator_key.get_secret_value() or settings.coordinators)
    return page(
        "desk/sign_in.html",
        language,
        place=place,
        fault=fault.text(language) if fault else None,
        typed=typed,
        is_set=is_set,
        is_from_elsewhere=request.headers.get("sec-fetch-site") == "cross-site",
    )


def _place(wished: str) -> str:
    """A place at the desk; the desk itself for everything else."""
    is_place = PLACE.fullmatch(wished) and not wished.startswith((f"{DESK}/sign-in", f"{DESK}/sign-out"))
    return wished if is_place else DESK


def _onward(request: Request, place: str) -> RedirectResponse:
    asked = "lang=" + language_of(request) if request.query_params.get("lang") and "lang=" not in place else ""
    if asked:
        place += ("&" if "?" in place else "?") + asked
    return RedirectResponse(place, status_code=303, headers=PRIVATE)


def _knocks(request: Request) -> Knocks:
    knocks: Knocks = request.app.state.knocks
    return knocks
