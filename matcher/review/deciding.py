"""A person decides about one candidate (S0-20): the table, the guards, one opinion, one trace.

Every decision names the version it was taken on. The same decision by the same person on the same version is a
resubmission and gets the first answer again, without a second effect; anything else on an old version is a Conflict.
Notes go into the opinion, not into the audit chain: they may name people.
"""

from __future__ import annotations

from collections.abc import Mapping

from foundation.process import Transition, advance
from foundation.races import changed_meanwhile
from foundation.unit_of_work import Work
from intake.cares.care import DEFAULT_RULES, CareRules
from intake.cares.caring import look_after
from intake.demand import Demand
from intake.living import matched
from intake.service import hold_demand
from matcher import store
from matcher.review.guards import GUARDS, Look
from matcher.review.looks import (
    belongings,
    check_reason,
    expect_desk,
    look_at,
    open_days,
    proposal_for,
    terms_of,
)
from matcher.review.opining import give_opinion, given_before
from matcher.review.opinion import Opinion
from matcher.review.process import REVIEW, Decision
from matcher.review.rules import ReviewPolicy, Terms, shipped_policy, weighted
from matcher.store import Candidate

_FOR = ("accept", "endorse")


def decide(
    work: Work,
    candidate_id: str,
    decision: Decision,
    reason_code: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
    scores: Mapping[str, int] | None = None,
    policy: ReviewPolicy | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Candidate:
    """Accept, decline, hold, take up again. ``scores`` are 0–100 by criterion; needed where two persons review.

    Declining and holding need a reason code, the code "other" words too, and so does accepting a centre in whose way a
    fact stands. When the last open candidate is declined and none was accepted, the enterprise is answered.

    Raises Conflict when the candidate moved on or a guard refuses, NotAllowed for other roles, InvalidInput naming
    what is wrong.
    """
    expect_desk(work.actor)
    policy = policy or shipped_policy()
    demand = hold_demand(work.session, store.get_candidate(work.session, candidate_id).demand_id)
    before = store.get_candidate(work.session, candidate_id)
    terms = terms_of(demand, policy)
    total = weighted(scores or {}, terms)
    if expected_version is not None and expected_version != before.version:
        said = check_reason(reason_code, (reason_code or "",), note, is_needed=False)
        return _answered_before(work, before, expected_version, decision, reason_code, said, scores or {})
    event = "endorse" if decision == "accept" and before.state == REVIEW.start and terms.reviewers == 2 else decision
    opened = next((row for row in REVIEW.open_events(before.state, work.actor) if row.event == event), None)
    said = check_reason(
        reason_code, opened.codes if opened else (reason_code or "",), note, opened is not None and opened.needs_reason
    )
    look = _look(work, demand, terms, before, event)
    look = look.model_copy(update={"total": total, "reason_code": reason_code, "note": said or ""})
    row = advance(REVIEW, before.state, event, work.actor, look, GUARDS, reason_code)
    after = store.save_decision(work.session, before, row.next, reason_code, said, work.actor.id, work.now)
    opinion = give_opinion(work, after, event, reason_code, said, scores, total)
    _trace(work, row, opinion)
    go_on(work, demand, policy, rules, is_declined=row.next == "declined")
    return after


def go_on(work: Work, demand: Demand, policy: ReviewPolicy, rules: CareRules, is_declined: bool = False) -> None:
    """What a step of the review means for its demand: fresh time, or the answer that nobody takes it on.

    A demand that is over, or that was docked, is left as it is.
    """
    if demand.status not in ("confirmed", "published", "matched"):
        return
    candidates = store.candidates_of(work.session, demand.id)
    has_some = any(one.state == "accepted" or not REVIEW.state(one.state).is_end for one in candidates)
    if is_declined and not has_some:
        run = store.newest_run(work.session, demand.id)
        matched(work, demand.id, False, rules, run.outcome.lacking() if run is not None else "")
        return
    days = open_days(candidates, policy, rules.demand_days)
    look_after(work, "demand", demand.id, rules, working_days=days)


def _look(work: Work, demand: Demand, terms: Terms, candidate: Candidate, event: str) -> Look:
    session, proposal = work.session, None
    others = store.candidates_of(session, demand.id)
    if event in _FOR and (run := store.newest_run(session, demand.id)) is not None:
        proposal = proposal_for(run.outcome, candidate.centre_id)
    belonging = belongings(session, (candidate.centre_id,)).get(candidate.centre_id, (candidate.centre_id,))
    return look_at(work.actor, demand, terms, candidate, belonging, proposal, others)


def _answered_before(
    work: Work,
    present: Candidate,
    version: int,
    decision: Decision,
    reason_code: str | None,
    note: str | None,
    scores: Mapping[str, int],
) -> Candidate:
    """The first answer to a decision that was handed in twice; otherwise somebody else was faster."""
    events = _FOR if decision == "accept" else (decision,)
    first = given_before(work, present.id, version + 1, events, reason_code, note, scores)
    if first is not None:
        decided = {"reason_code": first.reason_code, "note": first.note, "decided_by": first.reviewer_id}
        return present.model_copy(
            update={"state": first.next, "version": first.version, "decided_at": first.at, **decided}
        )
    raise changed_meanwhile()


def _trace(work: Work, row: Transition, opinion: Opinion) -> None:
    facts: dict[str, object] = {"row": row.id, "reason": opinion.reason_code, "version": opinion.version}
    if opinion.total is not None:
        facts["total"] = opinion.total
    work.record(f"match.{row.next}", opinion.candidate_id, facts)
