"""Guards of signing: the same terms, the right party, secrecy, scope, criteria, gate G0."""

from __future__ import annotations

from datetime import date

from engagement.facts.agreement import LEVEL_LABELS, SIDE_LABELS, SIDES, confirmed_by, is_held, measurability_fault
from engagement.facts.scope import scope_fault
from engagement.guards.situation import Refusal, Situation
from engagement.record import Engagement
from foundation.language import sentence
from foundation.secrecy import Level, highest


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
    if offer is None:
        return sentence("还没有方案与报价")
    if offer.party == now.engagement.host_id and offer.party != now.engagement.centre_id:
        return None
    return sentence("中心不是法人，签约方须是依托单位")


def secrecy_held(now: Situation) -> Refusal:
    """The level that demand and terms require is not above what the host may hold (S0-27); unknown is never enough."""
    return secrecy_fault(now.engagement, now.facts.host_level)


def secrecy_fault(engagement: Engagement, registered: Level | None = None) -> Refusal:
    """Why the host may not hold what this engagement requires; ``registered``: its level as it stands by now."""
    offer = engagement.offer
    required = engagement.level if offer is None else highest(engagement.level, offer.level)
    held = registered or engagement.host_level
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
    """The legal gate ruled that the work lies inside the approved scope, or somebody checked what it left open.

    It has to hold from the day of signing until the agreed end: where certificates lapse before, somebody answers for
    the whole of that time.
    """
    engagement, offer = now.engagement, now.engagement.offer
    return scope_fault(
        engagement.scope,
        engagement.scope_check,
        engagement.scope_checked,
        offer.scope if offer else None,
        until=offer.finish_by if offer else None,
        checked_until=_checked_until(engagement),
    )


def _checked_until(engagement: Engagement) -> date | None:
    """The end of the service that was on the table when the scope was checked last."""
    offered = found = None
    for entry in engagement.history:
        if entry.event == "make_offer" and entry.facts.offer is not None:
            offered = entry.facts.offer.finish_by
        elif entry.event == "check_scope":
            found = offered
    return found


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


def time_left(now: Situation) -> Refusal:
    """Nobody signs for a day that has passed while the parties talked."""
    offer = now.engagement.offer
    if offer is None or offer.finish_by >= now.today:
        return None
    return sentence("约定的完成日期{day}已经过去", day=str(offer.finish_by))


def signatories_named(now: Situation) -> Refusal:
    """The authorised signatories of both sides are named."""
    return None if now.facts.signatories else sentence("没有写明双方的授权签字人")
