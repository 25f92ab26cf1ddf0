"""A reviewer says what they think of a candidate: it is kept once, and known again when it is handed in twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from foundation.unit_of_work import Work
from matcher.review import opinion_store
from matcher.review.opinion import Opinion
from matcher.store import Candidate


def give_opinion(
    work: Work,
    after: Candidate,
    event: str,
    reason_code: str | None,
    note: str | None,
    scores: Mapping[str, int] | None = None,
    total: int | None = None,
) -> Opinion:
    """Keep what this actor said; ``after`` is the candidate as it led to it."""
    opinion = Opinion(
        candidate_id=after.id,
        version=after.version,
        event=event,
        next=after.state,
        reviewer_id=work.actor.id,
        reviewer=work.actor.name,
        scores=dict(scores or {}),
        total=total,
        reason_code=reason_code,
        note=note,
        at=work.now,
    )
    opinion_store.add_opinion(work.session, opinion)
    return opinion


def given_before(
    work: Work,
    candidate_id: str,
    version: int,
    events: Collection[str],
    reason_code: str | None,
    note: str | None,
    scores: Mapping[str, int] | None = None,
) -> Opinion | None:
    """The opinion that led to this version, when it is this actor's very same; ``None``: somebody said otherwise."""
    first = opinion_store.find_opinion(work.session, candidate_id, version)
    again = (work.actor.id, reason_code, note, dict(scores or {}))
    if first is None or first.event not in events:
        return None
    return first if (first.reviewer_id, first.reason_code, first.note, first.scores) == again else None
