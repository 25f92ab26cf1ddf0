"""Seed 004, the computable requirements S4-…: the dossier of an industrial metrology centre and its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pydantic import Field

from evaluation.clauses.clause import all_hold
from evaluation.clauses.periods import Change, in_year, reported_within
from evaluation.clauses.rules import (
    Attestation,
    Dossier,
    Finding,
    Rule,
    Words,
    Year,
    Yes,
    complete,
    facts_of,
    filled,
    shown,
    within,
    yes,
)
from foundation.language import sentence
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


def _certified(dossier: MetrologyDossier) -> Finding | Sequence[Finding]:
    if not dossier.staff_certificates:
        return Finding(None, {"staff_certificates": None})
    return [
        Finding(None if one.until is None else dossier.on <= one.until, {"until": shown(one.until)}, subject=one.person)
        for one in dossier.staff_certificates
    ]


def _certificates(dossier: MetrologyDossier) -> Finding | Sequence[Finding]:
    """Of one of three kinds, within the promised abilities, with the mark on the cover, issuer and date."""
    if not dossier.certificates:
        return Finding(None, {"certificates": None})
    scope = dossier.promised_abilities
    return [
        Finding(
            all_hold(
                (
                    one.kind in CERTIFICATES,
                    None if scope is None else one.item in scope,
                    one.mark_on_cover,
                    filled(one.issuer),
                    None if one.issued is None else one.issued <= dossier.on,
                )
            ),
            facts_of(one, "kind", "item", "mark_on_cover", "issuer", "issued"),
            subject=one.number,
        )
        for one in dossier.certificates
    ]


def _ability_changes(dossier: MetrologyDossier) -> Finding | Sequence[Finding]:
    """Application, acceptance, announcement, in this order; used only from the announcement on."""
    if dossier.ability_changes is None:
        return Finding(None, {"ability_changes": None})
    found = []
    for one in dossier.ability_changes:
        facts = facts_of(one, "applied", "accepted", "announced", "active")
        if one.active is None:
            holds: bool | None = True
        else:
            days = (one.applied, one.accepted, one.announced, one.active)
            known = [day for day in days if day is not None]
            holds = None if len(known) < len(days) else known == sorted(known)
        found.append(Finding(holds, facts, subject=one.item))
    return found or Finding(True, {"ability_changes": 0})


def _changes(dossier: MetrologyDossier) -> Finding | Sequence[Finding]:
    if dossier.changes is None:
        return Finding(None, {"changes": None})
    found = []
    for one in dossier.changes:
        told = reported_within(one, dossier.change_days, dossier.on)
        if one.kind in CHANGES:
            found.append(Finding(True if one.reported else None, told.facts, subject=one.kind, because=told.because))
        else:
            because = sentence("“{kind}”不是要报告的重大变化", kind=one.kind)
            found.append(Finding(False, told.facts, subject=one.kind, because=because))
    return found or Finding(True, {"changes": 0})


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
    Rule("S4-16", "五（五）", "shall", ("staff_certificates",), _certified),
    yes("S4-17", "五（六）", "shall", "support"),
    within("S4-19", "七（一）", "shall", "services_given", "promised_abilities"),
    Rule("S4-20", "七（一）", "shall", ("certificates", "promised_abilities"), _certificates),
    Rule("S4-22", "七（二）", "shall", ("ability_changes",), _ability_changes),
    Rule("S4-23", "七（二）", "shall", ("changes", "change_days"), _changes),
    Rule("S4-24", "七（三）", "should", ("checks", "check_year"), _yearly, "N29"),
    complete("S4-24", "七（三）", "should", "check_points", CHECK_POINTS, "N29"),
)
