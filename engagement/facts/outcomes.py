"""What comes out of a service beside its deliverables: IP, standards, projects, new capability, training.

S0-32…S0-35, S2-16, S3-20, S4-08. A new capability is a draft for the centre: it is no approved scope until the body
that approves it has announced it and the annex has been imported (S4-22), and nothing here writes to the knowledge
base, so that no search finds it before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from engagement.facts.criteria import DecimalText
from foundation.language import Sentence, sentence
from foundation.text import normalise
from foundation.values import Value
from kb.capability import Capability
from kb.standards import StandardReference, find_standards, standard_key

Kind = Literal["知识产权", "标准", "科研项目", "新能力", "其他"]


class CapabilityDraft(Value):
    """What the centre can do now and could not before: a line of a scope annex to come."""

    product: str = Field(min_length=1, max_length=400)
    parameter: str = Field(min_length=1, max_length=400)
    standards: tuple[str, ...] = Field(default=(), max_length=50)
    """Numbers as they are cited: ``GB/T 36363-2018``."""
    method_range: str | None = Field(default=None, max_length=400)
    note: str | None = Field(default=None, max_length=2_000)


class ServiceOutcome(Value):
    """One outcome: its kind, title, number and status, the day and the parties that hold it."""

    kind: Kind
    title: str = Field(min_length=1, max_length=400)
    number: str | None = Field(default=None, max_length=100)
    """Of the patent, the standard, the project."""
    status: str | None = Field(default=None, max_length=200)
    """申请中, 授权, 立项, 发布 …"""
    on: date
    """The day of the status."""
    parties: tuple[str, ...] = Field(default=(), max_length=50)
    capability: CapabilityDraft | None = None
    corrects: int | None = Field(default=None, ge=1)
    """Which earlier one, counted from 1, this one puts right; the reason stands beside it."""


class Training(Value):
    """One training that was held: who was taught by whom, when, what, how long, on which method (S0-24, S0-32)."""

    topic: str = Field(min_length=1, max_length=400)
    on: date
    hours: DecimalText
    trainer: str = Field(min_length=1, max_length=200)
    trainees: tuple[str, ...] = Field(min_length=1, max_length=500)
    method: str | None = Field(default=None, max_length=400)
    """The method or standard that was taught."""
    corrects: int | None = Field(default=None, ge=1)
    """Which earlier one, counted from 1, this one puts right; the reason stands beside it."""


class CapabilityProposal(Value):
    """A draft line of a centre's annex, out of which engagement, and the approved line that it has become."""

    engagement_id: str
    line: Capability
    """Without certificate and validity: no gate takes it for approved scope."""
    announced_as: str | None = None
    """The id of the capability in an imported annex with this product, parameter and standards."""


def outcome_fault(outcome: ServiceOutcome | None, today: date) -> Sentence | None:
    """Why an outcome is not taken: nothing given, a day to come, a new capability that is not described."""
    if outcome is None:
        return sentence("没有写明产出")
    if outcome.on > today:
        return sentence("产出的日期不能在将来")
    if (outcome.kind == "新能力") != (outcome.capability is not None):
        return sentence("新能力要写明产品、参数和标准；其他产出不写")
    return None


def training_fault(training: Training | None, today: date) -> Sentence | None:
    """Why a training is not taken: nothing given, a day to come, no time at all."""
    if training is None:
        return sentence("没有写明培训")
    if training.on > today:
        return sentence("培训日期不能在将来")
    is_some_time = any(digit in "123456789" for digit in training.hours) and not training.hours.startswith("-")
    return None if is_some_time else sentence("培训学时须大于零")


def draft_line(engagement_id: str, number: int, centre_id: str, draft: CapabilityDraft) -> Capability:
    """The draft as a line of an annex; ``number`` counts the outcomes of the engagement from 1."""
    cited = tuple(reference for text in draft.standards for reference in _references(text))
    return Capability(
        id=f"draft_{engagement_id}_{number}",
        provider_id=centre_id,
        product=draft.product,
        parameter=draft.parameter,
        standards=cited,
        method_range=draft.method_range,
        note=draft.note,
        source=engagement_id,
    )


def announced_line(draft: Capability, approved: Iterable[Capability]) -> str | None:
    """The first approved line with the draft's product and parameter that cites all its standards."""
    wanted, numbers = _names(draft), _numbers(draft)
    return next((one.id for one in approved if _names(one) == wanted and numbers <= _numbers(one)), None)


def _references(text: str) -> tuple[StandardReference, ...]:
    found = [
        StandardReference(number=f"{one.prefix.upper()} {one.number}", year=one.year)
        for one in find_standards(normalise(text))
    ]
    return tuple(found) or (StandardReference(name=text),)


def _names(line: Capability) -> tuple[str, str]:
    return normalise(line.product or ""), normalise(line.parameter or "")


def _numbers(line: Capability) -> frozenset[str]:
    return frozenset(standard_key(one.number) if one.number else one.name or "" for one in line.standards)
