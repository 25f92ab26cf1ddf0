"""``/engagements``: services in progress – lists for coordinators, one for its parties, and a route for every step.

The routes of the steps are made of the table: which facts a step takes, who may take it, under which conditions and
with which codes is read from there, never written by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, house_of
from api.problems import language_of
from api.projects import engaging
from api.projects.engaging import EngagementShown
from api.projects.step_forms import StepForm, description_of, events, form_of, summary_of
from api.security import actor_by_key
from engagement import service
from engagement.access.giving import LASTS_DAYS, LONGEST_DAYS, issue_link, list_links, names_of_links, revoke_link
from engagement.access.link import Link, PartyRole
from engagement.access.seeing import digest_for, seen_by
from engagement.log import Entry, chain_fault
from engagement.store import OpenItem
from foundation.actors import Actor, Role
from foundation.clock import today
from foundation.errors import NotAllowed, NotFound
from foundation.values import Value

router = APIRouter(prefix="/engagements", tags=["engagements"])


class LogShown(Value):
    """The log of an engagement as the caller sees it, oldest entry first."""

    entries: tuple[Entry, ...]
    names: dict[str, str]
    """The persons behind the links that acted in these entries, by the actor's id."""
    digest: str | None
    """The one that its archive would keep; null for whoever does not see all that it is made of."""
    is_unbroken: bool
    """Whether the whole log holds together, seen or not."""


class LinkForm(Value):
    """For whom a link is, in which role, and for how many days."""

    role: PartyRole
    person: Annotated[str, Field(min_length=1, max_length=200)]
    reviewer: Annotated[str | None, Field(max_length=64)] = None
    """Of a reviewer's link: the id of the member of the panel, where the name alone does not tell."""
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = LASTS_DAYS


class LinkGiven(Value):
    """A fresh link. ``token`` and ``path`` are told this once; nobody can read them again."""

    link: Link
    token: str
    path: str


def party_of(request: Request, engagement_id: str) -> Actor:
    """The coordinator behind a key, or the party behind a token of this very engagement; NotFound for anybody else."""
    house = house_of(request)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip() if scheme.lower() == "bearer" else ""
    actor = actor_by_key(house.settings, given) if given else None
    with house.reading() as session:
        return engaging.may_open(house, session, engagement_id, actor, given)


PartyDep = Annotated[Actor, Depends(party_of)]


@router.get("")
def open_engagements(
    house: HouseDep,
    session: SessionDep,
    actor: ActorDep,
    owner: Annotated[str | None, Query(max_length=200)] = None,
    owner_role: Role | None = None,
    centre: Annotated[str | None, Query(max_length=64)] = None,
    overdue: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> list[OpenItem]:
    """What waits for whom until when, the most pressing first (B3); by owner, centre, overdue. For a coordinator."""
    if not actor.holds("coordinator"):
        raise NotAllowed("desk_only", "只有协调员可以看待办")
    found = service.list_open(
        session,
        today(house.clock),
        owner=owner,
        owner_role=owner_role,
        centre_id=centre,
        only_overdue=overdue,
        limit=limit,
    )
    return list(found)


@router.get("/{engagement_id}")
def show(
    request: Request, house: HouseDep, session: SessionDep, actor: PartyDep, engagement_id: str
) -> EngagementShown:
    """One engagement: the record, the visible steps, who acts by when, what the caller may do now. For its parties."""
    engagement = service.show_engagement(session, engagement_id)
    return engaging.show(house, session, engagement, actor, language_of(request))


@router.get("/{engagement_id}/log")
def log(session: SessionDep, actor: PartyDep, engagement_id: str) -> LogShown:
    """Every step that was taken, hash-chained, with what the caller needs to know of it. For its parties."""
    engagement = service.show_engagement(session, engagement_id)
    entries = seen_by(engagement, actor).history
    acted = {entry.actor_id for entry in entries}
    return LogShown(
        entries=entries,
        names={id: name for id, name in names_of_links(session, engagement_id).items() if id in acted},
        digest=digest_for(engagement, actor),
        is_unbroken=chain_fault(engagement.history) is None,
    )


@router.get("/{engagement_id}/links")
def links(session: SessionDep, actor: PartyDep, engagement_id: str) -> list[Link]:
    """The links that were given out, those that are over too. For a coordinator."""
    return list(list_links(session, actor, engagement_id))


@router.post("/{engagement_id}/links", status_code=201)
def issue(house: HouseDep, actor: PartyDep, engagement_id: str, form: LinkForm) -> LinkGiven:
    """Give a named person of a party a way in; the token is told once. A reviewer's speaks for one member of the panel.
    For a coordinator."""
    with house.working(actor) as work:
        issued = issue_link(work, engagement_id, form.role, form.person, form.days, form.reviewer)
    return LinkGiven(link=issued.link, token=issued.token, path=issued.path)


@router.delete("/{engagement_id}/links/{link_id}")
def revoke(house: HouseDep, actor: PartyDep, engagement_id: str, link_id: str) -> Link:
    """Take a link back at once. For a coordinator."""
    with house.working(actor) as work:
        return revoke_link(work, engagement_id, link_id)


def _step(event: str) -> Callable[..., EngagementShown]:
    kind: Any = form_of(event)

    def step(request: Request, house: HouseDep, actor: PartyDep, engagement_id: str, form: StepForm) -> EngagementShown:
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
def unknown_step(actor: PartyDep, engagement_id: str, event: str) -> None:
    """A step that no table has: told by name, to who may be here at all."""
    raise NotFound("step_unknown", "没有“{event}”这个步骤", event=event)
