"""Criteria, measured values and the verdict: boundaries, guard bands, units (B7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engagement.facts.acceptance import Comparison, Criterion, Measurement, Outcome, judge, verdict
from foundation.errors import InvalidInput


def criterion(comparison: Comparison, limit: str, upper: str | None = None, unit: str = "MPa") -> Criterion:
    return Criterion(
        id="c1",
        quantity="抗拉强度",
        comparison=comparison,
        limit=limit,
        upper_limit=upper,
        unit=unit,
        method="GB/T 228.1",
        sample="3 根",
    )


def value(number: str, uncertainty: str | None = None, unit: str = "MPa") -> Measurement:
    return Measurement(criterion_id="c1", value=number, unit=unit, expanded_uncertainty=uncertainty)


@pytest.mark.parametrize(
    ("comparison", "limit", "upper", "measured", "uncertainty", "outcome"),
    [
        ("≥", "400", None, "400", None, "pass"),
        ("≥", "400", None, "399.999999999999999999", None, "fail"),
        ("≥", "400", None, "402", "2", "pass"),
        ("≥", "400", None, "401.99", "2", "undecided"),
        ("≥", "400", None, "398", "2", "undecided"),
        ("≥", "400", None, "397.99", "2", "fail"),
        ("≤", "0.10", None, "0.1", None, "pass"),
        ("≤", "0.1", None, "0.3", "0.2", "undecided"),
        ("≤", "0.1", None, "0.31", "0.2", "fail"),
        ("=", "3", None, "3", None, "pass"),
        ("=", "3", None, "3.0", None, "pass"),
        ("=", "3", None, "3", "0.1", "undecided"),
        ("=", "3", None, "4", "0.1", "fail"),
        ("range", "15.5", "16.5", "15.5", None, "pass"),
        ("range", "15.5", "16.5", "16.5", None, "pass"),
        ("range", "15.5", "16.5", "16.45", "0.1", "undecided"),
        ("range", "15.5", "16.5", "16.4", "0.1", "pass"),
        ("range", "15.5", "16.5", "16.0", "2", "undecided"),
        ("range", "15.5", "16.5", "15.39", "0.1", "fail"),
        ("range", "15.5", "16.5", "16.61", "0.1", "fail"),
        ("≥", "-5", None, "-4.9", None, "pass"),
    ],
)
def test_a_value_with_its_uncertainty_passes_fails_or_stays_undecided(
    comparison: Comparison, limit: str, upper: str | None, measured: str, uncertainty: str | None, outcome: Outcome
) -> None:
    assert judge(criterion(comparison, limit, upper), value(measured, uncertainty)).outcome == outcome


def test_three_tenths_is_not_a_little_more_than_three_tenths() -> None:
    """0.1 + 0.2 in binary floating point is above 0.3; here it is 0.3."""
    assert judge(criterion("≤", "0.3"), value("0.1", "0.2")).outcome == "pass"


tenths = st.integers(min_value=-2_000, max_value=2_000)


def text(number: int) -> str:
    return f"{'-' if number < 0 else ''}{abs(number) // 10}.{abs(number) % 10}"


@given(limit=tenths, measured=tenths, spread=st.integers(min_value=0, max_value=300))
def test_at_least_and_at_most_mirror_each_other(limit: int, measured: int, spread: int) -> None:
    one = judge(criterion("≥", text(limit)), value(text(measured), text(spread)))
    other = judge(criterion("≤", text(-limit)), value(text(-measured), text(spread)))
    assert one.outcome == other.outcome


@given(limit=tenths, measured=tenths, spread=st.integers(min_value=0, max_value=300))
def test_more_uncertainty_never_turns_a_fail_into_a_pass(limit: int, measured: int, spread: int) -> None:
    certain = judge(criterion("≥", text(limit)), value(text(measured))).outcome
    spread_out = judge(criterion("≥", text(limit)), value(text(measured), text(spread))).outcome
    assert spread_out in (certain, "undecided")


def test_fail_beats_undecided_beats_unmeasured_beats_pass() -> None:
    names = ("a", "b", "c", "d")
    criteria = [criterion("≥", "10").model_copy(update={"id": name}) for name in names]
    values = {"a": value("12"), "b": value("10.1", "1"), "c": None, "d": value("1")}
    given_values = [m.model_copy(update={"criterion_id": name}) for name, m in values.items() if m]
    assert verdict(criteria, given_values).outcome == "fail"
    assert verdict(criteria[:3], given_values).outcome == "undecided"
    assert verdict([criteria[0], criteria[2]], given_values).outcome == "unmeasured"
    assert verdict(criteria[:1], given_values).outcome == "pass"
    assert verdict([], given_values).outcome == "unmeasured"


def test_the_last_value_of_a_criterion_counts() -> None:
    assert verdict([criterion("≥", "10")], [value("9"), value("11")]).outcome == "pass"
    assert verdict([criterion("≥", "10")], [value("11"), value("9")]).outcome == "fail"


def test_the_explanation_says_value_requirement_and_outcome() -> None:
    words = judge(criterion("≥", "400"), value("401", "2")).explanation.text()
    assert words == "抗拉强度：实测 401 ± 2 MPa，要求 ≥ 400 MPa，不能判定"


def test_a_unit_that_does_not_fit_or_is_not_known_is_refused_by_name() -> None:
    for unit, code in (("mm", "units_not_convertible"), ("份", "unit_unknown"), ("呎吋", "unit_unknown")):
        with pytest.raises(InvalidInput) as refused:
            judge(criterion("≥", "400"), value("401", unit=unit))
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("limit", "unit", "measured", "uncertainty", "given_unit", "outcome"),
    [
        ("400", "MPa", "0.4", None, "GPa", "pass"),
        ("400", "MPa", "399999", None, "kPa", "fail"),
        ("399.9", "MPa", "400000", "100", "kPa", "pass"),
        ("399.9", "MPa", "400000", "101", "kPa", "undecided"),
        ("400", "MPa", "401", None, "mPa", "fail"),
        ("300", "K", "26.85", None, "℃", "pass"),
        ("300", "K", "27.85", "1", "℃", "pass"),
        ("300", "K", "27.85", "1.01", "℃", "undecided"),
        ("3", "份", "3", None, "份", "pass"),
        ("3", "自定义单位", "3", None, "自定义 单位", "pass"),
        ("3", "μm", "3", None, "µm", "pass"),
        ("3", "°C", "3", None, "℃", "pass"),
    ],
)
def test_value_and_uncertainty_are_converted_to_the_unit_of_the_criterion(
    limit: str, unit: str, measured: str, uncertainty: str | None, given_unit: str, outcome: Outcome
) -> None:
    found = judge(criterion("≥", limit, unit=unit), value(measured, uncertainty, unit=given_unit))
    assert found.outcome == outcome


@pytest.mark.parametrize("written", ["1e5", "NaN", "", "1,000", "１２", "+5", "1" * 19, "0." + "1" * 19])
def test_a_number_is_plain_decimals(written: str) -> None:
    with pytest.raises(ValidationError):
        value(written)


def test_a_range_upside_down_and_a_negative_uncertainty_are_refused() -> None:
    with pytest.raises(ValidationError):
        criterion("range", "5", "4")
    with pytest.raises(ValidationError):
        value("1", "-0.1")


def test_a_criterion_names_what_keeps_it_from_being_measurable() -> None:
    assert Criterion(id="c").missing == ("检测量", "限值", "单位", "方法", "样品")
    assert criterion("range", "5").missing == ("限值",)
    assert criterion("range", "5", "6").missing == ()
