"""Improvement records (S0-41): finding → cause → action → owner → due → effect check, every version kept.

A record is never changed: :func:`revised` makes the next version, which names the hash of the one before. The effect
is checked against the same indicator of a later assessment.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pydantic import Field

from evaluation.assessment import Assessment
from evaluation.canonical import sha256
from evaluation.improvement.proposing import ImprovementItem
from foundation.errors import Conflict, InvalidInput
from foundation.values import Value


class EffectCheck(Value):
    """The indicator before and after: scores as text, and the assessment that brought the second one."""

    assessment_sha256: str
    before: str
    after: str
    is_effective: bool


class ImprovementRecord(Value):
    """One version of one item. ``corrects`` is the hash of the version before; version 1 has none."""

    id: str = Field(max_length=64)
    version: int = Field(default=1, ge=1)
    corrects: str | None = None
    subject: str = Field(max_length=64)
    scheme: str = Field(max_length=64)
    score: str
    item: ImprovementItem
    check: EffectCheck | None = None

    @property
    def sha256(self) -> str:
        """Names this very version."""
        return sha256(self.model_dump(mode="json"))


def first_record(record_id: str, assessment: Assessment, item: ImprovementItem) -> ImprovementRecord:
    """Version 1 of an item found in ``assessment``. ``InvalidInput`` when the item is of another assessment."""
    if item.assessment_sha256 != assessment.sha256:
        raise InvalidInput("improvement_of_other", "改进事项不出自这次评价", field="assessment_sha256")
    return ImprovementRecord(
        id=record_id,
        subject=assessment.content.occasion.subject,
        scheme=assessment.content.grading.scheme,
        score=_score(assessment, item.indicator) or "0.00",
        item=item,
    )


def revised(old: ImprovementRecord, **update: Any) -> ImprovementRecord:
    """The next version with other cause, action, owner or date. A checked item stays as it is."""
    if old.check is not None:
        raise Conflict("improvement_checked", "效果已确认的改进事项不再改动")
    for name in update:
        if name not in ("cause", "action", "owner", "due"):
            raise InvalidInput("improvement_field_fixed", "改进事项的“{field}”不能改", field=name)
    item = ImprovementItem.model_validate({**dict(old.item), **update})
    return old.model_copy(update={"version": old.version + 1, "corrects": old.sha256, "item": item})


def checked(old: ImprovementRecord, later: Assessment, note: str = "") -> ImprovementRecord:
    """The next version with its effect check: effective when the indicator scores higher in ``later`` than it did.

    Raises ``Conflict`` when the item is unfinished or checked already, or the later assessment is the same one, of
    another subject or scheme, or has no score for the indicator: these say nothing about the effect.
    """
    if old.check is not None:
        raise Conflict("improvement_checked", "效果已确认的改进事项不再改动")
    item, content = old.item, later.content
    if not (item.cause.strip() and item.action.strip() and item.owner.strip() and item.due):
        raise Conflict("improvement_unfinished", "效果确认之前，要先写明原因、措施、责任人和期限")
    if later.sha256 == item.assessment_sha256:
        raise Conflict("improvement_same_assessment", "效果要用下一次评价来确认")
    if (content.occasion.subject, content.grading.scheme) != (old.subject, old.scheme):
        raise Conflict("improvement_not_comparable", "下一次评价要针对同一单位、用同一方案")
    after = _score(later, item.indicator)
    if after is None:
        raise Conflict("improvement_not_assessed", "下一次评价没有评“{indicator}”", indicator=item.indicator)
    works = Fraction(after) > Fraction(old.score)
    update = {"effect": "effective" if works else "not_effective", "effect_note": note.strip()}
    return old.model_copy(
        update={
            "version": old.version + 1,
            "corrects": old.sha256,
            "item": ImprovementItem.model_validate({**dict(item), **update}),
            "check": EffectCheck(assessment_sha256=later.sha256, before=old.score, after=after, is_effective=works),
        }
    )


def _score(assessment: Assessment, indicator: str) -> str | None:
    try:
        return assessment.line(indicator).score
    except KeyError as fault:
        raise InvalidInput("indicator_unknown", "方案里没有指标“{id}”", field="indicator", id=indicator) from fault
