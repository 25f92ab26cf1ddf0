"""Short ways through a demand's life, for tests whose subject is something else."""

from __future__ import annotations

from foundation.actors import OPERATOR
from foundation.unit_of_work import Work
from intake import store
from intake.audience import Audience
from intake.demand import Demand
from intake.life import ENDS, Ending
from intake.living import matched, step_demand
from intake.releasing.publishing import release_demand


def release(work: Work, demand_id: str, audience: Audience = "public") -> Demand:
    """A coordinator releases the condensed version as it stands."""
    desk = Work(work.session, OPERATOR, work.clock, work.identifiers)
    seen = store.get_demand(work.session, demand_id)
    return release_demand(desk, demand_id, seen.title, seen.condensed, audience, seen.version)


def found(work: Work, demand_id: str) -> Demand:
    """A run put centres up for review."""
    return matched(work, demand_id, has_candidates=True)


def not_found(work: Work, demand_id: str) -> Demand:
    """A run found nobody."""
    return matched(work, demand_id, has_candidates=False)


def end(work: Work, demand_id: str, event: str) -> Demand:
    """A coordinator ends it with the first reason of the list."""
    desk = Work(work.session, OPERATOR, work.clock, work.identifiers)
    ending = Ending(reason_code=ENDS[event][0], answer="已处理。", next_step="请联系协调员。")
    return step_demand(desk, demand_id, event, ending.reason_code, ending.answer, ending.next_step)
