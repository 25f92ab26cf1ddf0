"""The two ways to a verdict agree: on every worked boundary case, and on whatever else can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from engagement.facts.acceptance import Criterion, Measurement, judge
from engagement.pack.second_opinion import outcomes
from foundation.errors import InvalidInput

GROUPS = yaml.safe_load((Path(__file__).parents[2] / "golden/engagement/acceptance.yaml").read_text("utf-8"))
WRITTEN = {"upper": "upper_limit", "up": "upper_deviation", "down": "lower_deviation", "decimals": "rounded_to"}
WRITTEN_OF_VALUES = {"U": "expanded_uncertainty", "U%": "relative_uncertainty", "k": "coverage_factor"}
NUMBERS = st.integers(-40, 40).map(lambda number: f"{number / 20:.2f}")


def both(asked: dict[str, Any], measured: dict[str, Any]) -> tuple[str, str] | None:
    """The house's verdict and the second opinion; ``None`` for what nobody may write."""
    try:
        criterion = Criterion.model_validate({"id": "c", **asked})
        value = Measurement.model_validate({"criterion_id": "c", **measured})
        first = judge(criterion, value).outcome
    except (InvalidInput, ValidationError):
        return None
    dumped = (one.model_dump(mode="json", exclude_none=True) for one in (criterion, value))
    wanted, had = dumped
    return first, outcomes([wanted], [had])["c"]


def test_the_second_opinion_agrees_on_every_worked_boundary_case() -> None:
    cases = [case for group in GROUPS for case in group["cases"]]
    found = []
    for case in cases:
        asked = {WRITTEN.get(name, name): value for name, value in case["criterion"].items()}
        measured = {"unit": case["criterion"]["unit"]}
        measured |= {WRITTEN_OF_VALUES.get(name, name): value for name, value in case["measured"].items()}
        found.append(both(asked, measured))
    agreed = [one for one in found if one is not None]
    assert [one for one in agreed if one[0] != one[1]] == []
    assert len(agreed) > 100


@given(
    comparison=st.sampled_from(["≥", "≤", ">", "<", "=", "range", "±"]),
    limit=NUMBERS,
    other=NUMBERS,
    value=NUMBERS,
    bound=st.sampled_from(["", "", "<", ">", "≤", "≥"]),
    spread=st.sampled_from([None, "0.00", "0.05", "0.30"]),
    factor=st.sampled_from([None, "1", "3"]),
    places=st.sampled_from([None, 1, 2]),
    unit=st.sampled_from(["mm", "cm"]),
)
def test_the_second_opinion_agrees_on_whatever_can_be_written(
    comparison: str,
    limit: str,
    other: str,
    value: str,
    bound: str,
    spread: str | None,
    factor: str | None,
    places: int | None,
    unit: str,
) -> None:
    asked: dict[str, Any] = {"comparison": comparison, "limit": limit, "unit": "mm", "rounded_to": places}
    asked |= {"range": {"upper_limit": other}, "±": {"upper_deviation": other}}.get(comparison, {})
    if places == 1:
        asked |= {name: text[:-1] for name, text in asked.items() if isinstance(text, str) and text[-1:].isdigit()}
    found = both(
        asked,
        {"value": bound + value, "unit": unit, "expanded_uncertainty": spread, "coverage_factor": spread and factor},
    )
    assume(found is not None)
    assert found is not None
    assert found[0] == found[1]
