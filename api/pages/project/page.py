"""The page of one service, put together: how far it is, whose turn it is, what can be done, what was agreed."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy.orm import Session

from api.pages import page
from api.pages.desk.told import LEVELS, Telling
from api.pages.project.deeds import Typed, deeds_of
from api.pages.project.told import ServiceTelling
from api.problems import language_of
from api.projects import engaging
from api.projects.reading import project_for
from api.projects.turns import enterprise_name
from api.wiring import House
from engagement.access.giving import list_links, names_of_links
from engagement.access.seeing import may_read, seen_by
from engagement.files import list_kept
from foundation.actors import Actor, Role
from foundation.clock import today
from foundation.process import ROLE_LABELS

SHOWN = 6
"""Steps of the past that are seen at once."""


def project_page(
    request: Request, house: House, session: Session, actor: Actor, engagement_id: str, typed: Typed | None = None
) -> str:
    """The service as it stands now, for a party or a coordinator."""
    language, is_desk = language_of(request), actor.holds("coordinator")
    whole = project_for(house, actor, engagement_id, "page")
    told = engaging.show(house, session, whole, actor, language)
    one = seen_by(whole, actor)
    names, day = names_of_links(session, one.id), today(house.clock)
    says = ServiceTelling(one, Telling(house.settings, language, day), names, day)
    turn = told.turn
    own: frozenset[Role] = frozenset({"coordinator"}) if is_desk else actor.roles
    mine = [task for task in turn.tasks if task.role in own and actor.seat in (None, task.seat)] if turn else []
    past = says.history()
    return page(
        "project/project.html",
        language,
        frame="desk/frame.html" if is_desk else "project/frame.html",
        actor=actor,
        is_desk=is_desk,
        is_enterprise=own == {"enterprise"},
        role_labels=ROLE_LABELS,
        home=f"/desk/project/{one.id}" if is_desk else f"/project/{one.id}",
        told=told,
        one=one,
        own=own,
        mine=mine,
        waits=[task for task in turn.tasks if len(mine) != 1 or task not in mine] if turn else [],
        enterprise=enterprise_name(one),
        level=LEVELS[one.level].template,
        agreed_by=says.day(told.work.finish_by) if told.work else None,
        finish_by=says.day(one.finish_by.date) if one.finish_by else None,
        place=next((number for number, step in enumerate(told.steps, 1) if step.place == "now"), 1),
        due=says.day(turn.due.date) if turn and turn.due else None,
        is_mine=turn is not None and bool(mine if actor.seat else own & set(turn.roles)),
        deeds=deeds_of(
            session, one, told.actions, [task.event for task in mine if task.event != "say"], typed, actor.seat
        ),  # a word is meant of nobody: what is asked for then is done elsewhere
        news=typed.fault if typed is not None and typed.event not in {a.event for a in told.actions} else None,
        offer=says.offer(),
        said=says.said(),
        agreements=says.agreements(),
        work=says.work(),
        results=says.results(),
        end=says.end(),
        word=says.word(),
        is_over=bool(one.end_reason) and turn is not None and not mine,
        last=past[0],
        past=past[:SHOWN],
        earlier=past[SHOWN:],
        files={kept.sha256: kept.name for kept in list_kept(session, one.id) if may_read(whole, actor, kept)},
        links=[(link, says.day(link.expires_at.date())) for link in list_links(session, actor, one.id)]
        if is_desk
        else [],
        now=house.clock.now(),
    )
