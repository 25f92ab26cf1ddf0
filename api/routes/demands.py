"""``/demands``: confirmed demands, what is published of them, and their matches."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.finding import match_demand
from foundation.values import Value
from intake import service
from intake.demand import Demand
from matcher import store
from matcher.service import MatchRun
from matcher.store import Candidate

router = APIRouter(prefix="/demands", tags=["demands"])


class PublishedDemand(Value):
    """What the public may see of a demand (S0-19): the condensed version, nothing of who asked."""

    id: str
    title: str
    condensed: str
    service_category: str | None
    region: str | None
    published_at: datetime | None


class Publication(Value):
    """``version`` is the one that was looked at."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


@router.get("")
def published(
    session: SessionDep,
    before: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[PublishedDemand]:
    """Published demands, newest first; ``before`` is the last id of the page before."""
    found = service.list_demands(session, ("published",), before=before, limit=limit)
    return [_public(demand) for demand in found]


@router.get("/{demand_id}")
def show(session: SessionDep, actor: ActorDep, demand_id: str) -> Demand | PublishedDemand:
    """One demand, for whoever holds its id.

    Once it is published its id is no secret: then only a coordinator sees more than what was published.
    """
    demand = service.get_demand(session, demand_id)
    is_open = demand.published_at is not None and "coordinator" not in actor.roles
    return _public(demand) if is_open else demand


@router.post("/{demand_id}/publication")
def publish(work: WorkDep, demand_id: str, form: Publication) -> Demand:
    """Release the condensed version. A person has read it before; a secret demand is refused."""
    return service.publish_demand(work, demand_id, form.version)


@router.post("/{demand_id}/matches", status_code=201)
def match(house: HouseDep, actor: ActorDep, demand_id: str) -> MatchRun:
    """Match the demand against the current index and put the best centres up for review."""
    return match_demand(house, actor, demand_id)[0]


@router.get("/{demand_id}/matches")
def matches(session: SessionDep, demand_id: str) -> list[Candidate]:
    """The candidates of the newest run, by rank."""
    return list(store.candidates_of(session, service.get_demand(session, demand_id).id))


def _public(demand: Demand) -> PublishedDemand:
    first_line, _, _ = demand.condensed.partition("\n")
    return PublishedDemand(
        id=demand.id,
        title=demand.title or first_line[:40],
        condensed=demand.condensed,
        service_category=demand.draft.value("service_category"),
        region=demand.draft.value("region"),
        published_at=demand.published_at,
    )
