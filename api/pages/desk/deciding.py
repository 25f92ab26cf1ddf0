"""What a coordinator does on the review page, as forms: decide, add a centre, ask the enterprise, hand over.

A form that cannot be taken comes back open, with the reason and everything that was typed; when somebody else was
faster, the page says who decided what and when.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request, Response

from api.dependencies import HouseDep, house_of
from api.matching.rematching import match_again, take_answer
from api.pages.desk.case import Typed, case_page
from api.pages.desk.signing_in import CoordinatorDep, DeskRoute, FromHere
from api.pages.desk.told import Telling
from api.pages.door import onward, shown
from api.problems import language_of, status_of
from api.security import coordinators_of
from api.wiring import House
from engagement import opening
from engagement.profiles import profile
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import Conflict, DockingError, InvalidInput, NotFound
from foundation.language import Sentence, sentence
from foundation.text import normalise
from foundation.unit_of_work import Work
from foundation.values import Value
from kb.provider import Centre
from kb.service import find_centre, list_centres, names_of
from matcher import store
from matcher.review import handling as reviewing_demands
from matcher.review.process import Decision

router = APIRouter(prefix="/desk/{demand_id}", route_class=DeskRoute, dependencies=[FromHere])

Version = Annotated[int, Form(ge=0, le=2**31 - 1)]
Short = Annotated[str, Form(max_length=64)]
Long = Annotated[str, Form(max_length=20_000)]
_MEANT = 8


async def _filled(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


FilledDep = Annotated[dict[str, str], Depends(_filled)]


class _Said(Value):
    """The fields of a form as they came."""

    show: str
    note: str | None


def _said(filled: dict[str, str]) -> _Said:
    note = filled.get("note", "").replace("\r\n", "\n").strip()
    show = filled.get("show", "")
    return _Said(show=show if len(show) <= 20 else "", note=note or None)


@router.post("/decision")
def decide(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    filled: FilledDep,
    demand_id: str,
    candidate: Short,
    event: Short,
    version: Version,
    reason_code: Short = "",
    note: Long = "",
    flow: Short = "superset",
) -> Response:
    """Accept, decline with a reason, hold, take up again; with points for the criteria where the rules ask for them."""
    scores = {name.removeprefix("score-"): value for name, value in filled.items() if name.startswith("score-")}
    said = _said(filled)
    typed = Typed(
        event=event, candidate=candidate, reason_code=reason_code, note=said.note or "", scores=scores, flow=flow
    )

    def do(work: Work) -> None:
        if store.get_candidate(work.session, candidate).demand_id != demand_id:
            raise NotFound("match_unknown", "没有这条匹配：{match}", match=candidate)
        given = {name: _score(value) for name, value in scores.items() if value.strip()}
        more: dict[str, Any] = {"policy": house.review_policy, "rules": house.care_rules, "calendar": house.calendar}
        more["profile"] = profile(flow).id
        opening.decide(work, candidate, _decision(event), reason_code or None, said.note, version, given, **more)

    return _done(request, house, actor, demand_id, said.show, typed, do)


@router.post("/add")
def add(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    filled: FilledDep,
    demand_id: str,
    centre: Annotated[str, Form(max_length=200)] = "",
    meant: Short = "",
    reason_code: Short = "",
    note: Long = "",
) -> Response:
    """Put a centre up for review that was not proposed; by its name, a part of it, or its id."""
    said = _said(filled)
    with house.reading() as session:
        named = _centres(list_centres(session), meant or centre)
    typed = Typed(event="add", reason_code=reason_code, note=said.note or "", centre=centre, meant=named)

    def do(work: Work) -> None:
        if len(named) > 1:
            raise InvalidInput("centre_name_unclear", "有 {count} 家中心名称里有这几个字，请选一家", count=len(named))
        found = named[0] if named else find_centre(work.session, centre)
        rules: dict[str, Any] = {"policy": house.review_policy, "rules": house.care_rules}
        reviewing_demands.add_by_hand(work, demand_id, found.id, reason_code, said.note, **rules)

    return _done(request, house, actor, demand_id, "", typed, do)


@router.post("/ask")
def ask(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    filled: FilledDep,
    demand_id: str,
    note: Long = "",
) -> Response:
    """A question to the enterprise, in words."""
    said = _said(filled)

    def do(work: Work) -> None:
        rules: dict[str, Any] = {"policy": house.review_policy, "rules": house.care_rules}
        reviewing_demands.ask_enterprise(work, demand_id, said.note or "", **rules)

    return _done(request, house, actor, demand_id, said.show, Typed(event="ask", note=said.note or ""), do)


@router.post("/nobody")
def confirm_nobody(
    request: Request, house: HouseDep, actor: CoordinatorDep, filled: FilledDep, demand_id: str, note: Long = ""
) -> Response:
    """Nobody fits: those who are open are declined, the enterprise is answered."""
    said = _said(filled)

    def do(work: Work) -> None:
        rules: dict[str, Any] = {"policy": house.review_policy, "rules": house.care_rules}
        reviewing_demands.confirm_nobody(work, demand_id, said.note, **rules)

    return _done(request, house, actor, demand_id, said.show, Typed(event="nobody", note=said.note or ""), do)


@router.post("/answer")
def answer(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    filled: FilledDep,
    demand_id: str,
    question: Short,
    note: Long = "",
    deed: Short = "answer",
) -> Response:
    """What the enterprise said on the telephone is entered, or the question is taken back."""
    said = _said(filled)

    def do(work: Work) -> None:
        if deed == "take_back":
            reviewing_demands.take_question_back(work, demand_id, question)
        else:
            take_answer(house, work, demand_id, question, said.note or "")

    typed = Typed(event="answer", note=said.note or "", question=question)
    response = _done(request, house, actor, demand_id, said.show, typed, do)
    match_again(house)  # before the case is looked at again: its candidates are those of the new run
    return response


@router.post("/reassign")
def hand_over(
    request: Request,
    house: HouseDep,
    actor: CoordinatorDep,
    filled: FilledDep,
    demand_id: str,
    version: Version,
    person: Short = "",
) -> Response:
    """Another coordinator takes the demand on."""
    known = [one.id for one in coordinators_of(house.settings)]

    def do(work: Work) -> None:
        reviewing_demands.reassign(work, demand_id, person, known, version)

    typed = Typed(event="reassign", person=person)
    return _done(request, house, actor, demand_id, _said(filled).show, typed, do)


def _done(
    request: Request,
    house: House,
    actor: Actor,
    demand_id: str,
    show: str,
    typed: Typed,
    do: Callable[[Work], None],
) -> Response:
    """Onward to the case; or the case as it stands now, with the reason and what was typed."""
    try:
        with house.working(actor) as work:
            do(work)
    except DockingError as fault:
        told = _told(fault).text(language_of(request))
        news = _who_was_faster(request, typed) if isinstance(fault, Conflict) else None
        kept = typed.model_copy(update={"fault": told})
        return shown(case_page(request, actor, demand_id, show, kept, news), status_of(fault))
    return onward(request, f"/desk/{demand_id}", f"#{typed.candidate}" if typed.candidate else "")


def _who_was_faster(request: Request, typed: Typed) -> Sentence | None:
    """Who decided what and when, where a decision came too late."""
    house, language = house_of(request), language_of(request)
    if not typed.candidate:
        return None
    with house.reading() as session:
        present = store.get_candidate(session, typed.candidate)
        centre = names_of(session, [present.centre_id]).get(present.centre_id, present.centre_id)
    if present.decided_by is None:
        return None
    told = Telling(house.settings, language, today(house.clock)).decided(present)
    return sentence("“{centre}”刚才已经有人办了：{told}", centre=centre, told=told)


def _told(fault: DockingError) -> Sentence:
    """The sentence of a refusal; without the codes where the page offers their words."""
    if fault.code == "reason_code_missing":
        return sentence("请选一个原因")
    return Sentence(template=fault.message, facts=fault.facts)


def _decision(event: str) -> Decision:
    if event not in get_args(Decision):
        raise InvalidInput("decision_unknown", "没有这一步：{event}", field="event", event=event)
    return event  # type: ignore[return-value]


def _score(value: str) -> int:
    if not (value.strip().isdecimal() and len(value.strip()) <= 3):
        raise InvalidInput("score_not_whole", "分数要是 0 到 100 的整数", field="scores")
    return int(value)


def _centres(known: list[Centre], wished: str) -> tuple[Centre, ...]:
    """The centre of this id or name, else those whose names hold these words."""
    name = normalise(wished)
    exact = [one for one in known if wished.strip() == one.id or normalise(one.name) == name]
    return tuple(exact[:1] or ([one for one in known if name in normalise(one.name)][:_MEANT] if name else []))
