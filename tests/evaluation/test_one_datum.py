"""A rating that states its datum twice is refused by name, unless both say the same."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.ratings import Rating
from evaluation.weighting import weight_set
from foundation.errors import InvalidInput

SCHEME = scheme_named()
LIKERT, LEVELS, TICKED = "C2.2", "A1.3", "B2.1"


def scored(indicator: str, **data: Any) -> str | None:
    found = assess(SCHEME, weight_set(SCHEME), [Rating(indicator=indicator, **data)])
    return found.line(indicator).score


@pytest.mark.parametrize(
    ("indicator", "data"),
    [
        (LIKERT, {"value": "4.4", "votes": {"5": 61, "4": 40, "3": 9, "2": 1}}),  # the mean is 4.4504…
        (LIKERT, {"value": "4.46", "votes": {"5": 61, "4": 40, "3": 9, "2": 1}}),
        (LIKERT, {"value": "many", "votes": {"5": 1}}),
        (LIKERT, {"value": "5", "votes": {}}),
        (LIKERT, {"value": "5", "votes": {"5": 0}}),
        (LIKERT, {"value": "5", "votes": {"6": 1}}),
        (LEVELS, {"value": "优", "votes": {"优": 3, "良": 1}}),
        (LEVELS, {"value": "良", "votes": {"优": 3}}),
        (TICKED, {"value": "3", "items": ("简介", "收费")}),
    ],
)
def test_two_data_that_differ_are_refused_by_the_name_of_the_indicator(indicator: str, data: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        scored(indicator, **data)
    assert (refusal.value.code, refusal.value.facts["id"]) == ("rating_contradicts_itself", indicator)
    assert indicator in refusal.value.text("en")


@pytest.mark.parametrize(
    ("indicator", "value", "other"),
    [
        (LIKERT, "4.45", {"votes": {"5": 61, "4": 40, "3": 9, "2": 1}}),
        (LIKERT, "4.5", {"votes": {"5": 61, "4": 40, "3": 9, "2": 1}}),
        (LIKERT, "4.5", {"votes": {"5": 1, "4": 1}}),
        (LIKERT, "5", {"votes": {"5": 1, "4": 1}}),  # 4.5 is 5 when it is written without decimals
        (LEVELS, "优", {"votes": {"优": 3, "良": 0}}),
        (TICKED, "2", {"items": ("简介", "收费")}),
    ],
)
def test_two_data_that_agree_score_as_the_fuller_one(indicator: str, value: str, other: dict[str, Any]) -> None:
    assert scored(indicator, value=value, **other) == scored(indicator, **other) is not None
