"""Guards of acceptance: measured values decide, not opinions (B7)."""

from __future__ import annotations

from engagement.facts.acceptance import judge
from engagement.facts.handover import dispute_fault, part_fault
from engagement.guards.situation import Refusal, Situation
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence


def measurements_fit_criteria(now: Situation) -> Refusal:
    """Each value belongs to a criterion of the agreement, in a unit that can be converted."""
    agreement = now.engagement.agreement
    criteria = {one.id: one for one in agreement.offer.criteria} if agreement else {}
    if not now.facts.measurements:
        return sentence("没有实测值")
    for measurement in now.facts.measurements:
        criterion = criteria.get(measurement.criterion_id)
        if criterion is None:
            return sentence("协议里没有验收指标“{criterion}”", criterion=measurement.criterion_id)
        try:
            judge(criterion, measurement)
        except InvalidInput as fault:
            return Sentence(template=fault.message, facts=fault.facts)
    return None


def all_criteria_passed(now: Situation) -> Refusal:
    """The verdict is pass; otherwise the first criterion that does not pass is named."""
    found = now.engagement.verdict()
    if found.outcome == "pass":
        return None
    first = (judgement.explanation for judgement in found.judgements if judgement.outcome != "pass")
    return next(first, sentence("协议没有验收指标，不能验收"))


def criteria_not_passed(now: Situation) -> Refusal:
    """The record supports 未通过: a criterion fails, or all are measured and one is undecided."""
    found = now.engagement.verdict()
    outcomes = {judgement.outcome for judgement in found.judgements}
    if "fail" in outcomes or ("undecided" in outcomes and "unmeasured" not in outcomes):
        return None
    if found.outcome == "pass":
        return sentence("全部指标合格，不能记为未通过；对指标本身有异议请选“对验收指标有争议”")
    return sentence("实测值还不齐，不能记为未通过")


def rework_left(now: Situation) -> Refusal:
    """The limit on rework under the agreement in force, where site or agreement set one; the smaller one holds."""
    agreement = now.engagement.agreement
    limits = (now.rules.rework_limit, agreement.offer.rework_limit if agreement else None)
    limit = min((one for one in limits if one is not None), default=None)
    if limit is None or now.engagement.rework_count - now.engagement.reworks_before < limit:
        return None
    return sentence("返工次数已到上限（{limit}次），只能变更指标或终结", limit=limit)


def part_acceptable(now: Situation) -> Refusal:
    """Each named criterion passes, each named deliverable is in, and none of them was accepted before."""
    engagement = now.engagement
    return part_fault(now.facts.part, engagement.remainder(), engagement.verdict(), engagement.deliverables)


def dispute_recorded(now: Situation) -> Refusal:
    """Who disputes says which criteria and why; to ask for other criteria is no dispute."""
    if now.facts.code != "criteria_disputed":
        return None
    agreement = now.engagement.agreement
    known = [one.id for one in agreement.offer.criteria] if agreement else []
    return dispute_fault(now.facts.dispute, known, by_enterprise=now.actor.holds("enterprise"))
