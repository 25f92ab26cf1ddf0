"""What stands around a match and is not in the index: facts about the centres found, their people, their instruments.

It is read once, between finding and completing, kept with the run, and handed in again on replay (B8): what a
coordinator saw can be worked out anew, whatever has changed since. No names of persons: ids and what they may do.
"""

from __future__ import annotations

from typing import Literal

from foundation.secrecy import Level
from foundation.values import Value


class CentreFacts(Value):
    """One centre on the day of the match; ``None`` is not known, which is never taken for the better."""

    centre_id: str
    region: str | None = None
    secrecy_level: Level | None = None
    """The highest level its host institution is qualified to hold (S0-27)."""
    conflicts: tuple[str, ...] = ()
    """Enterprises it has declared a conflict of interest with, as :func:`foundation.text.fold` writes them (S1-10)."""
    has_declared: bool = False
    """Whether it has said anything of conflicts: who was never asked has not declared that there are none."""
    capacity: int | None = None
    """How many engagements it can carry at one time."""
    open_engagements: int = 0


class Person(Value):
    """Somebody who may be put into a team. What the clauses 4.2.1 and 4.2.2 say of them is worked out above."""

    id: str
    centre_id: str | None = None
    """``None``: of the pool, belonging to no centre."""
    works_on: str = ""
    """Field and directions, in one line."""
    mode: Literal["full_time", "project_cooperation", "joint_research", "consulting"] = "full_time"
    may_lead: bool | None = None
    """Clause 4.2.1 1) (S0-08); ``None`` when data are missing."""
    may_serve: bool | None = None
    """Clause 4.2.2 1) (S0-10); ``None`` when data are missing, which does not pass."""
    lacks: tuple[str, ...] = ()
    """What of 4.2.1 1) does not hold or is not known, in words; empty for who may lead."""
    trades: tuple[str, ...] = ()
    """The trades their field and directions speak of, by the keys of the trade knowledge."""
    knows: tuple[str, ...] = ()
    """The failures their field and directions point to, by the names of the trade knowledge."""


class Instrument(Value):
    """A piece of equipment and the parameters it measures (S0-13)."""

    id: str
    centre_id: str
    name: str
    measures: tuple[str, ...] = ()
    is_shared: bool = False
    """Open to others (S2-15)."""


class Surroundings(Value):
    """All of it for one run, each part in the order of the ids."""

    centres: tuple[CentreFacts, ...] = ()
    people: tuple[Person, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    enterprise: str | None = None
    """Who asks, folded; for conflicts of interest."""
    demand_level: Level = "internal"

    def of(self, centre_id: str) -> CentreFacts:
        """The facts of a centre; all unknown when none were handed in."""
        known = next((one for one in self.centres if one.centre_id == centre_id), None)
        return CentreFacts(centre_id=centre_id) if known is None else known
