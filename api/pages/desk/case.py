"""The page of one review case, put together: read once, shown in words, with what somebody typed and could not send."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from pydantic import Field
from sqlalchemy.orm import Session

from api.days import day_words
from api.dependencies import house_of
from api.matching.wishing import wish_of
from api.pages import page
from api.pages.desk.told import LEVELS, STATES, Telling
from api.pages.desk.view import Annex, cards_of, missing_of, named_ids, parting, side_by_side, words_of
from api.problems import language_of
from api.reviewing import read_case, read_queue
from api.security import coordinators_of
from api.wiring import House
from engagement.opening import before_signing
from engagement.profiles import PROFILES, profile
from engagement.record import Engagement
from engagement.service import show_engagements_of
from foundation.actors import Actor
from foundation.clock import CHINA, today
from foundation.language import Language, Sentence, sentence
from foundation.values import Value
from intake.demand import STATUS_LABELS
from intake.questions.asking import questions_of
from intake.service import get_demand
from kb.provider import Centre
from kb.service import get_capabilities, list_equipment, names_of
from matcher.advice.advising import Advice
from matcher.review.process import REASONS
from matcher.review.views import CASE_LABELS, ReviewCase


class Typed(Value):
    """What was in a form that could not be taken, and why; it stands in the form again."""

    event: str
    candidate: str = ""
    reason_code: str = ""
    note: str = ""
    scores: dict[str, str] = Field(default_factory=dict)
    flow: str = "superset"
    centre: str = ""
    question: str = ""
    person: str = ""
    fault: str | None = None
    meant: tuple[Centre, ...] = ()
    """Centres whose names hold what was typed."""

    def is_open(self, found: ReviewCase) -> bool:
        """Whether the form it was typed into is still offered."""
        if self.event == "answer":
            return any(one.id == self.question and one.state == "open" for one in found.questions)
        events = found.events
        if self.candidate:
            events = next((v.events for v in found.candidates if v.candidate.id == self.candidate), ())
        return any(one.event == self.event and one.refusal is None for one in events)


def case_page(
    request: Request,
    actor: Actor,
    demand_id: str,
    show: str = "",
    typed: Typed | None = None,
    news: Sentence | None = None,
    advice: Advice | None = None,
) -> str:
    """The case as it stands now. ``show``: which candidates stand side by side (``A-C``)."""
    house, language = house_of(request), language_of(request)
    found = read_case(house, actor, demand_id)
    waiting = read_queue(house, actor, limit=2).items
    with house.reading() as session:
        annex, opened = _annex(session, found), show_engagements_of(session, demand_id)
        planned = _planned(session, house, found, language)
    cards = cards_of(found, annex)
    columns, others = side_by_side(cards, show)
    telling = Telling(house.settings, language, today(house.clock))
    held = [one for view in found.candidates for one in (view.candidate, *view.earlier)]
    is_lost = typed is not None and not typed.is_open(found)
    happened = [told for one in found.history if (told := telling.happened(one)) is not None]
    return page(
        "desk/case.html",
        language,
        actor=actor,
        found=found,
        words=words_of(found),
        columns=columns,
        others=others,
        all_letters=[(card.letter, card.view.centre_name) for card in cards],
        shown="-".join(card.letter for card in columns),
        typed=typed,
        news=news.text(language) if news else typed.fault if typed and is_lost else None,
        advice=advice,
        parting=parting(advice, {card.view.candidate.centre_id: card.letter for card in cards}),
        kept=typed.note if typed and is_lost else "",
        states=STATES,
        reasons=REASONS,
        flows=tuple(PROFILES.values()),
        level=LEVELS[found.demand.level].template,
        case_label=CASE_LABELS[found.state],
        due=telling.due(found.due, found.days_left) if found.due else None,
        standing=STATUS_LABELS[found.demand.status],
        is_late=found.days_left is not None and found.days_left <= 0,
        owner=telling.owner(found.owner_role, found.owner),
        decided={one.id: telling.decided(one) for one in held},
        said={
            one.candidate_id + one.reviewer_id + str(one.version): telling.opinion(one)
            for view in found.candidates
            for one in view.opinions
        },
        when={one.id: telling.question(one) for one in found.questions},
        history=happened,
        planned=planned,
        missing=missing_of(found),
        engagements=[_told(one, found, telling) for one in opened],
        persons=coordinators_of(house.settings),
        next_id=next((one.demand_id for one in waiting if one.demand_id != demand_id), None),
    )


def _planned(session: Session, house: House, found: ReviewCase, language: Language) -> str | None:
    """For which day the newest run was made, and why for that one; nothing of runs of another way of choosing it."""
    if found.run_at is None or found.planned_on is None:
        return None
    demand, questions = get_demand(session, found.demand.id), questions_of(session, found.demand.id)
    asked = [one for one in questions if one.answered_at is not None and one.answered_at <= found.run_at]
    planned = wish_of(demand, asked, found.run_at.astimezone(CHINA).date(), house.calendar).planned
    if planned.day != found.planned_on:
        return sentence("资质按 {day} 核对", day=str(found.planned_on)).text(language)
    why = planned.why.text(language)
    return sentence("资质按 {day} 核对：{why}", day=str(planned.day), why=why).text(language)


def _told(opened: Engagement, found: ReviewCase, telling: Telling) -> tuple[str, str, tuple[Sentence, ...], str]:
    """Whose engagement, in one line how far it is, and what has to be settled before it is signed."""
    held = (one.centre_name for one in found.candidates if one.candidate.centre_id == opened.centre_id)
    step = profile(opened.profile).process.state(opened.state).label
    due = day_words(opened.due.date, telling.today, telling.language) if opened.due else "—"
    line = sentence("{step}，{due}前 · 项目编号 {engagement}", engagement=opened.id, step=step, due=due)
    is_early = opened.agreement is None and opened.end_reason is None
    name = next(held, opened.centre_id)
    return name, line.text(telling.language), before_signing(opened) if is_early else (), opened.id


def _annex(session: Session, found: ReviewCase) -> Annex:
    rows, people = named_ids(found)
    centres = dict.fromkeys(view.candidate.centre_id for view in found.candidates)
    return Annex(
        rows=tuple(get_capabilities(session, list(dict.fromkeys(rows)))),
        equipment=tuple(one for centre in centres for one in list_equipment(session, centre)),
        names=names_of(session, sorted(set(people))),
    )


def link(request: Request, **chosen: str) -> str:
    """The queue's address with these filters, in the same language."""
    asked = request.query_params.get("lang")
    query = {name: value for name, value in chosen.items() if value} | ({"lang": asked} if asked else {})
    return "/desk" + (f"?{urlencode(query)}" if query else "")
