"""What the pages of a talk share: an error is a page too, forms keep their line ends, and nothing is kept by others."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.pages import page
from api.problems import language_of, status_of
from foundation.errors import DockingError
from foundation.language import translate

PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
"""A talk belongs to who holds its address: no cache and no search engine keeps it."""


class PageRoute(APIRoute):
    """A route whose refusals are pages that say what to do, not JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            language = language_of(request)
            try:
                return await handle(request)
            except DockingError as fault:
                return lost(request, fault.text(language), status_of(fault))
            except RequestValidationError:
                return lost(request, translate("提交的内容不完整或格式不对", language), 422)

        return handled


def wants_page(request: Request) -> bool:
    """Whether somebody at a browser asks: a program that asks for JSON, or for anything, gets a problem document."""
    return "text/html" in request.headers.get("accept", "")


def lost(request: Request, reason: str, status: int) -> HTMLResponse:
    """A page that says what did not work and where to go from here."""
    html = page("lost.html", language_of(request), reason=reason)
    return HTMLResponse(html, status_code=status, headers=PRIVATE)


def install(app: FastAPI) -> None:
    """An address that is no page is a page for who looks at it in a browser; programs get the problem as before."""
    answer_program = app.exception_handlers[HTTPException]

    @app.exception_handler(HTTPException)
    async def nowhere(request: Request, error: HTTPException) -> Any:
        if error.status_code == 404 and wants_page(request):
            return lost(request, translate("没有这个地址", language_of(request)), 404)
        return await answer_program(request, error)  # type: ignore[misc]


def shown(html: str, status: int = 200) -> HTMLResponse:
    """A private page."""
    return HTMLResponse(html, status_code=status, headers=PRIVATE)


def onward(request: Request, path: str, mark: str = "") -> RedirectResponse:
    """To another page after a form, in the same language."""
    asked = request.query_params.get("lang")
    query = f"?lang={language_of(request)}" if asked else ""
    return RedirectResponse(f"{path}{query}{mark}", status_code=303, headers=PRIVATE)


def _as_typed(text: Annotated[str, Form()] = "") -> str:
    return text.replace("\r\n", "\n")


TypedText = Annotated[str, Depends(_as_typed)]
"""The field ``text`` of a form as it was typed: a browser sends every line end as two characters."""

Version = Annotated[int, Form(ge=0, le=2**31 - 1)]
"""The version of the talk that the form was made from."""


async def _handed(request: Request) -> tuple[UploadFile, ...]:
    form = await request.form()  # read once, beside the other fields
    return tuple(file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename)


HandedDep = Annotated[tuple[UploadFile, ...], Depends(_handed)]
"""The files that were chosen in the field ``files``; an empty field sends one without a name."""


def _chosen(model: Annotated[str, Form()] = "", consent: Annotated[str, Form()] = "") -> bool | None:
    return consent == "yes" if model == "asked" else None


ChosenDep = Annotated[bool | None, Depends(_chosen)]
"""What was ticked about a model outside the house; ``None`` when the form did not ask."""
