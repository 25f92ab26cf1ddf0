"""What an address without account is for. The token is the key and is told once; only its digest is kept. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from foundation.actors import Actor
from foundation.values import Value

Purpose = Literal["survey", "effect"]
PATHS: dict[Purpose, str] = {"survey": "/surveys/", "effect": "/effects/"}


class Link(Value):
    """One address: for one questionnaire, or for one report of effects in the ``month`` after closure."""

    digest: str
    engagement_id: str
    purpose: Purpose
    month: int | None = None
    issued_at: datetime
    issued_by: str
    expires_at: datetime
    used_at: datetime | None = None


class IssuedLink(Value):
    """An address as it is handed over, once: ``path`` on this site holds the token."""

    path: str
    link: Link


def digest_of(token: str) -> str:
    """SHA-256 of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def holder(link: Link, enterprise: str) -> Actor:
    """Who holds the address acts for the enterprise, under a name that says how they came."""
    name = "企业（凭链接）"
    return Actor(id=f"link_{link.digest[:24]}", name=name, roles=frozenset({"enterprise"}), organisation=enterprise)
