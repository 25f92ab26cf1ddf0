"""Guards of the check of scope: a person answers only what the legal gate left open, by name and in own capacity."""

from __future__ import annotations

from engagement.facts.scope import is_left_open, lapse_within
from engagement.guards.situation import Refusal, Situation
from foundation.language import sentence


def scope_left_open(now: Situation) -> Refusal:
    """The gate could not tell, or the service outlasts the certificates: nobody overrules what it ruled."""
    ruling, offer = now.engagement.scope, now.engagement.offer
    if is_left_open(ruling) or lapse_within(ruling, offer.finish_by if offer else None):
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
