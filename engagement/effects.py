"""What a step adds to the engagement besides the next state: one function per event. Pure; nothing is checked here.

The history that an effect sees begins with all that was before its entry; in a fold it goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from engagement.correcting import corrected
from engagement.facts.agreement import Agreement, Confirmation
from engagement.facts.benefits import ReportedEffects
from engagement.facts.handover import Acceptance, Dispute
from engagement.facts.signed_copy import HeldCopy
from engagement.facts.survey import Survey
from engagement.facts.technical_review import EVENTS, Review, together
from engagement.log import Entry, log_digest
from engagement.record import Engagement, Pause

Effect = Callable[[Engagement, Entry], dict[str, Any]]


T = TypeVar("T")


def _given(fact: T | None) -> T:
    """A fact that the guards have asked for: an entry without it was not made by them."""
    if fact is None:
        raise ValueError("an entry lacks a fact of its event")
    return fact


def _offered(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"offers": (*engagement.offers, entry.facts.offer), "confirmations": ()}


def _confirmed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    side, digest = _given(entry.facts.side), _given(entry.facts.digest)
    new = Confirmation(side=side, digest=digest, actor_id=entry.actor_id, at=entry.at)
    others = tuple(one for one in engagement.confirmations if one.side != new.side)
    return {"confirmations": (*others, new)}


def _contract_reviewed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    digest = engagement.offer.digest if engagement.offer else None
    return {"contract_review": entry.facts.contract_review, "contract_review_digest": digest}


def _scope_checked(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"scope_check": entry.facts.scope_check, "scope_checked": engagement.offers[-1].scope}


def _signed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    offer = engagement.offers[-1]
    agreement = Agreement(
        version=len(engagement.agreements) + 1,
        offer=offer,
        digest=offer.digest,
        signatories=_given(entry.facts.signatories),
        signed_at=entry.at,
    )
    return {
        "agreements": (*engagement.agreements, agreement),
        "confirmations": (),
        "host_level": entry.facts.host_level or engagement.host_level,
        "reworks_before": engagement.rework_count,
    }


def _copy_attached(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """To the newest version with the digest that was signed."""
    copy = _given(entry.facts.signed_copy)
    version = next(one.version for one in reversed(engagement.agreements) if one.digest == copy.digest)
    held = HeldCopy(**copy.model_dump(), version=version, attached_by=entry.actor_id, attached_at=entry.at)
    return {"signed_copies": (*engagement.signed_copies, held)}


def _staffed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"team": entry.facts.team, "plan": None}


def _reviewed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    outcome = next(outcome for outcome, event in EVENTS.items() if event == entry.event)
    opinions = together(engagement.opinions, entry.facts.opinions)
    review = Review(round=len(engagement.reviews) + 1, outcome=outcome, opinions=opinions, cause=entry.code)
    changes: dict[str, Any] = {"reviews": (*engagement.reviews, review), "opinions": ()}
    return changes | (_back_to_talks(engagement, entry) if entry.event == "fail_to_talks" else {})


def _handed_in(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"deliverables": (*engagement.deliverables, entry.facts.deliverable), "has_new_deliverables": True}


def _measured(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"measurements": (*engagement.measurements, *entry.facts.measurements)}


def _back_to_talks(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """An amendment is opened: both sides confirm anew, the reviews and a check of the scope are repeated.

    What belongs to the plan or the agreement of before is over with it; what was handed in stays, but is nothing new.
    """
    return {
        "confirmations": (),
        "contract_review": None,
        "contract_review_digest": None,
        "scope_check": None,
        "scope_checked": None,
        "plan": None,
        "milestones": (),
        "has_new_deliverables": False,
        "measurements": (),
        "acceptances": (),
    }


def _part_accepted(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    new = Acceptance(part=_given(entry.facts.part), actor_id=entry.actor_id, at=entry.at)
    return {"acceptances": (*engagement.acceptances, new)}


def _disputed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """The dispute is kept with what was measured until then; then an amendment is opened."""
    changes = _back_to_talks(engagement, entry)
    if entry.facts.dispute is None:
        return changes
    new = Dispute(
        number=len(engagement.disputes) + 1,
        statements=entry.facts.dispute,
        cause=entry.code,
        reason=entry.facts.reason,
        measurements=engagement.measurements,
        judgements=engagement.verdict().judgements,
        rework_count=engagement.rework_count,
        actor_id=entry.actor_id,
        at=entry.at,
    )
    return changes | {"disputes": (*engagement.disputes, new)}


def _reworked(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """New values are asked for, but for the criteria that were accepted already."""
    accepted = engagement.remainder().accepted_criteria
    kept = tuple(one for one in engagement.measurements if one.criterion_id in accepted)
    return {"rework_count": engagement.rework_count + 1, "measurements": kept, "has_new_deliverables": False}


def _suspended(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    return {"pause": Pause(since=entry.at, due=engagement.due, finish_by=engagement.finish_by)}


def _archived(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    """The digest covers the log up to here."""
    digest = log_digest((*engagement.history[: entry.number - 1], entry))
    return {"assessment_id": entry.facts.assessment_id, "archive_digest": digest}


def _surveyed(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    new = Survey(answer=_given(entry.facts.survey), answered_by=entry.actor_id, answered_at=entry.at)
    return {"surveys": (*engagement.surveys, new)}


def _effect_reported(engagement: Engagement, entry: Entry) -> dict[str, Any]:
    report = _given(entry.facts.effect_report)
    new = ReportedEffects(report=report, reported_by=entry.actor_id, reported_at=entry.at)
    return {"effect_reports": (*engagement.effect_reports, new)}


EFFECTS: dict[str, Effect] = {
    "start": lambda _, entry: {"contacts": entry.facts.contacts},
    "make_offer": _offered,
    "confirm_offer": _confirmed,
    "review_contract": _contract_reviewed,
    "check_scope": _scope_checked,
    "sign": _signed,
    "attach_signed_copy": _copy_attached,
    "assign_team": _staffed,
    "change_team": _staffed,
    "submit_plan": lambda _, entry: {"plan": entry.facts.plan, "opinions": ()},
    "give_opinion": lambda now, entry: {"opinions": together(now.opinions, entry.facts.opinions)},
    "pass_review": _reviewed,
    "fail_to_talks": _reviewed,
    "fail_to_team": _reviewed,
    "fail_to_end": _reviewed,
    "hand_in": _handed_in,
    "report_milestone": lambda now, entry: {"milestones": corrected(now.milestones, _given(entry.facts.milestone))},
    "record_outcome": lambda now, entry: {"outcomes": corrected(now.outcomes, _given(entry.facts.outcome))},
    "record_training": lambda now, entry: {"trainings": corrected(now.trainings, _given(entry.facts.training))},
    "request_change": _back_to_talks,
    "record_measurement": _measured,
    "accept_part": _part_accepted,
    "accept": lambda _, entry: {"is_solved": entry.facts.is_solved},
    "rework": _reworked,
    "dispute_criteria": _disputed,
    "suspend": _suspended,
    "resume": lambda *_: {"pause": None},
    "reopen": lambda *_: {
        "end_reason": None,
        "closed_at": None,
        "is_solved": None,
        "has_new_deliverables": False,
        "measurements": (),
        "acceptances": (),
    },
    "archive": _archived,
    "answer_survey": _surveyed,
    "report_effect": _effect_reported,
}
"""What an event adds to the engagement besides the next state."""
