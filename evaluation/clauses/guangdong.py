"""Seed 003, the computable requirements S3-…: the dossier of a science and technology service station and its rules.

Readings: D3 (每年3月前 is due on the last day of February, or of March with ``march_inclusive``), D4 (a certificate of
three years holds through the day before the anniversary, or through it), D8 (the head does not count as staff).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from evaluation.clauses.clause import all_hold, has_years, in_force
from evaluation.clauses.periods import Change, in_time, in_year, reported_within
from evaluation.clauses.rules import (
    Attestation,
    Count,
    Done,
    Dossier,
    Finding,
    Rule,
    Words,
    Year,
    Yes,
    complete,
    each,
    facts_of,
    filled,
    in_order,
    shown,
    unwritten,
    yes,
)
from evaluation.exact import ExactNumber
from foundation.language import sentence
from foundation.personal_data import is_credit_code
from foundation.values import Value
from foundation.working_calendar import add_years, before_march, last_valid_day

F1_FIELDS = (
    "组织名称", "所属行业", "统一社会信用代码", "法人代表", "通讯地址", "成立日期", "申请联系人", "联系方式",
    "所属部门及职务", "电子邮箱", "组织规模", "主导产品/服务", "组织基本情况", "质量科技创新做法及成效", "创新能力",
)  # fmt: skip
F2_CHECKS = ("合作共建协议", "目标责任制", "岗位责任制", "各项工作制度")
SYSTEMS = (
    "站点目标责任制", "岗位责任制", "工作制度", "工作台帐", "热线工作", "专家团队管理", "项目流程管理",
)  # fmt: skip
STEPS = ("服务需求收集与分析", "签订服务协议", "服务实施", "服务评价与归档")
GRADES = ("优秀", "良好", "合格", "不合格")
REVOCATIONS = ("违法乱纪", "隐瞒作假", "超业务范围", "不接受监督管理")
ASSOCIATION, SUFFIX = "广东省质量发展促进会（", "）科技服务站"
HEAD_YEARS, FULL_TIME, PART_TIME, EXPERTS = 5, 1, 2, 10
CERTIFICATE_YEARS = CYCLE_YEARS = NARRATIVE_YEARS = 3
HEAD_DAYS, NAME_DAYS = 5, 10


class Head(Value):
    """A head of the station (站长), in charge from a day until the day before ``until``."""

    name: str
    since: date
    until: date | None = None
    at_middle_level: Yes | None = None
    practice_since: date | None = None
    practice_years: ExactNumber | None = None


class StationDossier(Dossier):
    """What the rules of seed 003 ask about a station and its host."""

    credit_code: str | None = None
    premises: Attestation | None = None
    address: str | None = None
    heads: tuple[Head, ...] | None = None
    head_knowledge: Attestation | None = None
    full_time: Count | None = None
    part_time: Count | None = None
    head_is_full_time: Yes | None = None
    head_counts_as_staff: Yes = False
    experts: Words | None = None
    association_pool: Words | None = None
    basis: Attestation | None = None
    application: dict[str, str] | None = None
    narrative_years: tuple[Year, ...] | None = None
    filing_checks: Words | None = None
    name: str | None = None
    host_short_name: str | None = None
    place: str | None = None
    systems: Words | None = None
    steps: Words | None = None
    year: Year | None = None
    plan_submitted: Done = None
    summary_submitted: Done = None
    march_inclusive: Yes = False
    supervised: tuple[date, ...] | None = None
    established: date | None = None
    last_assessed: date | None = None
    grade: Literal["优秀", "良好", "合格", "不合格"] | None = None
    promoted: Yes | None = None
    reported_to_province: Yes | None = None
    rectification_due: date | None = None
    rectified_on: Done = None
    certificate_issued: date | None = None
    through_anniversary: Yes = False
    head_changes: tuple[Change, ...] | None = None
    host_changes: tuple[Change, ...] | None = None
    revocation_reasons: Words | None = None
    revoked: Yes | None = None
    plaque_removed: Yes | None = None


def _registered(dossier: StationDossier) -> Finding:
    code = dossier.credit_code
    return Finding(None if code is None else is_credit_code(code), facts_of(dossier, "credit_code"))


def _premises(dossier: StationDossier) -> Finding:
    stated = dossier.premises.holds if dossier.premises and dossier.premises.on <= dossier.on else None
    return Finding(all_hold((stated, filled(dossier.address))), {"premises": shown(stated), "address": dossier.address})


def _active(dossier: StationDossier) -> list[Head] | None:
    if dossier.heads is None:
        return None
    return [head for head in dossier.heads if in_force(head.since, head.until, dossier.on)]


def _one_head(dossier: StationDossier) -> Finding:
    active = _active(dossier)
    count = None if active is None else len({head.name for head in active})
    return Finding(None if count is None else count == 1, {"active": count})


def _head(dossier: StationDossier) -> Finding | Sequence[Finding]:
    found = [
        Finding(
            all_hold(
                (head.at_middle_level, has_years(head.practice_since, head.practice_years, HEAD_YEARS, dossier.on))
            ),
            facts_of(head, "at_middle_level", "practice_since", "practice_years"),
            subject=head.name,
        )
        for head in _active(dossier) or ()
    ]
    return found or Finding(None, {"heads": None})


def _staff(dossier: StationDossier) -> Finding:
    """The head counts only where the setting says so, on the side that the head works on."""
    full, part = dossier.full_time, dossier.part_time
    if dossier.head_counts_as_staff and dossier.head_is_full_time is not None:
        full = None if full is None else full + dossier.head_is_full_time
        part = None if part is None else part + (not dossier.head_is_full_time)
    enough = (None if full is None else full >= FULL_TIME, None if part is None else part >= PART_TIME)
    return Finding(all_hold(enough), {"full_time": full, "part_time": part})


def _experts(dossier: StationDossier) -> Finding:
    """Experts who are in the association's pool, each counted once."""
    if dossier.experts is None or dossier.association_pool is None:
        return Finding(None, {"experts": None})
    count = len(set(dossier.experts) & set(dossier.association_pool))
    return Finding(count >= EXPERTS, {"experts": len(dossier.experts), "in_pool": count, "least": EXPERTS})


def _application(dossier: StationDossier) -> Finding:
    """Every field of form 1-1, and a narrative over the last three years before the application."""
    form = unwritten(dossier.application, "application", F1_FIELDS)
    if not form.holds:
        return form
    wanted = range(dossier.on.year - NARRATIVE_YEARS, dossier.on.year)
    years = dossier.narrative_years
    covered = None if years is None else set(wanted) <= set(years)
    told = None if years is None else "、".join(map(str, sorted(years)))
    return Finding(covered, {**form.facts, "narrative_years": told})


def _name(dossier: StationDossier) -> Finding:
    """广东省质量发展促进会（host's short name or place）科技服务站, in full-width brackets."""
    short = [middle for middle in (dossier.host_short_name, dossier.place) if middle]
    facts = facts_of(dossier, "name", "host_short_name", "place")
    if not dossier.name or not short:
        return Finding(None, facts)
    return Finding(dossier.name in [f"{ASSOCIATION}{middle}{SUFFIX}" for middle in short], facts)


def _before_march(dossier: StationDossier) -> Finding:
    """Plan of the year and summary of the last one; both possible due days are shown."""
    year = dossier.year or dossier.on.year
    due = before_march(year, dossier.march_inclusive)
    done = (dossier.plan_submitted, dossier.summary_submitted)
    facts = {**facts_of(dossier, "plan_submitted", "summary_submitted"), "due": due.isoformat()}
    facts["strict"], facts["inclusive"] = before_march(year).isoformat(), before_march(year, True).isoformat()
    return Finding(all_hold(in_time(day, due, dossier.on) for day in done), facts)


def _cycle(dossier: StationDossier) -> Finding:
    """Assessed by the third anniversary of the last assessment, or of the establishment; the grade is one of four."""
    start = dossier.last_assessed or dossier.established
    facts = facts_of(dossier, "established", "last_assessed", "grade")
    if start is None:
        return Finding(None, facts)
    due = add_years(start, CYCLE_YEARS)
    graded = None if dossier.last_assessed is None else dossier.grade is not None or None
    if dossier.last_assessed is None and dossier.on <= due:
        return Finding(
            None,
            {**facts, "due": due.isoformat()},
            because=sentence("周期未满，应在 {due} 前评估", due=due.isoformat()),
        )
    return Finding(all_hold((dossier.on <= due, graded)), {**facts, "due": due.isoformat()})


def _promotion(dossier: StationDossier) -> Finding:
    facts = facts_of(dossier, "grade", "promoted", "reported_to_province")
    if dossier.grade is None:
        return Finding(None, facts)
    if dossier.grade not in ("优秀", "良好"):
        return Finding(True, facts)
    return Finding(all_hold((dossier.promoted, dossier.reported_to_province)), facts)


def _rectification(dossier: StationDossier) -> Finding:
    facts = facts_of(dossier, "grade", "rectification_due", "rectified_on")
    if dossier.grade is None:
        return Finding(None, facts)
    if dossier.grade != "不合格":
        return Finding(True, facts)
    if dossier.rectification_due is None:
        return Finding(False, facts)
    return Finding(in_time(dossier.rectified_on, dossier.rectification_due, dossier.on), facts)


def _certificate(dossier: StationDossier) -> Finding:
    if dossier.certificate_issued is None:
        return Finding(None, {"certificate_issued": None})
    last = last_valid_day(dossier.certificate_issued, CERTIFICATE_YEARS, dossier.through_anniversary)
    facts = {"certificate_issued": shown(dossier.certificate_issued), "last_valid_day": last.isoformat()}
    return Finding(dossier.certificate_issued <= dossier.on <= last, facts)


def _head_change(one: Change, dossier: StationDossier) -> Finding:
    return reported_within(one, HEAD_DAYS, dossier.on)


def _host_change(one: Change, dossier: StationDossier) -> Finding:
    return reported_within(one, NAME_DAYS, dossier.on)


def _supervised(dossier: StationDossier) -> Finding:
    return in_year(dossier.supervised, dossier.year or dossier.on.year)


def _revocation(dossier: StationDossier) -> Finding:
    """Any of the four reasons: revoked, and the plaque removed; no other reason revokes."""
    facts = {**facts_of(dossier, "revoked", "plaque_removed"), "reasons": len(dossier.revocation_reasons or ())}
    if dossier.revocation_reasons is None:
        return Finding(None, facts)
    if not set(dossier.revocation_reasons) <= set(REVOCATIONS):
        return Finding(False, facts)
    if not dossier.revocation_reasons:
        return Finding(None if dossier.revoked is None else not dossier.revoked, facts)
    return Finding(all_hold((dossier.revoked, dossier.plaque_removed)), facts)


RULES: tuple[Rule, ...] = (
    Rule("S3-03", "5(1)", "shall", ("credit_code",), _registered),
    Rule("S3-04", "5(2)", "shall", ("premises", "address"), _premises),
    Rule("S3-05", "5(3)", "shall", ("heads",), _one_head, "N14"),
    Rule("S3-06", "5(3)1", "shall", ("heads",), _head, "N14"),
    yes("S3-07", "5(3)2-3", "shall", "head_knowledge"),
    Rule("S3-08", "5(4)", "shall", ("full_time", "part_time", "head_is_full_time"), _staff, "N15"),
    Rule("S3-09", "5(4)", "shall", ("experts", "association_pool"), _experts, "N16"),
    yes("S3-10", "5(5)-(6)", "shall", "basis"),
    Rule("S3-11", "6(1)", "shall", ("application", "narrative_years"), _application, "N23"),
    complete("S3-13", "6(3)", "shall", "filing_checks", F2_CHECKS),
    Rule("S3-15", "6(4)", "should", ("name", "host_short_name", "place"), _name),
    complete("S3-16", "7", "shall", "systems", SYSTEMS),
    in_order("S3-19", "10", "shall", "steps", STEPS),
    Rule("S3-21", "12", "shall", ("year", "plan_submitted", "summary_submitted"), _before_march, "N17"),
    Rule("S3-22", "13", "shall", ("supervised", "year"), _supervised),
    Rule("S3-23", "14", "shall", ("established", "last_assessed", "grade"), _cycle, "N18 N19"),
    Rule("S3-24", "15", "shall", ("grade", "promoted", "reported_to_province"), _promotion),
    Rule("S3-25", "16", "shall", ("grade", "rectification_due", "rectified_on"), _rectification),
    Rule("S3-26", "17", "shall", ("certificate_issued",), _certificate, "N20"),
    each("S3-27", "18", "shall", ("head_changes",), _head_change, "N21"),
    each("S3-28", "19", "shall", ("host_changes",), _host_change, "N22"),
    Rule("S3-30", "21", "shall", ("revocation_reasons", "revoked", "plaque_removed"), _revocation),
)
