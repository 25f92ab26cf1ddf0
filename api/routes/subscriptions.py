"""``/subscriptions``: be told of new demands, or of new capabilities for a demand nobody fitted (S0-37)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.matching.reversing import points_of, tell_subscribers
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from matcher.reverse import subscribing
from matcher.reverse.subscription import Filters, Notice, Step, SubscriberKind, Subscription
from matcher.reverse.telling import Told

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])

Id = Annotated[str, Field(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200)]


class Wish(Value):
    """Who wants to hear of what. An enterprise names its ``demand_id``; the others a text, filters, or both."""

    kind: SubscriberKind
    subscriber: Annotated[str, Field(max_length=120)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    text: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""
    filters: Filters = Filters()
    min_score: Annotated[float, Field(gt=0, le=1)] | None = None
    demand_id: Id | None = None


class StepForm(Value):
    """``version`` is the one that was looked at."""

    step: Step
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


@router.post("", status_code=201)
def subscribe(work: WorkDep, form: Wish) -> Subscription:
    """Be told from now on."""
    return subscribing.subscribe(
        work,
        form.kind,
        form.subscriber,
        form.title,
        form.text,
        form.filters,
        points_of(form.min_score),
        form.demand_id,
    )


@router.get("")
def subscriptions(
    session: SessionDep,
    actor: ActorDep,
    demand_id: Annotated[str | None, Query(max_length=64)] = None,
    before: Annotated[str | None, Query(max_length=40)] = None,
    limit: Limit = 50,
) -> list[Subscription]:
    """One's own subscriptions (all of them for a coordinator), newest first."""
    return list(subscribing.list_subscriptions(session, actor, demand_id, before, limit))


@router.post("/runs")
def run(house: HouseDep, actor: ActorDep) -> Told:
    """Tell every subscriber what is new; run it as often as you like, each pair is told once. For coordinators."""
    return tell_subscribers(house, actor)


@router.get("/{subscription_id}")
def show(session: SessionDep, actor: ActorDep, subscription_id: str) -> Subscription:
    """One subscription of one's own."""
    return subscribing.get_subscription(session, actor, subscription_id)


@router.get("/{subscription_id}/notices")
def notices(session: SessionDep, actor: ActorDep, subscription_id: str, limit: Limit = 50) -> list[Notice]:
    """What it was told, newest first."""
    return list(subscribing.list_notices(session, actor, subscription_id, limit))


@router.post("/{subscription_id}/steps")
def step(work: WorkDep, subscription_id: str, form: StepForm) -> Subscription:
    """Pause, resume or end it."""
    return subscribing.change(work, subscription_id, form.step, form.version)
