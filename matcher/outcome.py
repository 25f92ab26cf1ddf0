"""What a coordinator is given: the lists that were found, and for each centre what a decision needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

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


GapReason = Literal["nobody", "unannounced", "lapsed", "superseded", "excluded", "too_weak", "not_feasible"]
"""``not_feasible``: the technical review of a service found that method or equipment is lacking (T11)."""
GAP_REASONS: Mapping[GapReason, str] = {
    "nobody": "没有中心能做",
    "unannounced": "还没有公布的批准范围",
    "lapsed": "资质在计划日期已经到期或没有写明有效期",
    "superseded": "附表里的标准年版不合用",
    "excluded": "限制范围把它排除在外",
    "too_weak": "中心的测量能力达不到要求",
    "not_feasible": "技术评审认为方法或设备不具备",
}
"""Each in plain words."""


class Gap(Value):
    """Something asked for that no centre may or can do: kept for planning (B10, S2-05)."""

    service: str
    product: str | None = None
    parameter: str | None = None
    standard: str | None = None
    trade: str | None = None
    """The likeliest trade of the demand, by the key of the trade knowledge."""
    field: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """What the demand's field beyond the business is called, where neither test nor parameter is certain but it is."""
    wish: str | None = Field(default=None, exclude_if=lambda value: value is None)
    """What is wanted in the demand's own words, where the parameter is what the knowledge calls it: a name is counted,
    and says less (ADR 0049)."""
    reason: GapReason
    says: Sentence

    @property
    def names(self) -> str:
        """What is missing, in one line: product and parameter, or the standard."""
        return " · ".join(name for name in (self.product, self.parameter) if name) or self.standard or ""


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
    confidence: int | None = None
    """That somebody found fits, calibrated, in thousandths; ``None``: not calibrated."""
    is_abstained: bool = False
    """Nobody fits well enough to be recommended (B18): ``gaps`` say what is missing, ``proposals`` hold the nearest,
    for a coordinator to confirm that it is so."""

    def lacking(self) -> str:
        """What nobody can do, in one line; empty where somebody is recommended."""
        gaps = self.gaps if self.is_abstained else ()
        return "、".join(dict.fromkeys(gap.names for gap in gaps if gap.names))
