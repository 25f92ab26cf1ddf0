"""Who may read a demand at a door: once it is published its id is no secret, and its audience decides."""

from __future__ import annotations

from foundation.actors import Actor
from intake.audience import may_see
from intake.demand import Demand, unknown_demand


def may_read(actor: Actor, demand: Demand) -> bool:
    """Whoever holds the id of an unpublished demand; of a published one a coordinator and whom it was released for."""
    return demand.published_at is None or "coordinator" in actor.roles or may_see(actor, demand.audience)


def expect_readable(actor: Actor, demand: Demand) -> Demand:
    """The demand; NotFound for who may not read it, as if there were none."""
    if not may_read(actor, demand):
        raise unknown_demand(demand.id)
    return demand
