"""New capability of a centre's services, as drafts for its annex (S2-16): read from the logs, compared with the annex.

Reading only: what a centre may do is told by imported annexes alone (S4-22).
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engagement import store
from engagement.facts.outcomes import CapabilityProposal, announced_line, draft_line
from kb.service import list_capabilities


def list_capability_drafts(session: Session, centre_id: str) -> tuple[CapabilityProposal, ...]:
    """Every new capability that services of this centre brought, oldest first, with the line it has become if any."""
    drafts = [
        draft_line(engagement.id, number, centre_id, outcome.capability)
        for engagement in store.load_for_centre(session, centre_id)
        for number, outcome in enumerate(engagement.outcomes, start=1)
        if outcome.capability is not None
    ]
    approved = list_capabilities(session, centre_id) if drafts else []
    return tuple(
        CapabilityProposal(engagement_id=one.source, line=one, announced_as=announced_line(one, approved))
        for one in drafts
    )
