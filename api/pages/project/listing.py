"""The desk's list of services in progress: the most overdue first, by whose turn, by stage, by centre."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import HouseDep
from api.pages import page
from api.pages.desk.signing_in import CoordinatorDep, DeskRoute
from api.pages.desk.told import Telling
from api.pages.door import shown
from api.problems import language_of
from api.projects.turns import roles_in_words
from engagement.profiles import paused_states, states_of
from engagement.service import list_open, open_centres
from engagement.stages import STATES, Box
from engagement.store import OpenItem
from foundation.actors import Role
from foundation.clock import today
from foundation.language import sentence
from foundation.process import ROLE_LABELS
from intake.service import demands_by_id
from kb.service import names_of

router = APIRouter(prefix="/desk", route_class=DeskRoute)

PAGE = 50
TURNS: tuple[Role, ...] = ("enterprise", "centre", "host", "reviewer", "coordinator")
PAUSED = "paused"
STAGES: Mapping[str, str] = {
    **{box: state.label for box, state in STATES if box != "P9"},
    PAUSED: sentence("暂停中").template,
}
Stage = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "paused"]


@router.get("/projects")
def projects(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    turn: Role | Literal[""] = "",
    stage: Stage | Literal[""] = "",
    centre: Annotated[str, Query(max_length=64)] = "",
    overdue: bool = False,
    mine: bool = False,
    start: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """What waits for whom until when. An empty field of the filter asks for nothing."""
    language = language_of(request)
    day = today(house.clock)
    telling = Telling(house.settings, language, day)
    with house.reading() as session:
        found = list_open(
            session,
            day,
            owner=actor.id if mine else None,
            owner_role=turn or None,
            centre_id=centre or None,
            states=_states(stage),
            only_overdue=overdue,
            limit=start + PAGE + 1,
        )
        seen = found[start : start + PAGE]
        centres = names_of(session, {*open_centres(session), *(one.centre_id for one in seen)})
        demands = demands_by_id(session, list({one.demand_id for one in seen}))

    def line(one: OpenItem) -> dict[str, Any]:
        demand = demands.get(one.demand_id)
        left = None if one.due is None else house.calendar.working_days_between(day, one.due.date).days
        return {
            "one": one,
            "title": demand.title if demand is not None and demand.title else centres.get(one.centre_id, one.id),
            "centre": centres.get(one.centre_id, one.centre_id),
            "due": telling.due(one.due.date if one.due else None, left),
            "turn": roles_in_words(one.turn, language),
            "has_case": demand is not None,
        }

    chosen: dict[str, str] = {"turn": turn, "stage": stage, "centre": centre}
    chosen |= {"overdue": "true" if overdue else "", "mine": "true" if mine else ""}
    html = page(
        "desk/projects.html",
        language,
        actor=actor,
        lines=[line(one) for one in seen],
        chosen=chosen,
        quick=_quick(request, chosen),
        turns=[(role, ROLE_LABELS[role]) for role in TURNS],
        stages=STAGES,
        centres=sorted(((id, name) for id, name in centres.items()), key=lambda pair: pair[1]),
        is_filtered=any(chosen.values()),
        before=_link(request, chosen, start=max(0, start - PAGE)) if start else None,
        more=_link(request, chosen, start=start + PAGE) if len(found) > start + PAGE else None,
    )
    return shown(html)


def _states(stage: str) -> tuple[str, ...]:
    if not stage:
        return ()
    return paused_states() if stage == PAUSED else states_of(_BOXES[stage])


_BOXES: Mapping[str, Box] = {box: box for box, _ in STATES}


def _quick(request: Request, chosen: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The three lists that are asked for most: label, address, whether it is this one."""
    is_all = not chosen["overdue"] and not chosen["mine"]
    return [
        (sentence("全部").template, _link(request, chosen, overdue="", mine=""), is_all),
        (sentence("逾期").template, _link(request, chosen, overdue="true", mine=""), bool(chosen["overdue"])),
        (sentence("我办理的").template, _link(request, chosen, overdue="", mine="true"), bool(chosen["mine"])),
    ]


def _link(request: Request, chosen: Mapping[str, str], **change: object) -> str:
    asked = {**chosen, **change, "lang": language_of(request)}
    return "/desk/projects?" + urlencode({name: value for name, value in asked.items() if value})
