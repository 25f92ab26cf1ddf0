"""The team of one engagement (成立项目组, S0-06) and the checks of clauses 4.2.1 and 4.2.2.

A member of staff who fails S0-10 (shall) blocks; a lead who misses a part of S0-08 (should) may be appointed with a
written reason. What S0-09 asks of a lead cannot be computed: the head of department attests it, with the day.
Unknown never passes.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from foundation.language import Sentence, sentence
from foundation.values import Value
from foundation.working_calendar import add_years
from kb.expert import Degree, TitleLevel

Result = Literal["pass", "warn", "fail", "unknown"]
LEAD_YEARS = 5
STAFF_YEARS = 3


class Member(Value):
    """A person of the team, with what the two clauses ask about. Experience is dated, so that years are exact."""

    id: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    degree: Degree | None = None
    is_degree_relevant: bool | None = None
    title_level: TitleLevel | None = None
    quality_work_since: date | None = None
    """Since when this person has done quality-inspection work (S0-08)."""
    relevant_work_since: date | None = None
    """Since when this person has done work of this kind (S0-10)."""
    has_project_experience: bool | None = None
    """A research project at city or department level or above, or a technology-development case (S0-08)."""


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


class TeamCheck(Value):
    """One clause held against one person."""

    clause: str
    member_id: str
    result: Result
    explanation: Sentence


def checks(team: Team, day: date) -> tuple[TeamCheck, ...]:
    """Every check of the team on this day: the lead's parts (S0-08), the attestation (S0-09), each person (S0-10)."""
    return (*_lead_checks(team.lead, day), _attestation_check(team, day), *(_staff_check(m, day) for m in team.members))


def staff_fault(team: Team, day: date) -> Sentence | None:
    """The first person who does not meet 4.2.2 1); ``None`` when all do."""
    return next((c.explanation for c in checks(team, day) if c.clause == "S0-10" and c.result != "pass"), None)


def lead_fault(team: Team, day: date) -> Sentence | None:
    """The first part of 4.2.1 1) that the lead does not meet, unless a reason is written; ``None`` when all is well."""
    if (team.lead_reason or "").strip():
        return None
    return next((c.explanation for c in checks(team, day) if c.clause == "S0-08" and c.result != "pass"), None)


def attestation_fault(team: Team, day: date) -> Sentence | None:
    """Why the attestation does not hold; ``None`` when it does."""
    return next((c.explanation for c in checks(team, day) if c.clause == "S0-09" and c.result != "pass"), None)


def _lead_checks(lead: Member, day: date) -> list[TeamCheck]:
    """Three AND-ed parts: degree or title, years, project experience. A missing part warns (宜)."""
    level = _either(_degree_is(lead, "master", "doctor"), _title_is(lead, "associate_senior", "senior"))
    parts = (
        (level, sentence("负责人{name}：学历硕士及以上或副高及以上职称", name=lead.name)),
        (
            _has_years(lead.quality_work_since, LEAD_YEARS, day),
            sentence("负责人{name}：五年以上质检工作经历", name=lead.name),
        ),
        (
            lead.has_project_experience,
            sentence("负责人{name}：市厅级及以上科研项目或企业技术开发经历", name=lead.name),
        ),
    )
    return [
        TeamCheck(clause="S0-08", member_id=lead.id, result=_result(holds, "warn"), explanation=words)
        for holds, words in parts
    ]


def _attestation_check(team: Team, day: date) -> TeamCheck:
    attestation = team.attestation
    holds = None if attestation is None else attestation.on <= day
    words = sentence("部门负责人须书面证明{name}符合4.2.1 2)，并写明日期", name=team.lead.name)
    return TeamCheck(clause="S0-09", member_id=team.lead.id, result=_result(holds, "fail"), explanation=words)


def _staff_check(member: Member, day: date) -> TeamCheck:
    """A relevant degree of bachelor or above, or three years of relevant work."""
    degree = _both(_degree_is(member, "bachelor", "master", "doctor"), member.is_degree_relevant)
    holds = _either(degree, _has_years(member.relevant_work_since, STAFF_YEARS, day))
    words = sentence("{name}须有相关专业本科及以上学历，或三年以上相关工作经验", name=member.name)
    return TeamCheck(clause="S0-10", member_id=member.id, result=_result(holds, "fail"), explanation=words)


def _degree_is(member: Member, *degrees: Degree) -> bool | None:
    return None if member.degree is None else member.degree in degrees


def _title_is(member: Member, *levels: TitleLevel) -> bool | None:
    return None if member.title_level is None else member.title_level in levels


def _has_years(since: date | None, years: int, day: date) -> bool | None:
    """Whether so many years have passed, to the day (N04)."""
    return None if since is None else add_years(since, years) <= day


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _result(holds: bool | None, otherwise: Result) -> Result:
    return "unknown" if holds is None else "pass" if holds else otherwise
