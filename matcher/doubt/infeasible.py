"""What an accepted centre turned out not to be able to do: a gap like one that nobody fits (S2-05, T11).

The technical review of a service looked closer than any match could: method or equipment is lacking. No later run of
the matcher takes that back.
"""

from __future__ import annotations

from collections.abc import Sequence

from foundation.errors import NotFound, NotReady
from foundation.language import sentence
from foundation.unit_of_work import Work
from intake.demand import Demand
from matcher import store
from matcher.doubt.gap_store import keep_service_gaps
from matcher.doubt.unmet import UNNAMED_SERVICE, unmet
from matcher.outcome import Gap


def record_infeasible(work: Work, demand: Demand, engagement_id: str, run_id: str | None) -> tuple[Gap, ...]:
    """Enter the gaps of a service that the review found not feasible, once; ``run_id``: the run it was matched in."""
    gaps = _as_matched(work, run_id) or (_as_said(demand),)
    named = tuple(gap.model_copy(update={"reason": "not_feasible"}) for gap in gaps)
    region = demand.draft.value("region")
    keep_service_gaps(work.session, demand.id, engagement_id, named, run_id, region, work.today)
    return named


def _as_matched(work: Work, run_id: str | None) -> Sequence[Gap]:
    """Named from the run, as where nobody fits; nothing where no run with its input is kept, or it knows no name."""
    if run_id is None:
        return ()
    try:
        kept = store.kept_run(work.session, run_id)
        found = unmet(kept.outcome().found, kept.asked(any_method=True).wanted)
    except (NotFound, NotReady):
        return ()
    return tuple(gap for gap in found if gap.names)


def _as_said(demand: Demand) -> Gap:
    draft = demand.draft
    return Gap(
        service=draft.value("service_category") or UNNAMED_SERVICE,
        product=draft.value("product"),
        parameter=next(iter(draft.values("parameters")), None) or demand.title or None,
        standard=next(iter(draft.values("standards")), None),
        reason="not_feasible",
        says=sentence("没有中心能做“{what}”", what=demand.title),
    )
