"""``/match``: a text in, centres out, nothing stored. ``/matches``: proposed centres and a coordinator's decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.answers import MatchAnswer, answer_of
from api.dependencies import HouseDep, SessionDep, WorkDep
from api.finding import propose_for_text, teams_of, texts_of
from api.problems import language_of
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from matcher import service, store
from matcher.review import Decision
from matcher.store import Candidate

router = APIRouter(tags=["matches"])


class TextToMatch(Value):
    """The enterprise's words; ``planned_on`` decides which certificates count (today when left out)."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    top: Annotated[int, Field(ge=1, le=200)] = 10
    planned_on: date | None = None


class DecisionForm(Value):
    """A decision on a candidate; ``version`` is the one that was looked at."""

    decision: Decision
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason_code: Annotated[str, Field(max_length=40)] | None = None
    note: Annotated[str, Field(max_length=4_000)] | None = None


@router.post("/match")
def match(request: Request, house: HouseDep, form: TextToMatch) -> MatchAnswer:
    """The centres and experts for a text, with reasons; for each task where it asks for several. Nothing is stored."""
    outcome = propose_for_text(house, form.text, form.top, form.planned_on)
    found, teams = outcome.found, teams_of(outcome)
    return answer_of(found, texts_of(house, found, teams.values()), language_of(request), form.top, teams, outcome)


@router.get("/matches/{match_id}")
def show(session: SessionDep, match_id: str) -> Candidate:
    """One proposed centre and where its review stands."""
    return store.get_candidate(session, match_id)


@router.post("/matches/{match_id}/decision")
def decide(work: WorkDep, match_id: str, form: DecisionForm) -> Candidate:
    """A coordinator accepts, declines with a reason, or holds."""
    return service.decide(work, match_id, form.decision, form.reason_code, form.note, form.version)
