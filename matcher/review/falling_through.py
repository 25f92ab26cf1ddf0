"""An accepted candidate falls through: the talks with its centre failed, so the next one's turn comes (S0-04)."""

from __future__ import annotations

from dataclasses import replace

from foundation.actors import SYSTEM
from foundation.process import advance
from foundation.unit_of_work import Work
from matcher import store
from matcher.review.opining import give_opinion
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
    give_opinion(work, after, row.event, TALKS_FAILED, reason)
    facts = {"row": row.id, "reason": TALKS_FAILED, "version": after.version}
    replace(work, actor=SYSTEM).record(f"match.{row.next}", after.id, facts)
    return after
