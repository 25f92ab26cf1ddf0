"""Clause 4 of seed 000 at its boundaries: at, just under, just over, and with missing data (N01–N07)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evaluation.clauses.clause import all_hold, any_holds, years_after
from evaluation.clauses.jiangsu import (
    Leader,
    StaffMember,
    check_advanced_share,
    check_investment,
    check_lead,
    check_leader,
    check_service_share,
    check_staff_member,
    check_staff_register,
)
from foundation.errors import InvalidInput

TODAY = date(2025, 3, 10)


# ---- N01, S0-11: at least 40 %


@pytest.mark.parametrize(
    ("part", "whole", "outcome"),
    [
        (40, 100, "pass"), (39, 100, "fail"), (41, 100, "pass"), (2, 5, "pass"), (1, 3, "fail"),
        (399_999, 1_000_000, "fail"), (400_000, 1_000_000, "pass"), (0, 10, "fail"),
        (0, 0, "unknown"), (None, 100, "unknown"), (40, None, "unknown"), (None, None, "unknown"),
    ],
)  # fmt: skip
def test_professionals_in_service_are_at_least_40_percent(part: Any, whole: Any, outcome: str) -> None:
    result = check_service_share(part, whole)
    assert (result.outcome, result.requirement, result.strength) == (outcome, "S0-11", "shall")


# ---- N02, S0-12: at least 20 %


@pytest.mark.parametrize(
    ("part", "whole", "outcome"),
    [(8, 40, "pass"), (7, 40, "fail"), (9, 40, "pass"), (1, 5, "pass"), (1, 6, "fail"), (0, 0, "unknown")],
)
def test_masters_or_senior_titles_are_at_least_20_percent(part: int, whole: int, outcome: str) -> None:
    assert check_advanced_share(part, whole).outcome == outcome


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(InvalidInput) as more:
        check_service_share(11, 10)
    assert more.value.code == "ratio_above_one"
    with pytest.raises(InvalidInput) as negative:
        check_advanced_share(-1, 10)
    assert negative.value.code == "ratio_negative"


def member(number: int, **facts: Any) -> StaffMember:
    known = {"degree": "bachelor", "title": "middle", "degree_relevant": True, "is_professional": True, "serves": True}
    return StaffMember(id=f"p{number:02}", **{**known, **facts})


def ratios(staff: list[StaffMember]) -> dict[str, str]:
    results = check_staff_register("ctr_1", staff, TODAY)
    return {result.requirement: result.outcome for result in results if result.requirement in ("S0-11", "S0-12")}


def test_a_person_with_degree_and_title_counts_once() -> None:
    staff = [member(0, degree="doctor", title="senior")] + [member(n) for n in range(1, 6)]
    assert ratios(staff)["S0-12"] == "fail"  # 1 of 6, though degree and title would make 2
    assert ratios(staff[:5])["S0-12"] == "pass"  # 1 of 5


def test_the_denominator_of_20_percent_is_the_service_staff_and_of_40_the_whole_centre() -> None:
    staff = [member(0, degree="master"), member(1), *(member(n, serves=False) for n in range(2, 5))]
    assert ratios(staff) == {"S0-11": "pass", "S0-12": "pass"}  # 2 of 5, and 1 of 2
    staff.append(member(5, serves=False))
    assert ratios(staff) == {"S0-11": "fail", "S0-12": "pass"}  # 2 of 6


def test_only_professionals_count_for_the_40_percent() -> None:
    staff = [member(0), member(1, is_professional=False), *(member(n, serves=False) for n in range(2, 5))]
    assert ratios(staff)["S0-11"] == "fail"


def test_gaps_in_the_register_matter_only_where_they_could_decide() -> None:
    unknown = {"degree": None, "title": None}
    four = [member(n) for n in range(4)]
    assert ratios([*four, member(4, **unknown)])["S0-12"] == "unknown"  # 0 or 1 of 5
    assert ratios([*four, member(4, degree="master"), member(5, **unknown)])["S0-12"] == "unknown"  # 1 or 2 of 6
    assert ratios([*[member(n, degree="master") for n in range(2)], member(9, **unknown)])["S0-12"] == "pass"
    assert ratios([*[member(n) for n in range(9)], member(9, **unknown)])["S0-12"] == "fail"  # at most 1 of 10
    assert ratios([member(0), member(1, serves=None), member(2, serves=False)])["S0-11"] == "unknown"
    assert ratios([])["S0-11"] == "unknown"


# ---- N03, S0-15: at least 10 %, years paired


@pytest.mark.parametrize(
    ("spent", "earned", "outcome"),
    [
        ("100", "1000", "pass"), ("99.99", "1000", "warn"), ("100.01", "1000", "pass"), ("0.3", "3", "pass"),
        ("0", "1000", "warn"), ("5", "0", "unknown"),
    ],
)  # fmt: skip
def test_new_equipment_is_at_least_10_percent_of_last_years_income(spent: str, earned: str, outcome: str) -> None:
    result = check_investment(2024, {2024: Decimal(spent)}, {2023: Decimal(earned)})
    assert (result.outcome, result.strength, result.clause) == (outcome, "should", "4.3.3")


def test_the_income_of_the_same_year_does_not_count() -> None:
    assert check_investment(2024, {2024: Decimal(500)}, {2024: Decimal(100)}).outcome == "unknown"
    assert check_investment(2024, {2023: Decimal(500)}, {2023: Decimal(100)}).outcome == "unknown"


# ---- N04, N05, S0-08: three parts, all of them


def lead(**facts: Any) -> StaffMember:
    known = {"degree": "master", "title": "middle", "inspection_since": date(2015, 1, 1), "led_project": True}
    return StaffMember(id="lead", **{**known, **facts})


@pytest.mark.parametrize(
    ("since", "outcome"),
    [(date(2020, 3, 10), "pass"), (date(2020, 3, 11), "warn"), (date(2020, 3, 9), "pass"), (None, "unknown")],
)
def test_five_years_are_reached_exactly_to_the_day(since: date | None, outcome: str) -> None:
    assert check_lead(lead(inspection_since=since), TODAY).outcome == outcome


def test_years_may_be_stated_instead_of_a_day_but_the_day_counts_more() -> None:
    assert check_lead(lead(inspection_since=None, inspection_years="5"), TODAY).outcome == "pass"
    assert check_lead(lead(inspection_since=None, inspection_years="4.99"), TODAY).outcome == "warn"
    assert check_lead(lead(inspection_since=date(2024, 1, 1), inspection_years="20"), TODAY).outcome == "warn"


def test_a_start_on_29_february_is_complete_on_the_last_of_february() -> None:
    assert years_after(date(2020, 2, 29), 5) == date(2025, 2, 28)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
    start = lead(inspection_since=date(2020, 2, 29))
    assert check_lead(start, date(2025, 2, 27)).outcome == "warn"
    assert check_lead(start, date(2025, 2, 28)).outcome == "pass"


@pytest.mark.parametrize(
    ("degree", "title", "outcome"),
    [
        ("bachelor", "associate_senior", "pass"), ("master", "middle", "pass"), ("bachelor", "middle", "warn"),
        ("doctor", "none", "pass"), ("college", "senior", "pass"), (None, "senior", "pass"), ("master", None, "pass"),
        ("bachelor", None, "unknown"), (None, "middle", "unknown"), (None, None, "unknown"),
    ],
)  # fmt: skip
def test_a_master_degree_or_an_associate_senior_title(degree: Any, title: Any, outcome: str) -> None:
    assert check_lead(lead(degree=degree, title=title), TODAY).outcome == outcome


@pytest.mark.parametrize(
    ("project", "case", "outcome"),
    [
        (True, False, "pass"),
        (False, True, "pass"),
        (False, False, "warn"),
        (None, True, "pass"),
        (None, False, "unknown"),
    ],
)
def test_a_project_or_an_enterprise_case(project: Any, case: Any, outcome: str) -> None:
    assert check_lead(lead(led_project=project, enterprise_case=case), TODAY).outcome == outcome


def test_the_part_that_failed_is_named_and_it_only_warns() -> None:
    result = check_lead(lead(degree="bachelor", inspection_since=date(2024, 1, 1)), TODAY)
    assert {part.id: part.holds for part in result.parts} == {
        "degree_or_title": False,
        "years": False,
        "experience": True,
    }
    assert result.outcome == "warn"
    assert "2 项未具备" in str(result.says)


# ---- N06, S0-10: relevant bachelor or three years


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"degree": "college", "relevant_years": "3"}, "pass"),
        ({"degree": "college", "relevant_years": "2.9"}, "fail"),
        ({"degree": "bachelor", "degree_relevant": True, "relevant_years": "0"}, "pass"),
        ({"degree": "bachelor", "degree_relevant": False, "relevant_years": "2.9"}, "fail"),
        ({"degree": "bachelor", "degree_relevant": False, "relevant_years": "3"}, "pass"),
        ({"degree": "bachelor", "degree_relevant": None, "relevant_years": "1"}, "unknown"),
        ({"degree": "bachelor", "degree_relevant": None, "relevant_years": "3"}, "pass"),
        ({"degree": "college"}, "unknown"), ({}, "unknown"),
        ({"degree": "college", "relevant_since": date(2022, 3, 10)}, "pass"),
        ({"degree": "college", "relevant_since": date(2022, 3, 11)}, "fail"),
    ],
)  # fmt: skip
def test_service_staff_have_a_relevant_bachelor_degree_or_three_years(facts: dict[str, Any], outcome: str) -> None:
    result = check_staff_member(StaffMember(id="p", **facts), TODAY)
    assert (result.outcome, result.requirement, result.strength) == (outcome, "S0-10", "shall")


def test_the_register_checks_everyone_in_the_service_and_nobody_else() -> None:
    staff = [member(2), member(1, degree="college", relevant_years="1"), member(3, serves=False, degree="none")]
    people = [result for result in check_staff_register("ctr_1", staff, TODAY) if result.requirement == "S0-10"]
    assert [(result.subject, result.outcome) for result in people] == [("p01", "fail"), ("p02", "pass")]


# ---- N07, S0-22: exactly one leader


@pytest.mark.parametrize(
    ("leaders", "outcome"),
    [
        ([], "fail"),
        ([("甲", date(2020, 1, 1), None)], "pass"),
        ([("甲", date(2020, 1, 1), None), ("乙", date(2024, 1, 1), None)], "fail"),
        ([("甲", date(2020, 1, 1), date(2025, 3, 10)), ("乙", date(2025, 3, 10), None)], "pass"),
        ([("甲", date(2020, 1, 1), date(2025, 3, 10))], "fail"),
        ([("甲", date(2025, 3, 11), None)], "fail"),
        ([("甲", date(2020, 1, 1), None), ("甲", date(2022, 1, 1), None)], "pass"),
        (None, "unknown"),
    ],
)
def test_exactly_one_leader_is_in_charge(leaders: Any, outcome: str) -> None:
    given = None if leaders is None else [Leader(person=p, since=s, until=u) for p, s, u in leaders]
    assert check_leader("ctr_1", given, TODAY).outcome == outcome


def test_and_or_over_what_is_known() -> None:
    assert [all_hold(x) for x in ([True, True], [True, None], [False, None], [])] == [True, None, False, True]
    assert [any_holds(x) for x in ([False, False], [True, None], [False, None], [])] == [False, True, None, False]
