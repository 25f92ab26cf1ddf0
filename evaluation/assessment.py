"""An assessment as a value: what was given, what was computed from it, and the hash over all of it.

Everything that decided the result stands in :class:`Content` – engine, scheme, grading, policies, weights with their
sources, data, and every number on the way – and is covered by the SHA-256 of its canonical JSON. When and by which run
it was made does not: that is the envelope, kept beside it. Numbers are text with plain decimals.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from evaluation.canonical import canonical_json, sha256
from evaluation.editions.scheme import Policies
from evaluation.engine import Engine
from evaluation.exact import Rounding
from evaluation.grades import GradeLimit, StarLimit
from evaluation.growing import Growing
from evaluation.indicators import Rule
from evaluation.ratings import Rating
from evaluation.remembering import Remembering
from foundation.language import Sentence
from foundation.values import Value

EvaluatorKind = Literal["self", "second", "third"]
"""自评 · 第二方测评 · 第三方评价 (5.2.7)."""


class Occasion(Value):
    """Who evaluates whom, why, and over which period (from the first day, until the day after the last).

    ``host`` is the subject's host institution (依托单位): a third party must be independent of it, too.
    ``commissioned_by`` and ``used_by`` answer the seed's questions: who authorises an evaluation, who uses it (S1-07).
    """

    subject: str = ""
    host: str = ""
    evaluator: str = ""
    evaluator_kind: EvaluatorKind | None = None
    period_from: date | None = None
    period_until: date | None = None
    goal: str = Field(default="", max_length=2_000)
    commissioned_by: str = ""
    used_by: str = ""

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Occasion:
        if self.period_from and self.period_until and self.period_from >= self.period_until:
            raise ValueError("评价期的起日要早于止日")
        return self


class Revision(Value):
    """Which version of the assessment this is; a correction names the hash of the one it corrects, and why."""

    version: int = Field(default=1, ge=1)
    corrects: str | None = None
    reason: str = Field(default="", max_length=2_000)


class Grading(Growing):
    """Which scheme this is and how it shows and grades a total, by ``stars`` or by named ``grades``."""

    later: ClassVar[frozenset[str]] = frozenset({"grades"})

    scheme: str
    scheme_sha256: str
    rounding: Rounding
    decimals: int
    stars: tuple[StarLimit, ...]
    grades: tuple[GradeLimit, ...] = ()


class IndicatorLine(Value):
    """One indicator from raw datum to contribution.

    ``score`` has two decimals; ``weight`` and ``effective`` six; ``contribution`` is exact and in points of the total,
    so that all contributions sum to the exact total. Without a score, ``reason`` says why.
    """

    id: str
    parent: str
    name: str
    quantitative: bool
    rule: Rule
    rating: Rating | None
    score: str | None
    reason: Sentence | None
    weight: str
    effective: str
    contribution: str


class GroupLine(Value):
    """A second-level indicator or an element; ``exact`` is the whole number, ``score`` the displayed one."""

    id: str
    parent: str
    name: str
    exact: str | None
    score: str | None
    weight: str
    effective: str
    contribution: str


class Missing(Value):
    """An indicator that was not assessed, and why."""

    id: str
    name: str
    reason: Sentence


class Remark(Value):
    """Something a reader of the report must know, and the indicators or levels it is ``about`` (none: the whole)."""

    about: tuple[str, ...]
    says: Sentence


class Results(Value):
    """All numbers. ``total`` is the displayed total, ``stars`` read from it; both ``None`` when there is no total.

    ``star_label`` is the grade in words; a scheme with named grades has only that and no ``stars``.
    """

    indicators: tuple[IndicatorLine, ...]
    groups: tuple[GroupLine, ...]
    exact: str | None
    total: str | None
    stars: int | None
    star_label: str | None
    quantitative_share: str
    missing: tuple[Missing, ...]
    warnings: tuple[Remark, ...]


class Content(Value):
    """What the hash covers. ``weights`` is the plain JSON of the weight set, sources and consistency included."""

    engine: Engine
    occasion: Occasion
    revision: Revision
    grading: Grading
    policies: Policies
    weights: dict[str, Any]
    weights_sha256: str
    results: Results


class Assessment(Remembering):
    """The content and its hash."""

    content: Content
    sha256: str

    @cached_property
    def json_content(self) -> dict[str, Any]:
        """The content as plain JSON."""
        return self.content.model_dump(mode="json")

    @property
    def canonical(self) -> str:
        """The very text that was hashed."""
        return canonical_json(self.json_content)

    @property
    def results(self) -> Results:
        """Short for ``content.results``."""
        return self.content.results

    def line(self, indicator: str) -> IndicatorLine:
        """The line of one indicator; ``KeyError`` when there is none."""
        for line in self.results.indicators:
            if line.id == indicator:
                return line
        raise KeyError(indicator)

    def group(self, group: str) -> GroupLine:
        """The line of a second-level indicator or an element; ``KeyError`` when there is none."""
        for line in self.results.groups:
            if line.id == group:
                return line
        raise KeyError(group)


def sealed(content: Content) -> Assessment:
    """The content with its hash."""
    return Assessment(content=content, sha256=sha256(content.model_dump(mode="json")))
