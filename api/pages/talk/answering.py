"""The enterprise answers what the coordinator asked about its demand, on its own status page."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks, Request, Response

from api.dependencies import ActorDep, HouseDep
from api.matching.rematching import match_again, take_answer
from api.pages.door import PageRoute, TypedText, onward
from api.pages.talk.confirming import Refused, status_page
from api.problems import language_of, status_of
from foundation.errors import DockingError, NotFound
from intake import service

router = APIRouter(route_class=PageRoute)


@router.post("/talk/{talk_id}/questions/{question_id}")
def answer(
    request: Request,
    house: HouseDep,
    actor: ActorDep,
    later: BackgroundTasks,
    talk_id: str,
    question_id: str,
    text: TypedText,
) -> Response:
    """Keep the answer, and match anew with the last; whoever holds the talk may give it. The same twice is one."""
    with house.reading() as session:
        demand_id = service.get_conversation(session, talk_id).demand_id
    if demand_id is None:
        return onward(request, f"/talk/{talk_id}")
    try:
        with house.working(actor) as work:
            take_answer(house, work, demand_id, question_id, text, True)
    except NotFound:
        raise
    except DockingError as fault:
        kept = "" if fault.code == "state_secret_refused" else text
        refused = Refused(question_id=question_id, says=fault.text(language_of(request)), text=kept)
        with house.reading() as session:
            demand = service.get_demand(session, demand_id)
            response = status_page(request, house, session, demand, is_own=True, refused=refused)
        response.status_code = status_of(fault)
        return response
    later.add_task(match_again, house)
    return onward(request, f"/talk/{talk_id}/status", f"#{question_id}")
