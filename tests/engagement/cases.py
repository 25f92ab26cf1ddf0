"""A worked engagement: invented parties, and what each of them hands in at each step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from engagement.engagement import DEFAULT_RULES, advance, open_engagement
from engagement.facts.acceptance import Criterion, Measurement
from engagement.facts.agreement import ContractReview, Offer, Signatories
from engagement.facts.benefits import Effect, EffectReport
from engagement.facts.deliverables import Deliverable
from engagement.facts.milestones import Milestone
from engagement.facts.scope import ScopeRuling
from engagement.facts.signed_copy import SignedCopy
from engagement.facts.survey import SurveyAnswer
from engagement.facts.team import Attestation, Member, Team
from engagement.facts.technical_review import Opinion, Plan, Reviewer
from engagement.log import Contacts, Facts, Opening
from engagement.profiles import ProfileId
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.clock import CHINA
from foundation.working_calendar import load_calendar
from tests.builders import actor, everybody

CALENDAR = load_calendar()
START = datetime(2025, 3, 10, 9, 0, tzinfo=CHINA)
COORDINATOR = actor("coordinator", organisation="assoc_1")
ENTERPRISE = actor("enterprise", organisation="ent_1")
CENTRE = actor("centre", organisation="ctr_1")
HOST = actor("host", organisation="host_1")
REVIEWER = actor("reviewer")

CRITERIA = (
    Criterion(
        id="shrinkage",
        quantity="150 ℃ 热收缩率",
        comparison="≤",
        limit="3.0",
        unit="%",
        method="GB/T 36363",
        sample="同一批次 5 件",
    ),
    Criterion(
        id="thickness",
        quantity="厚度",
        comparison="range",
        limit="15.5",
        upper_limit="16.5",
        unit="μm",
        method="GB/T 6672",
        sample="同一批次 10 点",
    ),
)
OFFER = Offer(
    party="host_1",
    scope="隔膜高温收缩的失效分析与改进验证",
    price="48000.00",
    finish_by=date(2025, 5, 30),
    intellectual_property="成果归委托方所有",
    level="internal",
    criteria=CRITERIA,
    deliverables=("失效分析报告",),
)
LEAD = Member(
    id="exp_lead",
    name="顾工",
    degree="master",
    degree_relevant=True,
    title="middle",
    inspection_since=date(2012, 7, 1),
    relevant_since=date(2012, 7, 1),
    led_project=True,
)
STAFF = Member(id="exp_staff", name="小林", degree="bachelor", degree_relevant=True)
TEAM = Team(lead=LEAD, staff=(STAFF,), attestation=Attestation(by="部门负责人", on=date(2025, 3, 1)))
PLAN = Plan(
    work="先做热分析，再做断面形貌",
    resources="热机械分析仪，扫描电镜",
    risks="样品数量不足",
    method_status="standard",
    milestones=(
        Milestone(name="热分析", due=date(2025, 4, 10)),
        Milestone(name="断面形貌", due=date(2025, 5, 15)),
    ),
    reviewers=(
        Reviewer(id="rev_1", name="评审甲", organisation="univ_1", has_conflict=False),
        Reviewer(id="rev_2", name="评审乙", organisation="univ_2", has_conflict=False),
    ),
)
FOR = tuple(Opinion(reviewer_id=id, is_in_favour=True, text="可行") for id in ("rev_1", "rev_2"))
AGAINST = (FOR[0], Opinion(reviewer_id="rev_2", is_in_favour=False, text="样品不够"))
REPORT = Deliverable(name="失效分析报告")
GOOD = (
    Measurement(criterion_id="shrinkage", value="2.1", unit="%", expanded_uncertainty="0.2"),
    Measurement(criterion_id="thickness", value="16.0", unit="μm", expanded_uncertainty="0.1"),
)
BAD = (Measurement(criterion_id="shrinkage", value="4.0", unit="%"), GOOD[1])
CONTACTS = Contacts(enterprise="王经理", centre="顾工")
INSIDE = ScopeRuling(is_inside=True, run_id="run_1", planned_on=date(2025, 3, 10))
SIGNATORIES = Signatories(enterprise="王总", host="李院长")
COPY = SignedCopy(side="host", signed_by="李院长", signed_on=date(2025, 3, 10), digest=OFFER.digest, sha256="c" * 64)
SURVEY = SurveyAnswer(overall=5, value_for_money=4, standards=3, comment="报告写得清楚")
SAVED = Effect(kind="cost_saved", amount="12.5", unit="万元", first=date(2024, 12, 1), last=date(2025, 2, 28))
EFFECTS = EffectReport(month=3, effects=(SAVED,))
REVIEWED = ContractReview(capability=True, scope=True, secrecy=True, impartiality=True)

Script = Sequence[tuple[str, Actor, Facts]]
NEGOTIATION: Script = (
    ("start", COORDINATOR, Facts(contacts=CONTACTS)),
    ("make_offer", CENTRE, Facts(offer=OFFER)),
    ("confirm_offer", ENTERPRISE, Facts(side="enterprise", digest=OFFER.digest)),
    ("confirm_offer", HOST, Facts(side="host", digest=OFFER.digest)),
    ("review_contract", CENTRE, Facts(contract_review=REVIEWED)),
)
SIGNING: Script = (("sign", HOST, Facts(signatories=SIGNATORIES)),)
STAFFING: Script = (("assign_team", CENTRE, Facts(team=TEAM)),)
PLANNING: Script = (("submit_plan", CENTRE, Facts(plan=PLAN)),)
PASSING: Script = (("pass_review", REVIEWER, Facts(opinions=FOR)),)
SERVING: Script = (("hand_in", CENTRE, Facts(deliverable=REPORT)), ("deliver", CENTRE, Facts()))
ACCEPTING: Script = (
    ("record_measurement", CENTRE, Facts(measurements=GOOD)),
    ("accept", ENTERPRISE, Facts(is_solved=True)),
)
ARCHIVING: Script = (("archive", HOST, Facts(code="evaluated", assessment_id="asm_1")),)
WHOLE: Script = (*NEGOTIATION, *SIGNING, *STAFFING, *PLANNING, *PASSING, *SERVING, *ACCEPTING, *ARCHIVING)

SCRIPTS: dict[str, Script] = {
    "raised": (),
    "negotiating": NEGOTIATION,
    "agreed": (*NEGOTIATION, *SIGNING),
    "team_formed": (*NEGOTIATION, *SIGNING, *STAFFING),
    "review": (*NEGOTIATION, *SIGNING, *STAFFING, *PLANNING),
    "in_service": (*NEGOTIATION, *SIGNING, *STAFFING, *PLANNING, *PASSING),
    "acceptance": WHOLE[:-3],
    "closed": WHOLE[:-1],
    "archived": WHOLE,
}
"""How to come to each state; in ``negotiating`` everything is ready for signing."""


def agreed(offer: Offer) -> tuple[tuple[str, str, Facts], ...]:
    """From an offer to the signed agreement, each step with the role of whoever takes it."""
    return (
        ("centre", "make_offer", Facts(offer=offer)),
        ("enterprise", "confirm_offer", Facts(side="enterprise", digest=offer.digest)),
        ("host", "confirm_offer", Facts(side="host", digest=offer.digest)),
        ("centre", "review_contract", Facts(contract_review=REVIEWED)),
        ("host", "sign", Facts(signatories=SIGNATORIES)),
    )


def opened(profile: ProfileId = "superset", **changes: object) -> Engagement:
    """A fresh engagement between ent_1 and ctr_1, whose host is host_1."""
    opening = Opening(
        engagement_id="eng_1",
        demand_id="dem_1",
        match_id="mat_1",
        enterprise="ent_1",
        centre_id="ctr_1",
        host_id="host_1",
        profile=profile,
        service_category="质量技术评价",
        host_level="internal",
        scope=INSIDE,
    ).model_copy(update=changes)
    return open_engagement(opening, COORDINATOR, START, CALENDAR)


def play(engagement: Engagement, script: Script, moment: datetime = START) -> Engagement:
    """Take the steps of a script, all at one moment."""
    for event, who, facts in script:
        engagement = advance(engagement, event, who, facts, moment, CALENDAR)
    return engagement


def at(state: str, profile: ProfileId = "superset", moment: datetime = START) -> Engagement:
    """An engagement that has come to this state."""
    return play(opened(profile), SCRIPTS[state], moment)


def step(
    engagement: Engagement, event: str, who: Actor | None = None, moment: datetime = START, **facts: object
) -> Engagement:
    """One step, by somebody who may do everything unless said otherwise."""
    return advance(engagement, event, who or everybody(), Facts.model_validate(facts), moment, CALENDAR, DEFAULT_RULES)


def days_later(days: int) -> datetime:
    """Nine o'clock, so many days after the start."""
    return START + timedelta(days=days)
