"""The coordinator's desk: the queue of matched demands, and one case with its candidates side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import HouseDep
from api.pages import page
from api.pages.desk_case import case_page, link
from api.pages.desk_told import LEVELS, STATES, Telling
from api.pages.door import onward, shown
from api.pages.signing_in import CoordinatorDep, DeskRoute
from api.problems import language_of
from api.reviewing import read_queue
from foundation.language import Language, sentence, translate
from intake.fields import SERVICE_CATEGORIES
from matcher.reviewing import CASE_LABELS, CaseState, QueueItem

router = APIRouter(prefix="/desk", route_class=DeskRoute)

Show = Annotated[str, Query(max_length=20, pattern=r"^[A-Z0-9-]*$")]
PAGE = 30


@router.get("")
def queue(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    state: CaseState | None = None,
    mine: bool = False,
    service: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """What waits, the soonest due first; by state, by service, or one's own."""
    language, telling = language_of(request), Telling(house.settings, language_of(request))
    wished = service if service in SERVICE_CATEGORIES else None
    found = read_queue(
        house,
        actor,
        states=(state,) if state else (),
        owner=actor.id if mine else None,
        service=wished,
        after=after,
        limit=PAGE,
    )
    chosen = {"state": state or "", "mine": "1" if mine else "", "service": wished or ""}
    html = page(
        "desk/queue.html",
        language,
        actor=actor,
        items=[_line(one, telling, language) for one in found.items],
        filters=_filters(request, chosen),
        service=wished,
        more=link(request, **chosen, after=found.next) if found.next else None,
    )
    return shown(html)


def _line(one: QueueItem, telling: Telling, language: Language) -> dict[str, Any]:
    counts = {state: count for state, count in one.counts.items() if count}
    told = [f"{translate(STATES.get(state, state), language)} {count}" for state, count in counts.items()]
    if len(counts) == 1:
        told = [sentence("{count} 家候选", count=sum(counts.values())).text(language)]
    return {
        "one": one,
        "due": telling.due(one.due, one.days_left),
        "is_late": one.days_left is not None and one.days_left <= 0,
        "state": CASE_LABELS[one.state],
        "counts": " · ".join(told),
        "level": LEVELS[one.level].template,
        "owner": telling.owner(one.owner_role, one.owner),
    }


def _filters(request: Request, chosen: dict[str, str]) -> list[dict[str, object]]:
    service, state = chosen["service"], chosen["state"]
    is_all = not state and not chosen["mine"]
    found: list[dict[str, object]] = [
        {"label": sentence("全部").template, "href": link(request, service=service), "is_on": is_all}
    ]
    mine = link(request, service=service, mine="1")
    found.append({"label": sentence("我办理的").template, "href": mine, "is_on": bool(chosen["mine"])})
    for name, label in CASE_LABELS.items():
        found.append({"label": label, "href": link(request, service=service, state=name), "is_on": state == name})
    return found


@router.get("/{demand_id}")
def case(request: Request, actor: CoordinatorDep, demand_id: str, show: Show = "") -> Response:
    """One demand with everything that a decision needs."""
    return shown(case_page(request, actor, demand_id, show))


@router.get("/{demand_id}/{deed}")
def back_to_case(request: Request, actor: CoordinatorDep, demand_id: str, deed: str) -> Response:
    """Whoever reloads or changes the language after a form lands in the case."""
    return onward(request, f"/desk/{demand_id}")
