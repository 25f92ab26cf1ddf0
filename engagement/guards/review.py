"""Guards of the technical review: a whole plan, an independent panel, written opinions."""

from __future__ import annotations

from engagement.guards.situation import Refusal, Situation
from engagement.milestones import plan_fault
from engagement.technical_review import dependence, evidence_fault
from foundation.language import sentence


def plan_complete(now: Situation) -> Refusal:
    """Work, resources, risks and the status of the method are written down."""
    plan = now.facts.plan
    if plan is None:
        return sentence("没有服务方案")
    if plan.missing:
        return sentence("服务方案不完整，缺：{missing}", missing="、".join(plan.missing))
    return plan_fault(plan.milestones or ())


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


def method_evidenced(now: Situation) -> Refusal:
    """What the status of the method asks for (6.2: development, verification, confirmation) is on record."""
    plan = now.engagement.plan
    return evidence_fault(plan, now.today) if plan else sentence("没有服务方案")
