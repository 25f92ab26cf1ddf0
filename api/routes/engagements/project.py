"""``/engagements``: services in progress – lists for coordinators, one for its parties, and a route for every step.

The routes of the steps are made of the table: which facts a step takes, who may take it, under which conditions and
with which codes is read from there, never written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from api.dependencies import ActorDep, HouseDep, SessionDep
from api.problems import language_of
from api.projects import engaging
from api.projects.engaging import EngagementShown
from api.projects.reading import project_for
from api.projects.step_forms import StepForm, description_of, events, form_of, summary_of
from api.routes.engagements.party import Id, PartyDep
from engagement import service
from engagement.access.giving import names_of_links
from engagement.access.seeing import digest_for, seen_by
from engagement.log import Entry, chain_fault
from engagement.profiles import paused_states, states_of
from engagement.store import OpenItem
from engagement.word import whose_word
from foundation.actors import Role
from foundation.clock import today
from foundation.errors import NotAllowed, NotFound
from foundation.values import Value

router = APIRouter(prefix="/engagements", tags=["engagements"])


class LogShown(Value):
    """The log of an engagement as the caller sees it, oldest entry first."""

    entries: tuple[Entry, ...]
    names: dict[str, str]
    """The persons behind the links that acted in these entries, by the actor's id."""
    words: dict[int, str]
    """By the number of an entry that says what both sides want: whose word that is."""
    digest: str | None
    """The one that its archive would keep; null for whoever does not see all that it is made of."""
    is_unbroken: bool
    """Whether the whole log holds together, seen or not."""


Stage = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "paused"]
"""A box of the flow, or everything that rests."""


@router.get("")
def open_engagements(
    house: HouseDep,
    session: SessionDep,
    actor: ActorDep,
    owner: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    owner_role: Role | None = None,
    centre: Annotated[str | None, Query(max_length=64, pattern=r"^[^\x00]*$")] = None,
    stage: Stage | None = None,
    overdue: bool = False,
    start: Annotated[int, Query(ge=0, le=100_000, description="How many to leave out")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> list[OpenItem]:
    """What waits for whom until when, the most pressing first (B3); by whose turn, stage, centre. For a coordinator."""
    if not actor.holds("coordinator"):
        raise NotAllowed("desk_only", "只有协调员可以看待办")
    found = service.list_open(
        session,
        today(house.clock),
        owner=owner,
        owner_role=owner_role,
        centre_id=centre,
        states=_states(stage),
        only_overdue=overdue,
        limit=start + limit,
    )
    return list(found[start:])


def _states(stage: Stage | None) -> tuple[str, ...]:
    if stage is None:
        return ()
    return paused_states() if stage == "paused" else states_of(stage)


@router.get("/{engagement_id}")
def show(request: Request, house: HouseDep, session: SessionDep, actor: PartyDep, engagement_id: Id) -> EngagementShown:
    """One engagement: the record, the visible steps, who acts by when, what the caller may do now. For its parties."""
    engagement = project_for(house, actor, engagement_id, "record")
    return engaging.show(house, session, engagement, actor, language_of(request))


@router.get("/{engagement_id}/log")
def log(request: Request, house: HouseDep, session: SessionDep, actor: PartyDep, engagement_id: Id) -> LogShown:
    """Every step that was taken, hash-chained, with what the caller needs to know of it. For its parties."""
    engagement = project_for(house, actor, engagement_id, "log")
    entries = seen_by(engagement, actor).history
    acted = {entry.actor_id for entry in entries}
    return LogShown(
        entries=entries,
        names={id: name for id, name in names_of_links(session, engagement_id).items() if id in acted},
        words={one.number: word.text(language_of(request)) for one in entries if (word := whose_word(one)) is not None},
        digest=digest_for(engagement, actor),
        is_unbroken=chain_fault(engagement.history) is None,
    )


def _step(event: str) -> Callable[..., EngagementShown]:
    kind: Any = form_of(event)

    def step(request: Request, house: HouseDep, actor: PartyDep, engagement_id: Id, form: StepForm) -> EngagementShown:
        with house.working(actor) as work:
            after = engaging.take(work, house, engagement_id, form.version, event, form.facts())
            return engaging.show(house, work.session, after, actor, language_of(request))

    step.__annotations__["form"] = kind
    return step


for _event in events():
    router.add_api_route(
        f"/{{engagement_id}}/steps/{_event}",
        _step(_event),
        methods=["POST"],
        name=f"step_{_event}",
        summary=summary_of(_event),
        description=description_of(_event),
    )


@router.post("/{engagement_id}/steps/{event}", include_in_schema=False)
def unknown_step(actor: PartyDep, engagement_id: Id, event: str) -> None:
    """A step that no table has: told by name, to who may be here at all."""
    raise NotFound("step_unknown", "没有“{event}”这个步骤", event=event)
