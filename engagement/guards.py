"""What must hold before a step: one function per guard of the table. Each looks at a :class:`Situation`.

A guard returns ``None`` when it holds and a sentence when it does not. A fact that was not given never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from engagement.acceptance import judge
from engagement.agreement import LEVEL_LABELS, SIDE_LABELS, SIDES, confirmed_by, is_held, measurability_fault
from engagement.deadlines import Rules
from engagement.deliverables import issue_faults, missing
from engagement.record import Engagement, Facts
from engagement.scope import is_left_open, scope_fault
from engagement.team import attestation_fault, lead_fault, staff_fault
from engagement.technical_review import dependence
from foundation.actors import Actor
from foundation.clock import CHINA
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.secrecy import highest
from foundation.working_calendar import WorkingCalendar

Refusal = Sentence | None


@dataclass(frozen=True, slots=True)
class Situation:
    """One attempt at a step: the engagement as it is, who acts, what is brought along, when, and under which rules."""

    engagement: Engagement
    actor: Actor
    facts: Facts
    moment: datetime
    calendar: WorkingCalendar
    rules: Rules

    @property
    def today(self) -> date:
        """The day in China."""
        return self.moment.astimezone(CHINA).date()


def contacts_named(now: Situation) -> Refusal:
    """A named contact on both sides."""
    return None if now.facts.contacts else sentence("双方还没有指定联系人")


def offer_given(now: Situation) -> Refusal:
    """An offer is handed in, for a day that has not passed."""
    offer = now.facts.offer
    if offer is None:
        return sentence("没有给出方案与报价")
    return sentence("约定的完成日期{day}已经过去", day=str(offer.finish_by)) if offer.finish_by < now.today else None


def confirms_latest_offer(now: Situation) -> Refusal:
    """The digest is that of the offer on the table: nobody says yes to something else."""
    offer = now.engagement.offer
    if offer is None:
        return sentence("还没有方案与报价")
    return None if now.facts.digest == offer.digest else sentence("确认的不是最新一版方案与报价，请重新查看后再确认")


def confirms_own_side(now: Situation) -> Refusal:
    """Each side speaks for itself: the host through people of the host, never through the centre alone (S0-02)."""
    side = now.facts.side
    if side is None:
        return sentence("没有写明代表哪一方确认")
    if not now.actor.holds(side):
        if side == "host":
            return sentence("中心不是法人，须由依托单位确认")
        return sentence("须由企业一方确认")
    acts_for = now.engagement.host_id if side == "host" else now.engagement.enterprise
    if now.actor.organisation is not None and now.actor.organisation != acts_for:
        return sentence("{actor}不属于这一方，不能代为确认", actor=now.actor.name)
    return None


def same_terms_confirmed(now: Situation) -> Refusal:
    """达成一致: both sides confirmed the same digest."""
    offer = now.engagement.offer
    if offer is None:
        return sentence("还没有方案与报价")
    lacking = [side for side in SIDES if side not in confirmed_by(now.engagement.confirmations, offer)]
    if not lacking:
        return None
    return sentence("双方还没有达成一致，缺{side}的确认", side=SIDE_LABELS[lacking[0]])


def host_is_party(now: Situation) -> Refusal:
    """The contracting party is the host legal person (S0-02)."""
    offer = now.engagement.offer
    if offer is not None and offer.party == now.engagement.host_id and offer.party != now.engagement.centre_id:
        return None
    return sentence("中心不是法人，签约方须是依托单位")


def secrecy_held(now: Situation) -> Refusal:
    """The level that demand and terms require is not above what the host may hold (S0-27); unknown is never enough."""
    offer = now.engagement.offer
    required = highest(now.engagement.level, offer.level if offer else None)
    held = now.facts.host_level or now.engagement.host_level
    if held is None:
        return sentence("没有登记依托单位能承担的密级，不能签订：先登记它的保密资格")
    if is_held(required, held):
        return None
    return sentence(
        "项目密级是“{required}”，依托单位只能承担“{held}”，须先取得相应保密资格",
        required=LEVEL_LABELS[required],
        held=LEVEL_LABELS[held],
    )


def inside_scope(now: Situation) -> Refusal:
    """The legal gate ruled that the work lies inside the approved scope, or somebody checked what it left open."""
    engagement, offer = now.engagement, now.engagement.offer
    scope = offer.scope if offer else None
    return scope_fault(engagement.scope, engagement.scope_check, engagement.scope_checked, scope)


def scope_left_open(now: Situation) -> Refusal:
    """The gate could not tell: nobody overrules what it ruled."""
    if is_left_open(now.engagement.scope):
        return None
    return sentence("批准范围在匹配时已经判定，不由人改判；资质有变化的，请重新匹配")


def scope_check_given(now: Situation) -> Refusal:
    """There is an answer, with a name, about an offer that is on the table."""
    if now.engagement.offer is None:
        return sentence("还没有方案与报价")
    return None if now.facts.scope_check else sentence("没有写明谁核对了批准范围、结论是什么")


def checks_in_own_capacity(now: Situation) -> Refusal:
    """A coordinator checks as coordinator, people of the centre as its quality manager."""
    check = now.facts.scope_check
    if check is None or now.actor.holds("coordinator" if check.capacity == "coordinator" else "centre"):
        return None
    return sentence("核对批准范围的身份不符：协调员以协调员身份，中心由质量负责人")


def criteria_measurable(now: Situation) -> Refusal:
    """Every acceptance criterion can be measured (B7)."""
    offer = now.engagement.offer
    return measurability_fault(offer) if offer else sentence("还没有方案与报价")


def contract_review_given(now: Situation) -> Refusal:
    """Gate G0 has its four answers, about an offer that is there."""
    if now.engagement.offer is None:
        return sentence("还没有方案与报价")
    return None if now.facts.contract_review else sentence("没有写明合同评审的四项结论")


def contract_reviewed(now: Situation) -> Refusal:
    """Where the work needs gate G0, it was passed for exactly these terms."""
    engagement = now.engagement
    if not engagement.needs_contract_review:
        return None
    offer, review = engagement.offer, engagement.contract_review
    if review is None or offer is None or engagement.contract_review_digest != offer.digest:
        return sentence("这类服务签订前须做合同评审（针对最新一版）")
    return None if review.is_passed else sentence("合同评审没有通过")


def signatories_named(now: Situation) -> Refusal:
    """The authorised signatories of both sides are named."""
    return None if now.facts.signatories else sentence("没有写明双方的授权签字人")


def no_agreement_in_force(now: Situation) -> Refusal:
    """Nothing has been signed; afterwards an end is a termination, not a withdrawal."""
    return None if now.engagement.agreement is None else sentence("协议已经签订，不能再撤回，只能终止")


def lead_and_staff_named(now: Situation) -> Refusal:
    """A lead and at least one more person (S0-06)."""
    team = now.facts.team
    return None if team and team.staff else sentence("项目组要有负责人和至少一名成员")


def staff_qualified(now: Situation) -> Refusal:
    """Every member meets 4.2.2 1) (S0-10, shall)."""
    return staff_fault(now.facts.team, now.today) if now.facts.team else None


def lead_qualified_or_justified(now: Situation) -> Refusal:
    """The lead meets 4.2.1 1), or the team carries a written reason (S0-08, should)."""
    return lead_fault(now.facts.team, now.today) if now.facts.team else None


def lead_attested(now: Situation) -> Refusal:
    """What cannot be computed about the lead is attested (S0-09)."""
    return attestation_fault(now.facts.team, now.today) if now.facts.team else None


def plan_complete(now: Situation) -> Refusal:
    """Work, resources, risks and the status of the method are written down."""
    plan = now.facts.plan
    if plan is None:
        return sentence("没有服务方案")
    return sentence("服务方案不完整，缺：{missing}", missing="、".join(plan.missing)) if plan.missing else None


def reviewers_independent(now: Situation) -> Refusal:
    """The panel stands outside the team and has no conflict of interest."""
    plan, team = now.facts.plan, now.engagement.team
    if plan is None or team is None:
        return sentence("没有服务方案或项目组")
    return dependence(plan.reviewers, team, now.engagement.enterprise)


def opinions_given(now: Situation) -> Refusal:
    """At least one opinion, and every opinion by a member of the panel, once."""
    plan = now.engagement.plan
    panel = {reviewer.id for reviewer in plan.reviewers} if plan else set()
    writers = [opinion.reviewer_id for opinion in now.facts.opinions]
    if not writers:
        return sentence("还没有评审意见")
    if not set(writers) <= panel or len(set(writers)) < len(writers):
        return sentence("评审意见须由指定的评审人员各写一份")
    return None


def no_opinion_against(now: Situation) -> Refusal:
    """The whole panel has written, and nobody is against."""
    plan = now.engagement.plan
    if plan is None or len(now.facts.opinions) < len(plan.reviewers):
        return sentence("还有评审人员没有写意见")
    if all(opinion.is_in_favour for opinion in now.facts.opinions):
        return None
    return sentence("有评审人员不同意，不能记为通过")


def deliverable_given(now: Situation) -> Refusal:
    """A deliverable is named."""
    return None if now.facts.deliverable else sentence("没有写明交来的成果")


def deliverables_in(now: Situation) -> Refusal:
    """Everything agreed is in, and something is new since the last rework."""
    engagement = now.engagement
    if not engagement.has_new_deliverables:
        return sentence("还没有交来成果") if engagement.rework_count == 0 else sentence("返工以后还没有交来成果")
    agreed = engagement.agreement.offer.deliverables if engagement.agreement else ()
    lacking = missing(agreed, engagement.deliverables)
    return sentence("约定的成果还缺：{missing}", missing="、".join(lacking)) if lacking else None


def documents_issuable(now: Situation) -> Refusal:
    """Certificates and reports carry mark, scope, issuer and date (S4-20); of one name the latest counts."""
    latest = {deliverable.name: deliverable for deliverable in now.engagement.deliverables}
    faults = (fault for deliverable in latest.values() for fault in issue_faults(deliverable, now.today))
    return next(faults, None)


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
    """The limit on rework, where one is set."""
    limit = now.rules.rework_limit
    if limit is None or now.engagement.rework_count < limit:
        return None
    return sentence("返工次数已到上限（{limit}次），只能变更指标或终结", limit=limit)


def pause_agreed(now: Situation) -> Refusal:
    """Both sides agree, and there is a day on which work goes on."""
    if not now.facts.is_agreed_by_both:
        return sentence("暂停须经双方同意")
    until = now.facts.until
    return None if until is not None and until > now.today else sentence("暂停要约定今天以后的恢复日期")


def delivered_stated(now: Situation) -> Refusal:
    """A termination says what was delivered, even if nothing was."""
    return None if (now.facts.delivered or "").strip() else sentence("要写明已交付的内容（没有就写“无”）")


def ended_by_own_side(now: Situation) -> Refusal:
    """A unilateral end is declared by that side itself, an agreed one by both."""
    match now.facts.code:
        case "terminated_by_enterprise" if not now.actor.holds("enterprise"):
            return sentence("企业单方终止须由企业提出")
        case "terminated_by_host" if not now.actor.holds("host"):
            return sentence("依托单位单方终止须由依托单位提出")
        case "terminated_by_agreement" if not now.facts.is_agreed_by_both:
            return sentence("协商终止须经双方同意")
    return None


def reopening_open(now: Situation) -> Refusal:
    """Reopening is for a completed service, within the set time."""
    engagement = now.engagement
    if engagement.end_reason != "completed" or engagement.closed_at is None:
        return sentence("只有正常完成的项目才能重新打开")
    closed = engagement.closed_at.astimezone(CHINA).date()
    last = now.calendar.add_working_days(closed, now.rules.reopening_working_days).date
    return None if now.today <= last else sentence("重新打开的期限是{day}，已经过去", day=str(last))


def evaluated_or_excused(now: Situation) -> Refusal:
    """There is an evaluation, or a reason why none applies."""
    if now.facts.code == "evaluation_not_applicable":
        return None if (now.facts.reason or "").strip() else sentence("不评价要写明理由")
    return None if now.facts.assessment_id else sentence("还没有评价")


GUARDS: Mapping[str, Callable[[Situation], Refusal]] = MappingProxyType(
    {
        guard.__name__: guard
        for guard in (
            contacts_named,
            offer_given,
            confirms_latest_offer,
            confirms_own_side,
            same_terms_confirmed,
            host_is_party,
            secrecy_held,
            inside_scope,
            scope_left_open,
            scope_check_given,
            checks_in_own_capacity,
            criteria_measurable,
            contract_review_given,
            contract_reviewed,
            signatories_named,
            no_agreement_in_force,
            lead_and_staff_named,
            staff_qualified,
            lead_qualified_or_justified,
            lead_attested,
            plan_complete,
            reviewers_independent,
            opinions_given,
            no_opinion_against,
            deliverable_given,
            deliverables_in,
            documents_issuable,
            measurements_fit_criteria,
            all_criteria_passed,
            criteria_not_passed,
            rework_left,
            pause_agreed,
            delivered_stated,
            ended_by_own_side,
            reopening_open,
            evaluated_or_excused,
        )
    }
)
"""The guards by the names in the table."""
