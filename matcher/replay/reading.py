"""What a replay or a comparison needs of the database: what the audit chain says of a run, the rows of its index."""

from __future__ import annotations

from sqlalchemy.orm import Session

from foundation.audit import entries, holds
from kb.archive import passages_in
from matcher.kept_run import PROPOSING, KeptRun, Recorded
from matcher.replay.diff import Side, passages_that_matter
from matcher.store import kept_run


def recorded_of(session: Session, run: KeptRun) -> Recorded | None:
    """What the audit chain recorded of a run on its day; ``None`` when it has no entry."""
    for entry in entries(session, run.demand_id):
        if entry.action == PROPOSING and entry.facts.get("run") == run.id:
            given = entry.facts.get("input")
            return Recorded(
                sequence=entry.sequence,
                payload=str(entry.facts.get("digest")),
                input=None if given is None else str(given),
                holds=holds(entry),
            )
    return None


def sides(session: Session, before: str, after: str) -> tuple[Side, Side]:
    """Both runs with their inputs, outcomes and the rows that matter. NotFound, and NotReady as for a replay."""
    runs = kept_run(session, before), kept_run(session, after)
    outcomes = runs[0].outcome(), runs[1].outcome()
    ids = passages_that_matter(*outcomes)
    first, second = (
        Side(
            id=run.id,
            asked=run.asked(any_method=True),
            outcome=outcome,
            rows=passages_in(session, run.index_identity, ids),
        )
        for run, outcome in zip(runs, outcomes, strict=True)
    )
    return first, second
