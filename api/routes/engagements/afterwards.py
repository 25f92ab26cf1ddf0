"""``/engagements/facts``, ``…/followups``: what closed engagements tell the evaluation, and what is still owed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep
from api.projects.afterwards import facts_of, followups_due
from engagement.afterwards.followups import FollowUp
from engagement.afterwards.ratings import IndicatorValues

router = APIRouter(prefix="/engagements", tags=["engagements"])

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(9999, 1, 1))]


@router.get("/facts")
def facts(
    house: HouseDep,
    session: SessionDep,
    actor: ActorDep,
    first: Annotated[Day, Query(alias="from", description="First day of closure, in China")],
    before: Annotated[Day, Query(description="The day after the last")],
    centre: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_]{1,64}$")] = None,
) -> IndicatorValues:
    """The indicator values of the engagements that closed in a window: what ``docking evaluate assess --facts`` reads.
    What is missing is missing, never zero. For a coordinator."""
    return facts_of(house, session, actor, first, before, centre)


@router.get("/followups")
def followups(house: HouseDep, session: SessionDep, actor: ActorDep) -> list[FollowUp]:
    """Reports of effects that are due and have not come, the oldest first. For a coordinator."""
    return list(followups_due(house, session, actor))
