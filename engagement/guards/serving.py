"""Guards of the service: what was agreed is in, and may go out (S4-20)."""

from __future__ import annotations

from collections.abc import Sequence

from engagement.correcting import Correcting, correction_fault
from engagement.facts.deliverables import DocumentBar, issue_faults, latest, missing
from engagement.facts.milestones import MilestoneReport, report_fault
from engagement.facts.outcomes import outcome_fault, training_fault
from engagement.facts.scope import scope_fault
from engagement.guards.situation import Refusal, Situation
from foundation.clock import CHINA
from foundation.language import sentence


def deliverable_given(now: Situation) -> Refusal:
    """A deliverable is named."""
    return None if now.facts.deliverable else sentence("没有写明交来的成果")


def deliverables_in(now: Situation) -> Refusal:
    """Everything agreed is in, and something is new since the work was taken up: begun, reworked, amended, reopened."""
    engagement = now.engagement
    if not engagement.has_new_deliverables:
        if not engagement.deliverables:
            return sentence("还没有交来成果")
        return sentence("返工、变更协议或重新打开以后，还没有交来新的成果")
    agreed = engagement.agreement.offer.deliverables if engagement.agreement else ()
    lacking = missing(agreed, engagement.deliverables)
    return sentence("约定的成果还缺：{missing}", missing="、".join(lacking)) if lacking else None


def documents_issuable(now: Situation) -> Refusal:
    """Certificates and reports carry mark, scope, issuer and date (S4-20); of one name the latest counts.

    The scope is what the legal gate ruled, or a person found, of the work that was agreed; the certificates behind it
    are in force on the day of issue, which is not before the first signing; and a method that is still being developed
    certifies nothing.
    """
    engagement = now.engagement
    agreement = engagement.agreement
    bar = DocumentBar(
        scope=scope_fault(
            engagement.scope,
            engagement.scope_check,
            engagement.scope_checked,
            agreement.offer.scope if agreement else None,
        ),
        without_test=engagement.scope is not None and engagement.scope.without_test,
        is_in_development=engagement.plan is not None and engagement.plan.method_status == "to_be_developed",
        not_before=engagement.agreements[0].signed_at.astimezone(CHINA).date() if engagement.agreements else None,
        covers=now.facts.covers or (),
    )
    faults = (fault for one in latest(engagement.deliverables) for fault in issue_faults(one, now.today, bar))
    return next(faults, None)


def milestone_reported(now: Situation) -> Refusal:
    """A planned milestone that is not done yet; late with a reason and another day; or a correction."""
    facts, engagement = now.facts, now.engagement
    return _wrong(facts.milestone, engagement.milestones, now) or report_fault(
        facts.milestone, engagement.milestone_states, facts.reason, now.today
    )


def outcome_given(now: Situation) -> Refusal:
    """The outcome is described, and is not of a day to come."""
    return _wrong(now.facts.outcome, now.engagement.outcomes, now) or outcome_fault(now.facts.outcome, now.today)


def training_given(now: Situation) -> Refusal:
    """The training is described, was held, and took some time."""
    return _wrong(now.facts.training, now.engagement.trainings, now) or training_fault(now.facts.training, now.today)


def _wrong(new: Correcting | None, held: Sequence[object], now: Situation) -> Refusal:
    """What corrects says why, names something that is there, and comes from who entered it."""
    if new is None or new.corrects is None:
        return None
    fault = correction_fault(new, held, now.facts.reason)
    if fault is not None or now.actor.id == _entered_by(now, type(new), new.corrects):
        return fault
    return sentence("只有登记的人能更正")


def _entered_by(now: Situation, kind: type, number: int) -> str | None:
    """Who entered the first or the latest form of what has this number; an amendment begins the milestones anew."""
    authors: list[str] = []
    for entry in now.engagement.history:
        facts = entry.facts
        found = next((one for one in (facts.milestone, facts.outcome, facts.training) if isinstance(one, kind)), None)
        if found is not None and found.corrects is None:
            authors.append(entry.actor_id)
    count = len(now.engagement.milestones) if kind is MilestoneReport else len(authors)
    return authors[len(authors) - count :][number - 1] if number <= count else None
