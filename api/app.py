"""The web application: middleware, problems, routes, pages. No method lives here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from api import problems
from api.pages import door, home
from api.pages.desk import deciding as desk_deciding
from api.pages.desk import queue as desk
from api.pages.desk import signing_in, starting
from api.pages.desk.knocking import Knocks
from api.pages.project import entry as project_entry
from api.pages.project import listing as project_list
from api.pages.project import steps as project
from api.pages.project import surveys
from api.pages.talk import answering, confirming, handing_in, leaving, settling
from api.pages.talk import turn as talk
from api.pages.talk.too_large import KindlyTooLarge
from api.routes import (
    attachments,
    cares,
    centres,
    complaints,
    conversations,
    demands,
    health,
    matches,
    reverse,
    reviews,
    runs,
    subscriptions,
)
from api.routes.engagements import afterwards, files, invitation, links, packs, papers, retention
from api.routes.engagements import project as engagement
from api.too_large import PlainlyTooLarge
from api.wiring import House

STATIC = Path(__file__).parent / "pages" / "static"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def routers() -> tuple[APIRouter, ...]:
    """The routes of the HTTP interface, one router for each resource."""
    talks = (health, conversations, attachments, demands, complaints, cares)
    found = (matches, runs, reviews, reverse, subscriptions, centres)
    served = (
        afterwards,
        retention,
        engagement,
        links,
        papers,
        files,
        packs,
        invitation,
    )  # first those whose names are no id
    return tuple(module.router for module in (*talks, *found, *served))


def make_app(house: House) -> FastAPI:
    """An application over this house. Everything is served from here: it works on an intranet."""
    app = FastAPI(
        title="Docking 对接",
        version="0.1.0",
        summary="企业质量技术需求与检验中心能力的对接服务",
        docs_url=None,
        redoc_url=None,
        responses=problems.DESCRIBED,
    )
    app.state.house = house
    app.state.knocks = Knocks()
    problems.install(app)
    door.install(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=house.settings.max_upload_bytes)
    app.add_middleware(PlainlyTooLarge, most_bytes=house.settings.max_upload_bytes)
    app.add_middleware(KindlyTooLarge, most_bytes=house.settings.max_upload_bytes)

    @app.middleware("http")
    async def harden(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    for router in routers():
        app.include_router(router)
    talks = (home, talk, handing_in, settling, leaving, confirming, answering, project_entry)
    pages = (*talks, signing_in, desk, desk_deciding, starting, project, surveys)
    for router in (project_list.router, project.desk_router):  # before the cases, whose ids match anything
        app.include_router(router, include_in_schema=False)
    for one in pages:
        app.include_router(one.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
