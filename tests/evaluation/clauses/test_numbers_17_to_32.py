"""The register of numbers, second half: at the limit, just under, just over, and with missing data (never a pass)."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.clauses import ciqa, guangdong, jiangsu_rules
from evaluation.editions.shipped import scheme_named
from tests.evaluation.clauses.asking import outcome, outcomes


@pytest.mark.parametrize(("year", "done", "inclusive", "expected"), [
    (2025, "2025-02-28", False, "pass"), (2025, "2025-03-01", False, "fail"),
    (2024, "2024-02-29", False, "pass"), (2024, "2024-03-01", False, "fail"),
    (2025, "2025-03-31", True, "pass"), (2025, "2025-04-01", True, "fail"),
    (2025, None, False, "unknown"), (2025, False, False, "fail"),
])  # fmt: skip
def test_n17_plan_and_summary_come_before_march(year: int, done: Any, inclusive: bool, expected: str) -> None:
    facts = {"plan_submitted": done, "summary_submitted": f"{year}-01-05", "march_inclusive": inclusive}
    assert outcome("guangdong", "S3-21", on=f"{year}-06-01", year=year, **facts) == expected


@pytest.mark.parametrize(("on", "expected"), [("2025-03-10", "pass"), ("2025-03-09", "pass"), ("2025-03-11", "fail")])
def test_n18_the_assessment_cycle_ends_on_the_third_anniversary(on: str, expected: str) -> None:
    assert outcome("guangdong", "S3-23", on=on, last_assessed="2022-03-10", grade="合格") == expected


def test_n18_an_unfinished_first_cycle_is_open_and_an_overdue_one_fails() -> None:
    assert outcome("guangdong", "S3-23", on="2025-03-10", established="2022-03-10") == "unknown"
    assert outcome("guangdong", "S3-23", on="2025-03-11", established="2022-03-10") == "fail"
    assert outcome("guangdong", "S3-23") == "unknown"


def test_n19_there_are_four_grades() -> None:
    assert [grade.label for grade in scheme_named("GUANGDONG-STATION@1.0.0").grades] == list(guangdong.GRADES)
    for grade in guangdong.GRADES:
        assert outcome("guangdong", "S3-23", on="2025-03-10", last_assessed="2024-03-10", grade=grade) == "pass"
    assert outcome("guangdong", "S3-23", on="2025-03-10", last_assessed="2024-03-10") == "unknown"


@pytest.mark.parametrize(("on", "through", "expected"), [
    ("2025-03-09", False, "pass"), ("2025-03-10", False, "fail"), ("2025-03-10", True, "pass"),
    ("2025-03-11", True, "fail"), ("2022-03-10", False, "pass"), ("2022-03-09", False, "fail"),
])  # fmt: skip
def test_n20_a_certificate_holds_three_years(on: str, through: bool, expected: str) -> None:
    facts: dict[str, Any] = {"certificate_issued": "2022-03-10", "through_anniversary": through}
    assert outcome("guangdong", "S3-26", on=on, **facts) == expected
    assert outcome("guangdong", "S3-26", on=on) == "unknown"


@pytest.mark.parametrize(("happened", "last_day", "too_late"), [
    ("2024-09-26", "2024-10-09", "2024-10-10"),  # 国庆: 29 September worked, 1–7 October off
    ("2025-01-22", "2025-02-05", "2025-02-06"),  # 春节: Sunday 26 January worked, 28 January – 4 February off
    ("2025-09-25", "2025-10-09", "2025-10-10"),  # 国庆、中秋: Sunday 28 September worked
    ("2025-03-03", "2025-03-10", "2025-03-11"),
])  # fmt: skip
def test_n21_a_change_of_head_is_reported_within_5_working_days(happened: str, last_day: str, too_late: str) -> None:
    for reported, expected in ((last_day, "pass"), (too_late, "fail"), (None, "unknown")):
        changes = [{"kind": "站长", "happened": happened, "reported": reported}]
        assert outcome("guangdong", "S3-27", on="2025-12-01", head_changes=changes) == expected


def test_n21_not_reported_is_open_on_the_last_day_and_fails_after_it() -> None:
    changes = [{"kind": "联系人", "happened": "2025-03-03", "reported": False}]
    assert outcome("guangdong", "S3-27", on="2025-03-10", head_changes=changes) == "unknown"
    assert outcome("guangdong", "S3-27", on="2025-03-11", head_changes=changes) == "fail"
    assert outcome("guangdong", "S3-27") == "unknown"


@pytest.mark.parametrize(("happened", "last_day", "too_late"), [
    ("2024-09-26", "2024-10-15", "2024-10-16"),  # Saturday 12 October worked
    ("2025-01-22", "2025-02-11", "2025-02-12"),  # Saturday 8 February worked
    ("2025-09-25", "2025-10-15", "2025-10-16"),  # Saturday 11 October worked
])  # fmt: skip
def test_n22_a_change_of_name_is_reported_within_10_working_days(happened: str, last_day: str, too_late: str) -> None:
    for reported, expected in ((last_day, "pass"), (too_late, "fail"), (None, "unknown")):
        changes = [{"kind": "更名", "happened": happened, "reported": reported}]
        assert outcome("guangdong", "S3-28", on="2025-12-01", host_changes=changes) == expected


def test_n22_a_year_without_a_calendar_is_marked_as_approximate() -> None:
    from evaluation.clauses.checking import check_dossier

    changes = [{"kind": "更名", "happened": "2023-05-04", "reported": "2023-05-05"}]
    report = check_dossier("guangdong", {"subject": "it", "on": "2023-06-01", "host_changes": changes})
    (only,) = [result for result in report.results if result.requirement == "S3-28"]
    assert only.inputs["approximate"] == "yes"


def test_n23_the_narrative_covers_the_last_three_years() -> None:
    form = dict.fromkeys(guangdong.F1_FIELDS, "已填")
    ask = {"application": form, "on": "2025-03-10"}
    assert outcome("guangdong", "S3-11", narrative_years=[2022, 2023, 2024], **ask) == "pass"
    assert outcome("guangdong", "S3-11", narrative_years=[2023, 2024, 2025], **ask) == "fail"
    assert outcome("guangdong", "S3-11", narrative_years=[2023, 2024], **ask) == "fail"
    assert outcome("guangdong", "S3-11", **ask) == "unknown"
    for field in guangdong.F1_FIELDS:
        short = {"application": {**form, field: ""}, "narrative_years": [2022, 2023, 2024]}
        assert outcome("guangdong", "S3-11", **short) == "fail"


@pytest.mark.parametrize(("total", "stars"), [
    ("90.00", 5), ("89.99", 4), ("90.01", 5), ("80", 4), ("79.99", 3), ("70.00", 3), ("69.99", 2),
    ("60.00", 2), ("59.99", 1), ("0", 1), ("100", 5),
])  # fmt: skip
def test_n24_the_star_follows_from_the_displayed_total(total: str, stars: int) -> None:
    for stated in range(1, 6):
        expected = "pass" if stated == stars else "fail"
        assert outcome("ciqa", "S1-26", displayed_total=total, stars=stated) == expected
    assert outcome("ciqa", "S1-26", displayed_total=total) == "unknown"
    assert outcome("ciqa", "S1-26", stars=stars) == "unknown"


def test_n25_a_report_has_seven_items_and_none_is_empty() -> None:
    report = dict.fromkeys(ciqa.REPORT_ITEMS, "有内容")
    assert len(report) == 7
    assert outcome("ciqa", "S1-28", report=report) == "pass"
    assert outcome("ciqa", "S1-28", report={**report, "附录": "另有"}) == "pass"
    assert outcome("ciqa", "S1-28") == "unknown"
    for item in ciqa.REPORT_ITEMS:
        assert outcome("ciqa", "S1-28", report={**report, item: " "}) == "fail"


def test_n26_all_five_service_systems_are_covered() -> None:
    assert outcome("ciqa", "S1-11", service_systems=ciqa.SYSTEMS) == "pass"
    assert outcome("ciqa", "S1-11") == "unknown"
    for system in ciqa.SYSTEMS:
        assert outcome("ciqa", "S1-11", service_systems=[one for one in ciqa.SYSTEMS if one != system]) == "fail"


@pytest.mark.parametrize(("counts", "expected"), [
    ({"elements": 4, "second_level": 16, "named_third_level": 47}, "pass"),
    ({"elements": 4, "second_level": 16, "named_third_level": 46}, "fail"),
    ({"elements": 4, "second_level": 15, "named_third_level": 47}, "fail"),
    ({"elements": 5, "second_level": 16, "named_third_level": 47}, "fail"),
    ({"elements": 4, "second_level": 16}, "unknown"),
])  # fmt: skip
def test_n27_four_elements_sixteen_groups_forty_seven_named(counts: dict[str, int], expected: str) -> None:
    assert outcome("ciqa", "S1-12", counts=counts) == expected


def test_n27_the_shipped_scheme_has_those_counts() -> None:
    scheme = scheme_named()
    second = [len(element.groups) for element in scheme.elements]
    named = sum(len(leaf.named_in_seed) for leaf in scheme.indicators)
    assert (len(scheme.elements), sum(second), named) == (4, 16, 47)
    assert second == [len(names) for names in ciqa.SECOND_LEVEL.values()]


def test_n28_a_second_centre_of_an_industry_warns() -> None:
    assert outcome("jiangxi", "S4-04", industry="新材料", approved_centres={}) == "pass"
    assert outcome("jiangxi", "S4-04", industry="新材料", approved_centres={"it": "新材料"}) == "pass"
    assert outcome("jiangxi", "S4-04", industry="新材料", approved_centres={"other": "汽车制造"}) == "pass"
    assert outcome("jiangxi", "S4-04", industry="新材料", approved_centres={"other": "新材料"}) == "warn"
    assert outcome("jiangxi", "S4-04", industry="新材料") == "unknown"


@pytest.mark.parametrize(("checks", "on", "expected"), [
    (["2024-12-31"], "2025-01-01", "pass"), (["2023-12-31"], "2025-01-01", "warn"), ([], "2025-01-01", "warn"),
    (["2024-01-01", "2024-07-01"], "2025-01-01", "warn"), (None, "2025-01-01", "unknown"),
    ([], "2024-12-31", "unknown"),
])  # fmt: skip
def test_n29_one_supervision_check_a_year(checks: Any, on: str, expected: str) -> None:
    assert outcomes("jiangxi", "S4-24", on=on, check_year=2024, checks=checks)[0] == expected


def test_n30_seven_service_types_and_eight_steps() -> None:
    types, steps = list(jiangsu_rules.SERVICE_TYPES), list(jiangsu_rules.STEPS)
    assert (len(types), len(steps)) == (7, 8)
    offered = ("S0-31", "S0-32", "S0-33", "S0-34", "S0-35", "S0-38")
    assert [outcome("jiangsu", name, service_types=types) for name in offered] == ["pass"] * 6
    assert outcomes("jiangsu", "S0-30", service_types=types)[0] == "pass"
    assert outcome("jiangsu", "S0-38", service_types=types[:-1]) == "fail"
    assert outcome("jiangsu", "S0-38") == "unknown"
    assert outcome("jiangsu", "S0-39", workflow_steps=steps) == "pass"
    assert outcome("jiangsu", "S0-39", workflow_steps=steps[:-1]) == "fail"
    assert outcome("jiangsu", "S0-39", workflow_steps=steps[::-1]) == "fail"
    assert outcome("jiangsu", "S0-39") == "unknown"


def test_n31_experts_verify_three_items_and_assess_four() -> None:
    verified, assessed = ["技术能力", "产业基础", "政府支持"], ["先进性", "可行性", "合理性", "潜在风险"]
    assert outcomes("shanghai", "S2-10", experts_verified=verified, experts_assessed=assessed) == ["pass", "pass"]
    assert outcomes("shanghai", "S2-10", experts_verified=verified[1:], experts_assessed=assessed) == ["fail", "pass"]
    assert outcomes("shanghai", "S2-10", experts_verified=verified, experts_assessed=assessed[1:]) == ["pass", "fail"]
    assert outcomes("shanghai", "S2-10") == ["unknown", "unknown"]


def test_n32_four_funds_and_five_management_systems() -> None:
    for requirement, field, words, count in (
        ("S0-24", "funds", jiangsu_rules.FUNDS, 4),
        ("S0-21", "management_systems", jiangsu_rules.SYSTEMS, 5),
    ):
        assert len(words) == count
        assert outcome("jiangsu", requirement, **{field: list(words)}) == "pass"
        assert outcome("jiangsu", requirement, **{field: list(words[1:])}) == "fail"
        assert outcome("jiangsu", requirement) == "unknown"
