"""``/engagements/retention``, ``…/hold``, ``…/release``, ``…/erasure``: how long a project is kept, what goes then."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep
from api.projects.retention import Erased, Retention, erased_for_good, retention_of
from api.routes.engagements.party import Id
from engagement.keeping import Keeping
from engagement.retention import service
from foundation.values import Value

router = APIRouter(prefix="/engagements", tags=["engagements"])


class ReasonForm(Value):
    """Why, kept on record."""

    reason: Annotated[str, Field(min_length=1, max_length=1_000)]


@router.get("/retention")
def retention(house: HouseDep, session: SessionDep, actor: ActorDep) -> Retention:
    """What may be erased by now, what is held back and what was erased. For a coordinator and the association."""
    return retention_of(house, session, actor)


@router.post("/{engagement_id}/hold")
def hold(house: HouseDep, actor: ActorDep, engagement_id: Id, form: ReasonForm) -> Keeping:
    """Nothing of the project is erased until it is released: a dispute, an audit, a court. For the association."""
    with house.working(actor) as work:
        return service.hold(work, engagement_id, form.reason)


@router.post("/{engagement_id}/release")
def release(house: HouseDep, actor: ActorDep, engagement_id: Id, form: ReasonForm) -> Keeping:
    """End a hold. For the association."""
    with house.working(actor) as work:
        return service.release(work, engagement_id, form.reason)


@router.post("/{engagement_id}/erasure")
def erase(house: HouseDep, actor: ActorDep, engagement_id: Id, form: ReasonForm) -> Erased:
    """Erase persons, terms, words and files when the time is over; it cannot be undone. For the association."""
    return erased_for_good(house, actor, engagement_id, form.reason)
