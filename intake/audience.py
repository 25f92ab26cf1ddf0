"""Publication levels (B17): for whom a released demand is meant, and who may therefore see it. One policy everywhere.

The publication level is chosen by the coordinator who releases the condensed version; it never widens what the level
of secrecy allows: a secret demand is not released at all.
"""

from __future__ import annotations

from typing import Literal, get_args

from foundation.actors import Actor, Role
from foundation.secrecy import Level

Audience = Literal["public", "association", "partner", "parties"]
"""Everybody; associations and partner centres; partner centres; only the enterprise and whom the coordinator asks."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

AUDIENCE_LABELS: dict[Audience, str] = {
    "public": "公开",
    "association": "协会",
    "partner": "合作中心",
    "parties": "当事各方",
}

_SEES: dict[Role, frozenset[Audience]] = {
    "coordinator": frozenset(AUDIENCES),
    "centre": frozenset({"public", "association", "partner"}),
    "host": frozenset({"public", "association", "partner"}),
    "association": frozenset({"public", "association"}),
}
"""Any other role sees what is public."""


def proposed(level: Level) -> Audience:
    """What is proposed to the coordinator: an enterprise that did not agree to publicity is not shown to everybody."""
    return "public" if level == "public" else "partner"


def visible_to(actor: Actor) -> tuple[Audience, ...]:
    """The publication levels this actor may see, the widest first."""
    seen = frozenset({"public"}).union(*(_SEES.get(role, frozenset()) for role in actor.roles))
    return tuple(audience for audience in AUDIENCES if audience in seen)


def may_see(actor: Actor, audience: Audience | None) -> bool:
    """Whether this actor may see what was released for ``audience``; nothing without one (fail closed)."""
    return audience is not None and audience in visible_to(actor)
