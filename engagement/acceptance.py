"""Measurable acceptance (B7): criteria fixed in the agreement, measured values, and what follows from both.

Decision rule: guard band of the width of the expanded uncertainty ``U`` (JCGM 106:2012, 8.3; ILAC-G8:09/2019, 4.2.2).
A value passes when the whole interval ``value ± U`` conforms, fails when none of it does, and is undecided when the
interval straddles a limit. Without a stated ``U`` the value alone decides (simple acceptance). Comparing is exact; a
value in another unit is converted by :mod:`foundation.measuring`, which refuses what no formula joins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from foundation.language import Sentence, sentence
from foundation.measuring import convert
from foundation.values import Value

DecimalText = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$")]
"""A number as it was written: plain decimals, no exponent."""

Comparison = Literal["≥", "≤", "=", "range"]
Outcome = Literal["pass", "fail", "undecided", "unmeasured"]
OUTCOME_LABELS: dict[Outcome, str] = {
    "pass": "合格",
    "fail": "不合格",
    "undecided": "不能判定",
    "unmeasured": "没有实测值",
}


class Criterion(Value):
    """One acceptance criterion. While parties still talk, parts may be missing; :attr:`missing` names them."""

    id: str = Field(min_length=1, max_length=64)
    quantity: str = Field(default="", max_length=200)
    comparison: Comparison = "≥"
    limit: DecimalText | None = None
    """The limit; the lower one of a range."""
    upper_limit: DecimalText | None = None
    unit: str = Field(default="", max_length=40)
    """``1`` for a pure number."""
    method: str = Field(default="", max_length=400)
    sample: str = Field(default="", max_length=400)

    @model_validator(mode="after")
    def _range_has_order(self) -> Criterion:
        if self.upper_limit is not None:
            if self.comparison != "range":
                raise ValueError("only a range has an upper limit")
            if self.limit is not None and Fraction(self.limit) > Fraction(self.upper_limit):
                raise ValueError("the lower limit of a range is above the upper one")
        return self

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that keep it from being measurable, in Chinese."""
        parts = {
            "检测量": self.quantity.strip(),
            "限值": self.limit and (self.comparison != "range" or self.upper_limit),
            "单位": self.unit.strip(),
            "方法": self.method.strip(),
            "样品": self.sample.strip(),
        }
        return tuple(name for name, value in parts.items() if not value)

    @property
    def requirement(self) -> str:
        """Comparison, limit and unit as people write them."""
        if self.comparison == "range":
            return f"{self.limit}～{self.upper_limit} {self.unit}"
        return f"{self.comparison} {self.limit} {self.unit}"


class Measurement(Value):
    """One measured value for one criterion; the expanded uncertainty (k = 2) is in the unit of the value."""

    criterion_id: str
    value: DecimalText
    unit: str = Field(max_length=40)
    expanded_uncertainty: DecimalText | None = None
    method: str = Field(default="", max_length=400)
    sample: str = Field(default="", max_length=400)

    @model_validator(mode="after")
    def _uncertainty_is_not_negative(self) -> Measurement:
        if self.expanded_uncertainty is not None and self.expanded_uncertainty.startswith("-"):
            raise ValueError("an uncertainty is never negative")
        return self


class Judgement(Value):
    """One criterion held against its measured value."""

    criterion_id: str
    outcome: Outcome
    explanation: Sentence


class Verdict(Value):
    """All criteria together: fail beats undecided beats unmeasured, and pass only when every one passes."""

    outcome: Outcome
    judgements: tuple[Judgement, ...]


def judge(criterion: Criterion, measurement: Measurement | None) -> Judgement:
    """Pass, fail or undecided for one criterion.

    Raises ``InvalidInput`` (``unit_unknown``, ``units_not_convertible``) when the unit of the value cannot be turned
    into the unit of the criterion.
    """
    if measurement is None:
        open_words = sentence("{quantity}：还没有实测值", quantity=criterion.quantity)
        return Judgement(criterion_id=criterion.id, outcome="unmeasured", explanation=open_words)
    low, high = _interval(criterion, measurement)
    outcome = _outcome(criterion, low, high)
    spread = f" ± {measurement.expanded_uncertainty}" if measurement.expanded_uncertainty else ""
    words = sentence(
        "{quantity}：实测 {measured}，要求 {requirement}，{outcome}",
        quantity=criterion.quantity,
        measured=f"{measurement.value}{spread} {measurement.unit}",
        requirement=criterion.requirement,
        outcome=OUTCOME_LABELS[outcome],
    )
    return Judgement(criterion_id=criterion.id, outcome=outcome, explanation=words)


def verdict(criteria: Iterable[Criterion], measurements: Iterable[Measurement]) -> Verdict:
    """The verdict of the whole; of several values for one criterion the last one counts. No criteria: unmeasured."""
    latest = {measurement.criterion_id: measurement for measurement in measurements}
    judgements = tuple(judge(criterion, latest.get(criterion.id)) for criterion in criteria)
    found = {judgement.outcome for judgement in judgements}
    order: tuple[Outcome, ...] = ("fail", "undecided", "unmeasured", "pass")
    outcome = next((candidate for candidate in order if candidate in found), "unmeasured")
    return Verdict(outcome=outcome, judgements=judgements)


def _interval(criterion: Criterion, measurement: Measurement) -> tuple[Fraction, Fraction]:
    """``value ± U`` in the unit of the criterion; an uncertainty converts as a difference (3 ℃ are 3 K)."""
    number, spread = measurement.value, measurement.expanded_uncertainty or "0"
    given, wanted = _plain(measurement.unit), _plain(criterion.unit)
    if given == wanted:
        value, margin = Fraction(number), Fraction(spread)
    else:
        value = Fraction(convert(number, given, wanted))
        margin = abs(Fraction(convert(spread, given, wanted, difference=True)))
    return value - margin, value + margin


def _outcome(criterion: Criterion, low: Fraction, high: Fraction) -> Outcome:
    limit = None if criterion.limit is None else Fraction(criterion.limit)
    upper = None if criterion.upper_limit is None else Fraction(criterion.upper_limit)
    match criterion.comparison:
        case "≥":
            floor, ceiling = limit, None
        case "≤":
            floor, ceiling = None, limit
        case "=":
            floor = ceiling = limit
        case "range":
            floor, ceiling = limit, upper
    if (floor is None and ceiling is None) or (criterion.comparison == "range" and None in (floor, ceiling)):
        return "undecided"
    if (floor is None or low >= floor) and (ceiling is None or high <= ceiling):
        return "pass"
    if (floor is not None and high < floor) or (ceiling is not None and low > ceiling):
        return "fail"
    return "undecided"


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split())
