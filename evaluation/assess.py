"""The whole method on one page: data → scores → weighted sums → total → stars. Pure; nothing is stored or fetched.

1. Every datum is scored by its indicator's rule, to 0.01 point (:mod:`evaluation.normalise`). What cannot be scored is
   未评, with the reason.
2. Scores times weights, level by level, in whole numbers (:mod:`evaluation.aggregate.weighted_sum`): nothing is lost.
3. The total is rounded once, shown, and graded as shown (:mod:`evaluation.grades`).
4. Everything that was given and computed is kept, in order, and hashed (:mod:`evaluation.assessment`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from evaluation.aggregate.weighted_sum import SCORE_PLACES, Rolled, roll_up
from evaluation.assessment import (
    Assessment,
    Content,
    Grading,
    GroupLine,
    IndicatorLine,
    Missing,
    Occasion,
    Remark,
    Results,
    Revision,
    sealed,
)
from evaluation.editions.scheme import ROOT, Policies, Scheme
from evaluation.engine import ENGINE, Engine
from evaluation.exact import fixed, full, parse, rounded
from evaluation.grades import StarLimit, displayed, grade_for
from evaluation.indicators import SERVICE_SYSTEMS
from evaluation.normalise import Scored, score
from evaluation.one_datum import require_one_datum
from evaluation.quantise import ONE, PLACES
from evaluation.ratings import Rating
from evaluation.weighting import WeightSet, checked
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence


def assess(
    scheme: Scheme,
    weights: WeightSet,
    ratings: Sequence[Rating],
    policies: Policies | None = None,
    occasion: Occasion | None = None,
    revision: Revision | None = None,
    engine: Engine = ENGINE,
) -> Assessment:
    """The assessment of one subject. The order of ``ratings`` does not matter; ``policies`` default to the scheme's.

    ``engine`` is an earlier one only where its report is done again: a rating might then still contradict itself.

    Raises ``InvalidInput`` when a rating names an unknown indicator or one twice or contradicts itself, or the weights
    are of another scheme.
    A datum that cannot be scored is not an error but a line in ``results.missing``.
    """
    chosen = policies or scheme.policies
    given = _by_indicator(scheme, ratings)
    if engine == ENGINE:
        for leaf in scheme.indicators:
            if leaf.id in given:
                require_one_datum(leaf, given[leaf.id])
    scored = {leaf.id: score(leaf, given.get(leaf.id), scheme.rounding) for leaf in scheme.indicators}
    rolled = roll_up(
        scheme, checked(scheme, weights), {name: one.score for name, one in scored.items()}, chosen.missing
    )
    return sealed(
        Content(
            engine=engine,
            occasion=occasion or Occasion(),
            revision=revision or Revision(),
            grading=_grading(scheme),
            policies=chosen,
            weights=weights.content,
            weights_sha256=weights.sha256,
            results=_results(scheme, weights, given, scored, rolled, chosen),
        )
    )


def corrected(
    old: Assessment, scheme: Scheme, weights: WeightSet, ratings: Sequence[Rating], reason: str
) -> Assessment:
    """The next version after ``old``, with the same occasion and policies; it names the old hash and the reason."""
    content = old.content
    revision = Revision(version=content.revision.version + 1, corrects=old.sha256, reason=reason)
    return assess(scheme, weights, ratings, content.policies, content.occasion, revision)


def _by_indicator(scheme: Scheme, ratings: Sequence[Rating]) -> dict[str, Rating]:
    found: dict[str, Rating] = {}
    for rating in ratings:
        if rating.indicator not in scheme.paths:
            raise InvalidInput(
                "indicator_unknown", "方案里没有指标“{id}”", field="ratings", id=rating.indicator, scheme=scheme.name
            )
        if rating.indicator in found:
            raise InvalidInput("rating_doubled", "指标“{id}”给了两次数据", field="ratings", id=rating.indicator)
        found[rating.indicator] = rating
    return found


def _grading(scheme: Scheme) -> Grading:
    return Grading(
        scheme=scheme.name,
        scheme_sha256=scheme.sha256,
        rounding=scheme.rounding,
        decimals=scheme.decimals,
        stars=scheme.stars,
        grades=scheme.grades,
    )


def _results(
    scheme: Scheme,
    weights: WeightSet,
    given: Mapping[str, Rating],
    scored: Mapping[str, Scored],
    rolled: Mapping[str, Rolled],
    policies: Policies,
) -> Results:
    whole = rolled[ROOT]
    total = exact = grade = None
    if whole.units is not None:
        shown = displayed(whole.units, whole.places, scheme.decimals, scheme.rounding)
        total, exact = fixed(shown, scheme.decimals), full(whole.units, whole.places)
        grade = grade_for(shown, scheme.decimals, scheme.limits)
    share = _quantitative_share(scheme, rolled)
    missing = tuple(
        Missing(id=leaf.id, name=leaf.name, reason=reason)
        for leaf in scheme.indicators
        if (reason := scored[leaf.id].reason) is not None
    )
    return Results(
        indicators=tuple(_indicator_lines(scheme, given, scored, rolled)),
        groups=tuple(_group_lines(scheme, rolled)),
        exact=exact,
        total=total,
        stars=grade.stars if isinstance(grade, StarLimit) else None,
        star_label=grade.label if grade else None,
        quantitative_share=fixed(rounded(share * ONE, "half_up"), PLACES),
        missing=missing,
        warnings=tuple(_warnings(scheme, weights, given, scored, policies, share)),
    )


def _indicator_lines(
    scheme: Scheme, given: Mapping[str, Rating], scored: Mapping[str, Scored], rolled: Mapping[str, Rolled]
) -> Iterator[IndicatorLine]:
    places = rolled[ROOT].places
    for leaf in scheme.indicators:
        node, one = rolled[leaf.id], scored[leaf.id]
        yield IndicatorLine(
            id=leaf.id,
            parent=scheme.paths[leaf.id][-1],
            name=leaf.name,
            quantitative=leaf.is_quantitative,
            rule=leaf.rule,
            rating=given.get(leaf.id),
            score=None if one.score is None else fixed(one.score, SCORE_PLACES),
            reason=one.reason,
            weight=fixed(node.weight, PLACES),
            effective=fixed(node.effective, PLACES),
            contribution=full((one.score or 0) * node.reach, places),
        )


def _group_lines(scheme: Scheme, rolled: Mapping[str, Rolled]) -> Iterator[GroupLine]:
    places = rolled[ROOT].places
    for parent, children in scheme.parents.items():
        for child in children:
            if child.id not in scheme.parents:
                continue
            node = rolled[child.id]
            shown = exact = None
            if node.units is not None:
                shown = fixed(displayed(node.units, node.places, scheme.decimals, scheme.rounding), scheme.decimals)
                exact = full(node.units, node.places)
            yield GroupLine(
                id=child.id,
                parent=parent,
                name=child.name,
                exact=exact,
                score=shown,
                weight=fixed(node.weight, PLACES),
                effective=fixed(node.effective, PLACES),
                contribution=full((node.units or 0) * node.reach, places),
            )


def _quantitative_share(scheme: Scheme, rolled: Mapping[str, Rolled]) -> Fraction:
    """The part of the effective weight that lies on counted and measured indicators (S1-06)."""
    whole = sum(rolled[leaf.id].reach for leaf in scheme.indicators)
    counted = sum(rolled[leaf.id].reach for leaf in scheme.indicators if leaf.is_quantitative)
    return Fraction(counted, whole) if whole else Fraction(0)


def _warnings(
    scheme: Scheme,
    weights: WeightSet,
    given: Mapping[str, Rating],
    scored: Mapping[str, Scored],
    policies: Policies,
    share: Fraction,
) -> Iterator[Remark]:
    yield from _weight_remarks(weights)
    if scheme.weighting and (other := [g.parent for g in weights.groups if g.method != scheme.weighting.method]):
        yield _remark(sentence("方案规定权重用 {method}，这里有别的方法", method=scheme.weighting.method), *other)
    assessed = {name for name, one in scored.items() if one.score is not None}
    if gaps := len(scheme.indicators) - len(assessed):
        policy = _MISSING_POLICIES[policies.missing]
        yield _remark(sentence("有 {count} 项指标未评，处理方式：{policy}", count=gaps, policy=policy))
    for leaf in scheme.indicators:
        sample = scored[leaf.id].sample
        if sample is not None and sample < policies.small_sample:
            yield _remark(sentence("样本不足：{sample}", sample=sample), leaf.id)
        rate = given[leaf.id].response_rate if leaf.id in given else None
        answered = parse(rate or "")
        if answered is not None and answered < Fraction(policies.minimum_response_rate):
            yield _remark(sentence("问卷回收率偏低：{rate}", rate=rate), leaf.id)
    for overlap in scheme.overlaps:
        if assessed.issuperset(overlap.indicators):
            yield _remark(sentence("有重复计量：{note}", note=overlap.note), *overlap.indicators)
    if share < Fraction(policies.minimum_quantitative_share):
        percent = fixed(rounded(share * 1000, "half_up"), 1)
        yield _remark(sentence("定量指标的权重只占 {percent} %，定性偏多会带来偏差", percent=percent))
    if scheme.must_cover_service_systems:
        covered = {leaf.service_system for leaf in scheme.indicators if leaf.id in assessed}
        for system in SERVICE_SYSTEMS:
            if system not in covered:
                yield _remark(sentence("五大服务体系中“{system}”没有任何指标得到评价", system=system))


def _weight_remarks(weights: WeightSet) -> Iterator[Remark]:
    """Every remark of a weighting method once, with the parents it holds for."""
    parents: dict[str, list[str]] = {}
    remarks: dict[str, Sentence] = {}
    for group in weights.groups:
        for warning in group.warnings:
            remarks.setdefault(str(warning), warning)
            parents.setdefault(str(warning), []).append(group.parent)
    for text, warning in remarks.items():
        yield _remark(warning, *parents[text])


def _remark(says: Sentence, *about: str) -> Remark:
    return Remark(about=about, says=says)


_MISSING_POLICIES = {"renormalise": "权重归其余各项", "zero": "计零分", "block": "不出总分"}
