"""The register of numbers, first half: at the limit, just under, just over, and with missing data (never a pass)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluation.clauses.asking import outcome, outcomes

STAFF = {"degree": "bachelor", "degree_relevant": True, "title": "none"}
ANNUAL = ("能力保持", "管理运行", "业务开展", "科研创新", "社会责任履行")


def people(serving: int, others: int, advanced: int = 0) -> list[dict[str, Any]]:
    """``serving`` professionals in the service, ``advanced`` of them with a master's degree, and ``others``."""
    inside = [
        {
            **STAFF,
            "id": f"s{n}",
            "serves": True,
            "is_professional": True,
            **({"degree": "master"} if n < advanced else {}),
        }
        for n in range(serving)
    ]
    return inside + [{**STAFF, "id": f"o{n}", "serves": False, "is_professional": True} for n in range(others)]


@pytest.mark.parametrize(("serving", "others", "expected"), [
    (40, 60, "pass"), (39, 61, "fail"), (41, 59, "pass"), (2, 3, "pass"), (1, 2, "fail"),
])  # fmt: skip
def test_n01_forty_percent_of_all_staff_serve(serving: int, others: int, expected: str) -> None:
    assert outcome("jiangsu", "S0-11", staff=people(serving, others)) == expected


def test_n01_nobody_at_all_or_an_unknown_share_is_unknown() -> None:
    assert outcome("jiangsu", "S0-11", staff=[]) == "unknown"
    unsaid = [{**one, "serves": None} for one in people(4, 0)]
    assert outcome("jiangsu", "S0-11", staff=[*unsaid, *people(0, 6)]) == "unknown"


@pytest.mark.parametrize(("advanced", "expected"), [(8, "pass"), (7, "fail"), (9, "pass")])
def test_n02_twenty_percent_of_those_who_serve_are_advanced(advanced: int, expected: str) -> None:
    assert outcome("jiangsu", "S0-12", staff=people(40, 60, advanced)) == expected


def test_n02_who_has_both_degree_and_title_counts_once() -> None:
    staff = people(10, 0, 1)
    staff[0]["title"] = "senior"
    assert outcome("jiangsu", "S0-12", staff=staff) == "fail"
    assert outcome("jiangsu", "S0-12", staff=people(10, 0, 2)) == "pass"


@pytest.mark.parametrize(("spent", "earned", "expected"), [
    ("100", "1000", "pass"), ("99.99", "1000", "warn"), ("100.01", "1000", "pass"), ("0.1", "1.0", "pass"),
    ("100", "0", "unknown"), ("100", None, "unknown"), (None, "1000", "unknown"),
])  # fmt: skip
def test_n03_investment_is_ten_percent_of_the_income_of_the_year_before(spent: Any, earned: Any, expected: str) -> None:
    facts = {
        "investment": {"2024": spent} if spent else {},
        "testing_income": {"2023": earned, "2024": "1"} if earned else {"2024": "1"},
    }
    assert outcome("jiangsu", "S0-15", investment_year=2024, **facts) == expected


@pytest.mark.parametrize(("since", "expected"), [
    ("2020-03-10", "pass"), ("2020-03-11", "warn"), ("2020-03-09", "pass"), (None, "unknown"),
])  # fmt: skip
def test_n04_the_lead_has_five_years_to_the_day(since: str | None, expected: str) -> None:
    lead = {"id": "lead", "degree": "master", "led_project": True, "inspection_since": since}
    assert outcome("jiangsu", "S0-08", on="2025-03-10", lead=lead) == expected


@pytest.mark.parametrize(("degree", "title", "expected"), [
    ("bachelor", "associate_senior", "pass"), ("master", "middle", "pass"), ("bachelor", "middle", "warn"),
    ("bachelor", None, "unknown"), (None, None, "unknown"),
])  # fmt: skip
def test_n05_the_lead_has_a_masters_degree_or_a_senior_title(degree: Any, title: Any, expected: str) -> None:
    lead = {"id": "lead", "degree": degree, "title": title, "inspection_years": "9", "enterprise_case": True}
    assert outcome("jiangsu", "S0-08", lead=lead) == expected


@pytest.mark.parametrize(("degree", "relevant", "years", "expected"), [
    ("college", None, "3", "pass"), ("college", None, "2.9", "fail"), ("bachelor", True, "0", "pass"),
    ("bachelor", False, "2.9", "fail"), ("bachelor", False, "3", "pass"), ("college", None, None, "unknown"),
])  # fmt: skip
def test_n06_staff_have_a_relevant_degree_or_three_years(degree: str, relevant: Any, years: Any, expected: str) -> None:
    one = {"id": "s", "serves": True, "degree": degree, "degree_relevant": relevant, "relevant_years": years}
    assert outcome("jiangsu", "S0-10", staff=[one]) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "fail"), (1, "pass"), (2, "fail"), (None, "unknown")])
def test_n07_exactly_one_leader_is_in_charge(count: int | None, expected: str) -> None:
    leaders = None if count is None else [{"person": f"p{n}", "since": "2020-01-01"} for n in range(count)]
    assert outcome("jiangsu", "S0-22", leaders=leaders) == expected


@pytest.mark.parametrize(("approved", "prepared", "expected"), [
    ("2024-02-29", "2025-02-28", "pass"), ("2024-02-29", "2025-03-01", "fail"),
    ("2024-01-31", "2025-01-31", "pass"), ("2024-01-31", "2025-02-01", "fail"), ("2024-03-15", "2025-03-14", "pass"),
    (None, "2025-01-01", "unknown"), ("2024-01-31", None, "unknown"),
])  # fmt: skip
def test_n08_preparation_takes_twelve_months(approved: Any, prepared: Any, expected: str) -> None:
    assert outcome("shanghai", "S2-11", on="2025-06-01", approved_on=approved, prepared_on=prepared) == expected


def test_n08_what_is_not_prepared_is_open_until_the_last_day_and_then_late() -> None:
    facts: dict[str, Any] = {"approved_on": "2024-02-29", "prepared_on": False}
    assert outcome("shanghai", "S2-11", on="2025-02-28", **facts) == "unknown"
    assert outcome("shanghai", "S2-11", on="2025-03-01", **facts) == "fail"


@pytest.mark.parametrize(("infrastructure", "prepared", "expected"), [
    (True, "2026-02-28", "pass"), (True, "2026-03-01", "fail"), (False, "2025-01-01", "fail"),
    (None, "2025-01-01", "unknown"),
])  # fmt: skip
def test_n09_only_infrastructure_works_extend_to_24_months(infrastructure: Any, prepared: str, expected: str) -> None:
    facts = {"approved_on": "2024-02-29", "extended": True, "has_infrastructure": infrastructure}
    assert outcome("shanghai", "S2-11", on="2026-06-01", prepared_on=prepared, **facts) == expected


def test_n10_the_annual_report_has_five_sections() -> None:
    report = dict.fromkeys(ANNUAL, "有内容")
    assert outcome("shanghai", "S2-20", annual_report=report) == "pass"
    assert outcome("shanghai", "S2-20") == "unknown"
    for section in ANNUAL:
        assert outcome("shanghai", "S2-20", annual_report={**report, section: " "}) == "fail"
        without = {name: text for name, text in report.items() if name != section}
        assert outcome("shanghai", "S2-20", annual_report=without) == "fail"


def test_n11_six_kinds_of_major_change_are_accepted() -> None:
    kinds = ("依托单位", "资质能力", "仪器设备", "场地设施", "管理体系", "关键岗位人员")
    changes = [{"kind": kind, "happened": "2025-03-03", "reported": "2025-03-04"} for kind in kinds]
    assert outcomes("shanghai", "S2-21", changes=changes) == ["pass"] * 6
    other = [{"kind": "办公家具", "happened": "2025-03-03", "reported": "2025-03-04"}]
    assert outcome("shanghai", "S2-21", changes=other) == "fail"
    unsaid = [{"kind": "依托单位", "happened": "2025-03-03"}]
    assert outcome("shanghai", "S2-21", changes=unsaid) == "unknown"
    assert outcome("shanghai", "S2-21") == "unknown"


def test_n12_three_dimensions_are_assessed() -> None:
    scores = {"支撑保障能力": "80", "技术服务能力": "0", "运行管理能力": "100"}
    assert outcome("shanghai", "S2-24", dimension_scores=scores) == "pass"
    assert outcome("shanghai", "S2-24", dimension_scores={**scores, "第四方面": "1"}) == "fail"
    assert outcome("shanghai", "S2-24", dimension_scores={**scores, "技术服务能力": "100.01"}) == "fail"
    del scores["技术服务能力"]
    assert outcome("shanghai", "S2-24", dimension_scores=scores) == "fail"
    assert outcome("shanghai", "S2-24") == "unknown"


def test_n13_three_classes_and_three_measures() -> None:
    for name in ("激励管理", "正常管理", "重点监管"):
        assert outcome("shanghai", "S2-25", supervision_class=name, major_problem=False) == "pass"
    assert outcome("shanghai", "S2-25", supervision_class="免检", major_problem=False) == "fail"
    assert outcome("shanghai", "S2-25", supervision_class="激励管理", major_problem=True) == "fail"
    assert outcome("shanghai", "S2-25", supervision_class="激励管理") == "unknown"
    failed: dict[str, Any] = {"assessment_failed": True, "major_problem": False}
    for measure in ("通报批评", "调整退出"):
        assert outcome("shanghai", "S2-27", measures=[measure], **failed) == "pass"
    assert outcome("shanghai", "S2-27", measures=["口头提醒"], **failed) == "fail"
    assert outcome("shanghai", "S2-27", measures=["限期整改"], **failed) == "fail"
    dated = {"measures": ["限期整改"], "rectification_due": "2025-03-01", "rectified_on": "2025-03-01"}
    assert outcome("shanghai", "S2-27", **dated, **failed) == "pass"
    assert outcome("shanghai", "S2-27", **failed) == "unknown"


@pytest.mark.parametrize(("since", "middle", "expected"), [
    ("2020-03-10", True, "pass"), ("2020-03-11", True, "fail"), ("2010-01-01", False, "fail"),
    ("2010-01-01", None, "unknown"), (None, True, "unknown"),
])  # fmt: skip
def test_n14_the_head_is_at_middle_level_with_five_years(since: Any, middle: Any, expected: str) -> None:
    head = {"name": "甲", "since": "2024-01-01", "at_middle_level": middle, "practice_since": since}
    assert outcome("guangdong", "S3-06", on="2025-03-10", heads=[head]) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "fail"), (1, "pass"), (2, "fail"), (None, "unknown")])
def test_n14_there_is_one_head(count: int | None, expected: str) -> None:
    heads = None if count is None else [{"name": f"站长{n}", "since": "2024-01-01"} for n in range(count)]
    assert outcome("guangdong", "S3-05", heads=heads) == expected


def test_n14_a_head_who_left_is_not_counted() -> None:
    heads = [
        {"name": "甲", "since": "2020-01-01", "until": "2025-03-10"},
        {"name": "乙", "since": "2025-03-10"},
    ]
    assert outcome("guangdong", "S3-05", on="2025-03-10", heads=heads) == "pass"
    assert outcome("guangdong", "S3-05", on="2025-03-09", heads=heads) == "pass"


@pytest.mark.parametrize(("full", "part", "expected"), [
    (1, 2, "pass"), (1, 1, "fail"), (2, 1, "fail"), (0, 3, "fail"), (None, 2, "unknown"), (1, None, "unknown"),
    (0, None, "fail"),
])  # fmt: skip
def test_n15_one_full_time_and_two_part_time(full: Any, part: Any, expected: str) -> None:
    assert outcome("guangdong", "S3-08", full_time=full, part_time=part) == expected


def test_n15_the_head_counts_only_where_the_setting_says_so() -> None:
    facts = {"full_time": 0, "part_time": 2, "head_is_full_time": True}
    assert outcome("guangdong", "S3-08", **facts) == "fail"
    assert outcome("guangdong", "S3-08", head_counts_as_staff=True, **facts) == "pass"


def test_n16_ten_experts_of_the_pool_each_counted_once() -> None:
    pool = [f"e{n}" for n in range(20)]
    assert outcome("guangdong", "S3-09", experts=pool[:10], association_pool=pool) == "pass"
    assert outcome("guangdong", "S3-09", experts=pool[:9], association_pool=pool) == "fail"
    assert outcome("guangdong", "S3-09", experts=[*pool[:9], "stranger"], association_pool=pool) == "fail"
    assert outcome("guangdong", "S3-09", experts=[*pool[:9], "e0"], association_pool=pool) == "fail"
    assert outcome("guangdong", "S3-09", experts=pool[:10]) == "unknown"
