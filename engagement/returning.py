"""What the end of an engagement means for its demand (S0-04, B3): back to matching, or an answer that is true now.

Talks that end without an agreement (T4, T5, T19) give the candidate back, with the reason as it was written.

A demand was answered "docked" when its first engagement began. While another engagement serves it, or one has served
it, that answer stands. Otherwise: after talks that came to nothing (T4, T5) the demand is open again and the next
candidate is the coordinator's to look at – where none is left the enterprise is answered in the same step; an
enterprise that withdrew (T19) has withdrawn it; and after any other end the enterprise is told that it came to nothing,
and what next. :func:`engagement.talks.answer_for_enterprise` words what is said while the search goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from engagement import store
from engagement.record import Engagement
from foundation.actors import SYSTEM
from foundation.errors import NotFound
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar
from intake.cares.care import DEFAULT_RULES
from intake.cares.caring import end_care
from intake.demand import Demand
from intake.life import REASONS, Ending
from intake.living import step_demand
from intake.service import demands_by_id, hold_demand
from matcher import store as matches
from matcher.infeasible import record_infeasible
from matcher.review.deciding import go_on
from matcher.review.falling_through import fall_through
from matcher.review.rules import shipped_policy

FAILED_TALKS: Mapping[str, str] = MappingProxyType({"try_next": "", "stop": "", "withdraw": "企业在签订协议以前撤回"})
"""The ends of talks without an agreement, and what is noted with the candidate where no reason was written."""
NEXT_CENTRE = "没有谈成，换下一家"
"""Why a demand is open again; the reason itself stands in the engagement's log."""


def _ending(reason_code: str, answer: str) -> Ending:
    return Ending(reason_code=reason_code, answer=answer, next_step=REASONS[reason_code].next_step)


NOT_AGREED = Ending(
    reason_code="not_agreed",
    answer="与中心没有谈成，匹配到的中心里没有别的可以接着谈。",
    next_step=REASONS["nothing_found"].next_step,
)
"""What the enterprise is answered when the talks failed and no candidate is left."""
NOT_FEASIBLE = _ending(
    "ended_early", "技术服务评审认为做不了，项目已经终止。缺少的能力已经登记，供今后建设能力时参考。"
)
ENDED_EARLY = _ending("ended_early", "服务没有做完，项目已经终止。")
WITHDRAWN = _ending("not_needed", "贵企业在签订协议之前撤回，已经停止办理。")


def answer_demand(work: Work, after: Engagement, calendar: WorkingCalendar) -> None:
    """Take the step of the demand that this end asks for; nothing for other steps."""
    entry = after.history[-1]
    if after.closed_at is None or entry.next == entry.state or entry.event in ("accept", "archive"):
        return
    if after.demand_id not in demands_by_id(work.session, [after.demand_id]):
        return  # an engagement of another house's demand
    demand = hold_demand(work.session, after.demand_id)
    if entry.event in FAILED_TALKS:
        _give_back(work, after, entry.facts.reason or FAILED_TALKS[entry.event])
    if entry.event == "fail_to_end":
        run_id = after.scope.run_id if after.scope else None
        record_infeasible(work, demand, after.id, run_id, entry.facts.infeasible or ())
    others = [one for one in store.load_for_demand(work.session, demand.id) if one.id != after.id]
    if demand.status != "docked" or any(one.closed_at is None or one.end_reason == "completed" for one in others):
        return
    own = replace(work, actor=SYSTEM)
    if entry.event in ("try_next", "stop"):
        reopened = step_demand(own, demand.id, "reopen", reason=NEXT_CENTRE, calendar=calendar)
        _look_on(own, reopened)
    elif entry.event == "withdraw":
        step_demand(own, demand.id, "reopen", reason=NEXT_CENTRE, calendar=calendar)
        told = WITHDRAWN
        step_demand(work, demand.id, "withdraw", told.reason_code, told.answer, told.next_step, holds_key=True)
    else:
        end_care(work, "demand", demand.id, NOT_FEASIBLE if entry.event == "fail_to_end" else ENDED_EARLY)


def _give_back(work: Work, engagement: Engagement, reason: str) -> None:
    """The candidate leaves the review with the reason; a match that is no longer there is left out."""
    try:
        candidate = matches.get_candidate(work.session, engagement.match_id)
    except NotFound:
        return
    fall_through(work, candidate, reason)


def _look_on(work: Work, demand: Demand) -> None:
    """On to the next candidate, or the answer that nobody is left."""
    go_on(work, demand, shipped_policy(), DEFAULT_RULES, is_declined=True)
    if hold_demand(work.session, demand.id).status == "no_capability":
        end_care(work, "demand", demand.id, NOT_AGREED)
