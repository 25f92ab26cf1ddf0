"""What enterprises confirmed and nobody has matched yet: the desk shows it first, and one button finds the centres."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from api.access import expect_readable
from api.dependencies import HouseDep
from api.matching.finding import match_first
from api.pages.desk.signing_in import CoordinatorDep, DeskRoute, FromHere
from api.pages.desk.told import LEVELS
from api.pages.door import onward
from foundation.language import Language
from intake.demand import DemandStatus
from intake.service import get_demand, list_demands
from matcher.store import matched_of

router = APIRouter(prefix="/desk/{demand_id}", route_class=DeskRoute, dependencies=[FromHere])

MOST = 200
"""So many of the newest open demands are looked through."""
_BEFORE_A_MATCH: tuple[DemandStatus, ...] = ("confirmed", "published")


def unmatched(session: Session, language: Language) -> list[dict[str, Any]]:
    """The demands that wait for their first match, the oldest first."""
    waiting = list_demands(session, _BEFORE_A_MATCH, limit=MOST)
    matched = matched_of(session, [one.id for one in waiting])
    return [
        {
            "id": one.id,
            "title": one.title or one.condensed[:40] or one.id,
            "service": one.draft.value("service_category"),
            "level": LEVELS[one.level].text(language),
        }
        for one in reversed(waiting)
        if one.id not in matched
    ]


@router.post("/match")
def match(request: Request, house: HouseDep, actor: CoordinatorDep, demand_id: str) -> Response:
    """Find centres for the demand and go to its case; twice at once is once."""
    with house.reading() as session:
        expect_readable(actor, get_demand(session, demand_id))
    match_first(house, actor, demand_id)
    return onward(request, f"/desk/{demand_id}")
