"""Guards of the technical review: a whole plan, an independent panel, written opinions, the outcome of them all.

An actor with a seat is one member of the panel and writes that member's opinion alone; the chair, the first of the
panel, states the outcome when all the others have written. An actor without a seat enters the panel's minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

from engagement.facts.milestones import plan_fault
from engagement.facts.technical_review import Opinion, Reviewer, dependence, evidence_fault, together
from engagement.guards.situation import Refusal, Situation
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


def own_opinion_given(now: Situation) -> Refusal:
    """One opinion, of a member of the panel; who has a seat writes their own."""
    if len(now.facts.opinions) != 1:
        return sentence("还没有评审意见")
    return _written_by_their_own(now)


def panel_concludes(now: Situation) -> Refusal:
    """The outcome is stated by the chair, once every other member has written; or entered from the minutes."""
    panel, seat = _panel(now), now.actor.seat
    if seat is None:
        return None
    if not panel or seat != panel[0].id:
        return sentence("评审结论由评审组第一位记录：{name}", name=_names(panel[:1]))
    lacking = _silent(panel[1:], now.engagement.opinions)
    return sentence("还没有写意见的评审人员：{names}", names=_names(lacking)) if lacking else None


def opinions_given(now: Situation) -> Refusal:
    """There are opinions, of members of the panel, once each, and nobody wrote for another."""
    if not _all(now):
        return sentence("还没有评审意见")
    return _written_by_their_own(now)


def no_opinion_against(now: Situation) -> Refusal:
    """The whole panel has written, and nobody is against."""
    if not all(opinion.is_in_favour for opinion in _all(now)):
        return sentence("有评审人员不同意，不能记为通过")
    return _whole_panel(now)


def opinion_against(now: Situation) -> Refusal:
    """The whole panel has written, and somebody is against."""
    if all(opinion.is_in_favour for opinion in _all(now)):
        return sentence("评审人员都同意，不能记为未通过")
    return _whole_panel(now)


def method_evidenced(now: Situation) -> Refusal:
    """What the status of the method asks for (6.2: development, verification, confirmation) is on record."""
    plan = now.engagement.plan
    return evidence_fault(plan, now.today) if plan else sentence("没有服务方案")


def _whole_panel(now: Situation) -> Refusal:
    lacking = _silent(_panel(now), _all(now))
    return sentence("还没有写意见的评审人员：{names}", names=_names(lacking)) if lacking or not _panel(now) else None


def _written_by_their_own(now: Situation) -> Refusal:
    """Opinions of members, one each; with a seat the own one only; without, none that is there already otherwise.

    Whoever entered it first, the member or somebody from the minutes: to change an opinion takes the member's seat.
    """
    brought, seat = now.facts.opinions, now.actor.seat
    writers = [opinion.reviewer_id for opinion in brought]
    members = {reviewer.id for reviewer in _panel(now)}
    if seat is not None and (seat not in members or set(writers) - {seat}):
        return sentence("凭链接只能写本人的评审意见")
    if not set(writers) <= members or len(set(writers)) < len(writers):
        return sentence("评审意见须由指定的评审人员各写一份")
    written = {opinion.reviewer_id: opinion for opinion in now.engagement.opinions}
    changed = {one.reviewer_id for one in brought if written.get(one.reviewer_id, one) != one}
    if seat is None and changed:
        names = _names([one for one in _panel(now) if one.id in changed])
        return sentence("已经有这些评审人员的意见：{names}；没有评审席位不能改写，要改请本人凭链接改", names=names)
    return None


def _panel(now: Situation) -> tuple[Reviewer, ...]:
    plan = now.engagement.plan
    return plan.reviewers if plan is not None else ()


def _all(now: Situation) -> tuple[Opinion, ...]:
    return together(now.engagement.opinions, now.facts.opinions)


def _silent(members: Sequence[Reviewer], opinions: Sequence[Opinion]) -> tuple[Reviewer, ...]:
    writers = {opinion.reviewer_id for opinion in opinions}
    return tuple(one for one in members if one.id not in writers)


def _names(members: Sequence[Reviewer]) -> str:
    return "、".join(one.name or one.id for one in members)
