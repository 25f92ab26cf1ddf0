"""An evaluation project as a value (S1-21…S1-27): plan → (pilot) → collecting → analysing → reporting → delivered.

The steps are the rows of ``STEPS``. A row names what must be there first; whatever is lacking is told at once. A plan
that has been left is changed only together with a logged deviation (S1-25). Nothing here reads a clock or a database.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from evaluation.assessment import EvaluatorKind
from evaluation.participants import Opinion, Organisation, Participant
from evaluation.ratings import Rating
from foundation.values import Value

State = Literal["plan", "pilot", "collecting", "analysing", "reporting", "delivered"]
"""计划 · 试调查 · 采集 · 分析 · 编写报告 · 已交付."""


class EvaluationPlan(Value):
    """What was agreed before the first datum: goal, content, methods, rules, and when the report is due (S1-27).

    ``data_from`` is the first day of the data, ``data_until`` the day after the last.
    """

    goal: str = Field(default="", max_length=4_000)
    content: str = Field(default="", max_length=8_000)
    methods: tuple[str, ...] = Field(default=(), max_length=40)
    rules: str = Field(default="", max_length=8_000)
    data_from: date | None = None
    data_until: date | None = None
    report_due: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> EvaluationPlan:
        if self.data_from and self.data_until and self.data_from >= self.data_until:
            raise ValueError("数据时间段的起日要早于止日")
        return self


class Questionnaire(Value):
    """One version of a questionnaire; from version 2 on, ``changed`` says what is new and why (S1-24)."""

    id: str = Field(max_length=64)
    version: int = Field(ge=1)
    title: str = Field(max_length=200)
    changed: str = Field(default="", max_length=2_000)
    sent: int | None = Field(default=None, ge=0)
    returned: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _plausible(self) -> Questionnaire:
        if self.version > 1 and not self.changed.strip():
            raise ValueError("问卷从第 2 版起要写明改了什么")
        if self.sent is not None and self.returned is not None and self.returned > self.sent:
            raise ValueError("收回的问卷不能多于发出的")
        return self


class Datum(Value):
    """One datum with where it comes from: ``rating.collected_by`` is required (S1-22), ``on`` and ``by`` say the rest.

    Data of the pilot round stand beside the others and are never assessed.
    """

    rating: Rating
    on: date
    by: str = Field(max_length=100)
    questionnaire: str | None = None
    questionnaire_version: int | None = Field(default=None, ge=1)
    is_pilot: bool = False

    @model_validator(mode="after")
    def _has_a_source(self) -> Datum:
        if self.rating.collected_by is None:
            raise ValueError("每项数据都要写明采集方式")
        if (self.questionnaire is None) != (self.questionnaire_version is None):
            raise ValueError("问卷要连同版本一起写")
        return self


class Deviation(Value):
    """Where the work left the plan: what, why, since when, decided by whom."""

    on: date
    what: str = Field(min_length=1, max_length=2_000)
    why: str = Field(min_length=1, max_length=2_000)
    decided_by: str = Field(min_length=1, max_length=100)


class Delivery(Value):
    """The report handed over to who commissioned it (S1-27)."""

    on: date
    to: str = Field(min_length=1, max_length=200)
    how: str = Field(min_length=1, max_length=200)
    report_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    receipt: str = Field(default="", max_length=400)


class StepTaken(Value):
    """One step of the project, as it was taken."""

    state: State
    next: State
    on: date
    by: str
    reason: str = ""


class Project(Value):
    """The whole project. ``version`` counts the changes; a stored one is only changed by who has seen the newest.

    ``commissioned_by`` and ``authorisation`` say who asked for it and by what document, ``used_by`` who will use the
    result (S1-07). ``evaluated_from`` and ``evaluated_until`` are the days of the evaluation itself, both included.
    """

    id: str = Field(max_length=64)
    title: str = Field(max_length=200)
    version: int = Field(default=1, ge=1)
    state: State = "plan"
    kind: EvaluatorKind
    evaluator: Organisation
    subject: Organisation
    host: Organisation | None = None
    commissioned_by: str = Field(default="", max_length=200)
    authorisation: str = Field(default="", max_length=1_000)
    used_by: tuple[str, ...] = Field(default=(), max_length=40)
    plan: EvaluationPlan = EvaluationPlan()
    participants: tuple[Participant, ...] = Field(default=(), max_length=200)
    questionnaires: tuple[Questionnaire, ...] = Field(default=(), max_length=200)
    pilot_findings: str = Field(default="", max_length=8_000)
    data: tuple[Datum, ...] = Field(default=(), max_length=5_000)
    deviations: tuple[Deviation, ...] = Field(default=(), max_length=500)
    evaluated_from: date | None = None
    evaluated_until: date | None = None
    opinions: tuple[Opinion, ...] = Field(default=(), max_length=200)
    conclusion: str = Field(default="", max_length=8_000)
    suggestions: tuple[str, ...] = Field(default=(), max_length=100)
    report_on: date | None = None
    delivery: Delivery | None = None
    steps: tuple[StepTaken, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Project:
        if self.evaluated_from and self.evaluated_until and self.evaluated_from > self.evaluated_until:
            raise ValueError("评价的起日不能晚于止日")
        versions = [(one.id, one.version) for one in self.questionnaires]
        if len(set(versions)) != len(versions):
            raise ValueError("同一份问卷的同一版写了两次")
        for datum in self.data:
            used = (datum.questionnaire, datum.questionnaire_version)
            if datum.questionnaire is not None and used not in versions:
                raise ValueError("数据用的问卷（版本）没有登记")
        assessed = [datum.rating.indicator for datum in self.data if not datum.is_pilot]
        if len(set(assessed)) != len(assessed):
            raise ValueError("同一指标的正式数据写了两次")
        return self

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """What goes into the assessment: the data without the pilot round."""
        return tuple(datum.rating for datum in self.data if not datum.is_pilot)

    @property
    def is_late(self) -> bool:
        """Whether the report was delivered after the day it was due (S1-27)."""
        return bool(self.delivery and self.plan.report_due and self.delivery.on > self.plan.report_due)

    def changed(self, **update: Any) -> Project:
        """The next version with ``update`` applied and everything checked again."""
        return Project.model_validate({**dict(self), "version": self.version + 1, **update})
