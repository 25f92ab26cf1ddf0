"""A team as it is proposed: needs, members with what each covers, what stays uncovered (B5, S0-06)."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from foundation.language import Sentence
from foundation.values import Value

NeedKind = Literal["task", "failure", "test"]


class Need(Value):
    """One thing a team must be able to do. People cover tasks and failures, instruments and annex rows cover tests."""

    id: str
    """``task:1``, ``failure:…``, ``test:…``"""
    kind: NeedKind
    name: str
    """The service, the failure, or the test."""
    names: tuple[str, ...] = ()
    """Of a test: the names it may be listed under."""
    is_asked: bool
    says: Sentence
    """Why it is needed."""


TeamRole = Literal["lead", "staff", "pool", "partner", "instrument", "row"]
"""*pool*: of the expert pool (S0-28); *partner*: sent by another centre (S2-18); *row*: a row of the annex for which no
instrument is registered."""


class Contribution(Value):
    """What one member or instrument of a team is there for."""

    id: str
    role: TeamRole
    covers: tuple[str, ...]
    """Needs that this one covers (:attr:`TeamProposal.covered`)."""
    only: tuple[str, ...] = ()
    """Needs that nothing else in the team covers: without this one exactly these are uncovered."""
    centre_id: str | None = None
    """Where it comes from; ``None`` for the pool."""
    label: str = ""
    """What it is called; empty for persons, whose names are looked up."""
    says: Sentence


class TeamProposal(Value):
    """A team that covers as much of the demand as can be covered (B5, S0-06); nobody is appointed by it."""

    lead: str | None
    members: tuple[Contribution, ...]
    """The lead first, then people, then instruments and rows."""
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]
    """Ids of :attr:`needs`, in their order; those covered and these together are all."""
    notes: tuple[Sentence, ...] = ()
    needs: tuple[Need, ...] = ()
    partners: dict[str, str] = Field(default_factory=dict)
    """For a need that stays uncovered the best placed other centre that could do it (S2-18), by the need's id."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of :attr:`uncovered` that the demand itself asks for; the others may only be of use."""
        likely = {one.id for one in self.needs if not one.is_asked}
        return tuple(one for one in self.uncovered if one not in likely)

    def without(self, member: str) -> TeamProposal:
        """The same team without one member or instrument: what only this one covered is uncovered."""
        kept = tuple(one for one in self.members if one.id != member)
        covers = {need for one in kept for need in one.covers}
        times = Counter(need for one in kept for need in one.covers)
        members = tuple(
            one.model_copy(update={"only": tuple(need for need in one.covers if times[need] == 1)}) for one in kept
        )
        return self.model_copy(
            update={
                "lead": None if self.lead == member else self.lead,
                "members": members,
                "covered": tuple(need for need in self.covered if need in covers),
                "uncovered": tuple(one.id for one in self.needs if one.id not in covers),
            }
        )
