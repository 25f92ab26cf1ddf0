"""The coordinator's desk: the queue of matched demands, and one case with its candidates side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import HouseDep
from api.matching.advising import advice_for_case
from api.pages import page
from api.pages.desk.case import case_page, link
from api.pages.desk.signing_in import CoordinatorDep, DeskRoute
from api.pages.desk.starting import unmatched
from api.pages.desk.told import LEVELS, STATES, Telling
from api.pages.desk.words import shown_confidence
from api.pages.door import onward, shown
from api.problems import language_of
from api.reviewing import read_case, read_queue
from foundation.clock import today
from foundation.errors import DockingError
from foundation.language import Language, Sentence, sentence, translate
from foundation.secrecy import Level
from intake.fields import SERVICE_CATEGORIES
from matcher.review.views import CASE_LABELS, CaseState, QueueItem

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
    level: Level | None = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """What waits, the soonest due first; by state, by service, or one's own."""
    language, telling = language_of(request), Telling(house.settings, language_of(request), today(house.clock))
    wished = service if service in SERVICE_CATEGORIES else None
    found = read_queue(
        house,
        actor,
        states=(state,) if state else (),
        owner=actor.id if mine else None,
        service=wished,
        level=level,
        after=after,
        limit=PAGE,
    )
    chosen = {"state": state or "", "mine": "1" if mine else "", "service": wished or "", "level": level or ""}
    fresh: list[dict[str, Any]] = []
    if after is None and not any(chosen.values()):
        with house.reading() as session:
            fresh = unmatched(session, language)
    html = page(
        "desk/queue.html",
        language,
        actor=actor,
        fresh=fresh,
        items=[_line(one, telling, language) for one in found.items],
        filters=_filters(request, chosen),
        levels=_levels(request, chosen),
        service=wished,
        without_service=link(request, **chosen | {"service": ""}),
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
        "several": sum(counts.values()) > 1,
        "confidence": shown_confidence(one.confidence),
        "owner": telling.owner(one.owner_role, one.owner),
    }


def _filters(request: Request, chosen: dict[str, str]) -> list[dict[str, object]]:
    state, kept = chosen["state"], {"service": chosen["service"], "level": chosen["level"]}
    is_all = not state and not chosen["mine"]
    found: list[dict[str, object]] = [
        {"label": sentence("全部").template, "href": link(request, **kept), "is_on": is_all}
    ]
    mine = link(request, **kept, mine="1")
    found.append({"label": sentence("我办理的").template, "href": mine, "is_on": bool(chosen["mine"])})
    for name, label in CASE_LABELS.items():
        found.append({"label": label, "href": link(request, **kept, state=name), "is_on": state == name})
    return found


def _levels(request: Request, chosen: dict[str, str]) -> list[dict[str, object]]:
    """By level; the one that is on leads back to all."""
    return [
        {
            "label": label.template,
            "href": link(request, **chosen | {"level": "" if chosen["level"] == name else name}),
            "is_on": chosen["level"] == name,
        }
        for name, label in LEVELS.items()
    ]


@router.get("/{demand_id}")
def case(request: Request, actor: CoordinatorDep, demand_id: str, show: Show = "") -> Response:
    """One demand with everything that a decision needs."""
    return shown(case_page(request, actor, demand_id, show))


@router.get("/{demand_id}/advice")
def advice(request: Request, house: HouseDep, actor: CoordinatorDep, demand_id: str, show: Show = "") -> Response:
    """The case with what to ask the enterprise and what would move each centre up; on demand, for it takes a while."""
    run_id = read_case(house, actor, demand_id).run_id
    try:
        found, news = advice_for_case(house, actor, run_id), None
    except DockingError as fault:  # the run is of another method or model: it cannot be done again
        found, news = None, Sentence(template=fault.message, facts=fault.facts)
    return shown(case_page(request, actor, demand_id, show, news=news, advice=found))


@router.get("/{demand_id}/{deed}")
def back_to_case(request: Request, actor: CoordinatorDep, demand_id: str, deed: str) -> Response:
    """Whoever reloads or changes the language after a form lands in the case."""
    return onward(request, f"/desk/{demand_id}")
