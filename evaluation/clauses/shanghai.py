"""Seed 002, the computable requirements S2-…: the dossier of a Shanghai centre and its rules."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from evaluation.clauses.clause import all_hold
from evaluation.clauses.periods import Change, in_time, told
from evaluation.clauses.rules import (
    Attestation,
    Count,
    Done,
    Dossier,
    Finding,
    Rule,
    Words,
    Yes,
    complete,
    each,
    every,
    facts_of,
    shown,
    within,
    written,
    yes,
)
from evaluation.exact import ExactNumber
from foundation.language import sentence
from foundation.personal_data import is_credit_code
from foundation.working_calendar import add_months

PROFILE = ("科研实力", "数字化水平", "仪器设备", "环境设施", "人才团队")
DOCUMENTS = ("建设方案", "政府支持", "土地和基础设施", "资金保障")
VERIFIED = ("技术能力", "产业基础", "政府支持")
ASSESSED = ("先进性", "可行性", "合理性", "潜在风险")
ANNUAL_REPORT = ("能力保持", "管理运行", "业务开展", "科研创新", "社会责任履行")
CHANGES = ("依托单位", "资质能力", "仪器设备", "场地设施", "管理体系", "关键岗位人员")
DIMENSIONS = ("支撑保障能力", "技术服务能力", "运行管理能力")
CLASSES = ("激励管理", "正常管理", "重点监管")
MEASURES = ("限期整改", "通报批评", "调整退出")
PREPARATION_MONTHS, EXTENDED_MONTHS = 12, 24


class ShanghaiDossier(Dossier):
    """What the rules of seed 002 ask. ``change_days`` reminds only: the seed says 及时 without a number (D10)."""

    credit_code: str | None = None
    voluntary: Yes | None = None
    authority: Attestation | None = None
    profile: Words | None = None
    documents: Words | None = None
    experts_verified: Words | None = None
    experts_assessed: Words | None = None
    approved_on: date | None = None
    extended: Yes | None = None
    has_infrastructure: Yes | None = None
    prepared_on: Done = None
    tasks: Count | None = None
    tasks_done: Count | None = None
    services_given: Words | None = None
    approved_items: Words | None = None
    annual_report: dict[str, str] | None = None
    changes: tuple[Change, ...] | None = None
    change_days: int = Field(default=10, ge=1, le=1000)
    dimension_scores: dict[str, ExactNumber] | None = None
    supervision_class: str | None = None
    assessment_failed: Yes | None = None
    major_problem: Yes | None = None
    measures: Words | None = None
    rectification_due: date | None = None
    rectified_on: Done = None
    status: Literal["preparing", "established", "cancelled", "exited"] | None = None


def _applicant(dossier: ShanghaiDossier) -> Finding:
    lawful = None if dossier.credit_code is None else is_credit_code(dossier.credit_code)
    return Finding(all_hold((lawful, dossier.voluntary)), facts_of(dossier, "credit_code", "voluntary"))


def preparation_due(dossier: ShanghaiDossier) -> date | None:
    """12 months after approval, 24 when extended for infrastructure works; ``None`` without the day of approval."""
    if dossier.approved_on is None:
        return None
    allowed = dossier.extended and dossier.has_infrastructure
    return add_months(dossier.approved_on, EXTENDED_MONTHS if allowed else PREPARATION_MONTHS)


def _preparation(dossier: ShanghaiDossier) -> Finding:
    due = preparation_due(dossier)
    facts = {**facts_of(dossier, "approved_on", "extended", "has_infrastructure", "prepared_on"), "due": shown(due)}
    if due is None:
        return Finding(None, facts)
    if dossier.extended and dossier.has_infrastructure is False:
        return Finding(False, facts, because=sentence("没有基础设施建设，筹建期不能延长"))
    if dossier.extended and dossier.has_infrastructure is None:
        return Finding(None, facts)
    return Finding(in_time(dossier.prepared_on, due, dossier.on), facts)


def _change(one: Change, dossier: ShanghaiDossier) -> Finding:
    return told(one, CHANGES, dossier.change_days, dossier.on)


def _dimensions(dossier: ShanghaiDossier) -> Finding:
    given = dossier.dimension_scores
    if given is None:
        return Finding(None, {"dimensions": None})
    found = [name for name in DIMENSIONS if name in given and 0 <= given[name] <= 100]
    return Finding(len(found) == len(given) == len(DIMENSIONS), {"dimensions": len(found)})


def _class(dossier: ShanghaiDossier) -> Finding:
    """One of the three classes; a major problem is never left to incentive or normal management."""
    facts = facts_of(dossier, "supervision_class", "major_problem")
    if dossier.supervision_class is None:
        return Finding(None, facts)
    if dossier.supervision_class not in CLASSES:
        return Finding(False, facts)
    if dossier.major_problem is None:
        return Finding(None, facts)
    return Finding(not dossier.major_problem or dossier.supervision_class == "重点监管", facts)


def _cancelled(dossier: ShanghaiDossier) -> Finding:
    """Failing in preparation or seriously overdue (past the longest period) costs the qualification."""
    facts = facts_of(dossier, "status", "approved_on", "assessment_failed")
    if dossier.status is None or dossier.approved_on is None or dossier.assessment_failed is None:
        return Finding(None, facts)
    longest = add_months(dossier.approved_on, EXTENDED_MONTHS)
    overdue = in_time(dossier.prepared_on, longest, dossier.on) is False
    if dossier.prepared_on is None and not dossier.assessment_failed and dossier.on > longest:
        return Finding(None, facts)
    return Finding(not (dossier.status == "preparing" and (dossier.assessment_failed or overdue)), facts)


def _measures(dossier: ShanghaiDossier) -> Finding:
    """Failing or with a major problem: at least one of the three measures, and rectification has its date."""
    facts = facts_of(dossier, "assessment_failed", "major_problem", "rectification_due", "rectified_on")
    if dossier.assessment_failed is None or dossier.major_problem is None:
        return Finding(None, facts)
    if not (dossier.assessment_failed or dossier.major_problem):
        return Finding(True, facts)
    if dossier.measures is None:
        return Finding(None, facts)
    known = bool(dossier.measures) and all(measure in MEASURES for measure in dossier.measures)
    if not known or "限期整改" not in dossier.measures:
        return Finding(known, facts)
    if dossier.rectification_due is None:
        return Finding(False, facts)
    return Finding(in_time(dossier.rectified_on, dossier.rectification_due, dossier.on), facts)


RULES: tuple[Rule, ...] = (
    Rule("S2-04", "二申（一）", "shall", ("credit_code", "voluntary"), _applicant),
    yes("S2-06", "二申（一）", "shall", "authority"),
    complete("S2-07", "二申（一）", "shall", "profile", PROFILE),
    complete("S2-08", "二申（一）", "shall", "documents", DOCUMENTS),
    complete("S2-10", "二申（二）2", "shall", "experts_verified", VERIFIED, "N31"),
    complete("S2-10", "二申（二）2", "shall", "experts_assessed", ASSESSED, "N31"),
    Rule(
        "S2-11",
        "二申（二）2",
        "shall",
        ("approved_on", "extended", "has_infrastructure", "prepared_on"),
        _preparation,
        "N08 N09",
    ),
    every("S2-12", "二申（二）3", "shall", "tasks_done", "tasks"),
    within("S2-19", "四（一）", "shall", "services_given", "approved_items"),
    written("S2-20", "四（一）", "shall", "annual_report", ANNUAL_REPORT, "N10"),
    each("S2-21", "四（一）", "shall", ("changes", "change_days"), _change, "N11"),
    Rule("S2-24", "四（二）", "shall", ("dimension_scores",), _dimensions, "N12"),
    Rule("S2-25", "四（二）", "shall", ("supervision_class", "major_problem"), _class, "N13"),
    Rule("S2-26", "四（二）", "shall", ("status", "approved_on", "prepared_on", "assessment_failed"), _cancelled),
    Rule(
        "S2-27",
        "四（二）",
        "shall",
        ("assessment_failed", "major_problem", "measures", "rectification_due", "rectified_on"),
        _measures,
        "N13",
    ),
)
