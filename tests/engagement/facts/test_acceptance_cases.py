"""The boundary cases of acceptance, each worked by hand with its rule (B7)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engagement.facts.acceptance import Criterion, Measurement, judge
from foundation.errors import InvalidInput

GROUPS = yaml.safe_load(
    (Path(__file__).parents[2] / "golden" / "engagement" / "acceptance.yaml").read_text(encoding="utf-8")
)
CASES = [(group["group"], case) for group in GROUPS for case in group["cases"]]


def found(case: dict[str, Any]) -> str:
    asked, measured = case["criterion"], case["measured"]
    try:
        criterion = Criterion(
            id="c",
            quantity="量",
            comparison=asked["comparison"],
            limit=asked["limit"],
            upper_limit=asked.get("upper"),
            upper_deviation=asked.get("up"),
            lower_deviation=asked.get("down"),
            unit=asked["unit"],
            rounded_to=asked.get("decimals"),
            method="方法",
            sample="样品",
        )
        value = Measurement.model_validate(
            {
                "criterion_id": "c",
                "value": measured["value"],
                "unit": measured.get("unit", asked["unit"]),
                "expanded_uncertainty": measured.get("U"),
                "relative_uncertainty": measured.get("U%"),
                "coverage_factor": measured.get("k"),
            }
        )
    except ValidationError:
        return "not_valid"
    assert criterion.missing == ()
    try:
        return judge(criterion, value).outcome
    except InvalidInput as refused:
        return refused.code


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{number}" for number, _ in enumerate(CASES)])
def test_a_boundary_case_comes_out_as_worked_by_hand(group: str, case: dict[str, Any]) -> None:
    assert found(case) == case["expect"], f"{group}: {case['why']}"


def test_there_are_enough_cases_and_every_kind_of_outcome() -> None:
    assert len(CASES) >= 60
    outcomes = {case["expect"] for _, case in CASES}
    assert outcomes >= {"pass", "fail", "undecided", "units_not_convertible", "unit_unknown", "not_valid"}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"comparison": "±", "limit": "16", "upper_deviation": "0.5"}, "16 ± 0.5 μm"),
        ({"comparison": "±", "limit": "16", "upper_deviation": "0.5", "lower_deviation": "-0.2"}, "16 (+0.5/-0.2) μm"),
        ({"comparison": "<", "limit": "0.10", "rounded_to": 2}, "< 0.10 μm (GB/T 8170, 10^-2)"),
    ],
)
def test_a_requirement_reads_as_people_write_it(parts: dict[str, Any], words: str) -> None:
    assert Criterion(id="c", unit="μm", **parts).requirement == words


@pytest.mark.parametrize("comparison", ["±", "range"])
def test_a_two_sided_criterion_with_one_end_is_not_measurable(comparison: str) -> None:
    half = Criterion.model_validate({"id": "c", "comparison": comparison, "limit": "5"})
    assert "限值" in half.missing
    assert judge(half, Measurement(criterion_id="c", value="5", unit="")).outcome == "undecided"


def test_a_value_is_told_as_it_was_reported() -> None:
    reported = {"criterion_id": "c", "unit": "kN"}
    assert Measurement(**reported, value="<0.01").written == "<0.01 kN"
    assert Measurement(**reported, value="100", relative_uncertainty="2", coverage_factor="3").written == (
        "100 kN ± 2% (k = 3)"
    )
    assert Measurement.model_validate_json(Measurement(**reported, value=">5").model_dump_json()).bound == ">"


numbers = st.decimals(min_value=-1000, max_value=1000, places=4).map(lambda number: f"{number:f}")
spreads = st.decimals(min_value=0, max_value=50, places=3).map(lambda number: f"{number:f}")


def outcome_of(parts: dict[str, Any], **value: str) -> str:
    return judge(
        Criterion.model_validate({"id": "c", "unit": "mm", **parts}),
        Measurement.model_validate({"criterion_id": "c", "unit": "mm", **value}),
    ).outcome


@given(limit=st.integers(min_value=-99_999, max_value=99_999), value=numbers)
def test_rounded_comparison_is_that_of_decimal_arithmetic(limit: int, value: str) -> None:
    """An oracle of its own: ``Decimal.quantize`` half to even."""
    written = f"{Decimal(limit).scaleb(-2):f}"
    with localcontext(prec=50):
        passes = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_EVEN) <= Decimal(written)
    found = outcome_of({"comparison": "≤", "limit": written, "rounded_to": 2}, value=value)
    assert (found == "pass") == passes


@given(nominal=numbers, deviation=spreads, value=numbers, spread=spreads)
def test_a_nominal_value_with_a_deviation_is_a_range(nominal: str, deviation: str, value: str, spread: str) -> None:
    with localcontext(prec=50):
        low, high = (f"{Decimal(nominal) + sign * Decimal(deviation):f}" for sign in (-1, 1))
    about = {"comparison": "±", "limit": nominal, "upper_deviation": deviation}
    between = {"comparison": "range", "limit": low, "upper_limit": high}
    reported = {"value": value, "expanded_uncertainty": spread}
    assert outcome_of(about, **reported) == outcome_of(between, **reported)


@given(limit=numbers, value=numbers, bound=st.sampled_from("<≤>≥"), comparison=st.sampled_from("<≤>≥"))
def test_a_bound_that_passes_passes_with_every_value_that_it_allows(
    limit: str, value: str, bound: str, comparison: str
) -> None:
    criterion = {"comparison": comparison, "limit": limit}
    found = outcome_of(criterion, value=bound + value)
    toward = -1 if bound in "<≤" else 1
    with localcontext(prec=50):
        steps = [Decimal(0)] if bound in "≤≥" else []
        inside = [Decimal(value) + toward * one for one in (*steps, Decimal("0.00001"), Decimal(5000))]
    each = {outcome_of(criterion, value=f"{one:f}") for one in inside}
    if found in ("pass", "fail"):
        assert each == {found}
