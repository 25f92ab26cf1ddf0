"""The technical review (技术服务评审): a plan, reviewers who are independent of it, and an outcome by its cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from engagement.facts.milestones import Milestone
from engagement.facts.team import Team
from engagement.stages import Event
from foundation.language import Sentence, sentence
from foundation.values import Value

Outcome = Literal["pass", "talks", "team", "end"]
"""Passed, or not passed and sent to the cause: the talks, the team or plan, the end."""

EVENTS: dict[Outcome, Event] = {
    "pass": "pass_review",
    "talks": "fail_to_talks",
    "team": "fail_to_team",
    "end": "fail_to_end",
}

MethodStatus = Literal["standard", "to_be_verified", "non_standard_confirmed", "to_be_confirmed", "to_be_developed"]
"""A standard method in use; one that is new here and needs verification (需验证); a method of one's own, confirmed;
one that needs confirmation (需确认); one that has yet to be developed (需开发) (S0-31)."""

MethodStage = Literal["development", "verification", "confirmation"]
"""开发, 验证, 确认 of clause 6.2."""

STAGE_LABELS: Mapping[MethodStage, str] = MappingProxyType(
    {"development": "方法开发方案", "verification": "方法验证记录", "confirmation": "方法确认记录"}
)

EVIDENCE_NEEDED: Mapping[MethodStatus, tuple[MethodStage, ...]] = MappingProxyType(
    {
        "standard": (),
        "to_be_verified": ("verification",),
        "non_standard_confirmed": ("confirmation",),
        "to_be_confirmed": ("confirmation",),
        "to_be_developed": ("development",),
    }
)
"""What has to be on record before a review passes. Developing is itself the service: its plan is reviewed, and nothing
is certified with the method before a new review has seen it confirmed."""


class MethodEvidence(Value):
    """The record of one stage of the method: its number or title, its day, and the SHA-256 of the file."""

    stage: MethodStage
    record: str = Field(min_length=1, max_length=400)
    on: date
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Reviewer(Value):
    """A member of the panel. ``has_conflict`` is what the reviewer declared; not declared counts as a conflict."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(default="", max_length=200)
    organisation: str | None = Field(default=None, max_length=200)
    has_conflict: bool | None = None


class Plan(Value):
    """What is put before the panel."""

    work: str = Field(default="", max_length=20_000)
    resources: str = Field(default="", max_length=20_000)
    risks: str = Field(default="", max_length=20_000)
    method_status: MethodStatus | None = None
    method_evidence: tuple[MethodEvidence, ...] | None = Field(default=None, max_length=50)
    milestones: tuple[Milestone, ...] | None = Field(default=None, max_length=100)
    reviewers: tuple[Reviewer, ...] = Field(default=(), max_length=50)
    """The panel; the first one is its chair."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not there, in Chinese."""
        parts = {
            "方案": self.work.strip(),
            "资源": self.resources.strip(),
            "风险": self.risks.strip(),
            "方法状态": self.method_status,
        }
        return tuple(name for name, value in parts.items() if not value)


class Opinion(Value):
    """What one reviewer wrote."""

    reviewer_id: str
    is_in_favour: bool
    text: str = Field(min_length=1, max_length=20_000)


class Review(Value):
    """One round: its number, its outcome, the opinions and the named cause."""

    round: int
    outcome: Outcome
    opinions: tuple[Opinion, ...]
    cause: str


def together(before: tuple[Opinion, ...], brought: tuple[Opinion, ...]) -> tuple[Opinion, ...]:
    """The opinions of a round: what came later takes the place of the same reviewer's earlier one."""
    latest = {one.reviewer_id: one for one in (*before, *brought)}
    return tuple(latest.values())


def dependence(reviewers: tuple[Reviewer, ...], team: Team, enterprise: str) -> Sentence | None:
    """Why the panel is not independent; ``None`` when it is."""
    if not reviewers:
        return sentence("还没有指定评审人员")
    members = {member.id for member in team.members}
    for reviewer in reviewers:
        name = reviewer.name or reviewer.id
        if reviewer.id in members:
            return sentence("评审人员{name}在项目组里，不能评审", name=name)
        if reviewer.organisation is not None and reviewer.organisation == enterprise:
            return sentence("评审人员{name}属于委托企业，不能评审", name=name)
        if reviewer.has_conflict is not False:
            return sentence("评审人员{name}没有声明无利益冲突", name=name)
    return None


def evidence_fault(plan: Plan, today: date) -> Sentence | None:
    """Which stage of the method has no record yet; ``None`` when the review may pass."""
    known = {one.stage for one in plan.method_evidence or () if one.on <= today}
    needed = EVIDENCE_NEEDED[plan.method_status] if plan.method_status else ()
    lacking = [STAGE_LABELS[stage] for stage in needed if stage not in known]
    return sentence("评审通过前还缺：{missing}", missing="、".join(lacking)) if lacking else None
