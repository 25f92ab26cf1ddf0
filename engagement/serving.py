"""Further steps of service and acceptance as use cases: milestones, outcomes, training, parts, disputes."""

from __future__ import annotations

from engagement.facts.handover import AcceptedPart, Statements
from engagement.facts.milestones import MilestoneReport
from engagement.facts.outcomes import ServiceOutcome, Training
from engagement.log import Facts
from engagement.record import Engagement
from engagement.service import take_step
from foundation.unit_of_work import Work


def report_milestone(
    work: Work, engagement_id: str, version: int, report: MilestoneReport, reason: str | None = None
) -> Engagement:
    """Report a planned milestone as done, or as late with the reason (H8)."""
    return take_step(work, engagement_id, version, "report_milestone", Facts(milestone=report, reason=reason))


def record_outcome(work: Work, engagement_id: str, version: int, outcome: ServiceOutcome) -> Engagement:
    """Record what came out of the service beside its deliverables (H9)."""
    return take_step(work, engagement_id, version, "record_outcome", Facts(outcome=outcome))


def record_training(work: Work, engagement_id: str, version: int, training: Training) -> Engagement:
    """Record a training that was held (H10)."""
    return take_step(work, engagement_id, version, "record_training", Facts(training=training))


def accept_part(work: Work, engagement_id: str, version: int, part: AcceptedPart) -> Engagement:
    """Take over named criteria and deliverables now (H11); the rest stays due, and T13 still needs all."""
    return take_step(work, engagement_id, version, "accept_part", Facts(part=part))


def dispute(work: Work, engagement_id: str, version: int, statements: Statements, reason: str) -> Engagement:
    """Go back to the talks over criteria in dispute, with what each side says on record (T15)."""
    facts = Facts(dispute=statements, reason=reason, code="criteria_disputed")
    return take_step(work, engagement_id, version, "dispute_criteria", facts)
