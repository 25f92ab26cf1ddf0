"""Who acts. Every use case is handed an actor; every audit entry names one."""

from __future__ import annotations

from typing import Literal

from foundation.values import Value

Role = Literal["enterprise", "coordinator", "centre", "host", "reviewer", "evaluator", "association", "system"]


class Actor(Value):
    """A person or program that acts, the roles it holds, and the organisation it acts for."""

    id: str
    name: str
    roles: frozenset[Role]
    organisation: str | None = None
    seat: str | None = None
    """Of a panel: the one member for whom alone this actor speaks; ``None``: nobody in particular."""

    def holds(self, role: Role) -> bool:
        """Whether the actor has this role; ``system`` stands in for none of the others."""
        return role in self.roles


SYSTEM = Actor(id="system", name="Docking", roles=frozenset({"system"}))
"""Scheduled work and set-up, where no person acts."""

OPERATOR = Actor(
    id="operator",
    name="本机操作员",
    roles=frozenset({"coordinator", "centre", "host", "reviewer", "evaluator", "association"}),
)
"""Whoever holds this machine's command line or the operator key; accounts for persons come with sign-in."""

RESERVED: frozenset[str] = frozenset({"system", "operator", "enterprise"})
"""Ids that no person may have."""
