"""``/engagements/{id}/links``, ``…/invitations``: ways in for people without an account. For a coordinator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.dependencies import HouseDep, SessionDep
from api.routes.engagements.party import Id, PartyDep
from engagement.access.giving import LASTS_DAYS, LONGEST_DAYS, invite, issue_link, list_links, revoke_link
from engagement.access.link import Issued, Link, PartyRole
from engagement.asking.question import Answer
from foundation.values import Value

router = APIRouter(prefix="/engagements/{engagement_id}", tags=["engagements"])


class LinkForm(Value):
    """For whom a link is, in which role, and for how many days."""

    role: PartyRole
    person: Annotated[str, Field(min_length=1, max_length=200)]
    reviewer: Annotated[str | None, Field(max_length=64)] = None
    """Of a reviewer's link: the id of the member of the panel, where the name alone does not tell."""
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = LASTS_DAYS


class InvitationForm(Value):
    """What the enterprise is asked, once: the questionnaire, or the effects of a set month after closure."""

    purpose: Answer
    month: Annotated[int | None, Field(ge=1, le=120)] = None
    """Of effects: months after closure, one of those that are set."""
    days: Annotated[int | None, Field(ge=1, le=LONGEST_DAYS)] = None
    """For how long; without it as the settings say."""


class LinkGiven(Value):
    """A fresh link. ``token`` and ``path`` are told this once; nobody can read them again."""

    link: Link
    token: str
    path: str


@router.get("/links")
def links(session: SessionDep, actor: PartyDep, engagement_id: Id) -> list[Link]:
    """The links and invitations that were given out, those that are over too. For a coordinator."""
    return list(list_links(session, actor, engagement_id))


@router.post("/links", status_code=201)
def issue(house: HouseDep, actor: PartyDep, engagement_id: Id, form: LinkForm) -> LinkGiven:
    """Give a named person of a party a way in; the token is told once. A reviewer's speaks for one member of the panel.
    For a coordinator."""
    with house.working(actor) as work:
        return _given(issue_link(work, engagement_id, form.role, form.person, form.days, form.reviewer))


@router.delete("/links/{link_id}")
def revoke(house: HouseDep, actor: PartyDep, engagement_id: Id, link_id: Id) -> Link:
    """Take a link or an invitation back at once. For a coordinator."""
    with house.working(actor) as work:
        return revoke_link(work, engagement_id, link_id)


@router.post("/invitations", status_code=201)
def invitation(house: HouseDep, actor: PartyDep, engagement_id: Id, form: InvitationForm) -> LinkGiven:
    """Invite the enterprise of a closed engagement to answer once: ``path`` is a page, ``token`` opens /invitation.
    For a coordinator."""
    days, rules = form.days or house.settings.survey_link_days, house.engagement_rules
    with house.working(actor) as work:
        return _given(invite(work, engagement_id, form.purpose, month=form.month, days=days, rules=rules))


def _given(issued: Issued) -> LinkGiven:
    return LinkGiven(link=issued.link, token=issued.token, path=issued.path)
