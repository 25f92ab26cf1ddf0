"""``/demands``: confirmed demands, what is published of them, their matches and their further life."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.access import expect_readable
from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.matching.finding import match_demand
from foundation.errors import NotAllowed
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake import service
from intake.audience import Audience, visible_to
from intake.cares.care import Care
from intake.cares.caring import care_of, due_items
from intake.demand import Channel, Demand, DemandStatus, unknown_demand
from intake.fields import DemandClass
from intake.living import step_demand
from intake.releasing import publishing
from matcher.review.marking import MarkedCandidate, for_outsiders, marked_candidates
from matcher.service import MatchRun

router = APIRouter(prefix="/demands", tags=["demands"])

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]
Before = Annotated[str | None, Query(max_length=40)]
Said = Annotated[str, Field(max_length=2_000)]


class PublishedDemand(Value):
    """What others may see of a demand (S0-19): the condensed version that was released, nothing of who asked."""

    id: str
    title: str
    condensed: str
    service_category: str | None
    region: str | None
    published_at: datetime | None


class Publication(Value):
    """Exactly the text that is released, for whom; ``version`` is the one that was reviewed."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    audience: Audience
    version: Version


class DemandStep(Value):
    """One step of the demand's life; an end needs a reason code, an answer for the enterprise and a next step."""

    event: Literal["dock", "withdraw", "lack", "refuse", "complain", "reopen", "unpublish"]
    reason_code: Annotated[str, Field(max_length=32)] | None = None
    answer: Said | None = None
    next_step: Said | None = None
    reason: Said | None = None
    version: Version


@router.get("")
def published(session: SessionDep, actor: ActorDep, before: Before = None, limit: Limit = 50) -> list[PublishedDemand]:
    """Published demands that were released for the caller, newest first; ``before``: the last id of the page before."""
    audiences = visible_to(actor)
    found = service.list_demands(session, ("published",), before=before, limit=limit, audiences=audiences)
    return [_public(demand) for demand in found]


@router.get("/desk")
def desk(
    session: SessionDep,
    actor: ActorDep,
    status: Annotated[list[DemandStatus] | None, Query()] = None,
    channel: Channel | None = None,
    demand_class: DemandClass | None = None,
    before: Before = None,
    limit: Limit = 50,
) -> list[Demand]:
    """All demands for a coordinator, newest first, by state, channel (S0-18) and class."""
    if not actor.holds("coordinator"):
        raise NotAllowed("desk_only", "只有协调员可以看待办")
    statuses = tuple(status or ())
    return list(service.list_demands(session, statuses, None, before, limit, channel, demand_class))


@router.get("/due")
def due(
    session: SessionDep,
    actor: ActorDep,
    kind: Annotated[list[Literal["demand", "complaint", "talk"]] | None, Query()] = None,
    limit: Limit = 100,
) -> list[Care]:
    """Open demands, complaints and talks with owner and due date, the soonest first (B3). For the desk."""
    return list(due_items(session, actor, tuple(kind or ()), limit=limit))


@router.get("/{demand_id}")
def show(session: SessionDep, actor: ActorDep, demand_id: str) -> Demand | PublishedDemand:
    """One demand, for whoever holds its id.

    Once it is published its id is no secret: then only a coordinator sees more than what was published, and others
    only what was published for them.
    """
    demand = expect_readable(actor, service.get_demand(session, demand_id))
    return demand if demand.published_at is None or "coordinator" in actor.roles else _public(demand)


@router.get("/{demand_id}/review")
def review(session: SessionDep, actor: ActorDep, demand_id: str) -> publishing.Review:
    """The condensed version beside the raw words, and what in it still tells who asked. For a coordinator."""
    return publishing.review(session, actor, demand_id)


@router.post("/{demand_id}/publication")
def publish(house: HouseDep, work: WorkDep, demand_id: str, form: Publication) -> Demand:
    """Release exactly the text that a coordinator reviewed; refused while anything in it tells who asked."""
    return publishing.release_demand(
        work, demand_id, form.title, form.text, form.audience, form.version, house.care_rules
    )


@router.post("/{demand_id}/steps")
def step(house: HouseDep, work: WorkDep, demand_id: str, form: DemandStep) -> Demand:
    """Dock, withdraw, answer that nobody fits, refuse, hand over as a complaint, reopen, take back from publication."""
    return step_demand(
        work,
        demand_id,
        form.event,
        form.reason_code,
        form.answer,
        form.next_step,
        form.reason,
        form.version,
        house.care_rules,
    )


@router.get("/{demand_id}/care")
def care(session: SessionDep, actor: ActorDep, demand_id: str) -> Care:
    """Who looks after the demand and until when, or how it ended; for whoever may see the demand itself."""
    demand = service.get_demand(session, demand_id)
    if demand.published_at is not None and "coordinator" not in actor.roles:
        raise unknown_demand(demand_id)
    return care_of(session, demand_id)


@router.post("/{demand_id}/matches", status_code=201)
def match(house: HouseDep, actor: ActorDep, demand_id: str) -> MatchRun:
    """Match the demand against the current index and put the best centres up for review; for who may read it."""
    with house.reading() as session:
        expect_readable(actor, service.get_demand(session, demand_id))
    return match_demand(house, actor, demand_id)[0]


@router.get("/{demand_id}/matches")
def matches(session: SessionDep, actor: ActorDep, demand_id: str) -> list[MarkedCandidate]:
    """The candidates that count now, by rank, each with the tasks that found it too; for who may read the demand."""
    demand = expect_readable(actor, service.get_demand(session, demand_id))
    found = marked_candidates(session, demand.id)
    return list(found if actor.holds("coordinator") else map(for_outsiders, found))


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
