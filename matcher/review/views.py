"""What a coordinator looks at: the queue of matched demands, and one demand with all that a decision needs (S0-20).

Values only. :func:`matcher.review.queue.queue` and :func:`matcher.review.case.case` read them; the buttons come from
:data:`matcher.review.process.REVIEW`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast

from foundation.actors import Role
from foundation.language import Sentence
from foundation.secrecy import Level
from foundation.values import Value
from intake.demand import DemandStatus
from intake.questions.question import Question
from matcher.outcome import Fact, Gap, Proposal
from matcher.review.opinion import Opinion
from matcher.review.process import OPEN_STATES
from matcher.review.rules import Terms
from matcher.store import Candidate
from matcher.tasks import Task

CaseState = Literal["proposed", "seconding", "on_hold", "asked", "decided", "nobody"]
"""Of a whole demand, the most pressing first: something to review; waiting for a second person; held; waiting for the
enterprise; all decided; nobody was proposed."""

CASE_LABELS: dict[CaseState, str] = {
    "proposed": "待评审",
    "seconding": "待复核",
    "on_hold": "暂缓",
    "asked": "待企业补充",
    "decided": "已评审",
    "nobody": "没有候选",
}


class QueueItem(Value):
    """One matched demand in the queue. ``due`` is that of the demand's care; ``title`` is of the condensed version."""

    demand_id: str
    title: str
    service: str | None
    level: Level
    status: DemandStatus
    state: CaseState
    counts: dict[str, int]
    """Candidates by state of :data:`matcher.review.process.REVIEW`."""
    owner_role: Role | None
    owner: str | None
    due: date | None
    due_is_approximate: bool
    days_left: int | None
    """Working days until ``due``; negative: overdue."""
    best_centre: str | None
    """Name of the first open candidate."""
    confidence: int | None = None
    """The highest of the newest run's proposals, in thousandths; ``None``: not calibrated, or nobody was found."""
    is_abstained: bool = False
    """Nobody is recommended: who is up for review is only the nearest (B18)."""
    is_answered: bool = False
    """The enterprise answered all that it was asked, and nobody has decided anything since."""


class QueuePage(Value):
    """One page; ``next`` is handed back as ``after`` for the following one, ``None`` at the end."""

    items: tuple[QueueItem, ...]
    next: str | None


class OpenEvent(Value):
    """A button. ``refusal`` says why this actor cannot press it now; ``None``: it is open."""

    event: str
    label: str
    needs_reason: bool
    codes: tuple[str, ...]
    """Reason codes to choose from (words: :data:`matcher.review.process.REASONS`); empty: none is asked for."""
    needs_scores: bool = False
    refusal: Sentence | None = None


class DemandView(Value):
    """The demand as its level allows: of a secret one the condensed version only (S0-27)."""

    id: str
    version: int
    status: DemandStatus
    level: Level
    title: str
    condensed: str
    words: str | None
    enterprise: str | None
    service: str | None
    region: str | None
    deadline: str | None
    budget: str | None


class CandidateView(Value):
    """One candidate, with the proposal of the newest run for its centre (``None``: by hand, or no longer proposed)."""

    candidate: Candidate
    centre_name: str
    proposal: Proposal | None
    tasks: tuple[int, ...] = ()
    """The tasks that found it too, by their order."""
    hindrances: tuple[Fact, ...] = ()
    """Facts that stand in the way: accepting needs a reason code and words."""
    is_untested: bool = False
    """A test is asked for and no row may serve as one: accepting needs a reason code."""
    opinions: tuple[Opinion, ...] = ()
    earlier: tuple[Candidate, ...] = ()
    """What was decided about the same centre in runs before, the newest first."""
    events: tuple[OpenEvent, ...] = ()


class HistoryEntry(Value):
    """One audit entry about the demand or one of its candidates."""

    at: datetime
    actor_id: str
    action: str
    subject: str
    facts: dict[str, object]


class ReviewCase(Value):
    """Everything about one demand that a decision needs."""

    demand: DemandView
    state: CaseState
    owner_role: Role | None
    owner: str | None
    due: date | None
    due_is_approximate: bool
    days_left: int | None
    care_version: int | None
    terms: Terms
    run_id: str | None
    run_at: datetime | None
    planned_on: date | None
    tasks: tuple[Task, ...]
    gaps: tuple[Gap, ...]
    is_abstained: bool
    candidates: tuple[CandidateView, ...]
    """Current ones by rank; those by hand last."""
    questions: tuple[Question, ...]
    history: tuple[HistoryEntry, ...]
    """Oldest first."""
    events: tuple[OpenEvent, ...]
    """About the demand as a whole: ``add``, ``ask``, ``reassign``; ``nobody`` where nobody is recommended."""


def case_state(candidates: Sequence[Candidate]) -> CaseState:
    """Where the review of a demand stands, by its candidates."""
    states = {one.state for one in candidates}
    for state in OPEN_STATES:
        if state in states:
            return cast(CaseState, state)
    return "decided" if candidates else "nobody"
