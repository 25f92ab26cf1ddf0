"""Guards of pausing, ending, reopening and sealing."""

from __future__ import annotations

from engagement.guards.situation import Refusal, Situation
from foundation.clock import CHINA
from foundation.language import sentence
from foundation.text import clean


def pause_agreed(now: Situation) -> Refusal:
    """Both sides agree, and there is a day on which work goes on."""
    if not now.facts.is_agreed_by_both:
        return sentence("暂停须经双方同意")
    until = now.facts.until
    return None if until is not None and until > now.today else sentence("暂停要约定今天以后的恢复日期")


def delivered_stated(now: Situation) -> Refusal:
    """A termination says what was delivered, even if nothing was."""
    return None if clean(now.facts.delivered or "") else sentence("要写明已交付的内容（没有就写“无”）")


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
        return None if clean(now.facts.reason or "") else sentence("不评价要写明理由")
    return None if now.facts.assessment_id else sentence("还没有评价")
