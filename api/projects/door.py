"""The enterprise's own way to its services: whoever holds the talk of a demand comes in for the enterprise.

The talk's address is what the enterprise proves itself with on its status page; the same address, and no other secret,
opens the services of its demand. In the log stands a digest of it, for the other parties read the log too.
"""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from api.projects.turns import enterprise_name
from engagement.service import show_engagement
from foundation.actors import Actor
from foundation.errors import NotFound
from foundation.process import ROLE_LABELS
from intake.service import get_conversation


def enterprise_by_talk(session: Session, engagement_id: str, talk_id: str) -> Actor | None:
    """The enterprise of this engagement when ``talk_id`` is the talk its demand came from; ``None`` otherwise."""
    try:
        demand_id = get_conversation(session, talk_id).demand_id
        engagement = show_engagement(session, engagement_id)
    except NotFound:
        return None
    if demand_id is None or engagement.demand_id != demand_id:
        return None
    return Actor(
        id=f"talk_{hashlib.sha256(talk_id.encode()).hexdigest()[:24]}",
        name=enterprise_name(engagement) or ROLE_LABELS["enterprise"],
        roles=frozenset({"enterprise"}),
        organisation=engagement.enterprise,
    )
