"""One link: a named person of one party of one engagement. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from engagement.record import Engagement
from foundation.actors import Actor
from foundation.values import Value

PartyRole = Literal["enterprise", "centre", "host", "reviewer"]
PARTY_ROLES: tuple[PartyRole, ...] = ("enterprise", "centre", "host", "reviewer")


class Link(Value):
    """Who may come in, in which role, until when. The token itself is nowhere: only who was given it has it."""

    id: str
    engagement_id: str
    role: PartyRole
    person: str
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return self.revoked_at is None and now < self.expires_at


def organisation_of(engagement: Engagement, role: str) -> str | None:
    """For whom somebody in this role speaks here; a reviewer speaks for nobody but themselves."""
    return {
        "enterprise": engagement.enterprise,
        "centre": engagement.centre_id,
        "host": engagement.host_id,
    }.get(role)


def actor_of(link: Link, engagement: Engagement) -> Actor:
    """The actor behind a link: exactly its role, exactly its organisation, and the link's id in the log."""
    organisation = organisation_of(engagement, link.role)
    return Actor(id=link.id, name=link.person, roles=frozenset({link.role}), organisation=organisation)
