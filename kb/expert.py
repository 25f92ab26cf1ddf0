"""Experts (S0-28) and equipment (S0-13) of the centres."""

from __future__ import annotations

from typing import Literal

from foundation.values import Value

Degree = Literal["below_bachelor", "bachelor", "master", "doctor"]
TitleLevel = Literal["none", "junior", "intermediate", "associate_senior", "senior"]
Engagement = Literal["full_time", "project_cooperation", "joint_research", "consulting"]


class Expert(Value):
    """A person of the pool. ``engagement`` is full time or one of the three part-time modes of S0-28."""

    id: str
    name: str
    provider_id: str | None = None
    title: str | None = None
    title_level: TitleLevel = "none"
    degree: Degree | None = None
    years_of_quality_work: int | None = None
    has_project_experience: bool | None = None
    """A research project at city/department level or above, or a technology-development case (S0-08)."""
    field: str | None = None
    directions: tuple[str, ...] = ()
    profile: str = ""
    engagement: Engagement = "full_time"


class Equipment(Value):
    """One piece of equipment, what it measures and over which range."""

    id: str
    provider_id: str
    name: str
    model: str | None = None
    measures: tuple[str, ...] = ()
    measuring_range: str | None = None
    is_shared: bool = False
