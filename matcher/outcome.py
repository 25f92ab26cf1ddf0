"""What a coordinator is given: the lists that were found, and for each centre what a decision needs."""

from __future__ import annotations

from typing import Literal

from foundation.language import Sentence
from foundation.values import Value
from matcher.matchlist import CentreCandidate
from matcher.task_matches import TaskMatches
from matcher.team_proposal import TeamProposal

FactKind = Literal["secrecy", "conflict", "region", "capacity", "load"]
Standing = Literal["fits", "note", "hinders", "unknown"]
"""Speaks for it; worth knowing; stands in the way until somebody settles it; not known, never taken for *fits*."""


class Fact(Value):
    """One named fact about a centre for this demand, in a sentence."""

    kind: FactKind
    standing: Standing
    says: Sentence


GapReason = Literal["nobody", "unannounced", "lapsed", "superseded", "excluded", "too_weak"]


class Gap(Value):
    """Something asked for that no centre may or can do: kept for planning (B10, S2-05)."""

    service: str
    product: str | None = None
    parameter: str | None = None
    standard: str | None = None
    reason: GapReason
    says: Sentence


class Proposal(Value):
    """A centre put before the coordinator. ``confidence`` is calibrated, in thousandths; ``None``: not calibrated."""

    centre: CentreCandidate
    facts: tuple[Fact, ...] = ()
    team: TeamProposal | None = None
    confidence: int | None = None


class Outcome(Value):
    """Everything a run found and says; its JSON is what is stored and replayed byte for byte (B8)."""

    found: TaskMatches
    proposals: tuple[Proposal, ...] = ()
    gaps: tuple[Gap, ...] = ()
    is_abstained: bool = False
    """Nobody fits well enough to be proposed; ``gaps`` say what is missing (B18)."""
