"""Accepting a match opens its engagement: the decision, the engagement and the answer to the enterprise, in one work.

Every door decides through :func:`decide` here, so that no accepted match stays a mere row (P1). Where an engagement is
there already nothing happens a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy.orm import Session

from engagement import store
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.facts.agreement import is_held
from engagement.facts.scope import ScopeRuling, is_left_open, scope_fault
from engagement.facts.scope_period import held_until
from engagement.profiles import ProfileId
from engagement.record import Engagement
from engagement.service import open_engagement
from engagement.telling import NOTICE
from foundation.errors import Conflict, NotReady
from foundation.language import Sentence, sentence
from foundation.outbox import enqueue
from foundation.unit_of_work import Work
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.cares.care import DEFAULT_RULES as CARE_RULES
from intake.cares.care import CareRules
from intake.demand import Demand
from intake.fields import ServiceCategory
from intake.living import docked_with, end_with
from intake.service import hold_demand
from kb.profiles import profile_of
from kb.service import find_centre
from matcher import store as matches
from matcher.lawful import is_inside_scope
from matcher.review import deciding
from matcher.review.guards import ALIVE
from matcher.review.process import Decision
from matcher.review.rules import ReviewPolicy
from matcher.store import Candidate

DEVELOPMENT = "method_development"
"""The reason code with which a centre is accepted for method development, where no row may be offered as a test."""
DEVELOPED_AS: ServiceCategory = "质量技术评价"
"""What method development is agreed as (6.2, S0-31)."""


class Decided(Value):
    """A candidate after a decision, and the engagement that an acceptance led to."""

    candidate: Candidate
    engagement: Engagement | None = None


def decide(
    work: Work,
    match_id: str,
    decision: Decision,
    reason_code: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
    scores: Mapping[str, int] | None = None,
    policy: ReviewPolicy | None = None,
    rules: CareRules = CARE_RULES,
    *,
    calendar: WorkingCalendar | None = None,
    times: Rules = DEFAULT_RULES,
    profile: ProfileId = "superset",
) -> Decided:
    """:func:`matcher.review.deciding.decide`, and with an acceptance the engagement (:func:`open_for`).

    Raises as both do; then nothing of either remains.
    """
    after = deciding.decide(work, match_id, decision, reason_code, note, expected_version, scores, policy, rules)
    if after.state != "accepted":
        return Decided(candidate=after)
    opened = open_for(work, match_id, calendar=calendar, times=times, profile=profile)
    return Decided(candidate=after, engagement=opened)


def open_for(
    work: Work,
    match_id: str,
    *,
    calendar: WorkingCalendar | None = None,
    times: Rules = DEFAULT_RULES,
    profile: ProfileId = "superset",
) -> Engagement:
    """The engagement of an accepted match: opened now, or the one that is there; for a coordinator.

    Demand, centre and host, the enterprise, levels, kind of service and what the legal gate ruled are looked up. With
    the first engagement the enterprise is answered (the demand is docked); other candidates stay as they are (S0-04).
    Both sides are told through the outbox.

    Raises NotFound for an unknown match, Conflict for one that is not accepted or whose demand is over, NotAllowed.
    """
    demand = hold_demand(work.session, matches.get_candidate(work.session, match_id).demand_id)
    candidate = matches.get_candidate(work.session, match_id)
    present = store.find_by_match(work.session, match_id)
    if present is not None:
        return present
    if demand.status not in ALIVE:
        raise Conflict("demand_is_over", "这条需求已经办结，不能开始项目")
    centre, scope = find_centre(work.session, candidate.centre_id), ruling_for(work.session, candidate)
    opened = open_engagement(
        work,
        demand.id,
        match_id,
        centre,
        centre.host,
        enterprise=demand.enterprise or demand.id,
        is_match_accepted=candidate.state == "accepted",
        level=demand.level,
        host_level=profile_of(work.session, centre.id).secrecy_level,
        scope=scope,
        service_category=DEVELOPED_AS if scope.without_test else _service_of(demand),
        profile=profile,
        calendar=calendar,
        rules=times,
    )
    if demand.status != "docked":
        end_with(work, demand.id, "dock", docked_with(centre.name))
    for side in ("enterprise", "centre"):
        told = {"notice": "opened", "subject": opened.id, "to": side}
        enqueue(work, NOTICE, told, key=f"{opened.id} opened {side}")
    return opened


def as_registered(session: Session, engagement: Engagement) -> Engagement:
    """In the talks, with the level that is registered of the host by now, as signing will take it; to be shown."""
    if engagement.state != "negotiating":
        return engagement
    held = profile_of(session, engagement.centre_id).secrecy_level
    return engagement.model_copy(update={"host_level": held or engagement.host_level})


def before_signing(engagement: Engagement) -> tuple[Sentence, ...]:
    """What somebody has to settle before this can be signed, as far as the opening shows it."""
    found = []
    if is_left_open(engagement.scope):
        found.append(sentence("签订前要核对批准范围：匹配时判定不了，须由协调员或中心质量负责人写明结论"))
    elif (fault := scope_fault(engagement.scope, None, None, None)) is not None:
        found.append(fault)
    if engagement.host_level is None:
        found.append(sentence("签订前要登记依托单位能承担的密级"))
    elif not is_held(engagement.level, engagement.host_level):
        found.append(sentence("依托单位能承担的密级不够，不能签订"))
    return tuple(found)


def ruling_for(session: Session, candidate: Candidate) -> ScopeRuling:
    """What the legal gate said of this candidate's centre: in its own run, or the newest for a centre added by hand."""
    newest = matches.newest_run(session, candidate.demand_id) if candidate.run_id is None else None
    run_id = candidate.run_id or (newest.id if newest else None)
    without_test = candidate.reason_code == DEVELOPMENT
    if run_id is None:
        return ScopeRuling(without_test=without_test)
    kept = matches.kept_run(session, run_id)
    try:
        wanted = kept.asked(any_method=True).wanted
    except NotReady:  # a run of before inputs were kept: nobody can tell what was asked
        return ScopeRuling(run_id=run_id, without_test=without_test)
    outcome = kept.outcome()
    return ScopeRuling(
        is_inside=is_inside_scope(outcome, wanted, candidate.centre_id),
        run_id=run_id,
        planned_on=wanted.planned_on,
        holds_until=held_until(outcome, wanted, candidate.centre_id),
        without_test=without_test,
    )


def _service_of(demand: Demand) -> ServiceCategory | None:
    return cast("ServiceCategory | None", demand.draft.value("service_category"))
