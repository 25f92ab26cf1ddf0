"""What a coordinator does with a whole demand: add a centre, hand it over, ask the enterprise, say that nobody fits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from foundation.actors import SYSTEM
from foundation.errors import Conflict, InvalidInput
from foundation.process import advance
from foundation.unit_of_work import Work
from intake.cares.care import DEFAULT_RULES, Care, CareRules
from intake.cares.caring import care_of, take_on
from intake.demand import Demand
from intake.fields import FieldName
from intake.living import matched
from intake.questions import asking
from intake.questions.question import Question
from intake.service import get_demand, hold_demand
from kb.provider import unknown_centre
from matcher import store
from matcher.review.deciding import decide, go_on
from matcher.review.guards import ALIVE, GUARDS
from matcher.review.looks import belongings, check_reason, expect_desk, look_at, terms_of
from matcher.review.opining import give_opinion, given_before
from matcher.review.process import ADDING, REVIEW
from matcher.review.rules import ReviewPolicy, shipped_policy
from matcher.store import Candidate


def add_by_hand(
    work: Work,
    demand_id: str,
    centre_id: str,
    reason_code: str,
    note: str | None = None,
    policy: ReviewPolicy | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Candidate:
    """Put a centre up for review that the matcher did not propose, after the others; it is decided on like them.

    A demand that was answered "nobody fits" is taken up again by it. The same person's same addition twice is one.
    Raises NotFound for an unknown centre, Conflict for one that is up already, for an own one (S1-10) and for a demand
    that is over, InvalidInput naming ``reason_code`` or ``note``.
    """
    expect_desk(work.actor)
    said = check_reason(reason_code, ADDING, note, is_needed=True)
    demand = hold_demand(work.session, demand_id)
    belonging = belongings(work.session, (centre_id,)).get(centre_id)
    if belonging is None:
        raise unknown_centre(centre_id)
    present = store.candidates_of(work.session, demand_id)
    same = next((one for one in present if one.centre_id == centre_id and one.state != "declined"), None)
    if same is not None:
        return _added_before(work, same, reason_code, said)
    if demand.status not in (*ALIVE, "no_capability"):
        raise _refused("添加中心", "demand_is_open", "这条需求已经办结")
    if work.actor.organisation in belonging:
        raise _refused("添加中心", "is_independent", "不能评审本单位的中心")
    candidate = Candidate(
        id=work.new_id("mat"),
        run_id=None,
        demand_id=demand_id,
        centre_id=centre_id,
        rank=max((one.rank for one in present), default=0) + 1,
        score=0,
        state=REVIEW.start,
        version=1,
        reason_code=reason_code,
        note=said,
        origin="hand",
    )
    store.put_candidate(work.session, candidate)
    give_opinion(work, candidate, "add", reason_code, said)
    work.record("match.added", candidate.id, {"demand": demand_id, "centre": centre_id, "reason": reason_code})
    if demand.status in ("confirmed", "published", "no_capability"):
        matched(work, demand_id, True, rules)
    else:
        go_on(work, demand, policy or shipped_policy(), rules)
    return candidate


def confirm_nobody(
    work: Work,
    demand_id: str,
    note: str | None = None,
    policy: ReviewPolicy | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Demand:
    """A coordinator agrees with the run that nobody fits: who is still open is declined, the enterprise is answered.

    Declining needs one person, even where accepting needs two. Confirmed already, it stays as it is (S0-04, B18).
    Raises Conflict where the newest run recommends somebody, a centre was accepted, the demand is over otherwise or an
    own centre is among those to be declined (S1-10).
    """
    expect_desk(work.actor)
    policy = policy or shipped_policy()
    demand = hold_demand(work.session, demand_id)
    if demand.status == "no_capability":
        return demand
    present = store.candidates_of(work.session, demand_id)
    prospect = store.prospects_of(work.session, (demand_id,)).get(demand_id)
    if demand.status not in ("confirmed", "published", "matched"):
        raise _refused("确认没有合适的中心", "demand_is_open", "这条需求已经办结")
    if prospect is None or not prospect.is_abstained:
        raise _refused("确认没有合适的中心", "is_abstained", "最近一次匹配推荐了中心：请逐家评审")
    if any(one.state == "accepted" for one in present):
        raise _refused("确认没有合适的中心", "nobody_accepted", "已经为这条需求接受过一家中心")
    declined = [one for one in present if not REVIEW.state(one.state).is_end]
    work.record("demand.nobody_confirmed", demand_id, {"declined": len(declined)})
    for one in declined:
        if one.state == "seconding":
            one = decide(work, one.id, "resume", policy=policy, rules=rules)
        decide(work, one.id, "decline", "nobody_fits", note, one.version, policy=policy, rules=rules)
    if not declined:
        go_on(work, demand, policy, rules, is_declined=True)
    return get_demand(work.session, demand_id)


def reassign(work: Work, demand_id: str, to: str, known: Collection[str], expected_version: int | None = None) -> Care:
    """Hand the review of a demand over to another coordinator, by id; date and state stay.

    ``known`` are the ids of those who may review here. ``expected_version`` is that of the care that was looked at.
    Raises InvalidInput naming ``to``, Conflict for a matter that is over or moved on.
    """
    expect_desk(work.actor)
    if to not in known:
        raise InvalidInput("coordinator_unknown", "没有这位协调员：{to}", field="to", to=to[:64])
    seen = care_of(work.session, demand_id)
    if seen.is_open and seen.owner == to:
        return seen
    care = take_on(work, demand_id, to, expected_version)
    work.record("match.reassigned", demand_id, {"from": seen.owner, "to": to})
    return care


def ask_enterprise(
    work: Work,
    demand_id: str,
    question: str,
    field: FieldName | None = None,
    policy: ReviewPolicy | None = None,
    rules: CareRules = DEFAULT_RULES,
) -> Question:
    """Put a question on the enterprise's page; what is up for review, or held for want of facts, waits for the answer.

    Raises as :func:`intake.questions.asking.ask`.
    """
    expect_desk(work.actor)
    policy = policy or shipped_policy()
    demand = hold_demand(work.session, demand_id)
    asked = asking.ask(work, demand_id, question, field, policy.asked_days, rules)
    waiting = [
        one
        for one in store.candidates_of(work.session, demand_id)
        if one.state == "proposed" or (one.state == "on_hold" and one.reason_code == "needs_more_facts")
    ]
    _move(work, demand, waiting, "ask", policy)
    return asked


def take_answer(
    work: Work,
    demand_id: str,
    question_id: str,
    words: str,
    holds_key: bool = False,
    rules: CareRules = DEFAULT_RULES,
) -> Question:
    """The enterprise's answer, or what a coordinator heard from it; with the last one the review goes on.

    Raises as :func:`intake.questions.asking.answer`.
    """
    demand = hold_demand(work.session, demand_id)
    answered = asking.answer(work, demand_id, question_id, words, holds_key, rules)
    _back_to_the_desk(work, demand)
    return answered


def take_question_back(work: Work, demand_id: str, question_id: str) -> Question:
    """Ask no longer; with the last open question the review goes on."""
    expect_desk(work.actor)
    demand = hold_demand(work.session, demand_id)
    taken = asking.take_back(work, demand_id, question_id)
    _back_to_the_desk(work, demand)
    return taken


def _back_to_the_desk(work: Work, demand: Demand) -> None:
    if asking.open_questions(work.session, demand.id):
        return
    waiting = [one for one in store.candidates_of(work.session, demand.id) if one.state == "asked"]
    _move(replace(work, actor=SYSTEM), demand, waiting, "answer", shipped_policy())


def _move(work: Work, demand: Demand, candidates: list[Candidate], event: str, policy: ReviewPolicy) -> None:
    """Take a step with each of these that is no decision about its centre."""
    terms = terms_of(demand, policy)
    for one in candidates:
        look = look_at(work.actor, demand, terms, one, (one.centre_id,), None, ())
        row = advance(REVIEW, one.state, event, work.actor, look, GUARDS)
        after = store.move(work.session, one, row.next)
        work.record(f"match.{row.next}", one.id, {"row": row.id, "version": after.version})


def _added_before(work: Work, same: Candidate, reason_code: str, note: str | None) -> Candidate:
    """What was added first, when the same person hands the same in again."""
    if given_before(work, same.id, 1, ("add",), reason_code, note) is not None:
        return same
    raise Conflict("candidate_exists", "这家中心已经在这条需求的候选里", candidate=same.id)


def _refused(event: str, guard: str, reason: str) -> Conflict:
    return Conflict("guard_refused", "还不能“{event}”：{reason}", event=event, guard=guard, reason=reason)
