"""What a review looks at, read from the store: the terms for a demand, one candidate as the guards see it, the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import InvalidInput, NotAllowed
from foundation.text import clean
from intake.demand import Demand
from intake.life import checked_code
from kb.service import list_centres
from matcher.outcome import Outcome, Proposal
from matcher.review.guards import Look, hindrances_of, is_untested
from matcher.review.process import REASONS, REVIEW
from matcher.review.rules import ReviewPolicy, Terms
from matcher.store import Candidate

LONGEST_NOTE = 4_000


def expect_desk(actor: Actor) -> None:
    """NotAllowed for everybody but a coordinator."""
    if not actor.holds("coordinator"):
        raise NotAllowed("review_of_matches_desk_only", "匹配结果由协调员评审")


def terms_of(demand: Demand, policy: ReviewPolicy) -> Terms:
    """What the policy asks for this demand."""
    return policy.terms(demand.level, demand.draft.value("service_category"), demand.draft.value("budget"))


def belongings(session: Session, centre_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each centre: itself and its host institution, by id."""
    return {centre.id: (centre.id, centre.host.id) for centre in list_centres(session, sorted(set(centre_ids)))}


def proposal_for(outcome: Outcome | None, centre_id: str) -> Proposal | None:
    """What the newest run says of a centre; ``None`` when it does not propose it."""
    proposals = () if outcome is None else outcome.proposals
    return next((one for one in proposals if one.centre.provider_id == centre_id), None)


def look_at(
    actor: Actor,
    demand: Demand,
    terms: Terms,
    candidate: Candidate,
    belonging: tuple[str, ...],
    proposal: Proposal | None,
    others: Sequence[Candidate],
) -> Look:
    """One candidate as this person is about to decide on it; what they type is filled in later."""
    accepted = any(
        one.state == "accepted" and one.centre_id == candidate.centre_id and one.id != candidate.id for one in others
    )
    return Look(
        actor=actor,
        centre_ids=belonging,
        terms=terms,
        demand_status=demand.status,
        is_accepted_before=accepted,
        first_reviewer=candidate.decided_by if candidate.state == "seconding" else None,
        hindrances=hindrances_of(proposal),
        is_untested=is_untested(demand.draft.value("service_category"), proposal),
    )


def check_reason(reason_code: str | None, codes: Sequence[str], note: str | None, is_needed: bool) -> str | None:
    """The note as it is kept, when reason code and note go together.

    Raises InvalidInput naming ``reason_code`` or ``note``: unknown, not of this step, missing; "other" without words.
    """
    said = clean(note or "")
    if len(said) > LONGEST_NOTE:
        raise InvalidInput("note_too_long", "备注太长：最多 {most} 个字", field="note", most=LONGEST_NOTE)
    if reason_code is not None and reason_code not in REASONS:
        raise InvalidInput(
            "reason_code_unknown", "没有这个原因代码：{code}", field="reason_code", code=reason_code[:40]
        )
    if reason_code is not None or is_needed:
        checked_code(reason_code, codes)
    if reason_code == "other" and not said:
        raise InvalidInput("reason_note_missing", "选“其他”时请写明原因", field="note")
    return said or None


def open_days(candidates: Sequence[Candidate], policy: ReviewPolicy, demand_days: int) -> int:
    """The working days until something has to happen: of all open candidates' the fewest."""
    states = {one.state for one in candidates if not REVIEW.state(one.state).is_end}
    return min((policy.days_for(state) or demand_days for state in states), default=demand_days)
