"""Measurable acceptance (B7): the criteria of the agreement held against the measured values, and what follows.

Decision rule: guard band of the width of the expanded uncertainty ``U`` with k = 2 (JCGM 106:2012, 8.3;
ILAC-G8:09/2019, 4.2.3); a U of another k is U · 2/k. A value passes when the whole interval ``value ± U`` conforms,
fails when none of it does, and is undecided when it straddles a limit. Without a stated ``U`` the value alone decides
(simple acceptance). A bound (``<0.01``) is the whole half-line and is judged as an interval. Comparing is exact: full
values (全数值比较法) unless the criterion says to which decimals they are rounded, half to even (修约值比较法,
GB/T 8170-2008). A value in another unit is converted by :mod:`foundation.measuring`, which refuses what no formula
joins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from engagement.facts.criteria import Comparison, Criterion, DecimalText, Measurement
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.measuring import convert_exactly, has_zero_point
from foundation.values import Value

__all__ = [
    "OUTCOME_LABELS",
    "Comparison",
    "Criterion",
    "DecimalText",
    "Judgement",
    "Measurement",
    "Outcome",
    "Verdict",
    "judge",
    "verdict",
]

Outcome = Literal["pass", "fail", "undecided", "unmeasured"]
OUTCOME_LABELS: dict[Outcome, str] = {
    "pass": "合格",
    "fail": "不合格",
    "undecided": "不能判定",
    "unmeasured": "没有实测值",
}

USUAL_COVERAGE = 2
"""The k whose U is the guard band."""


class Judgement(Value):
    """One criterion held against its measured value."""

    criterion_id: str
    outcome: Outcome
    explanation: Sentence
    is_accepted: bool = False
    """The enterprise has taken this criterion over in a partial acceptance."""


class Verdict(Value):
    """All criteria together: fail beats undecided beats unmeasured, and pass only when every one passes."""

    outcome: Outcome
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Where the true value may lie; ``None`` is infinite, ``is_open``: its finite end does not belong to it."""

    low: Fraction | None
    high: Fraction | None
    is_open: bool = False


def judge(criterion: Criterion, measurement: Measurement | None) -> Judgement:
    """Pass, fail or undecided for one criterion.

    Raises ``InvalidInput`` (``unit_unknown``, ``units_not_convertible``) when the unit of the value cannot be turned
    into the unit of the criterion, and ``uncertainty_not_relative`` for a percentage of a value without zero point.
    """
    if measurement is None:
        open_words = sentence("{quantity}：还没有实测值", quantity=criterion.quantity)
        return Judgement(criterion_id=criterion.id, outcome="unmeasured", explanation=open_words)
    span = _span(criterion, measurement)
    if criterion.rounded_to is not None:
        span = _rounded(span, criterion.rounded_to)
    outcome = _outcome(criterion, span)
    words = sentence(
        "{quantity}：实测 {measured}，要求 {requirement}，{outcome}",
        quantity=criterion.quantity,
        measured=measurement.written,
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


def _span(criterion: Criterion, measurement: Measurement) -> _Span:
    """Where the value lies in the unit of the criterion; an uncertainty converts as a difference (3 ℃ are 3 K)."""
    given, wanted = _plain(measurement.unit), _plain(criterion.unit)
    margin = _margin(measurement, given)
    value = Fraction(measurement.value)
    if given != wanted:
        value = convert_exactly(measurement.value, given, wanted)
        margin *= abs(convert_exactly(1, given, wanted, difference=True)) if margin else 1
    match measurement.bound:
        case "<" | "≤":
            return _Span(None, value, measurement.bound == "<")
        case ">" | "≥":
            return _Span(value, None, measurement.bound == ">")
    return _Span(value - margin, value + margin)


def _margin(measurement: Measurement, unit: str) -> Fraction:
    """The expanded uncertainty for k = 2, in the unit of the value."""
    margin = Fraction(measurement.expanded_uncertainty or 0)
    if measurement.relative_uncertainty is not None:
        if not _may_be_relative(unit):
            raise InvalidInput(
                "uncertainty_not_relative",
                "{unit} 没有绝对零点，不确定度不能写成数值的百分比",
                field="relative_uncertainty",
                unit=unit,
            )
        margin = abs(Fraction(measurement.value)) * Fraction(measurement.relative_uncertainty) / 100
    return margin * USUAL_COVERAGE / Fraction(measurement.coverage_factor or USUAL_COVERAGE)


def _may_be_relative(unit: str) -> bool:
    """A unit of the parties' own has a zero point, as things that are counted have."""
    try:
        return has_zero_point(unit)
    except InvalidInput:
        return True


def _outcome(criterion: Criterion, span: _Span) -> Outcome:
    if not criterion.has_limits:
        return "undecided"
    lower, upper = criterion.limits
    is_strict = criterion.comparison in (">", "<")
    holds_below = lower is None or (
        span.low is not None and (span.low > lower or (span.low == lower and (span.is_open or not is_strict)))
    )
    holds_above = upper is None or (
        span.high is not None and (span.high < upper or (span.high == upper and (span.is_open or not is_strict)))
    )
    if holds_below and holds_above:
        return "pass"
    ends_short = span.is_open or is_strict
    lies_below = (
        lower is not None and span.high is not None and (span.high < lower or (span.high == lower and ends_short))
    )
    lies_above = upper is not None and span.low is not None and (span.low > upper or (span.low == upper and ends_short))
    return "fail" if lies_below or lies_above else "undecided"


def _rounded(span: _Span, places: int) -> _Span:
    """The rounded values of a span: rounding never turns an order round, so its ends tell. They belong to it."""
    lean = 1 if span.is_open else 0
    low = None if span.low is None else _round(span.low, places, lean)
    high = None if span.high is None else _round(span.high, places, -lean)
    return _Span(low, high)


def _round(value: Fraction, places: int, lean: int) -> Fraction:
    """To so many decimals; a half goes to the even digit, or where ``lean`` says (an open end comes from one side)."""
    scaled = value * 10**places
    below = floor(scaled)
    rest = scaled - below
    if rest == Fraction(1, 2):
        up = lean > 0 or (lean == 0 and below % 2 == 1)
    else:
        up = rest > Fraction(1, 2)
    return Fraction(below + up, 10**places)


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split())
