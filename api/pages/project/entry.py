"""From the enterprise's status page to its services: what stands there of each, and the way in without another link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from api.dependencies import HouseDep
from api.pages.desk.told import Telling
from api.pages.door import PageRoute, onward
from api.pages.project.steps import Id, kept_in_browser
from api.pages.project.surveys import remembering_way_back
from api.pages.project.told import ServiceTelling
from api.projects import engaging
from api.projects.turns import turn_shown
from api.wiring import House
from engagement.access.giving import open_for_enterprise
from engagement.asking.question import Answer, Question, open_questions
from engagement.keeping_store import is_erased
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.service import show_engagement
from foundation.clock import today
from foundation.language import Language, translate
from foundation.values import Value

router = APIRouter(prefix="/talk/{talk_id}/projects", route_class=PageRoute)


class ServiceLine(Value):
    """One service of a demand as the status page shows it."""

    id: str
    centre: str
    step: str
    turn: str | None
    """Whose turn it is; ``None`` where nothing is open."""
    is_yours: bool
    due: str | None
    is_late: bool
    end: str = ""
    """How and when it ended; empty while it has not."""
    asks: tuple[Question, ...] = ()
    """What the enterprise may answer now that it is over."""


def services_of(
    house: House, session: Session, services: Sequence[Engagement], language: Language
) -> tuple[ServiceLine, ...]:
    """The services of a demand as lines: those in which the enterprise has to act first, then the newest."""
    day = today(house.clock)
    telling = Telling(house.settings, language, day)
    lines = []
    for one in reversed(services):
        centre, host = engaging.parties_of(session, one)
        turn = turn_shown(one, one, centre, host, day, house.calendar, language)
        lines.append(
            ServiceLine(
                id=one.id,
                centre=centre,
                step=translate(profile(one.profile).process.state(one.state).label, language),
                turn=turn.role_label if turn else None,
                is_yours=turn is not None and "enterprise" in turn.roles,
                due=telling.due(turn.due.date, turn.days_left) if turn and turn.due else None,
                is_late=turn is not None and turn.days_left is not None and turn.days_left < 0,
                end=ServiceTelling(one, telling, {}, day).end(),
                asks=() if is_erased(session, one.id) else open_questions(one, day),
            )
        )
    return tuple(sorted(lines, key=lambda line: (not line.is_yours, line.turn is None)))


@router.get("/{engagement_id}")
def enter(request: Request, house: HouseDep, talk_id: str, engagement_id: Id) -> Response:
    """The browser keeps the talk for this one service; NotFound where the service is not of this talk's demand."""
    with house.reading() as session:
        engaging.may_open(house, session, engagement_id, None, talk_id)
    return kept_in_browser(request, onward(request, f"/project/{engagement_id}"), engagement_id, talk_id)


@router.post("/{engagement_id}/answers/{purpose}")
def answer(
    request: Request,
    house: HouseDep,
    talk_id: str,
    engagement_id: Id,
    purpose: Answer,
    month: Annotated[int | None, Query(ge=1, le=120)] = None,
) -> Response:
    """To the questionnaire, or the form for effects: a link that is made on the click and was never sent."""
    with house.reading() as session:
        actor = engaging.may_open(house, session, engagement_id, None, talk_id)
        demand_id = show_engagement(session, engagement_id).demand_id
    with house.working(actor) as work:
        made = open_for_enterprise(work, demand_id, engagement_id, purpose, month=month)
    return remembering_way_back(request, onward(request, made.path), purpose, talk_id)
