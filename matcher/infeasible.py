"""What an accepted centre turned out not to be able to do: a gap like one that nobody fits (S2-05, T11).

The technical review of a service looked closer than any match could: method or equipment is lacking. No later run of
the matcher takes that back.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from foundation.errors import NotFound, NotReady
from foundation.language import sentence
from foundation.text import normalise
from foundation.unit_of_work import Work
from intake.demand import Demand
from matcher import store
from matcher.doubt.gap_store import keep_service_gaps
from matcher.doubt.unmet import UNNAMED_SERVICE, unmet
from matcher.kept_run import KeptRun
from matcher.outcome import Gap


def record_infeasible(
    work: Work, demand: Demand, engagement_id: str, run_id: str | None, named_by_panel: Sequence[str] = ()
) -> tuple[Gap, ...]:
    """Enter the gaps of a service that the review found not feasible, once; ``run_id``: the run it was matched in.

    ``named_by_panel``: what of it is not feasible, in the panel's words; without them all that was asked for.
    """
    kept = _kept(work.session, run_id)
    gaps = _as_matched(kept) or (_as_said(demand),)
    gaps = _as_named(gaps, named_by_panel) if named_by_panel else gaps
    named = tuple(gap.model_copy(update={"reason": "not_feasible"}) for gap in gaps)
    region, run = demand.draft.value("region"), kept.id if kept else None
    keep_service_gaps(work.session, demand.id, engagement_id, named, run, region, work.today)
    return named


def _kept(session: Session, run_id: str | None) -> KeptRun | None:
    """The run; ``None`` where there was none, or it is not kept here."""
    try:
        return store.kept_run(session, run_id) if run_id is not None else None
    except NotFound:
        return None


def _as_matched(kept: KeptRun | None) -> Sequence[Gap]:
    """Named from the run, as where nobody fits; nothing where its input is not kept, or it knows no name."""
    if kept is None:
        return ()
    try:
        found = unmet(kept.outcome().found, kept.asked(any_method=True).wanted)
    except NotReady:  # a run of before inputs were kept: nobody can tell what was asked
        return ()
    return tuple(gap for gap in found if gap.names)


def _as_named(gaps: Sequence[Gap], names: Sequence[str]) -> Sequence[Gap]:
    """Those of the gaps that the panel means; what fits none of them is a gap of its own, of the same product."""
    found: list[Gap] = []
    for name in dict.fromkeys(names):
        said = normalise(name)
        meant = [one for one in gaps if said in normalise(one.names) or normalise(one.parameter or one.names) in said]
        found += meant or [gaps[0].model_copy(update={"parameter": name.strip(), "standard": None})]
    return tuple(one for place, one in enumerate(found) if one not in found[:place])


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
