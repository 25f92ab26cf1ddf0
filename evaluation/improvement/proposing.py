"""What to do about it (S0-41): how far the next grade is, which indicators carry furthest, and items to follow up.

Grades are stars or have names (优秀、良好、合格…). A veto that was hit settles the outcome whatever the total is: the
plan names it first, as no gain of points lifts it. Checklists without points: :mod:`evaluation.improvement.checklist`.
All distances are exact. The next grade is reached as soon as the *displayed* total reaches its limit, so with rounding
half up an exact 79.995 is enough for 80.00. A gain is counted with the effective weights of the assessment; indicators
that were not assessed are left out unless the gap counts as zero points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from evaluation.assessment import Assessment, Grading, IndicatorLine
from evaluation.editions.scheme import Scheme
from evaluation.exact import fixed, full
from evaluation.grades import Limit, StarLimit
from evaluation.indicators import Checklist, Levels, Linear
from evaluation.normalise import FULL_SCORE
from evaluation.ruling import VetoHit
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value


class Option(Value):
    """One indicator raised alone. Points are text.

    ``at_most`` is what full marks would add to the total (exact). ``target_score`` is the lowest score of this
    indicator that reaches the next grade, ``target_value`` the datum for it; ``None`` when it alone does not suffice.
    """

    indicator: str
    name: str
    score: str
    at_most: str
    target_score: str | None
    target_value: str | None


class Holding(Value):
    """A veto of the scheme that was hit: what the subject gets instead of its grade until it is lifted."""

    veto: str
    name: str
    outcome: str
    measures: tuple[str, ...]
    evidence: str


class ImprovementPlan(Value):
    """``distance`` is the next limit minus the displayed total, ``needed`` what the exact total has to gain.

    ``label`` and ``next_label`` are the grades in words; ``stars`` and ``next_stars`` are ``None`` where grades have
    names. ``options`` are ordered by what they add at most; ``together`` is the fewest indicators that reach the next
    grade with full marks, empty when even all of them do not. With the highest grade there is nothing to reach.
    ``vetoes`` hold whatever the total is. ``cycle_years``: the scheme grades the mean of so many years, this is one.
    """

    total: str
    stars: int | None
    label: str
    next_stars: int | None
    next_label: str | None
    distance: str | None
    needed: str | None
    options: tuple[Option, ...]
    together: tuple[str, ...]
    vetoes: tuple[Holding, ...] = ()
    cycle_years: int | None = None


class ImprovementItem(Value):
    """Finding → cause → action → owner → due → effect check; kept with the assessment it came from (S0-41, S0-42)."""

    assessment_sha256: str
    indicator: str
    finding: Sentence
    cause: str = Field(default="", max_length=2_000)
    action: str = Field(default="", max_length=2_000)
    owner: str = Field(default="", max_length=200)
    due: date | None = None
    effect: Literal["not_checked", "effective", "not_effective"] = "not_checked"
    effect_note: str = Field(default="", max_length=2_000)

    @model_validator(mode="after")
    def _effect_of_something(self) -> ImprovementItem:
        if self.effect != "not_checked" and not (self.cause and self.action and self.owner and self.due):
            raise ValueError("效果确认之前，要先写明原因、措施、责任人和期限")
        return self


def improvement_plan(
    assessment: Assessment, k: int = 5, scheme: Scheme | None = None, hits: Sequence[VetoHit] = ()
) -> ImprovementPlan | None:
    """The plan with the ``k`` most effective single-indicator improvements; ``None`` without a total.

    ``scheme`` is the one of the assessment; ``hits`` are those of its vetoes that were found. Raises ``InvalidInput``
    for a veto that it does not have.
    """
    results, grading = assessment.results, assessment.content.grading
    vetoes = held_by(scheme, hits)
    if results.exact is None or results.total is None or results.star_label is None:
        return None
    exact, shown = Fraction(results.exact), Fraction(results.total)
    limit = _next_limit(grading, shown)
    needed = None if limit is None else _threshold(grading, limit) - exact
    reaches = _reaches(assessment)
    lines = sorted(_improvable(assessment), key=lambda line: (-_headroom(line) * reaches[line.id], line.id))
    return ImprovementPlan(
        total=results.total,
        stars=results.stars,
        label=results.star_label,
        next_stars=limit.stars if isinstance(limit, StarLimit) else None,
        next_label=None if limit is None else limit.label,
        distance=None if limit is None else _text(Fraction(limit.at_least) - shown),
        needed=None if needed is None else _text(needed),
        options=tuple(_option(line, reaches[line.id], needed) for line in lines[:k]),
        together=_together(lines, reaches, needed),
        vetoes=vetoes,
        cycle_years=scheme.cycle.years if scheme and scheme.cycle and scheme.cycle.years > 1 else None,
    )


def draft_items(assessment: Assessment, plan: ImprovementPlan) -> tuple[ImprovementItem, ...]:
    """One item per option of the plan, its finding filled in; cause, action, owner and date are people's work."""
    return tuple(
        ImprovementItem(
            assessment_sha256=assessment.sha256,
            indicator=option.indicator,
            finding=sentence(
                "{name} 得 {score} 分；得满分可使总分增加 {gain} 分",
                name=option.name,
                score=option.score,
                gain=option.at_most,
            ),
        )
        for option in plan.options
    )


def held_by(scheme: Scheme | None, hits: Sequence[VetoHit]) -> tuple[Holding, ...]:
    """The vetoes hit, in the order of the scheme; ``InvalidInput`` for one that it does not have."""
    evidence = {hit.veto: hit.evidence for hit in hits}
    vetoes = {veto.id: veto for veto in scheme.vetoes} if scheme else {}
    for name in evidence:
        if name not in vetoes:
            known = "、".join(vetoes) or "—"
            raise InvalidInput(
                "veto_unknown", "方案里没有否决项“{id}”；有：{known}", field="hits", id=name, known=known
            )
    return tuple(
        Holding(veto=name, name=veto.name, outcome=veto.outcome, measures=veto.measures, evidence=evidence[name])
        for name, veto in vetoes.items()
        if name in evidence
    )


def _next_limit(grading: Grading, shown: Fraction) -> Limit | None:
    limits: tuple[Limit, ...] = grading.stars or grading.grades
    above = [limit for limit in limits if Fraction(limit.at_least) > shown]
    return min(above, key=lambda limit: limit.at_least, default=None)


def _threshold(grading: Grading, limit: Limit) -> Fraction:
    """The least exact total that is displayed at the limit.

    With half even and an odd last digit the tie itself goes down, and the least total lies one unit of 10^-20 above it.
    """
    step = Fraction(1, 10**grading.decimals)
    tie = Fraction(limit.at_least) - step / 2
    odd = int(Fraction(limit.at_least) / step) % 2 == 1
    return tie + Fraction(1, 10**20) if grading.rounding == "half_even" and odd else tie


def _reaches(assessment: Assessment) -> dict[str, Fraction]:
    """Points of the total per point of the indicator: the product of the effective weights above it."""
    groups = {group.id: group for group in assessment.results.groups}

    def reach(line_parent: str, effective: str) -> Fraction:
        own = Fraction(effective)
        above = groups.get(line_parent)
        return own * reach(above.parent, above.effective) if above else own

    return {line.id: reach(line.parent, line.effective) for line in assessment.results.indicators}


def _improvable(assessment: Assessment) -> Iterator[IndicatorLine]:
    counts_as_zero = assessment.content.policies.missing == "zero"
    for line in assessment.results.indicators:
        if (line.score is not None or counts_as_zero) and _headroom(line) > 0 and Fraction(line.effective):
            yield line


def _headroom(line: IndicatorLine) -> Fraction:
    """Points up to the best that the rule can give: with levels that is the best level's, not 100."""
    best = max(map(Fraction, line.rule.scores.values())) if isinstance(line.rule, Levels) else Fraction(100)
    return best - Fraction(line.score or 0)


def _option(line: IndicatorLine, reach: Fraction, needed: Fraction | None) -> Option:
    target = None
    if needed is not None and needed <= _headroom(line) * reach:
        target = Fraction(line.score or 0) * 100 + -(-needed * 100 // reach)
    return Option(
        indicator=line.id,
        name=line.name,
        score=line.score or "0.00",
        at_most=_text(_headroom(line) * reach),
        target_score=None if target is None else fixed(int(target), 2),
        target_value=None if target is None else _datum_for(line, target / FULL_SCORE),
    )


def _datum_for(line: IndicatorLine, share: Fraction) -> str:
    """A datum that scores at least ``share`` of full marks, to four decimals, rounded towards the better side."""
    rule = line.rule
    if isinstance(rule, Linear):
        zero, best = Fraction(rule.zero), Fraction(rule.full)
        return _towards(zero + (best - zero) * share, up=best > zero)
    if isinstance(rule, Checklist):
        return str(-(-share * len(rule.items) // 1))
    if rule.kind == "YN":
        return "有"
    if rule.kind == "LIK":
        return _towards(1 + 4 * share, up=True)
    return _towards(share * (100 if rule.kind == "LVL" else 1), up=True)


def _towards(value: Fraction, up: bool) -> str:
    units = -(-value * 10_000 // 1) if up else value * 10_000 // 1
    return full(int(units), 4)


def _together(lines: list[IndicatorLine], reaches: dict[str, Fraction], needed: Fraction | None) -> tuple[str, ...]:
    """The largest gains first: no smaller set can add as much."""
    if needed is None:
        return ()
    chosen: list[str] = []
    for line in lines:
        if needed <= 0:
            break
        chosen.append(line.id)
        needed -= _headroom(line) * reaches[line.id]
    return tuple(chosen) if needed <= 0 else ()


def _text(value: Fraction) -> str:
    return full(int(value * 10**20), 20)
