"""Talks that failed give the demand back to matching (T4): the reason stays with the candidate.

The demand is open again (S0-04) unless another centre still serves it; where no candidate is left the enterprise is
answered that nobody was found, in the same step; else :func:`engagement.talks.answer_for_enterprise` words the answer.
"""

from __future__ import annotations

from dataclasses import replace

from engagement import store
from engagement.record import Engagement
from foundation.actors import SYSTEM
from foundation.errors import NotFound
from foundation.unit_of_work import Work
from intake.care import DEFAULT_RULES
from intake.living import step_demand
from intake.service import hold_demand
from matcher import store as matches
from matcher.review.deciding import go_on
from matcher.review.falling_through import fall_through
from matcher.review.rules import shipped_policy

_REOPENED = "沟通没有谈成，换下一家"


def back_to_the_queue(work: Work, engagement: Engagement) -> None:
    """After ``try_next``: candidate, then demand. A demand or match that is no longer there is left out."""
    reason = engagement.history[-1].facts.reason or ""
    try:
        demand = hold_demand(work.session, engagement.demand_id)
        candidate = matches.get_candidate(work.session, engagement.match_id)
    except NotFound:
        return
    fall_through(work, candidate, reason)
    others = store.load_for_demand(work.session, demand.id)
    if demand.status != "docked" or any(one.end_reason is None for one in others if one.id != engagement.id):
        return
    own = replace(work, actor=SYSTEM)
    reopened = step_demand(own, demand.id, "reopen", reason=_REOPENED)
    go_on(work, reopened, shipped_policy(), DEFAULT_RULES, is_declined=True)
