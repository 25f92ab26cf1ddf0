"""From yearly totals to a ruling: vetoes before scores, three years' mean, 周期未满 before that."""

from __future__ import annotations

import pytest

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.ruling import VetoHit, YearTotal, rule_on, year_total
from evaluation.weighting import weight_set
from foundation.errors import InvalidInput
from tests.evaluation import examples

STATION = scheme_named("GUANGDONG-STATION@1.0.0")
SHANGHAI = scheme_named("SHANGHAI@1.0.0")


def years(*totals: str, first: int = 2022) -> list[YearTotal]:
    return [YearTotal(year=first + number, exact=total) for number, total in enumerate(totals)]


@pytest.mark.parametrize(
    ("totals", "total", "outcome"),
    [
        (("90", "90", "90"), "90.00", "优秀"),
        (("89.99", "89.99", "90.01"), "90.00", "优秀"),
        (("89.99", "89.99", "90"), "89.99", "良好"),
        (("80", "79", "81"), "80.00", "良好"),
        (("59.99", "60", "60"), "60.00", "合格"),
        (("59.98", "60", "60"), "59.99", "不合格"),
        (("0", "0", "0"), "0.00", "不合格"),
    ],
)
def test_three_years_are_averaged_exactly_and_graded_as_shown(
    totals: tuple[str, ...], total: str, outcome: str
) -> None:
    ruling = rule_on(STATION, years(*totals))
    assert (ruling.basis, ruling.total, ruling.outcome) == ("grade", total, outcome)


def test_the_order_in_which_years_are_given_does_not_matter() -> None:
    given = years("90", "60", "70")
    assert rule_on(STATION, given) == rule_on(STATION, given[::-1])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_years_are_an_unfinished_cycle_without_a_grade(count: int) -> None:
    ruling = rule_on(STATION, years(*["95"] * count))
    assert (ruling.basis, ruling.outcome, ruling.total) == ("incomplete", "周期未满", None)


@pytest.mark.parametrize("veto", ["illegal", "fraud", "beyond_scope", "refuses_supervision"])
def test_each_veto_revokes_whatever_the_score_is(veto: str) -> None:
    ruling = rule_on(STATION, years("100", "100", "100"), [VetoHit(veto=veto, evidence="处罚决定书")])
    assert (ruling.basis, ruling.outcome, ruling.measures) == ("veto", "撤销", ("摘牌",))
    assert rule_on(STATION, [], [VetoHit(veto=veto)]).outcome == "撤销"


def test_a_station_that_failed_has_to_rectify() -> None:
    assert rule_on(STATION, years("10", "10", "10")).measures == ("整改",)


@pytest.mark.parametrize(
    ("total", "outcome"), [("85", "激励管理"), ("84.99", "正常管理"), ("60", "正常管理"), ("59.99", "重点监管")]
)
def test_shanghai_manages_by_class(total: str, outcome: str) -> None:
    assert rule_on(SHANGHAI, years(total)).outcome == outcome


def test_a_major_issue_goes_to_rectification_regardless_of_the_score() -> None:
    ruling = rule_on(SHANGHAI, years("99"), [VetoHit(veto="major_issue", evidence="通报")])
    assert (ruling.outcome, ruling.total) == ("整改通道", "99.00")
    assert ruling.measures == ("限期整改", "通报批评", "调整退出")


def test_years_may_be_weighted_by_the_scheme() -> None:
    cycle = STATION.cycle.model_copy(update={"year_weights": (0, 0, 1)}) if STATION.cycle else None
    assert rule_on(STATION.model_copy(update={"cycle": cycle}), years("10", "20", "90")).outcome == "优秀"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (years("1", "2", "3", "4"), "ruling_beyond_cycle"),
        ([*years("1"), *years("2", first=2025)], "ruling_beyond_cycle"),
        ([*years("1"), *years("2")], "ruling_year_doubled"),
        (years("101", "1", "1"), "ruling_total_range"),
    ],
)
def test_years_that_cannot_be_are_refused(given: list[YearTotal], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule_on(STATION, given)
    assert refusal.value.code == code


def test_an_unknown_veto_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule_on(STATION, [], [VetoHit(veto="bad_weather")])
    assert refusal.value.code == "veto_unknown"


def test_a_ruling_names_the_assessment_of_every_year() -> None:
    made = assess(
        SHANGHAI, weight_set(SHANGHAI), [one for one in examples.ratings() if one.indicator in SHANGHAI.paths]
    )
    ruling = rule_on(SHANGHAI, [year_total(2024, made)])
    assert ruling.years[0].sha256 == made.sha256
    assert ruling.total == made.results.total
    assert ruling.outcome == made.results.star_label
    nothing = assess(SHANGHAI, weight_set(SHANGHAI), [])
    with pytest.raises(InvalidInput):
        year_total(2024, nothing)
