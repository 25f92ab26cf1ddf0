"""The whole way once, with the demonstration's parties: from an accepted match to closure and stars.

Used by ``docking demo`` and by the journey tests. Every step is a use case of the packages, in a transaction of its
own, by the actor whose step it is; nothing is written past them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from api.wiring import House
from engagement import service
from engagement.afterwards.ratings import MatchReview, Response, Sources, Window
from engagement.facts.acceptance import Measurement
from engagement.facts.agreement import ContractReview, Offer, Signatories
from engagement.facts.deliverables import Deliverable
from engagement.facts.scope import is_left_open
from engagement.facts.team import Attestation, Team, member_from_pool
from engagement.facts.technical_review import Opinion, Plan, Reviewer
from engagement.files import keep
from engagement.log import Contacts
from engagement.opening import decide
from engagement.record import Engagement
from evaluation.ratings import Rating
from evaluation.service import assess_centre
from evaluation.store import StoredAssessment
from evaluation.weights.ahp import ahp
from foundation.actors import Actor
from foundation.clock import today
from foundation.secrecy import Level
from foundation.unit_of_work import Work
from intake.demand import Demand
from kb import demonstration
from kb.expert import Expert
from kb.provider import Centre
from kb.service import list_experts
from matcher.store import Candidate

DATA = Path(demonstration.__file__).parent / "data"

COORDINATOR = Actor(id="demo_coordinator", name="协调员（示范）", roles=frozenset({"coordinator"}))
SECOND_COORDINATOR = COORDINATOR.model_copy(update={"id": "demo_second", "name": "第二位协调员（示范）"})
POINTS = 85
"""What both give for every criterion."""


@cache
def script() -> dict[str, Any]:
    """What each side says and does."""
    content: dict[str, Any] = yaml.safe_load((DATA / "journey.yaml").read_text("utf-8"))
    return content


def enterprise() -> Actor:
    """The enterprise of the demonstration."""
    name = script()["enterprise"]
    return Actor(id="demo_enterprise", name=name, roles=frozenset({"enterprise"}), organisation=name)


@dataclass(frozen=True)
class Parties:
    """Who acts in an engagement, and on which day it begins."""

    centre: Centre
    experts: dict[str, Expert]
    day: date
    level: Level

    @property
    def of_centre(self) -> Actor:
        """The centre's own people: they work, they do not sign."""
        return Actor(id="demo_centre", name="中心（示范）", roles=frozenset({"centre"}), organisation=self.centre.id)

    @property
    def of_host(self) -> Actor:
        """The host institution: the legal person that signs (S0-02)."""
        return Actor(
            id="demo_host", name="依托单位（示范）", roles=frozenset({"host"}), organisation=self.centre.host.id
        )


Tell = Callable[[Engagement], None]


def reviewed(house: House, candidate: Candidate) -> Engagement:
    """The candidate accepted: by one coordinator, or by two where the rules ask for it; its engagement is open then."""
    policy = house.review_policy
    scores = {one.id: POINTS for one in policy.criteria}
    accept = partial(decide, scores=scores, policy=policy, calendar=house.calendar)
    for person in (COORDINATOR, SECOND_COORDINATOR):
        with house.working(person) as work:
            decided = accept(work, candidate.id, "accept", expected_version=candidate.version)
        candidate = decided.candidate
        if decided.engagement is not None:
            return decided.engagement
    raise RuntimeError("two coordinators accepted and nothing was opened")


def serve(house: House, now: Engagement, centre: Centre, tell: Tell) -> Engagement:
    """From the engagement that was opened to closure; ``tell`` hears of it after each step."""
    with house.reading() as session:
        experts = {expert.id: expert for expert in list_experts(session)}
    parties = Parties(centre, experts, today(house.clock), now.level)
    tell(now)
    for actor, step in _steps(parties, house, now):
        with house.working(actor) as work:
            now = step(work, now)
        tell(now)
    return now


Step = Callable[[Work, Engagement], Engagement]


def _steps(parties: Parties, house: House, opened: Engagement) -> list[tuple[Actor, Step]]:
    words, centre, host, company = script(), parties.of_centre, parties.of_host, enterprise()
    terms = dict(words["offer"])
    finish = house.calendar.add_working_days(parties.day, terms.pop("working_days")).date
    offer = Offer(**terms, party=parties.centre.host.id, finish_by=finish, level=parties.level)
    panel = tuple(
        Reviewer(id=one, name=parties.experts[one].name, organisation="示范·高校", has_conflict=False)
        for one in words["reviewers"]
    )
    opinions = tuple(
        Opinion(reviewer_id=reviewer.id, is_in_favour=True, text=text)
        for reviewer, text in zip(panel, words["opinions"], strict=True)
    )
    chair = Actor(id=panel[0].id, name=panel[0].name, roles=frozenset({"reviewer"}))
    report = Deliverable(
        name=terms["deliverables"][0],
        kind="测试报告",
        issued_on=parties.day,
        has_mark_on_cover=True,
        is_inside_scope=True,
        **words["report"],
    )
    signatories = Signatories(enterprise="企业授权代表（示范）", host="依托单位授权代表（示范）")
    measured = tuple(Measurement(**one) for one in words["measurements"])
    review = ContractReview(capability=True, scope=True, secrecy=True, impartiality=True)
    team, plan = _team(parties), Plan(**words["plan"], reviewers=panel)
    return [
        (COORDINATOR, lambda w, e: service.start(w, e.id, e.version, Contacts(**words["contacts"]))),
        (centre, lambda w, e: service.make_offer(w, e.id, e.version, offer)),
        (company, lambda w, e: service.confirm_offer(w, e.id, e.version, "enterprise", offer.digest)),
        (host, lambda w, e: service.confirm_offer(w, e.id, e.version, "host", offer.digest)),
        (centre, lambda w, e: service.review_contract(w, e.id, e.version, review)),
        *_checking(opened),
        (host, lambda w, e: service.sign(w, e.id, e.version, signatories)),
        (centre, lambda w, e: service.form_team(w, e.id, e.version, team)),
        (centre, lambda w, e: service.submit_plan(w, e.id, e.version, plan)),
        (chair, lambda w, e: service.record_review(w, e.id, e.version, "pass", opinions)),
        (centre, lambda w, e: _hand_in(w, e, report)),
        (centre, lambda w, e: service.deliver(w, e.id, e.version)),
        (centre, lambda w, e: service.record_measurement(w, e.id, e.version, measured)),
        (company, lambda w, e: service.accept(w, e.id, e.version, is_solved=True)),
    ]


def _hand_in(work: Work, engagement: Engagement, report: Deliverable) -> Engagement:
    """The file first, then the report that names it."""
    kept = keep(work, engagement.id, "示范报告.txt", "示范报告".encode())
    named = report.model_copy(update={"sha256": kept.sha256})
    return service.add_deliverable(work, engagement.id, engagement.version, named)


def _checking(opened: Engagement) -> list[tuple[Actor, Step]]:
    """The coordinator looks at the scope where the legal gate left it open."""
    if not is_left_open(opened.scope):
        return []
    check = script()["scope_check"]
    return [
        (
            COORDINATOR,
            lambda w, e: service.check_scope(w, e.id, e.version, capacity="coordinator", is_inside=True, **check),
        )
    ]


def _team(parties: Parties) -> Team:
    words = script()
    since = date(parties.day.year - 8, 1, 1)
    lead, *staff = (
        member_from_pool(parties.experts[one], is_degree_relevant=True, relevant_since=since)
        for one in (words["lead"], *words["staff"])
    )
    attestation = Attestation(by="部门负责人（示范）", on=parties.day)
    return Team(lead=lead, staff=tuple(staff), attestation=attestation)


def grade(house: House, closed: Engagement, demand: Demand, centre: Centre) -> tuple[StoredAssessment, Engagement]:
    """Stars for the centre: this engagement's own figures, everything else from invented records; then the archive."""
    day = today(house.clock)
    window = Window(first=date(day.year, 1, 1), before=day + timedelta(days=1))
    sources = Sources(
        match_reviews=(MatchReview(match_id=closed.match_id, is_adopted=True),),
        responses=(Response(demand_id=demand.id, submitted_at=demand.created_at, responded_at=closed.opened_at),),
        complaints=(),
    )
    with house.reading() as session:
        counted = service.rate(session, window, centre_id=centre.id, sources=sources, calendar=house.calendar)
    recorded = yaml.safe_load((DATA / "ratings.yaml").read_text("utf-8"))
    ratings = [Rating(**one) for one in recorded if one["indicator"] not in counted.values]
    ratings += [value.rating for value in counted.values.values() if value.rating is not None]
    host = Actor(
        id="demo_evaluator",
        name="依托单位（示范）",
        roles=frozenset({"host", "evaluator"}),
        organisation=centre.host.id,
    )
    pairs = script()["pairwise"]
    with house.working(host) as work:
        stored = assess_centre(
            work,
            centre.id,
            centre.host.id,
            ratings,
            evaluator_kind="second",
            host_id=centre.host.id,
            weights={"T": ahp(pairs["ids"], pairs["matrix"])},
            period=(window.first, window.before),
            goal="年度服务质量评价（示范）",
        )
        archived = service.archive(work, closed.id, closed.version, assessment_id=stored.envelope.id)
    return stored, archived
