"""Who acts in the simulated year, and who falls silent when. Invented; drawn from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from foundation.actors import Actor, Role

LI = Actor(id="li", name="李工", roles=frozenset({"coordinator"}))
WANG = Actor(id="wang", name="王工", roles=frozenset({"coordinator"}))


def person(role: Role, organisation: str | None = None) -> Actor:
    """Somebody of this organisation."""
    return Actor(
        id=f"{role}_{organisation or 'x'}"[:60], name="某人", roles=frozenset({role}), organisation=organisation
    )


@dataclass
class Silence:
    """Who hears nothing and does nothing on which days: one party in three for weeks, one in twenty for good."""

    chance: random.Random
    first: date
    spans: dict[str, tuple[date, date]] = field(default_factory=dict)

    def is_silent(self, party: str, day: date) -> bool:
        """Whether this party does nothing today."""
        if party not in self.spans:
            self.spans[party] = self._drawn()
        begin, end = self.spans[party]
        return begin <= day < end

    def _drawn(self) -> tuple[date, date]:
        begin = self.first + timedelta(days=self.chance.randrange(300))
        kind = self.chance.random()
        weeks = 100 if kind < 0.05 else self.chance.randrange(2, 7) if kind < 0.38 else 0
        return begin, begin + timedelta(weeks=weeks)
