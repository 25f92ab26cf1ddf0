"""Guards of the service: what was agreed is in, and may go out (S4-20)."""

from __future__ import annotations

from engagement.deliverables import issue_faults, missing
from engagement.guards.situation import Refusal, Situation
from foundation.language import sentence


def deliverable_given(now: Situation) -> Refusal:
    """A deliverable is named."""
    return None if now.facts.deliverable else sentence("没有写明交来的成果")


def deliverables_in(now: Situation) -> Refusal:
    """Everything agreed is in, and something is new since the last rework."""
    engagement = now.engagement
    if not engagement.has_new_deliverables:
        return sentence("还没有交来成果") if engagement.rework_count == 0 else sentence("返工以后还没有交来成果")
    agreed = engagement.agreement.offer.deliverables if engagement.agreement else ()
    lacking = missing(agreed, engagement.deliverables)
    return sentence("约定的成果还缺：{missing}", missing="、".join(lacking)) if lacking else None


def documents_issuable(now: Situation) -> Refusal:
    """Certificates and reports carry mark, scope, issuer and date (S4-20); of one name the latest counts."""
    latest = {deliverable.name: deliverable for deliverable in now.engagement.deliverables}
    faults = (fault for deliverable in latest.values() for fault in issue_faults(deliverable, now.today))
    return next(faults, None)
