"""``/match``: a text in, centres out, nothing stored. ``/matches``: proposed centres and a coordinator's decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.dependencies import ActorDep, HouseDep, SessionDep, WorkDep
from api.matching.answers import MatchAnswer, answer_of
from api.matching.finding import judged_for_text, propose_for_text, teams_of, texts_of
from api.problems import language_of
from api.security import coordinators_of
from engagement import opening
from engagement.profiles import PROFILES, ProfileId
from engagement.record import Engagement
from foundation.language import translate
from foundation.text import MAX_CHARACTERS
from foundation.values import Value
from intake.cares.care import Care
from matcher import store
from matcher.review.handling import reassign
from matcher.review.looks import expect_desk
from matcher.review.marking import for_outsiders
from matcher.review.opinion import Score
from matcher.review.process import Decision
from matcher.store import Candidate

router = APIRouter(tags=["matches"])

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class TextToMatch(Value):
    """The enterprise's words; ``planned_on`` decides which certificates count (today when left out)."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    title: Annotated[str, Field(max_length=200)] = ""
    top: Annotated[int, Field(ge=1, le=200)] = 10
    planned_on: date | None = None


Flow = Annotated[
    ProfileId,
    Field(
        description="By which reading of the flow the engagement goes, where one is opened: "
        + "; ".join(f"{one.id} {translate(one.about, 'en')}" for one in PROFILES.values())
    ),
]


class DecisionForm(Value):
    """A decision on a candidate; ``version`` is the one that was looked at, ``scores`` are 0–100 by criterion."""

    decision: Decision
    version: Version
    reason_code: Annotated[str, Field(max_length=40)] | None = None
    note: Annotated[str, Field(max_length=4_000)] | None = None
    scores: Annotated[dict[str, Score], Field(max_length=12)] = Field(default_factory=dict)
    profile: Flow = "superset"


class DecidedAnswer(Candidate):
    """The candidate after the decision; an accepted one names its engagement."""

    engagement_id: str | None = None


class Handover(Value):
    """To whom the review goes; ``version`` is that of the demand's care (``care_version`` of the case)."""

    to: Annotated[str, Field(min_length=1, max_length=64)]
    version: Version | None = None


@router.post("/match")
def match(request: Request, house: HouseDep, actor: ActorDep, form: TextToMatch) -> MatchAnswer:
    """The centres and experts for a text, with reasons; for each task where it asks for several. Nothing is stored.

    A coordinator is told the teams as well: they say of people what they lack for a clause.
    """
    language = language_of(request)
    if "coordinator" not in actor.roles:
        judged = judged_for_text(house, form.text, form.top, form.planned_on, form.title)
        return answer_of(judged.found, texts_of(house, judged.found), language, form.top, outcome=judged)
    outcome = propose_for_text(house, form.text, form.top, form.planned_on, form.title)
    found, teams = outcome.found, teams_of(outcome)
    return answer_of(found, texts_of(house, found, teams.values()), language, form.top, teams, outcome)


@router.get("/matches/{match_id}")
def show(session: SessionDep, actor: ActorDep, match_id: str) -> Candidate:
    """One proposed centre and where its review stands; reasons and names of reviewers for a coordinator only."""
    candidate = store.get_candidate(session, match_id)
    return candidate if actor.holds("coordinator") else for_outsiders(candidate)


@router.post("/matches/{match_id}/decision")
def decide(house: HouseDep, work: WorkDep, match_id: str, form: DecisionForm) -> DecidedAnswer:
    """A coordinator accepts, declines with a reason, holds, takes up again; two of them where the rules ask for it.

    Accepting opens the engagement and answers the enterprise, in the same step.
    """
    decided = opening.decide(
        work,
        match_id,
        form.decision,
        form.reason_code,
        form.note,
        form.version,
        form.scores,
        house.review_policy,
        house.care_rules,
        calendar=house.calendar,
        profile=form.profile,
    )
    engagement_id = decided.engagement.id if decided.engagement else None
    return DecidedAnswer(**decided.candidate.model_dump(), engagement_id=engagement_id)


@router.post("/matches/{match_id}/engagement")
def open_engagement(house: HouseDep, work: WorkDep, match_id: str, profile: Flow = "superset") -> Engagement:
    """The engagement of an accepted match: the one that is there, or opened now for a match accepted in earlier times.

    For a coordinator.
    """
    expect_desk(work.actor)
    return opening.open_for(work, match_id, calendar=house.calendar, profile=profile)


@router.post("/matches/{match_id}/reassign")
def hand_over(house: HouseDep, work: WorkDep, match_id: str, form: Handover) -> Care:
    """Hand the review of the match's demand over to another coordinator, by id."""
    known = [one.id for one in coordinators_of(house.settings)]
    demand_id = store.get_candidate(work.session, match_id).demand_id
    return reassign(work, demand_id, form.to, known, form.version)
