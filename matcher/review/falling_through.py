"""An accepted candidate falls through: the talks with its centre failed, so the next one's turn comes (S0-04)."""

from __future__ import annotations

from dataclasses import replace

from foundation.actors import SYSTEM
from foundation.process import advance
from foundation.unit_of_work import Work
from matcher import store
from matcher.review import opinion_store
from matcher.review.opinion import Opinion
from matcher.review.process import REVIEW
from matcher.store import Candidate

TALKS_FAILED = "talks_failed"


def fall_through(work: Work, candidate: Candidate, reason: str) -> Candidate:
    """Give an accepted candidate back, with the reason as it was written (M16); one that is back already stays so.

    The step is the system's: it follows from the talks, no reviewer decides anew, and it teaches no ranking.
    """
    if candidate.state != "accepted":
        return candidate
    row = advance(REVIEW, candidate.state, "fall_through", SYSTEM)
    after = store.save_decision(work.session, candidate, row.next, TALKS_FAILED, reason, work.actor.id, work.now)
    opinion = Opinion(
        candidate_id=after.id,
        version=after.version,
        event=row.event,
        next=row.next,
        reviewer_id=work.actor.id,
        reviewer=work.actor.name,
        reason_code=TALKS_FAILED,
        note=reason,
        at=work.now,
    )
    opinion_store.add_opinion(work.session, opinion)
    facts = {"row": row.id, "reason": TALKS_FAILED, "version": after.version}
    replace(work, actor=SYSTEM).record(f"match.{row.next}", after.id, facts)
    return after
