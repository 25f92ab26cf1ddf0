"""Who takes part in an evaluation: organisations, and people with unit, qualification and identity (S1-28 (1))."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foundation.values import Value

Part = Literal["evaluator", "expert", "project_side"]
"""评价人员 · 专家 · 项目方人员."""


class Organisation(Value):
    """One side of an evaluation. ``basics`` says in a few sentences what it is and by what right it acts."""

    id: str = Field(max_length=64)
    name: str = Field(max_length=200)
    basics: str = Field(default="", max_length=4_000)


class Participant(Value):
    """One person. ``unit`` is where they work, ``identity`` their post; ``conflict`` an interest they declare (S1-10).

    An expert who declares an interest may be heard, but not as an expert of this evaluation.
    """

    name: str = Field(max_length=100)
    part: Part
    unit: str = Field(default="", max_length=200)
    qualification: str = Field(default="", max_length=400)
    identity: str = Field(default="", max_length=200)
    conflict: str = Field(default="", max_length=1_000)


class Opinion(Value):
    """A guidance opinion, of an expert or of the evaluating institution (S1-28 (5))."""

    by: Literal["expert", "institution"]
    name: str = Field(max_length=200)
    text: str = Field(max_length=8_000)
