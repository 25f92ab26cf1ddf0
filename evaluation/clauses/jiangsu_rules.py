"""Seed 000, the computable requirements S0-…: a centre's dossier and its rules; the staff ratios are in ``jiangsu``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from evaluation.clauses.clause import ClauseResult, all_hold, in_force
from evaluation.clauses.jiangsu import (
    Leader,
    StaffMember,
    check_investment,
    check_lead,
    check_leader,
    check_staff_register,
)
from evaluation.clauses.periods import not_older
from evaluation.clauses.rules import (
    Attestation,
    Count,
    Dossier,
    Finding,
    Rule,
    Words,
    Year,
    Yes,
    complete,
    each,
    every,
    facts_of,
    filled,
    in_order,
    yes,
)
from evaluation.exact import ExactNumber
from foundation.values import Value

CONDITIONS = ("创新产品试验", "非标项目检测", "产品开发", "失效分析", "产品评价", "技术创新基础研究")
SYSTEMS = ("行政管理", "财务管理", "人事管理", "项目管理", "绩效考核及分配")
PREMISES = ("研发场所", "办公设备", "后勤保障")
FUNDS = ("设备采购", "测试分析", "科技研发", "人员培训")
SERVICE_TYPES = ("检验检测", "质量技术评价", "标准研制", "知识产权申请", "技术研发", "科技项目", "其他服务")
STEPS = (
    "需求提出", "技术、商务沟通", "签订技术服务协议", "成立项目组",
    "技术服务评审", "开展技术服务", "服务成果验收", "项目终结",
)  # fmt: skip
Amount = Annotated[ExactNumber, Field(ge=0)]
"""Money spent or earned in a year."""
Secrecy = Literal["none", "third", "second", "first"]
"""No qualification, then 三级, 二级, 一级."""
SECRECY: tuple[Secrecy, ...] = ("none", "third", "second", "first")


class Document(Value):
    """A controlled document, valid from a day until the day before ``until``."""

    name: str
    version: str
    owner: str
    valid_from: date
    until: date | None = None


class Capability(Value):
    """A testing item with the last days on which its CMA and CNAS recognition hold."""

    name: str
    cma_until: date | None = None
    cnas_until: date | None = None


class Improvement(Value):
    """S0-41: finding → cause → action → owner → due."""

    finding: str
    cause: str = ""
    action: str = ""
    owner: str = ""
    due: date | None = None


class CentreDossier(Dossier):
    """What the rules of seed 000 ask about a centre. ``evaluation_months`` is a setting: the seed gives no period."""

    host: str | None = None
    contract_party: str | None = None
    department: str | None = None
    department_authorisation: str | None = None
    projects: Count | None = None
    projects_with_team: Count | None = None
    documents: tuple[Document, ...] | None = None
    lead: StaffMember | None = None
    lead_attestation: Attestation | None = None
    staff: tuple[StaffMember, ...] | None = None
    capabilities_total: Count | None = None
    capabilities_with_equipment: Count | None = None
    test_conditions: Words | None = None
    investment: dict[int, Amount] = Field(default_factory=dict)
    testing_income: dict[int, Amount] = Field(default_factory=dict)
    investment_year: Year | None = None
    management_systems: Words | None = None
    leaders: tuple[Leader, ...] | None = None
    premises: Words | None = None
    funds: Words | None = None
    secrecy_needed: Secrecy | None = None
    secrecy_held: Secrecy | None = None
    training_plan: Yes | None = None
    training_records: Yes | None = None
    service_types: Words | None = None
    capabilities: tuple[Capability, ...] | None = None
    workflow_steps: Words | None = None
    evaluator: str | None = None
    last_evaluated: date | None = None
    evaluation_months: int = Field(default=12, ge=1, le=1200)
    improvements: tuple[Improvement, ...] | None = None
    evaluation_records_kept: Yes | None = None


def _contract(dossier: CentreDossier) -> Finding:
    """The contracting party is the host, a legal person; never the centre."""
    facts = facts_of(dossier, "host", "contract_party")
    if not dossier.host or not dossier.contract_party:
        return Finding(None, facts)
    return Finding(dossier.contract_party == dossier.host, facts)


def _department(dossier: CentreDossier) -> Finding:
    answers = (filled(dossier.department), filled(dossier.department_authorisation))
    return Finding(all_hold(answers), facts_of(dossier, "department", "department_authorisation"))


def _documents(dossier: CentreDossier) -> Finding:
    if dossier.documents is None:
        return Finding(None, {"documents": None})
    valid = [one for one in dossier.documents if in_force(one.valid_from, one.until, dossier.on)]
    return Finding(
        bool(valid) and len(valid) == len(dossier.documents), {"documents": len(dossier.documents), "valid": len(valid)}
    )


def _lead(dossier: CentreDossier) -> Finding | Sequence[ClauseResult]:
    return Finding(None, {"lead": None}) if dossier.lead is None else (check_lead(dossier.lead, dossier.on),)


def _register(requirement: str) -> Any:
    """The part of the staff register that answers ``requirement``."""

    def answer(dossier: CentreDossier) -> Finding | Sequence[ClauseResult]:
        if not dossier.staff:
            return Finding(None, {"staff": None})
        found = check_staff_register(dossier.subject, dossier.staff, dossier.on)
        own = [one for one in found if one.requirement == requirement]
        return own or Finding(None, {"serving": 0})

    return answer


def _investment(dossier: CentreDossier) -> Sequence[ClauseResult]:
    year = dossier.on.year - 1 if dossier.investment_year is None else dossier.investment_year
    return (check_investment(year, dossier.investment, dossier.testing_income),)


def _leader(dossier: CentreDossier) -> Sequence[ClauseResult]:
    return (check_leader(dossier.subject, dossier.leaders, dossier.on),)


def _secrecy(dossier: CentreDossier) -> Finding:
    facts = facts_of(dossier, "secrecy_needed", "secrecy_held")
    if dossier.secrecy_needed is None or (dossier.secrecy_held is None and dossier.secrecy_needed != "none"):
        return Finding(None, facts)
    held = SECRECY.index(dossier.secrecy_held or "none")
    return Finding(held >= SECRECY.index(dossier.secrecy_needed), facts)


def _recognised(one: Capability, dossier: CentreDossier) -> Finding:
    nobody_said = one.cma_until is None and one.cnas_until is None
    facts = facts_of(one, "cma_until", "cnas_until")
    return Finding(None if nobody_said else _holds(one, dossier.on), facts, subject=one.name)


def _holds(capability: Capability, on: date) -> bool:
    return any(until is not None and on <= until for until in (capability.cma_until, capability.cnas_until))


def _offers(service: str) -> Any:
    def answer(dossier: CentreDossier) -> Finding:
        given = dossier.service_types
        return Finding(None if given is None else service in given, {"service": service})

    return answer


def _evaluated(dossier: CentreDossier) -> Finding:
    """By the host, within the set period."""
    recent = not_older(dossier.last_evaluated, dossier.evaluation_months, dossier.on)
    by_host = None if not dossier.host or not dossier.evaluator else dossier.evaluator == dossier.host
    return Finding(all_hold((recent.holds, by_host)), {**recent.facts, **facts_of(dossier, "evaluator", "host")})


def _improvements(dossier: CentreDossier) -> Finding:
    given = dossier.improvements
    if given is None:
        return Finding(None, {"improvements": None})
    whole = [one for one in given if one.cause and one.action and one.owner and one.due]
    return Finding(len(whole) == len(given), {"improvements": len(given), "complete": len(whole)})


_OFFERED = (
    ("S0-30", "6.1"),
    ("S0-31", "6.2"),
    ("S0-32", "6.3"),
    ("S0-33", "6.4"),
    ("S0-34", "6.5"),
    ("S0-35", "6.6"),
    ("S0-38", "6.7"),
)

RULES: tuple[Rule, ...] = (
    Rule("S0-02", "3.1", "should", ("host", "contract_party"), _contract),
    Rule("S0-05", "4.1.1", "shall", ("department", "department_authorisation"), _department),
    every("S0-06", "4.1.2", "shall", "projects_with_team", "projects"),
    Rule("S0-07", "4.1.3", "shall", ("documents",), _documents),
    Rule("S0-08", "4.2.1 1)", "should", ("lead",), _lead, "N04 N05"),
    yes("S0-09", "4.2.1 2)", "shall", "lead_attestation"),
    Rule("S0-10", "4.2.2 1)", "shall", ("staff",), _register("S0-10"), "N06"),
    Rule("S0-11", "4.2.2 2)", "shall", ("staff",), _register("S0-11"), "N01"),
    Rule("S0-12", "4.2.2 2)", "shall", ("staff",), _register("S0-12"), "N02"),
    every("S0-13", "4.3.1", "shall", "capabilities_with_equipment", "capabilities_total"),
    complete("S0-14", "4.3.2", "shall", "test_conditions", CONDITIONS),
    Rule("S0-15", "4.3.3", "should", ("investment", "testing_income", "investment_year"), _investment, "N03"),
    complete("S0-21", "5.2.1", "shall", "management_systems", SYSTEMS, "N32"),
    Rule("S0-22", "5.2.2", "shall", ("leaders",), _leader, "N07"),
    complete("S0-23", "5.2.2", "shall", "premises", PREMISES),
    complete("S0-24", "5.2.2", "shall", "funds", FUNDS, "N32"),
    Rule("S0-27", "5.2.4", "shall", ("secrecy_needed", "secrecy_held"), _secrecy),
    yes("S0-29", "5.3.2", "shall", "training_plan", "training_records"),
    *(
        Rule(requirement, clause, "shall", ("service_types",), _offers(service), "N30", (service,))
        for (requirement, clause), service in zip(_OFFERED, SERVICE_TYPES, strict=True)
    ),
    each("S0-30", "6.1", "shall", ("capabilities",), _recognised, of_none=None),
    in_order("S0-39", "7", "shall", "workflow_steps", STEPS, "N30"),
    Rule("S0-40", "8.1", "shall", ("evaluator", "host", "last_evaluated", "evaluation_months"), _evaluated),
    Rule("S0-41", "8.2", "shall", ("improvements",), _improvements),
    yes("S0-42", "8.3", "shall", "evaluation_records_kept"),
)
