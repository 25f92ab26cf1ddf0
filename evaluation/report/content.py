"""The report as a value: project, assessment and what goes with them, and the SHA-256 over all of it.

The delivery record and the steps of the project stand outside the hash: they name the report, so they come after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from evaluation.assessment import Content
from evaluation.canonical import canonical_json, sha256
from evaluation.exact import ExactNumber
from evaluation.growing import Growing
from evaluation.improvement.proposing import held_by
from evaluation.improvement.records import ImprovementRecord
from evaluation.independence import require_independence
from evaluation.project import Project
from evaluation.remembering import Remembering
from evaluation.report.coverage import Coverage, coverage, scheme_of
from evaluation.report.required import lacking
from evaluation.ruling import VetoHit
from foundation.errors import InvalidInput
from foundation.language import Language
from foundation.values import Value

FORMAT = "docking.report/1"


def plain_json(given: Any) -> Any:
    """The same JSON with decimals as text, as canonical JSON wants it; ``ValueError`` for anything else."""
    if isinstance(given, Mapping):
        return {str(key): plain_json(value) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return [plain_json(value) for value in given]
    if isinstance(given, Decimal):
        return format(given, "f")
    if given is None or isinstance(given, str | bool | int):
        return given
    raise ValueError("只能有文字、整数、小数文本、真假、空、列表和对象")


PlainJson = Annotated[Any, BeforeValidator(plain_json)]
Points = Annotated[ExactNumber, Field(ge=0, le=100)]
Weight = Annotated[ExactNumber, Field(ge=0, le=1)]


def _same_ids(methods: dict[str, dict[str, Decimal]]) -> dict[str, dict[str, Decimal]]:
    first = set(next(iter(methods.values()), {}))
    if not first or any(set(weights) != first for weights in methods.values()):
        raise ValueError("各种方法的权重要针对同样的指标，而且不能为空")
    return methods


class WeightComparison(Value):
    """Weights under one parent by several methods, side by side: ``{"ahp": {"A": "0.16", …}, "entropy": {…}}``."""

    parent: str = Field(max_length=64)
    methods: Annotated[dict[str, dict[str, Weight]], Field(min_length=1, max_length=12), AfterValidator(_same_ids)]


class PastResult(Value):
    """The displayed total of an earlier evaluation; ``label`` is its year or period. Named grades have no ``stars``."""

    label: str = Field(min_length=1, max_length=40)
    total: Points
    stars: int | None = Field(default=None, ge=0, le=5)


class Sources(Growing):
    """What a report is made from. ``sensitivity`` is the plain JSON of that command, or a ``conclusion`` in words.

    ``hits`` are the vetoes of the scheme that were found: they hold the grade down whatever the total is.
    """

    later: ClassVar[frozenset[str]] = frozenset({"hits"})

    project: Project
    assessment: Content
    sensitivity: PlainJson = None
    weights_by_method: tuple[WeightComparison, ...] = Field(default=(), max_length=20)
    history: tuple[PastResult, ...] = Field(default=(), max_length=40)
    improvement: tuple[ImprovementRecord, ...] = Field(default=(), max_length=500)
    hits: tuple[VetoHit, ...] = Field(default=(), max_length=100)


class Report(Remembering):
    """A complete report and its hash. Made by :func:`make_report` only, which refuses an incomplete one."""

    sources: Sources
    assessment_sha256: str
    coverage: Coverage

    @cached_property
    def json_content(self) -> dict[str, Any]:
        """What the hash covers, as plain JSON."""
        plain = self.model_dump(
            mode="json", exclude={"sources": {"project": {"delivery", "steps", "state", "version"}}}
        )
        return {"format": FORMAT, **plain}

    @property
    def canonical(self) -> str:
        """The very text that is hashed."""
        return canonical_json(self.json_content)

    @cached_property
    def sha256(self) -> str:
        """The report's hash."""
        return sha256(self.json_content)

    @property
    def dated(self) -> date:
        """The day that stands on the report."""
        on = self.sources.project.report_on
        assert on is not None
        return on


def make_report(sources: Sources, language: Language = "zh") -> Report:
    """The report of ``sources``, whose faults are worded in ``language``.

    Raises ``Conflict`` when the evaluator is not independent, ``InvalidInput`` naming everything that is missing, or a
    veto that the scheme does not have.
    """
    computed = sha256(sources.assessment.model_dump(mode="json"))
    project = sources.project
    host = project.host.id if project.host else ""
    require_independence(project.kind, project.subject.id, host, project.evaluator.id)
    if gaps := lacking(sources.project, sources.assessment):
        fields = ", ".join(dict.fromkeys(gap.field for gap in gaps))
        listed = "; ".join(f"({gap.item}) {gap.says.text(language)}" for gap in gaps)
        raise InvalidInput(
            "report_incomplete", "报告缺 {count} 处：{listed}", field=fields, count=len(gaps), listed=listed
        )
    held_by(scheme_of(sources.assessment), sources.hits)
    return Report(sources=sources, assessment_sha256=computed, coverage=coverage(sources.assessment))
