"""What follows from one or several yearly assessments under a scheme: grade, management class, veto, cycle.

The scheme decides, not this page: a veto that was hit settles the outcome whatever the score is (撤销, 整改通道). With
a cycle of several years the exact yearly totals are averaged, rounded once and graded as shown; with fewer years than
the cycle has there is no grade (周期未满).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from evaluation.assessment import Assessment
from evaluation.editions.scheme import Scheme
from evaluation.exact import ExactNumber, fixed, rounded
from evaluation.grades import GradeLimit, grade_for
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value


class VetoHit(Value):
    """A veto of the scheme that was found, and the record that shows it."""

    veto: str
    evidence: str = Field(default="", max_length=2_000)


class YearTotal(Value):
    """The exact total of one year (points), and the hash of the assessment it comes from where there is one."""

    year: int = Field(ge=1900, le=9999)
    exact: ExactNumber
    sha256: str = ""


class Ruling(Value):
    """``outcome`` in words and where it comes from; ``total`` is the displayed mean, ``None`` without one."""

    scheme: str
    scheme_sha256: str
    basis: Literal["veto", "incomplete", "grade"]
    outcome: str
    measures: tuple[str, ...]
    total: str | None
    years: tuple[YearTotal, ...]
    hits: tuple[VetoHit, ...]
    says: Sentence


def year_total(year: int, assessment: Assessment) -> YearTotal:
    """The total of an assessment as the total of ``year``; ``InvalidInput`` when it has none."""
    if assessment.results.exact is None:
        raise InvalidInput("ruling_without_total", "{year} 年的评价没有总分", field="years", year=year)
    return YearTotal(year=year, exact=assessment.results.exact, sha256=assessment.sha256)


def rule_on(scheme: Scheme, years: Sequence[YearTotal], hits: Sequence[VetoHit] = ()) -> Ruling:
    """The ruling over the last years of the scheme's cycle (one year where it has none).

    Raises ``InvalidInput`` for a veto that the scheme does not have, a doubled year, years with a gap, more years than
    the cycle, totals outside 0–100.
    """
    found = tuple(sorted(years, key=lambda year: year.year))
    _require_sound(scheme, found)
    vetoes = {veto.id: veto for veto in scheme.vetoes}
    for hit in hits:
        if hit.veto not in vetoes:
            known = "、".join(vetoes) or "—"
            raise InvalidInput(
                "veto_unknown", "方案里没有否决项“{id}”；有：{known}", field="veto", id=hit.veto, known=known
            )
    total = _mean(scheme, found)
    shown = None if total is None else rounded(total * 10**scheme.decimals, scheme.rounding)
    facts = {
        "scheme": scheme.name,
        "scheme_sha256": scheme.sha256,
        "total": None if shown is None else fixed(shown, scheme.decimals),
        "years": found,
        "hits": tuple(hits),
    }
    if hits:
        decisive = next(veto for veto in scheme.vetoes if veto.id in {hit.veto for hit in hits})
        says = sentence("{name}：{outcome}，与得分无关", name=decisive.name, outcome=decisive.outcome)
        return Ruling(**facts, basis="veto", outcome=decisive.outcome, measures=decisive.measures, says=says)
    if shown is None:
        wanted = scheme.cycle.years if scheme.cycle else 1
        word = scheme.cycle.incomplete if scheme.cycle else "没有评价"
        says = sentence("{word}：需要 {wanted} 年，现有 {count} 年", word=word, wanted=wanted, count=len(found))
        return Ruling(**facts, basis="incomplete", outcome=word, measures=(), says=says)
    grade = grade_for(shown, scheme.decimals, scheme.limits)
    measures = grade.measures if isinstance(grade, GradeLimit) else ()
    says = sentence("总分 {total}，{outcome}", total=fixed(shown, scheme.decimals), outcome=grade.label)
    return Ruling(**facts, basis="grade", outcome=grade.label, measures=measures, says=says)


def _require_sound(scheme: Scheme, years: Sequence[YearTotal]) -> None:
    numbers = [year.year for year in years]
    wanted = scheme.cycle.years if scheme.cycle else 1
    if len(set(numbers)) != len(numbers):
        raise InvalidInput("ruling_year_doubled", "同一年给了两个总分", field="years")
    if len(numbers) > wanted or (numbers and numbers[-1] - numbers[0] >= wanted):
        raise InvalidInput("ruling_beyond_cycle", "给的年份超出了 {wanted} 年的周期", field="years", wanted=wanted)
    for year in years:
        if not 0 <= year.exact <= 100:
            raise InvalidInput("ruling_total_range", "{year} 年的总分要在 0 与 100 之间", field="years", year=year.year)


def _mean(scheme: Scheme, years: Sequence[YearTotal]) -> Fraction | None:
    """The exact mean over a full cycle, ``None`` before it is full."""
    wanted = scheme.cycle.years if scheme.cycle else 1
    if len(years) < wanted:
        return None
    weights = [Fraction(weight) for weight in scheme.cycle.year_weights] if scheme.cycle else []
    shares: Mapping[int, Fraction] = dict(enumerate(weights or [Fraction(1, wanted)] * wanted))
    return sum((Fraction(year.exact) * shares[number] for number, year in enumerate(years)), Fraction(0))
