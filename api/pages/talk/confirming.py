"""Before and after confirming: the filled-in form with what would be published, then the page with a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from api.access import expect_readable, may_read
from api.days import day_words
from api.dependencies import ActorDep, HouseDep, SessionDep
from api.labels import FIELD_LABELS
from api.pages import page
from api.pages.door import PageRoute, onward, shown
from api.pages.finding_out import answer_for
from api.pages.project.entry import services_of
from api.pages.project.served import served, station_of, stations_of
from api.pages.talk import view as talk_view
from api.pages.talk.page import shown_complaints
from api.problems import language_of, status_of
from api.talks.promise import answer_day, promise_of
from api.talks.withdrawing import OPEN
from api.wiring import House
from engagement.service import show_engagements_of
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import Conflict, DockingError, InvalidInput
from foundation.language import sentence
from foundation.races import check_seen
from intake import service
from intake.cares.caring import care_of
from intake.conversation import Conversation
from intake.correcting import CHOICES, Change, changed, correct_talk
from intake.demand import STATUS_LABELS, Demand, Draft
from intake.dialogue import is_complete
from intake.fields import FieldName
from intake.foreseeing import digest_of, foresee
from intake.own_words import wording_of
from intake.questions.asking import questions_of
from intake.topics import open_topics
from matcher import store

router = APIRouter(route_class=PageRoute)

UNSAID = "内部"
"""How the form calls the level of who said nothing about secrecy."""
LEVELS = ("可公开", UNSAID, "保密", "签保密协议")
_LONG = 24


ANSWER = sentence("轮到您：回答对接专员的问题")


@dataclass(frozen=True)
class Refused:
    """An answer to a question that could not be taken: why, and the words, so that nobody types them twice."""

    question_id: str
    says: str
    text: str


@dataclass(frozen=True)
class Line:
    """One value in the form: what it is now, what was read (``was``), and the words behind it.

    ``order`` counts the values of one field from 1; 0 where there is one only.
    """

    name: str
    label: str
    value: str
    was: str
    quotes: tuple[str, ...] = ()
    is_typed: bool = False
    is_filed: bool = False
    order: int = 0
    choices: tuple[str, ...] = ()
    question: str = ""
    is_needed: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines."""
        return len(self.value) > _LONG or "\n" in self.value


async def _form(request: Request) -> dict[str, str]:
    """The fields of the form as they were typed; files and repeated names have no place in it."""
    async with request.form(max_files=0, max_fields=400) as form:
        return {name: value.replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str)}


Typed = Annotated[dict[str, str], Depends(_form)]


@router.get("/talk/{talk_id}/confirm")
def look(request: Request, house: HouseDep, talk_id: str) -> Response:
    """The form, filled in."""
    with house.reading() as session:
        conversation = service.get_conversation(session, talk_id)
    if conversation.status != "open":
        return _on(request, conversation)
    return shown(_form_page(request, house, conversation, ()))


@router.post("/talk/{talk_id}/confirm")
def confirm(request: Request, house: HouseDep, actor: ActorDep, talk_id: str, typed: Typed) -> Response:
    """Confirm with what was typed over; first shown again when that changes what would be published."""
    changes = _changes(typed)
    with house.reading() as session:
        conversation = service.get_conversation(session, talk_id)
    if conversation.status != "open":
        return _on(request, conversation)
    try:
        demand_id = _confirmed(house, actor, conversation, changes, typed)
    except DockingError as fault:
        with house.reading() as session:
            conversation = service.get_conversation(session, talk_id)
        if conversation.status != "open":
            return _on(request, conversation)
        said = _kind(fault).text(language_of(request))
        return shown(_form_page(request, house, conversation, changes, said), status_of(fault))
    if demand_id is None:
        return shown(_form_page(request, house, conversation, changes, is_again=True))
    return onward(request, f"/demand/{demand_id}/status")


@router.get("/talk/{talk_id}/status")
def own_status(request: Request, house: HouseDep, session: SessionDep, talk_id: str) -> Response:
    """The same for whoever holds the talk, with the answer in full: also when the demand's id is no secret any more."""
    conversation = service.get_conversation(session, talk_id)
    if conversation.demand_id is None:
        return onward(request, f"/talk/{talk_id}")
    return status_page(request, house, session, service.get_demand(session, conversation.demand_id), is_own=True)


@router.get("/demand/{demand_id}/status")
def status(request: Request, house: HouseDep, actor: ActorDep, session: SessionDep, demand_id: str) -> Response:
    """Where the demand stands, who acts next and by when, what can be done now.

    The id of a published demand is no secret: then nothing here is more than what was published for the reader.
    """
    demand = service.get_demand(session, demand_id)
    return status_page(request, house, session, demand, demand.published_at is None, may_read(actor, demand))


@router.get("/demand/{demand_id}/matches")
def first_matches(request: Request, house: HouseDep, actor: ActorDep, demand_id: str) -> Response:
    """Who could help, found with the condensed version alone."""
    with house.reading() as session:
        demand = service.get_demand(session, demand_id)
    expect_readable(actor, demand)
    if demand.level == "secret":
        raise Conflict("demand_secret", "企业要求保密，这条需求不能发布")
    language = language_of(request)
    answer = answer_for(house, demand.condensed, language)
    return shown(page("matches.html", language, answer=answer, back=f"/demand/{demand_id}/status"))


def status_page(
    request: Request,
    house: House,
    session: Session,
    demand: Demand,
    is_own: bool,
    is_readable: bool = True,
    refused: Refused | None = None,
) -> Response:
    """Where a demand stands; with the coordinator's questions for who holds its talk."""
    language = language_of(request)
    talk_id = demand.conversation_id if is_own else None
    questions = [one for one in questions_of(session, demand.id) if one.state != "taken_back"] if talk_id else []
    is_asked = any(one.state == "open" for one in questions) and demand.status in OPEN
    care = care_of(session, demand.id)
    prospect = store.prospects_of(session, (demand.id,)).get(demand.id)
    is_doubtful = prospect is not None and prospect.is_abstained
    day = today(house.clock)
    promise = promise_of(demand.status, care, house.calendar, day, is_own, is_doubtful)
    services = show_engagements_of(session, demand.id) if talk_id else ()
    now = served(demand.status, services, day, language)
    return shown(
        page(
            "status.html",
            language,
            demand=demand,
            steps=stations_of(demand, now.at if now else station_of(demand.status)),
            standing=now.standing if now else STATUS_LABELS[demand.status],
            next_step=(ANSWER if is_asked else now.next_step if now else promise.next_step).text(language),
            is_answered=now is None or now.is_answer_true,
            is_served=now is not None,
            due=day_words(promise.due, day, language) if promise.due else None,
            promise=promise,
            is_over=demand.status in ("withdrawn", "refused", "complaint"),
            is_secret=demand.level == "secret",
            may_read=is_readable,
            talk_id=talk_id,
            questions=questions,
            is_asked=is_asked,
            fault=refused,
            can_withdraw=demand.status in OPEN,
            complaints=shown_complaints(session, talk_id, language, day) if talk_id else (),
            services=services_of(house, session, services, language),
            own_page=f"/talk/{demand.conversation_id}/status" if is_own and demand.conversation_id else None,
        )
    )


def _confirmed(
    house: House, actor: Actor, seen: Conversation, changes: Sequence[Change], typed: Mapping[str, str]
) -> str | None:
    """The id of the new demand; ``None`` when it has to be looked at once more before."""
    version = _number(typed.get("version", ""))
    check_seen(version, seen.version)
    draft = changed(seen.draft, changes)
    if typed.get("step") == "look" or typed.get("seen") != digest_of(wording_of(draft)):
        return None
    with house.working(actor) as work:
        conversation = correct_talk(work, seen.id, changes, version)
        return service.confirm_demand(work, seen.id, None, conversation.version).id


def _kind(fault: DockingError) -> DockingError:
    if fault.code == "changed_meanwhile":
        return Conflict("talk_moved_on_form", "这个对话在别处又往前走了一步。您改的都还在，请再看一遍，然后确认。")
    return fault


def _form_page(
    request: Request,
    house: House,
    conversation: Conversation,
    changes: Sequence[Change],
    fault: str | None = None,
    is_again: bool = False,
) -> str:
    language, day = language_of(request), today(house.clock)
    draft = _as_far_as_possible(conversation.draft, changes)
    with house.reading() as session:
        wording, similar = foresee(session, draft)
    read = tuple(_lines(conversation.draft, changes))
    empty = tuple(_open_lines(conversation.draft, draft, changes))
    return page(
        "confirm.html",
        language,
        talk_id=conversation.id,
        version=conversation.version,
        lines=read,
        needed=tuple(line for line in empty if line.is_needed),
        optional=tuple(line for line in empty if not line.is_needed),
        wording=wording,
        seen=digest_of(wording),
        similar=similar,
        levels=LEVELS,
        level=_wished_level(draft),
        level_was=conversation.draft.value("confidentiality") or "",
        answered_by=day_words(answer_day(house.calendar, day, house.care_rules), day, language),
        is_complete=is_complete(draft),
        fault=fault,
        is_again=is_again,
    )


def _lines(draft: Draft, changes: Sequence[Change]) -> list[Line]:
    """Every value that was read, with what has been typed over it."""
    typed = {(change.field, change.old): change.new for change in changes if change.old}
    fields: tuple[FieldName, ...] = ("title", *talk_view.ORDER)
    return [
        Line(
            name=value.key,
            label=value.label,
            value=typed.get((value.field, value.value), value.value),
            was=value.value,
            quotes=tuple(quote for _, quote in value.quotes),
            choices=value.choices,
            is_typed=value.is_typed,
            is_filed=value.is_filed,
            order=order if len(same) > 1 else 0,
        )
        for field in fields
        if field != "confidentiality"
        for same in [talk_view.values_of(draft, field)]
        for order, value in enumerate(same, start=1)
    ]


def _open_lines(before: Draft, after: Draft, changes: Sequence[Change]) -> list[Line]:
    """An empty line for each open question, and for what was typed into one of them."""
    added = {change.field: change.new for change in changes if not change.old}
    topics = [topic for topic in open_topics(before) if topic.field != "confidentiality"]
    still_needed = {topic.field for topic in open_topics(after) if topic.is_needed}
    return [
        Line(
            name=f"{topic.field}-new",
            label=FIELD_LABELS[topic.field],
            value=added.get(topic.field, ""),
            was="",
            choices=CHOICES.get(topic.field, ()),
            question=topic.question.text(),
            is_needed=topic.field in still_needed,
        )
        for topic in topics
    ]


def _changes(typed: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs from what was read: fields ``<field>-<n>`` with their ``was.<field>-<n>``."""
    changes = []
    for name, new in typed.items():
        field, _, number = name.rpartition("-")
        if not (field in FIELD_LABELS and (number == "new" or number.isdecimal())):
            continue
        old = typed.get(f"was.{name}", "")
        new = "" if field == "confidentiality" and new == UNSAID else new
        if new.strip() != old.strip():
            changes.append(Change.model_validate({"field": field, "old": old, "new": new}))
    return tuple(changes)


def _as_far_as_possible(draft: Draft, changes: Sequence[Change]) -> Draft:
    """The draft with those of the changes that can be made, for showing only."""
    for change in changes:
        try:
            draft = changed(draft, [change])
        except DockingError:
            continue
    return draft


def _wished_level(draft: Draft) -> str:
    held = draft.value("confidentiality")
    return held if held in LEVELS else UNSAID


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise InvalidInput("version_invalid", "提交的内容不完整或格式不对", field="version")
    return int(text)


def _on(request: Request, conversation: Conversation) -> Response:
    """Where a talk that is over goes on."""
    if conversation.demand_id is not None:
        return onward(request, f"/demand/{conversation.demand_id}/status")
    return onward(request, f"/talk/{conversation.id}")
