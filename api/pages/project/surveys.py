"""Without an account: the questionnaire of a finished service, and the report of what it brought about."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from api.days import day_words
from api.dependencies import HouseDep
from api.pages import page
from api.pages.door import PageRoute, onward, shown
from api.problems import language_of, status_of
from api.talks.attaching import file_reader
from api.wiring import House
from engagement.access.answering import answer_by_link, keep_by_link, report_by_link
from engagement.access.knocking import expect_link, look_at
from engagement.asking.question import Answer
from engagement.facts.benefits import KINDS, Effect, EffectReport
from engagement.facts.survey import QUESTIONS, SurveyAnswer
from engagement.files import look_into
from foundation.actors import SYSTEM
from foundation.clock import CHINA, today
from foundation.errors import DockingError, NotFound
from foundation.language import Language
from intake.attachments.keeping import digest
from kb.service import find_centre

router = APIRouter(route_class=PageRoute)
THANKS: dict[Answer, str] = {"survey": "/surveys/thanks", "effect": "/effects/thanks"}
BACK = "docking_talk"
ROWS = 3
"""Figures on one form."""
Field = Annotated[str, Form(max_length=2_000)]
Fields = Annotated[list[str], Form(max_length=ROWS)]
Proof = tuple[str, bytes]
"""A file that shows a figure: its name and its bytes."""


async def _proofs(request: Request) -> tuple[Proof | None, ...]:
    form = await request.form()  # read once, beside the other fields
    files = [form.get(f"proof{number}") for number in range(1, ROWS + 1)]
    return tuple([(f.filename, await f.read()) if isinstance(f, UploadFile) and f.filename else None for f in files])


ProofsDep = Annotated[tuple[Proof | None, ...], Depends(_proofs)]


@router.get(THANKS["survey"])
@router.get(THANKS["effect"])
def thank(request: Request, house: HouseDep) -> Response:
    """After an answer, whosever it was: the link itself shows nothing any more. What follows, and for a browser that
    came from the enterprise's own demand the way back to it."""
    talk_id = request.cookies.get(BACK, "")
    months = "、".join(str(month) for month in house.engagement_rules.followup_months)
    told = {"is_survey": request.url.path == THANKS["survey"], "months": months}
    back = f"/talk/{talk_id}/status" if re.fullmatch(r"[A-Za-z0-9_]{1,64}", talk_id) else None
    return shown(page("thanks.html", language_of(request), **told, back=back))


def remembering_way_back(request: Request, answer: Response, purpose: Answer, talk_id: str) -> Response:
    """The browser tells the page of thanks, and no other, which talk it came from."""
    is_secure = request.url.scheme == "https"
    answer.set_cookie(
        BACK, talk_id, max_age=86_400, path=THANKS[purpose], secure=is_secure, httponly=True, samesite="lax"
    )
    return answer


@router.get("/surveys/{token}")
def ask(request: Request, house: HouseDep, token: str) -> Response:
    """The questions."""
    return shown(_survey(language_of(request), house, token, {}))


@router.post("/surveys/{token}")
def answer(
    request: Request,
    house: HouseDep,
    token: str,
    overall: Field = "",
    value_for_money: Field = "",
    training: Field = "",
    standards: Field = "",
    comment: Field = "",
) -> Response:
    """Taken down once; what was filled in stays on the form when something is missing."""
    language = language_of(request)
    given = {"overall": overall, "value_for_money": value_for_money, "training": training, "standards": standards}
    scores = {name: int(value) for name, value in given.items() if value in ("1", "2", "3", "4", "5")}
    filled = given | {"comment": comment}
    lacking = tuple(one.field for one in QUESTIONS if one.is_required and one.field not in scores)
    if lacking:
        return shown(_survey(language, house, token, filled, lacking), 422)
    try:
        survey = SurveyAnswer.model_validate(scores | {"comment": comment.replace("\r\n", "\n").strip()})
        with house.working(SYSTEM) as work:
            answer_by_link(work, token, survey)
    except NotFound:
        raise
    except DockingError as fault:
        return shown(_survey(language, house, token, filled, fault=fault.text(language)), status_of(fault))
    return onward(request, THANKS["survey"])


@router.get("/effects/{token}")
def ask_effects(request: Request, house: HouseDep, token: str) -> Response:
    """A form for figures, each with a file that shows it."""
    return shown(_effects(language_of(request), house, token))


@router.post("/effects/{token}")
def report(
    request: Request,
    house: HouseDep,
    token: str,
    proofs: ProofsDep,
    kind: Fields,
    amount: Fields,
    unit: Fields,
    first: Fields,
    last: Fields,
    about: Fields,
    note: Field = "",
) -> Response:
    """Figures and what shows them are kept together or not at all; a row without amount and file is no figure."""
    language = language_of(request)
    rows = [
        {"kind": k, "amount": a.strip(), "unit": u.strip(), "first": f, "last": t, "note": n.strip()}
        for k, a, u, f, t, n in zip(kind, amount, unit, first, last, about, strict=False)
    ]
    with house.reading() as session:
        month = expect_link(session, token, "effect", house.clock.now()).month or 1
    try:
        effects = tuple(
            Effect.model_validate(row | {"evidence": digest(proof[1]) if proof else None})
            for row, proof in zip(rows, proofs, strict=False)
            if row["amount"] or proof
        )
        made = EffectReport(month=month, effects=effects, note=note.replace("\r\n", "\n").strip())
    except ValidationError:
        return shown(_effects(language, house, token, rows, note, any(proofs), is_unclear=True), 422)
    try:
        _take_down(house, token, made, [proof for proof in proofs if proof])
    except NotFound:
        raise
    except DockingError as fault:
        html = _effects(language, house, token, rows, note, any(proofs), fault=fault.text(language))
        return shown(html, status_of(fault))
    return onward(request, THANKS["effect"])


def _take_down(house: House, token: str, made: EffectReport, proofs: list[Proof]) -> None:
    most = house.settings.max_upload_bytes
    for name, content in proofs:
        look_into(name, content, file_reader(house.settings), most)
    with house.working(SYSTEM) as work:
        for name, content in proofs:
            keep_by_link(work, token, name, content, most)
        report_by_link(work, token, made, house.engagement_rules)


def _survey(
    language: Language,
    house: House,
    token: str,
    filled: dict[str, str],
    lacking: tuple[str, ...] = (),
    fault: str | None = None,
) -> str:
    facts = _about(house, token, "survey")
    told: dict[str, Any] = {"filled": filled, "lacking": lacking, "fault": fault, "questions": QUESTIONS}
    told["closed_day"] = day_words(facts["closed_on"], today(house.clock), language)
    return page("survey.html", language, token=token, **facts, **told)


def _effects(
    language: Language,
    house: House,
    token: str,
    rows: list[dict[str, str]] | None = None,
    note: str = "",
    had_proof: bool = False,
    is_unclear: bool = False,
    fault: str | None = None,
) -> str:
    facts = _about(house, token, "effect")
    closed: date = facts["closed_on"]
    now = today(house.clock)
    empty = {"kind": "", "amount": "", "unit": "", "first": str(closed), "last": str(now), "note": ""}
    shown_rows = [*(rows or []), *([empty] * ROWS)][:ROWS]
    units = list(dict.fromkeys(unit for kind in KINDS.values() for unit in kind.units))
    told: dict[str, Any] = {"rows": shown_rows, "note": note, "is_unclear": is_unclear, "fault": fault}
    told["is_empty"] = (
        is_unclear and not had_proof and not note.strip() and not any(row["amount"] for row in shown_rows)
    )
    limit = max(house.settings.max_upload_bytes // 2**20, 1)
    told |= {"had_proof": had_proof, "limit": limit}
    return page("effects.html", language, token=token, kinds=KINDS, units=units, today=str(now), **facts, **told)


def _about(house: House, token: str, purpose: Answer) -> dict[str, Any]:
    """What the page says of the project: its number, the centre, the day it ended; nothing of its content."""
    with house.reading() as session:
        link, engagement = look_at(session, token, purpose, house.clock.now())
        centre = _centre(session, engagement.centre_id)
    closed = engagement.closed_at or link.issued_at
    names = {"project": engagement.id, "centre": centre, "month": link.month}
    return names | {"closed_on": closed.astimezone(CHINA).date()}


def _centre(session: Session, centre_id: str) -> str:
    try:
        return find_centre(session, centre_id).name
    except NotFound:
        return centre_id
