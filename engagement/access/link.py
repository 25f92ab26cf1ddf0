"""One link: a named person of one party, or one answer of the enterprise. Pure.

Its token has 256 random bits, is told once and kept nowhere; kept is its SHA-256, so a stolen database opens no door.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from engagement.record import Engagement
from foundation.actors import Actor
from foundation.values import Value

PartyRole = Literal["enterprise", "centre", "host", "reviewer"]
PARTY_ROLES: tuple[PartyRole, ...] = ("enterprise", "centre", "host", "reviewer")
Purpose = Literal["party", "survey", "effect"]
"""Acting as a party as often as one likes; or answering the questionnaire, or reporting effects, once."""

TokenMaker = Callable[[], str]
LONGEST_TOKEN = 128
NOBODY = ""
"""The seat of a reviewer who is not on the panel: nobody's opinion is theirs to give."""


class Link(Value):
    """Who may come in, what for, until when. The token itself is nowhere: only who was given it has it."""

    id: str
    engagement_id: str
    purpose: Purpose = "party"
    role: PartyRole
    person: str
    reviewer_id: str | None = None
    """Of a reviewer's link: the member of the panel, as far as it was known when the link was given."""
    month: int | None = None
    """Of a link for effects: months after closure."""
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return self.revoked_at is None and self.used_at is None and now < self.expires_at


class Issued(Value):
    """A fresh link, the token that nobody can read a second time, and the path on this site that holds it."""

    link: Link
    token: str = Field(repr=False)

    @property
    def path(self) -> str:
        """What its holder opens."""
        return PATHS[self.link.purpose].format(engagement=self.link.engagement_id, token=self.token)


PATHS: Mapping[Purpose, str] = MappingProxyType(
    {"party": "/project/{engagement}/enter/{token}", "survey": "/surveys/{token}", "effect": "/effects/{token}"}
)


def make_token() -> str:
    """256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """SHA-256 of a token, the only thing of it that is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def organisation_of(engagement: Engagement, role: str) -> str | None:
    """For whom somebody in this role speaks here; a reviewer speaks for nobody but themselves."""
    return {
        "enterprise": engagement.enterprise,
        "centre": engagement.centre_id,
        "host": engagement.host_id,
    }.get(role)


def actor_of(link: Link, engagement: Engagement) -> Actor:
    """The actor behind a link: exactly its role, organisation and seat, and the link's id in the log."""
    return Actor(
        id=link.id,
        name=link.person,
        roles=frozenset({link.role}),
        organisation=organisation_of(engagement, link.role),
        seat=seat_of(link, engagement) if link.role == "reviewer" else None,
    )


def seat_of(link: Link, engagement: Engagement) -> str:
    """The one member of the present panel for whom a reviewer's link speaks; :data:`NOBODY` when there is none.

    By the member's id, or by a name that only one member bears.
    """
    panel = engagement.plan.reviewers if engagement.plan is not None else ()
    if link.reviewer_id is not None:
        return next((one.id for one in panel if one.id == link.reviewer_id), NOBODY)
    found = [one.id for one in panel if one.name == link.person]
    return found[0] if len(found) == 1 else NOBODY
