"""Seed 001, the computable requirements S1-…: the dossier of one evaluation and its rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from evaluation.clauses.clause import all_hold
from evaluation.clauses.periods import in_time
from evaluation.clauses.rules import (
    Count,
    Done,
    Dossier,
    Finding,
    Rule,
    Words,
    Yes,
    complete,
    facts_of,
    filled,
    shown,
    written,
    yes,
)
from evaluation.exact import ExactNumber
from evaluation.grades import StarLimit, star_for
from foundation.values import Value

RESPONDENTS = ("管理者", "建设者", "用户")
SYSTEMS = ("质量分析评价", "技术标准", "预警与信息", "科研", "咨询与培训")
SECOND_LEVEL = {
    "A": ("检测能力", "技术能力", "仪器设备及设施", "协同创新能力"),
    "B": ("资源集聚能力", "宣传推广", "内部运营"),
    "C": ("质量评价服务", "技术培训服务", "技术支持服务", "检测认证服务", "信息服务"),
    "D": ("服务成效", "经济效益", "社会效应", "客户满意度"),
}
SUBJECTIVE = ("ahp", "delphi", "fuzzy", "binomial", "dare", "least_squares", "g1")
OBJECTIVE = (
    "entropy", "pca", "multi_objective", "scatter_degree", "mean_square", "variation", "max_deviation", "dependent",
)  # fmt: skip
STEPS = (
    "分析特点", "确定关键指标", "确定目标", "确定评价者", "制定技术方案", "采集数据", "计算", "评定等级", "编写报告",
)  # fmt: skip
COLLECTIONS = ("现场访谈", "问卷调查", "网络调查", "神秘顾客")
REPORT_ITEMS = (
    "评价机构和项目方基本情况及人员资质", "评价目标", "评价内容和方法", "四要素及各指标分数",
    "专家及评价机构指导意见", "评价时间", "结论及建议",
)  # fmt: skip
COUNTS = {"elements": 4, "second_level": 16, "named_third_level": 47}
CUT_OFFS = {5: Decimal(90), 4: Decimal(80), 3: Decimal(70), 2: Decimal(60)}
"""Declared defaults; the seed gives none."""


class ElementScore(Value):
    """One T_i with its weight S_i."""

    score: ExactNumber
    weight: ExactNumber


class EvaluationDossier(Dossier):
    """What the rules of seed 001 ask about one evaluation; ``cut_offs`` and the share are settings."""

    respondents: Words | None = None
    quantitative_share: ExactNumber | None = None
    minimum_quantitative_share: ExactNumber = Decimal("0.50")
    evaluator: str | None = None
    evaluator_kind: Literal["self", "second", "third"] | None = None
    host: str | None = None
    authorised_by: str | None = None
    used_by: str | None = None
    conflict_declared: Yes | None = None
    service_systems: Words | None = None
    counts: dict[str, Count] | None = None
    basic_conditions: Words | None = None
    operation: Words | None = None
    service: Words | None = None
    results: Words | None = None
    elements: tuple[ElementScore, ...] | None = None
    exact_total: ExactNumber | None = None
    weight_methods: Words | None = None
    steps_done: Words | None = None
    collected_by: Words | None = None
    followed_plan: Yes | None = None
    deviations_logged: Yes | None = None
    displayed_total: ExactNumber | None = None
    stars: int | None = Field(default=None, ge=1, le=5, strict=True)
    cut_offs: dict[int, ExactNumber] = Field(default_factory=lambda: dict(CUT_OFFS))
    report_due: date | None = None
    report_delivered: Done = None
    report: dict[str, str] | None = None


def _share(dossier: EvaluationDossier) -> Finding:
    share = dossier.quantitative_share
    facts = facts_of(dossier, "quantitative_share", "minimum_quantitative_share")
    return Finding(None if share is None else share >= dossier.minimum_quantitative_share, facts)


def _who(dossier: EvaluationDossier) -> Finding:
    fields = ("evaluator", "evaluator_kind", "authorised_by", "used_by")
    return Finding(all_hold(filled(getattr(dossier, name)) for name in fields), facts_of(dossier, *fields))


def _independent(dossier: EvaluationDossier) -> Finding:
    """Evaluator ≠ evaluated, unless it is called a self-evaluation; a third party is not the host either."""
    facts = facts_of(dossier, "evaluator", "evaluator_kind", "host", "conflict_declared")
    if not dossier.evaluator or dossier.evaluator_kind is None:
        return Finding(None, facts)
    if dossier.evaluator_kind == "self":
        return Finding(dossier.evaluator == dossier.subject, facts)
    if dossier.evaluator == dossier.subject:
        return Finding(False, facts)
    if dossier.evaluator_kind == "third" and not dossier.host:
        return Finding(None, facts)
    apart = dossier.evaluator_kind == "second" or dossier.evaluator != dossier.host
    return Finding(all_hold((apart, dossier.conflict_declared)), facts)


def _counts(dossier: EvaluationDossier) -> Finding:
    if dossier.counts is None:
        return Finding(None, {"counts": None})
    found: dict[str, str | int | None] = {name: dossier.counts.get(name) for name in COUNTS}
    return Finding(all_hold(None if found[name] is None else found[name] == COUNTS[name] for name in COUNTS), found)


def _total(dossier: EvaluationDossier) -> Finding:
    """T = T1·S1 + T2·S2 + T3·S3 + T4·S4, to the last digit."""
    if dossier.elements is None or dossier.exact_total is None:
        return Finding(None, facts_of(dossier, "exact_total"))
    total = sum((Fraction(one.score) * Fraction(one.weight) for one in dossier.elements), Fraction(0))
    weights = sum((Fraction(one.weight) for one in dossier.elements), Fraction(0))
    facts: dict[str, str | int | None] = {"total": shown(dossier.exact_total), "computed": str(total)}
    agrees = total == Fraction(dossier.exact_total)
    return Finding(len(dossier.elements) == 4 and weights == 1 and agrees, {**facts, "weights": str(weights)})


def _methods(dossier: EvaluationDossier) -> Finding:
    """The listed methods are proposed, one of them is enough; another one is remarked."""
    given = dossier.weight_methods
    if not given:
        return Finding(None, {"weight_methods": None})
    other = [name for name in given if name not in (*SUBJECTIVE, *OBJECTIVE, "combined")]
    return Finding(not other, {"weight_methods": "、".join(given), "other": len(other)})


def _stars(dossier: EvaluationDossier) -> Finding:
    """The star follows from the displayed total; the limit itself is included."""
    facts = facts_of(dossier, "displayed_total", "stars")
    if dossier.displayed_total is None or dossier.stars is None:
        return Finding(None, facts)
    if not 0 <= dossier.displayed_total <= 100:
        return Finding(False, facts)
    limits = [StarLimit(stars=stars, label=str(stars), at_least=least) for stars, least in dossier.cut_offs.items()]
    limits.append(StarLimit(stars=1, label="1", at_least=Decimal(0)))
    places = max(0, -int(dossier.displayed_total.as_tuple().exponent))
    found = star_for(int(Fraction(dossier.displayed_total) * 10**places), places, limits)
    return Finding(found.stars == dossier.stars, {**facts, "follows": found.stars})


def _delivered(dossier: EvaluationDossier) -> Finding:
    facts = facts_of(dossier, "report_due", "report_delivered")
    if dossier.report_due is None:
        return Finding(None, facts)
    return Finding(in_time(dossier.report_delivered, dossier.report_due, dossier.on), facts)


def _level(requirement: str, letter: str, field: str) -> Rule:
    return complete(requirement, f"5.2.4 {letter}", "shall", field, SECOND_LEVEL[letter], "N27")


def _collected(dossier: EvaluationDossier) -> Finding:
    """By one or several of the four ways, and by no other."""
    given = dossier.collected_by
    if given is None:
        return Finding(None, {"collected_by": None})
    other = [way for way in given if way not in COLLECTIONS]
    return Finding(bool(given) and not other, {"collected_by": len(given), "other": len(other)})


RULES: tuple[Rule, ...] = (
    complete("S1-05", "5.1", "shall", "respondents", RESPONDENTS),
    Rule("S1-06", "5.1", "should", ("quantitative_share", "minimum_quantitative_share"), _share),
    Rule("S1-07", "5.1", "should", ("evaluator", "evaluator_kind", "authorised_by", "used_by"), _who),
    Rule("S1-10", "5.2.3", "shall", ("evaluator", "evaluator_kind", "host", "conflict_declared"), _independent),
    complete("S1-11", "5.2.3", "shall", "service_systems", SYSTEMS, "N26"),
    Rule("S1-12", "5.2.4", "shall", ("counts",), _counts, "N27"),
    _level("S1-13", "A", "basic_conditions"),
    _level("S1-14", "B", "operation"),
    _level("S1-15", "C", "service"),
    _level("S1-16", "D", "results"),
    Rule("S1-17", "5.2.5", "shall", ("elements", "exact_total"), _total),
    Rule("S1-18", "5.2.6", "should", ("weight_methods",), _methods),
    Rule("S1-19", "5.2.6", "should", ("weight_methods",), _methods),
    complete("S1-21", "5.2.7", "shall", "steps_done", STEPS),
    Rule("S1-22", "5.2.7", "shall", ("collected_by",), _collected),
    yes("S1-25", "5.2.7", "shall", "followed_plan", "deviations_logged"),
    Rule("S1-26", "5.2.7", "shall", ("displayed_total", "stars", "cut_offs"), _stars, "N24"),
    Rule("S1-27", "5.2.8", "shall", ("report_due", "report_delivered"), _delivered),
    written("S1-28", "5.2.9", "shall", "report", REPORT_ITEMS, "N25"),
)
