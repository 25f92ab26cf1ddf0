"""The team of one engagement (成立项目组, S0-06), held against clauses 4.2.1 and 4.2.2.

A person who fails S0-10 (shall) blocks; a lead who misses a part of S0-08 (should) may be appointed with a written
reason. What S0-09 asks of a lead cannot be computed: the head of department attests it, with the day. Unknown never
passes. The rules themselves stand in :mod:`evaluation.clauses.jiangsu`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import Field, model_validator

from evaluation.clauses.clause import ClauseResult
from evaluation.clauses.jiangsu import Degree, StaffMember, Title, check_lead, check_staff_member
from foundation.language import Sentence, sentence
from foundation.text import clean
from foundation.values import Value
from kb.expert import Degree as PoolDegree
from kb.expert import Expert, TitleLevel
from matcher.team_proposal import TeamProposal


class Member(StaffMember):
    """A person of the team, with what the two clauses ask about."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)


class Attestation(Value):
    """The head of department vouches for what 4.2.1 2) asks of the lead (S0-09)."""

    by: str = Field(min_length=1, max_length=200)
    on: date


class Team(Value):
    """A lead, at least one more person, and what goes with the appointment."""

    lead: Member
    staff: tuple[Member, ...] = Field(default=(), max_length=200)
    lead_reason: str | None = Field(default=None, max_length=4_000)
    """Why this lead, although a part of 4.2.1 1) is missing."""
    attestation: Attestation | None = None

    @model_validator(mode="after")
    def _nobody_twice(self) -> Team:
        ids = [member.id for member in self.members]
        if len(set(ids)) != len(ids):
            raise ValueError("the same person is in the team twice")
        return self

    @property
    def members(self) -> tuple[Member, ...]:
        """The lead and the staff."""
        return (self.lead, *self.staff)


_POOL_DEGREES: dict[PoolDegree, Degree] = {
    "below_bachelor": "college",
    "bachelor": "bachelor",
    "master": "master",
    "doctor": "doctor",
}
_POOL_TITLES: dict[TitleLevel, Title] = {
    "none": "none",
    "junior": "junior",
    "intermediate": "middle",
    "associate_senior": "associate_senior",
    "senior": "senior",
}


PARTS = {"degree_or_title": "学历或职称", "years": "质检工作年限", "experience": "项目或开发实例经验"}
"""The parts of 4.2.1 1) by their ids in the rule."""
_PEOPLE = frozenset({"lead", "staff", "pool", "partner"})


def member_from_pool(expert: Expert, *, is_degree_relevant: bool | None, relevant_since: date | None) -> Member:
    """A person of the expert pool as a member; what the pool does not know about this engagement is handed in."""
    years = expert.years_of_quality_work
    return Member(
        id=expert.id,
        name=expert.name,
        degree=_POOL_DEGREES[expert.degree] if expert.degree else None,
        title=_POOL_TITLES[expert.title_level],
        degree_relevant=is_degree_relevant,
        relevant_since=relevant_since,
        inspection_years=None if years is None else Decimal(years),
        led_project=expert.has_project_experience,
    )


def suggested(proposal: TeamProposal, experts: Mapping[str, Expert]) -> tuple[Member, ...]:
    """The people whom a proposal suggests (B5), the lead first: a list that the centre confirms or changes.

    ``experts`` are those of today by id; who has left the pool is left out. Nobody is appointed by it: what the pool
    does not know of this engagement is still open, and 4.2.1 2) (S0-09) is attested by a person.
    """
    ids = [one.id for one in proposal.members if one.role in _PEOPLE and one.id in experts]
    return tuple(member_from_pool(experts[one], is_degree_relevant=None, relevant_since=None) for one in ids)


def checks(team: Team, on: date) -> tuple[ClauseResult, ...]:
    """Every computable check of the team on a day: the lead (S0-08), then each person (S0-10)."""
    return (check_lead(team.lead, on), *(check_staff_member(member, on) for member in team.members))


def staff_fault(team: Team, on: date) -> Sentence | None:
    """The first person who does not meet 4.2.2 1) (S0-10); ``None`` when all do."""
    for member in team.members:
        result = check_staff_member(member, on)
        if result.outcome == "unknown":
            return sentence("缺少{name}的学历或经验数据，无法判断是否符合4.2.2", name=member.name)
        if result.outcome != "pass":
            return sentence("{name}须有相关专业本科及以上学历，或三年以上相关工作经验（4.2.2）", name=member.name)
    return None


def lead_fault(team: Team, on: date) -> Sentence | None:
    """What the lead lacks of 4.2.1 1) (S0-08), unless a reason is written; ``None`` when all is well."""
    if clean(team.lead_reason or ""):
        return None
    result = check_lead(team.lead, on)
    if result.outcome == "pass":
        return None
    lacking = "、".join(PARTS[part.id] for part in result.parts if part.holds is not True)
    return sentence("{name}作为负责人缺少：{lacking}（4.2.1），须写明理由", name=team.lead.name, lacking=lacking)


def attestation_fault(team: Team, on: date) -> Sentence | None:
    """Why the attestation (S0-09) does not hold; ``None`` when it does."""
    if team.attestation is not None and team.attestation.on <= on:
        return None
    return sentence("部门负责人须书面证明{name}符合4.2.1 2)，并写明日期", name=team.lead.name)
