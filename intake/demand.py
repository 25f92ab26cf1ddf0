"""A demand: what an enterprise needs, every value with the words it was read from (B1).

A :class:`Draft` grows during the talk; a :class:`Demand` is what the enterprise confirmed. Both are values: nothing
changes in place.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from foundation.errors import NotFound
from foundation.language import Sentence
from foundation.secrecy import Level
from foundation.values import Value
from intake.audience import Audience
from intake.fields import DEMAND_CLASS, DemandClass, FieldName

Origin = Literal["quoted", "normalised", "confirmed", "unknown"]
"""Verbatim words; a normalisation of words by a named rule; said to this very question; said not known."""


class Evidence(Value):
    """The words a value was read from: ``utterances[utterance][start:end] == quote`` (numbers are 0-based)."""

    quote: str
    start: int
    end: int
    utterance: int = 0


class Reading(Value):
    """One value of one field, with its evidence. ``rule`` names the reader's rule, or ``model``."""

    field: FieldName
    value: str
    origin: Origin
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""


Relation = Literal["≥", "≤", "=", "range"]


class AcceptanceCriterion(Value):
    """One thing to be reached. ``limit`` and ``upper_limit`` are decimal text in ``unit`` (``1``: a pure number).

    ``method`` and ``sample`` are empty when nobody has said them yet; :attr:`missing` names what is still open.
    """

    quantity: str
    relation: Relation
    limit: str
    upper_limit: str | None = None
    unit: str = "1"
    method: str = ""
    sample: str = ""
    evidence: Evidence | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts without which it cannot be measured, in Chinese."""
        return tuple(name for name, value in (("方法", self.method), ("样品", self.sample)) if not value)

    @property
    def words(self) -> str:
        """As people write it: ``冲击强度 ≥ 8 kJ/m²``."""
        unit = "" if self.unit == "1" else f" {self.unit}"
        if self.relation == "range":
            return f"{self.quantity} {self.limit}～{self.upper_limit}{unit}"
        return f"{self.quantity} {self.relation} {self.limit}{unit}"


class Attached(Value):
    """Utterance number ``utterance`` of a talk is the text of this attachment, character for character."""

    utterance: int
    attachment_id: str


class Answer(Value):
    """What was answered to an utterance, kept so that the talk reads the same wherever it is opened again."""

    utterance: int
    sentences: tuple[Sentence, ...]


class Aside(Value):
    """Words that said nothing of a demand – a greeting, a word or two – and the answer; no part of any demand.

    ``after`` utterances had been said when they came.
    """

    after: int
    words: str
    sentences: tuple[Sentence, ...] = ()


class Draft(Value):
    """What is understood so far. ``utterances`` are the person's own words, in order, never changed."""

    utterances: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    asked: tuple[FieldName, ...] = ()
    flags: tuple[str, ...] = ()
    others: tuple[Evidence, ...] = ()
    """Further demands heard in the same words: kept apart, taken up on their own (never mixed into this one)."""
    criteria: tuple[AcceptanceCriterion, ...] = ()
    """What must be reached, typed when the demand was confirmed (B7); before, the readings of ``criteria`` say it."""
    attached: tuple[Attached, ...] = ()
    """Which utterances were not said: they are the texts of files handed in; evidence points into them alike."""
    typed: tuple[int, ...] = ()
    """Utterances that were typed over a value and not said: evidence for it, but no part of the demand's text."""
    answers: tuple[Answer, ...] = ()
    """What was said back during the talk; a demand keeps none."""
    asides: tuple[Aside, ...] = ()
    """What was said beside the matter, kept so that nobody's words vanish from the page; a demand keeps none."""
    proposals: tuple[Reading, ...] = ()
    """What a model reads otherwise, waiting for the person's yes or no; a demand keeps none."""

    def values(self, field: FieldName) -> tuple[str, ...]:
        """The values of a field that are known, in reading order."""
        return tuple(r.value for r in self.readings if r.field == field and r.origin != "unknown")

    def value(self, field: FieldName) -> str | None:
        """The first value of a field, or ``None``."""
        return next(iter(self.values(field)), None)

    @property
    def demand_class(self) -> DemandClass:
        """The class of S0-18 that the kind of problem makes it."""
        return DEMAND_CLASS.get(self.value("problem_type") or "", "其他")


Channel = Literal[
    "enterprise", "association", "market_regulation", "science_department", "station", "hotline", "import"
]
"""How a demand came in, S0-18: from the enterprise itself, collected jointly with one of these bodies, taken down by
staff at the hotline (S3-16), or from a file or another program."""

DemandStatus = Literal[
    "draft", "confirmed", "published", "matched", "docked", "withdrawn", "no_capability", "refused", "complaint"
]

STATUS_LABELS: dict[DemandStatus, str] = {
    "draft": "草稿",
    "confirmed": "已确认",
    "published": "已发布",
    "matched": "已匹配",
    "docked": "已对接",
    "withdrawn": "已撤回",
    "no_capability": "暂无能力",
    "refused": "不予受理",
    "complaint": "转投诉",
}
"""How a status is called on a page."""


class Demand(Value):
    """A confirmed demand. ``condensed`` is the publishable version (凝练, S0-19): no names, no contacts."""

    id: str
    status: DemandStatus
    draft: Draft
    title: str
    text: str
    condensed: str
    level: Level
    enterprise: str | None = None
    channel: Channel = "enterprise"
    submitted_by: str | None = None
    conversation_id: str | None = None
    version: int = 1
    created_at: datetime
    confirmed_at: datetime | None = None
    published_at: datetime | None = None
    demand_class: DemandClass = "其他"
    audience: Audience | None = None
    """For whom the condensed version was released; ``None``: not released."""
    released_hash: str | None = None
    """SHA-256 of exactly the title and text that a person released; nothing else is ever shown."""
    released_by: str | None = None
    questions: tuple[str, ...] = Field(default=())


def unknown_demand(demand_id: str) -> NotFound:
    """The error for a demand that is not there, or not this actor's to see."""
    return NotFound("demand_unknown", "没有这条需求：{demand}", demand=demand_id)
