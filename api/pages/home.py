"""The first page: a person types a problem and sees who can help, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from api.dependencies import HouseDep, house_of
from api.labels import shown
from api.matching.answers import MatchAnswer
from api.pages import page
from api.pages.finding_out import answer_for
from api.problems import language_of, status_of
from foundation.errors import DockingError
from intake.reading.record import DemandReading, read_demand

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def first(request: Request) -> HTMLResponse:
    """The empty form."""
    return _show(request)


@router.post("/", response_class=HTMLResponse)
def ask(request: Request, house: HouseDep, text: Annotated[str, Form()] = "") -> HTMLResponse:
    """The same page with what was understood and who can help; nothing is stored."""
    language = language_of(request)
    try:
        answer = answer_for(house, text, language)
    except DockingError as fault:
        return _show(request, text=text, fault=fault.text(language), status=status_of(fault))
    return _show(request, text=text, answer=answer, reading=read_demand("", "", text))


def _show(
    request: Request,
    text: str = "",
    answer: MatchAnswer | None = None,
    reading: DemandReading | None = None,
    fault: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    language = language_of(request)
    understood = list(shown(reading)) if reading else None
    question = reading["questions"][0] if reading and reading["questions"] else None
    fresh = house_of(request).identifiers.new("con")
    html = page(
        "home.html",
        language,
        text=text,
        answer=answer,
        understood=understood,
        question=question,
        fault=fault,
        fresh=fresh,
    )
    return HTMLResponse(html, status_code=status)
