"""What the end of an engagement means for its demand (S0-04, B3): back to matching, or an answer that is true now.

A demand was answered "docked" when its first engagement began. While another engagement serves it, or one has served
it, that answer stands. Otherwise: the next centre is looked for (T4), the reason stays with the candidate, and the
demand is open again – where no candidate is left the enterprise is answered that nobody was found, in the same step; an
enterprise that withdrew (T19) has withdrawn it; and after any other end the enterprise is told that it came to nothing,
and what next. :func:`engagement.talks.answer_for_enterprise` words what is said while the search goes on.
"""

from __future__ import annotations

from dataclasses import replace

from engagement import store
from engagement.log import Entry
from engagement.record import Engagement
from foundation.actors import SYSTEM
from foundation.errors import NotFound
from foundation.unit_of_work import Work
from foundation.working_calendar import WorkingCalendar
from intake.care import DEFAULT_RULES
from intake.caring import end_care
from intake.demand import Demand
from intake.life import REASONS, Ending
from intake.living import step_demand
from intake.service import demands_by_id, hold_demand
from matcher import store as matches
from matcher.review.deciding import go_on
from matcher.review.falling_through import fall_through
from matcher.review.rules import shipped_policy

NEXT_CENTRE = "没有谈成，换下一家"
"""Why a demand is open again; the reason itself stands in the engagement's log."""


def _ending(reason_code: str, answer: str) -> Ending:
    return Ending(reason_code=reason_code, answer=answer, next_step=REASONS[reason_code].next_step)


NOT_AGREED = _ending("not_agreed", "与中心没有谈成，已经终止对接。")
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
    if entry.event == "try_next":
        _give_back(work, after, entry.facts.reason or "")
    others = [one for one in store.load_for_demand(work.session, demand.id) if one.id != after.id]
    if demand.status != "docked" or any(one.closed_at is None or one.end_reason == "completed" for one in others):
        return
    own = replace(work, actor=SYSTEM)
    if entry.event == "try_next":
        reopened = step_demand(own, demand.id, "reopen", reason=NEXT_CENTRE, calendar=calendar)
        _look_on(own, reopened)
    elif entry.event == "withdraw":
        step_demand(own, demand.id, "reopen", reason=NEXT_CENTRE, calendar=calendar)
        told = WITHDRAWN
        step_demand(work, demand.id, "withdraw", told.reason_code, told.answer, told.next_step, holds_key=True)
    else:
        end_care(work, "demand", demand.id, _answer(entry))


def _give_back(work: Work, engagement: Engagement, reason: str) -> None:
    """The candidate leaves the review with the reason; a match that is no longer there is left out."""
    try:
        candidate = matches.get_candidate(work.session, engagement.match_id)
    except NotFound:
        return
    fall_through(work, candidate, reason)


def _look_on(work: Work, demand: Demand) -> None:
    """On to the next candidate, or the answer that nobody was found."""
    go_on(work, demand, shipped_policy(), DEFAULT_RULES, is_declined=True)


def _answer(entry: Entry) -> Ending:
    return NOT_AGREED if entry.event == "stop" else ENDED_EARLY
