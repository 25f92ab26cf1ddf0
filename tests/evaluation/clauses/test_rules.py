"""Rules that are not in the register of numbers: independence, scope, names, certificates, secrecy, revocation."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluation.clauses.asking import outcome, outcomes


@pytest.mark.parametrize(("facts", "expected"), [
    ({"evaluator": "it", "evaluator_kind": "self"}, "pass"),
    ({"evaluator": "other", "evaluator_kind": "self"}, "fail"),
    ({"evaluator": "it", "evaluator_kind": "third", "host": "h", "conflict_declared": True}, "fail"),
    ({"evaluator": "h", "evaluator_kind": "third", "host": "h", "conflict_declared": True}, "fail"),
    ({"evaluator": "h", "evaluator_kind": "second", "host": "h", "conflict_declared": True}, "pass"),
    ({"evaluator": "x", "evaluator_kind": "third", "host": "h", "conflict_declared": True}, "pass"),
    ({"evaluator": "x", "evaluator_kind": "third", "host": "h"}, "unknown"),
    ({"evaluator": "x", "evaluator_kind": "third", "conflict_declared": True}, "unknown"),
    ({"evaluator_kind": "third"}, "unknown"),
])  # fmt: skip
def test_the_evaluator_is_not_the_evaluated(facts: dict[str, Any], expected: str) -> None:
    assert outcome("ciqa", "S1-10", **facts) == expected


def test_the_total_is_the_weighted_sum_to_the_last_digit() -> None:
    elements = [{"score": score, "weight": "0.25"} for score in ("80.1", "90", "70", "60.03")]
    assert outcome("ciqa", "S1-17", elements=elements, exact_total="75.0325") == "pass"
    assert outcome("ciqa", "S1-17", elements=elements, exact_total="75.0326") == "fail"
    assert outcome("ciqa", "S1-17", elements=elements[:3], exact_total="60.0250") == "fail"
    assert outcome("ciqa", "S1-17", elements=elements) == "unknown"


@pytest.mark.parametrize(("share", "expected"), [("0.50", "pass"), ("0.49", "warn"), (None, "unknown")])
def test_the_quantitative_share_only_warns(share: Any, expected: str) -> None:
    assert outcome("ciqa", "S1-06", quantitative_share=share) == expected


@pytest.mark.parametrize(("delivered", "expected"), [
    ("2025-03-10", "pass"), ("2025-03-11", "fail"), (False, "fail"), (None, "unknown"),
])  # fmt: skip
def test_the_report_is_delivered_by_its_date(delivered: Any, expected: str) -> None:
    asked = {"report_due": "2025-03-10", "report_delivered": delivered}
    assert outcome("ciqa", "S1-27", on="2025-04-01", **asked) == expected


@pytest.mark.parametrize(("needed", "held", "expected"), [
    ("none", None, "pass"), ("second", "second", "pass"), ("second", "first", "pass"), ("second", "third", "fail"),
    ("third", "none", "fail"), ("third", None, "unknown"), (None, "first", "unknown"),
])  # fmt: skip
def test_the_secrecy_qualification_reaches_what_the_project_needs(needed: Any, held: Any, expected: str) -> None:
    assert outcome("jiangsu", "S0-27", secrecy_needed=needed, secrecy_held=held) == expected


def test_a_recognition_holds_through_its_last_day() -> None:
    capabilities = [
        {"name": "盐雾", "cma_until": "2025-03-10"},
        {"name": "硬度", "cnas_until": "2025-03-09"},
        {"name": "金相"},
    ]
    assert outcomes("jiangsu", "S0-30", on="2025-03-10", capabilities=capabilities)[1:] == ["pass", "fail", "unknown"]


def test_services_stay_within_the_scope() -> None:
    for rules, requirement, scope in (
        ("shanghai", "S2-19", "approved_items"),
        ("jiangxi", "S4-19", "promised_abilities"),
    ):
        assert outcome(rules, requirement, services_given=["甲"], **{scope: ["甲", "乙"]}) == "pass"
        assert outcome(rules, requirement, services_given=["甲", "丙"], **{scope: ["甲", "乙"]}) == "fail"
        assert outcome(rules, requirement, services_given=["甲"]) == "unknown"


@pytest.mark.parametrize(("code", "expected"), [
    ("91350100M000100Y43", "pass"), ("91350100M000100Y44", "fail"), ("123", "fail"), (None, "unknown"),
])  # fmt: skip
def test_the_host_has_a_credit_code_whose_check_digit_agrees(code: Any, expected: str) -> None:
    assert outcome("guangdong", "S3-03", credit_code=code) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("广东省质量发展促进会（佛山陶瓷）科技服务站", "pass"), ("广东省质量发展促进会(佛山陶瓷)科技服务站", "warn"),
    ("广东省质量发展促进会（别处）科技服务站", "warn"), (None, "unknown"),
])  # fmt: skip
def test_a_station_is_named_by_the_form(name: Any, expected: str) -> None:
    assert outcome("guangdong", "S3-15", name=name, host_short_name="佛山陶瓷") == expected


@pytest.mark.parametrize("reason", ["违法乱纪", "隐瞒作假", "超业务范围", "不接受监督管理"])
def test_any_of_four_reasons_revokes_and_removes_the_plaque(reason: str) -> None:
    asked = {"revocation_reasons": [reason]}
    assert outcome("guangdong", "S3-30", **asked, revoked=True, plaque_removed=True) == "pass"
    assert outcome("guangdong", "S3-30", **asked, revoked=True, plaque_removed=False) == "fail"
    assert outcome("guangdong", "S3-30", **asked, revoked=False) == "fail"
    assert outcome("guangdong", "S3-30", **asked) == "unknown"
    assert outcome("guangdong", "S3-30", revocation_reasons=[], revoked=True) == "fail"


def test_certificates_of_a_metrology_centre_are_right_in_every_part() -> None:
    good = {
        "number": "1",
        "kind": "校准证书",
        "item": "长度",
        "mark_on_cover": True,
        "issuer": "甲",
        "issued": "2025-03-01",
    }
    others = [{**good, "number": str(n), **wrong} for n, wrong in enumerate((
        {"kind": "合格证"}, {"item": "质量"}, {"mark_on_cover": False}, {"issuer": ""}, {"issued": "2025-03-11"},
        {"mark_on_cover": None},
    ), start=2)]  # fmt: skip
    found = outcomes("jiangxi", "S4-20", certificates=[good, *others], promised_abilities=["长度"])
    assert found == ["pass", "fail", "fail", "fail", "fail", "fail", "unknown"]


def test_a_changed_ability_is_used_after_its_announcement_only() -> None:
    days = {"item": "长度", "applied": "2025-01-01", "accepted": "2025-01-10", "announced": "2025-02-01"}
    changes = [
        {**days, "active": "2025-02-01"},
        {**days, "active": "2025-01-31"},
        days,
        {"item": "x", "active": "2025-01-01"},
    ]
    assert outcomes("jiangxi", "S4-22", ability_changes=changes) == ["pass", "fail", "pass", "unknown"]


def test_an_attestation_counts_from_its_day_on() -> None:
    stated = {"holds": True, "by": "部门负责人", "on": "2025-03-10"}
    assert outcome("jiangsu", "S0-09", on="2025-03-10", lead_attestation=stated) == "pass"
    assert outcome("jiangsu", "S0-09", on="2025-03-09", lead_attestation=stated) == "unknown"
    assert outcome("jiangsu", "S0-09", on="2025-03-10", lead_attestation={**stated, "holds": False}) == "fail"


def test_a_long_overdue_preparation_is_cancelled() -> None:
    facts: dict[str, Any] = {"approved_on": "2022-01-01", "assessment_failed": False}
    assert outcome("shanghai", "S2-26", on="2024-01-02", status="preparing", prepared_on=False, **facts) == "fail"
    assert outcome("shanghai", "S2-26", on="2024-01-01", status="preparing", prepared_on=False, **facts) == "pass"
    assert outcome("shanghai", "S2-26", on="2024-01-02", status="cancelled", prepared_on=False, **facts) == "pass"
    assert outcome("shanghai", "S2-26", on="2024-01-02", status="preparing", **facts) == "unknown"


@pytest.mark.parametrize(("rules", "requirement"), [("shanghai", "S2-21"), ("jiangxi", "S4-23")])
def test_a_change_told_late_is_told(rules: str, requirement: str) -> None:
    kind = "资质能力" if rules == "shanghai" else "组织机构"
    late = {"kind": kind, "happened": "2024-01-08", "reported": "2024-06-03"}
    assert outcome(rules, requirement, changes=[late]) == "pass"
    assert outcome(rules, requirement, changes=[{**late, "reported": False}]) == "unknown"
    assert outcome(rules, requirement, changes=[{**late, "kind": "换了灯泡"}]) == "fail"
    assert outcome(rules, requirement, changes=[]) == "pass"
    assert outcome(rules, requirement) == "unknown"


@pytest.mark.parametrize(
    ("rules", "requirement", "field"), [("jiangxi", "S4-20", "certificates"), ("jiangsu", "S0-30", "capabilities")]
)
def test_of_no_certificates_and_no_capabilities_nothing_is_known(rules: str, requirement: str, field: str) -> None:
    assert "unknown" in outcomes(rules, requirement, **{field: []})
    assert "pass" not in outcomes(rules, requirement, **{field: []})


APPROVED = {"approved_on": "2024-02-29", "extended": False}
MARCH = {"year": 2025, "summary_submitted": "2025-01-20"}


@pytest.mark.parametrize(("rules", "requirement", "facts", "field", "day", "due"), [
    ("shanghai", "S2-11", APPROVED, "prepared_on", "2025-02-20", "2025-02-28"),
    ("guangdong", "S3-21", MARCH, "plan_submitted", "2025-02-20", "2025-02-28"),
    ("ciqa", "S1-27", {"report_due": "2025-02-28"}, "report_delivered", "2025-02-20", "2025-02-28"),
])  # fmt: skip
def test_a_day_to_come_is_a_plan_and_no_deed(
    rules: str, requirement: str, facts: dict[str, Any], field: str, day: str, due: str
) -> None:
    given = {**facts, field: day}
    assert outcome(rules, requirement, "2025-02-19", **given) == "unknown"
    assert outcome(rules, requirement, day, **given) == "pass"
    assert outcome(rules, requirement, due, **{**facts, field: "2025-03-20"}) == "unknown"
    assert outcome(rules, requirement, "2025-03-01", **{**facts, field: "2025-03-20"}) == "fail"


@pytest.mark.parametrize(("rules", "requirement"), [("shanghai", "S2-21"), ("jiangxi", "S4-23")])
def test_a_change_that_will_be_told_is_not_told_yet(rules: str, requirement: str) -> None:
    kind = {"shanghai": "依托单位", "jiangxi": "主要负责人"}[rules]
    change = {"kind": kind, "happened": "2025-01-02", "reported": "2025-01-09"}
    assert outcome(rules, requirement, "2025-01-08", changes=[change]) == "unknown"
    assert outcome(rules, requirement, "2025-01-09", changes=[change]) == "pass"
