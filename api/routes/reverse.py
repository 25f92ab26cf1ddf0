"""``/reverse-match``: a result, a capability row or an expert in, open demands out, nothing stored (S0-37)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.dependencies import ActorDep, HouseDep
from api.matching.reversing import ReverseAnswer, answer_of, find_for_offer, points_of
from api.problems import language_of
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from matcher.policy import POINTS
from matcher.reverse.finding import SHOWN_FROM

router = APIRouter(tags=["matches"])

Id = Annotated[str, Field(min_length=1, max_length=64)]


class Offer(Value):
    """Exactly one of: a result's ``text`` (with a title), a ``capability`` id, an ``expert`` id."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)] | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    capability: Id | None = None
    expert: Id | None = None
    top: Annotated[int, Field(ge=1, le=200)] = 10
    min_score: Annotated[float, Field(ge=0, le=1)] = SHOWN_FROM / POINTS


@router.post("/reverse-match")
def reverse_match(request: Request, house: HouseDep, actor: ActorDep, form: Offer) -> ReverseAnswer:
    """The open, published demands that the offer could serve, best first, with reasons. Nothing is stored."""
    least = points_of(form.min_score) or 0
    found = find_for_offer(house, form.text, form.title, form.capability, form.expert, form.top, least, actor)
    return answer_of(found, language_of(request))
