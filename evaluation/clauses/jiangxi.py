"""Seed 004, the computable requirements S4-…: the dossier of an industrial metrology centre and its rules."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import Field

from evaluation.clauses.clause import all_hold
from evaluation.clauses.periods import Change, in_year, told
from evaluation.clauses.rules import (
    Attestation,
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
    within,
    yes,
)
from foundation.values import Value

SIX_SYSTEMS = ("质量", "创新", "服务", "人力资源", "基础保障", "发展规划")
CERTIFICATES = ("检定证书", "校准证书", "测试报告")
CHANGES = ("主要负责人", "管理人员", "组织机构", "技术服务能力", "关键测量设备", "主要基础设施")
CHECK_POINTS = ("运行情况", "计量服务产业", "科技创新成果", "后续建设规划进度")


class Certificate(Value):
    """A document issued to a client."""

    number: str
    kind: str
    item: str
    mark_on_cover: Yes | None = None
    issuer: str | None = None
    issued: date | None = None


class StaffCertificate(Value):
    """A person of the standards and verification staff, certified until (and with) this day."""

    person: str
    until: date | None = None


class AbilityChange(Value):
    """A change of a promised ability: applied for, accepted, announced; ``active`` from the day it is used."""

    item: str
    applied: date | None = None
    accepted: date | None = None
    announced: date | None = None
    active: date | None = None


class MetrologyDossier(Dossier):
    """What the rules of seed 004 ask. ``change_days`` reminds only: the seed says 及时 without a number (D10)."""

    consent_on: date | None = None
    applied_on: date | None = None
    industry: str | None = None
    approved_centres: dict[str, str] | None = None
    systems: Words | None = None
    team: Attestation | None = None
    resources: Attestation | None = None
    prior_work: Attestation | None = None
    innovation: Attestation | None = None
    quality_system: Attestation | None = None
    staff_certificates: tuple[StaffCertificate, ...] | None = None
    support: Attestation | None = None
    services_given: Words | None = None
    promised_abilities: Words | None = None
    certificates: tuple[Certificate, ...] | None = None
    ability_changes: tuple[AbilityChange, ...] | None = None
    changes: tuple[Change, ...] | None = None
    change_days: int = Field(default=10, ge=1, le=1000)
    checks: tuple[date, ...] | None = None
    check_year: Year | None = None
    check_points: Words | None = None


def _consent(dossier: MetrologyDossier) -> Finding:
    """The consent of local government or superior authority comes first."""
    facts = facts_of(dossier, "consent_on", "applied_on")
    if dossier.applied_on is None or dossier.consent_on is None:
        return Finding(None, facts)
    return Finding(dossier.consent_on <= dossier.applied_on, facts)


def _only_one(dossier: MetrologyDossier) -> Finding:
    """``approved_centres``: centre → industry. This one and the approved ones of its industry are at most one."""
    if dossier.approved_centres is None or not dossier.industry:
        return Finding(None, facts_of(dossier, "industry"))
    others = Counter(industry for centre, industry in dossier.approved_centres.items() if centre != dossier.subject)
    return Finding(others[dossier.industry] == 0, {"industry": dossier.industry, "others": others[dossier.industry]})


def _certified(one: StaffCertificate, dossier: MetrologyDossier) -> Finding:
    holds = None if one.until is None else dossier.on <= one.until
    return Finding(holds, facts_of(one, "until"), subject=one.person)


def _certificate(one: Certificate, dossier: MetrologyDossier) -> Finding:
    """Of one of three kinds, within the promised abilities, with the mark on the cover, issuer and date."""
    scope = dossier.promised_abilities
    answers = (
        one.kind in CERTIFICATES,
        None if scope is None else one.item in scope,
        one.mark_on_cover,
        filled(one.issuer),
        None if one.issued is None else one.issued <= dossier.on,
    )
    facts = facts_of(one, "kind", "item", "mark_on_cover", "issuer", "issued")
    return Finding(all_hold(answers), facts, subject=one.number)


def _ability_change(one: AbilityChange, _dossier: MetrologyDossier) -> Finding:
    """Application, acceptance, announcement, in this order; used only from the announcement on."""
    facts = facts_of(one, "applied", "accepted", "announced", "active")
    if one.active is None:
        return Finding(True, facts, subject=one.item)
    days = (one.applied, one.accepted, one.announced, one.active)
    known = [day for day in days if day is not None]
    return Finding(None if len(known) < len(days) else known == sorted(known), facts, subject=one.item)


def _change(one: Change, dossier: MetrologyDossier) -> Finding:
    return told(one, CHANGES, dossier.change_days, dossier.on)


def _yearly(dossier: MetrologyDossier) -> Finding:
    """One check in the calendar year; the running year is open until it ends."""
    year = dossier.check_year or dossier.on.year
    found = in_year(dossier.checks, year, exactly=1)
    is_open = found.holds is False and found.facts["count"] == 0 and dossier.on <= date(year, 12, 31)
    return Finding(None, found.facts) if is_open else found


RULES: tuple[Rule, ...] = (
    Rule("S4-02", "二", "shall", ("consent_on", "applied_on"), _consent),
    Rule("S4-04", "二", "should", ("industry", "approved_centres"), _only_one, "N28"),
    complete("S4-10", "四（五）", "shall", "systems", SIX_SYSTEMS),
    yes("S4-12", "五（一）", "shall", "team"),
    yes("S4-13", "五（二）", "shall", "resources"),
    yes("S4-14", "五（三）", "shall", "prior_work"),
    yes("S4-15", "五（四）", "shall", "innovation"),
    yes("S4-16", "五（五）", "shall", "quality_system"),
    each("S4-16", "五（五）", "shall", ("staff_certificates",), _certified, of_none=None),
    yes("S4-17", "五（六）", "shall", "support"),
    within("S4-19", "七（一）", "shall", "services_given", "promised_abilities"),
    each("S4-20", "七（一）", "shall", ("certificates", "promised_abilities"), _certificate, of_none=None),
    each("S4-22", "七（二）", "shall", ("ability_changes",), _ability_change),
    each("S4-23", "七（二）", "shall", ("changes", "change_days"), _change),
    Rule("S4-24", "七（三）", "should", ("checks", "check_year"), _yearly, "N29"),
    complete("S4-24", "七（三）", "should", "check_points", CHECK_POINTS, "N29"),
)
