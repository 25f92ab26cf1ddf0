"""Indicators that are best within an interval, worked by hand (王应明 1998, interval type)."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from evaluation.aggregate.normalisation import interval
from evaluation.assess import assess
from evaluation.audit import audit
from evaluation.editions.shipped import scheme_named
from evaluation.recompute.by_name import recomputed
from evaluation.weighting import weight_set
from evaluation.weights.by_name import weigh
from foundation.errors import InvalidInput
from tests.evaluation.examples import ratings

METHODS = ["entropy", "mean_square", "variation", "max_deviation", "multi_objective"]

PH: dict[str, Any] = {
    "ids": ["output", "ph"],
    "table": [["1", "8"], ["2", "8.5"], ["3", "9.5"]],
    "scaling": "min_max",
    "directions": ["+", {"interval": ["6.5", "7.5"]}],
}
"""By hand: output gives z = 0, 1/2, 1; ph lies 0.5, 1 and 2 outside, so z = 3/4, 1/2, 0."""


def as_text(numbers: list[str]) -> list[str]:
    return [f"{float(one):.6f}" for one in numbers]


@pytest.mark.parametrize(
    ("method", "by_hand"),
    [
        # Σ|z_i − z_k| over the three pairs: 1/2 + 1/2 + 1 = 2 and 1/4 + 1/2 + 3/4 = 3/2
        ("max_deviation", ["0.571429", "0.428571"]),
        # deviations √(1/6) and √(7/72): 1 : √(7/12)
        ("mean_square", ["0.566970", "0.433030"]),
        # the same over the means 1/2 and 5/12: 1 : √(7/12)·6/5
        ("variation", ["0.521780", "0.478220"]),
        # distances from 1: 1 + 1/4 = 5/4 and 1/16 + 1/4 + 1 = 21/16, inverted
        ("multi_objective", ["0.512195", "0.487805"]),
    ],
)
def test_the_weights_are_those_worked_by_hand(method: str, by_hand: list[str]) -> None:
    assert as_text(list(weigh(method, PH).values)) == by_hand


@pytest.mark.parametrize("method", METHODS)
def test_an_interval_weighs_as_its_fitness_does_and_a_target_as_an_interval_without_width(method: str) -> None:
    table = [["3", "6.6"], ["1", "7"], ["2", "9"], ["5", "5"], ["4", "8"]]
    fitness = [str(one) for one in interval([row[1] for row in table], "6.5", "7.5")]
    scaled = [[row[0], str(float(Fraction(fit)))] for row, fit in zip(table, fitness, strict=True)]
    found = weigh(method, {**PH, "table": table})
    plain = weigh(method, {**PH, "table": scaled, "directions": ["+", "+"]})
    assert found.units() == plain.units()
    target = weigh(method, {**PH, "table": table, "directions": ["+", {"target": "7"}]})
    assert target.units() == weigh(method, {**PH, "table": table, "directions": ["+", {"interval": [7, 7]}]}).units()
    assert target.units() != found.units()


@pytest.mark.parametrize("method", METHODS)
def test_the_second_reckoning_finds_the_same(method: str) -> None:
    found = weigh(method, PH)
    source = json.loads(json.dumps(found.source))
    assert source["table"] == [["1.0", "8.0"], ["2.0", "8.5"], ["3.0", "9.5"]]
    assert source["directions"] == ["+", {"interval": ["13/2", "15/2"]}]
    again = recomputed(method, found.ids, source)
    assert again is not None
    assert [float(value) for value in found.values] == pytest.approx([again[name] for name in found.ids], abs=1e-12)


def test_a_column_wholly_within_says_nothing() -> None:
    found = weigh("max_deviation", {**PH, "table": [["1", "7"], ["2", "7.2"], ["3", "6.5"]]})
    assert found.units() == {"output": 1_000_000, "ph": 0}
    assert found.warnings


def test_a_report_with_interval_weights_is_verified() -> None:
    scheme = scheme_named()
    table = [["88", "0.81", "97", "60"], ["75", "0.79", "91", "90"], ["92", "0.70", "99", "75"]]
    given = {
        "ids": ["D4.1", "D4.2", "D4.3", "D4.4"],
        "table": table,
        "scaling": "min_max",
        "directions": ["+", {"target": "0.75"}, "-", "+"],
    }
    made = assess(scheme, weight_set(scheme, {"D4": weigh("entropy", given)}), ratings())
    found = audit(json.loads(made.canonical), made.sha256, scheme)
    assert found.agrees, str(found.says)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scaling": "none"}, "direction_interval_unscaled"),
        ({"directions": ["+", {"interval": ["7.5", "6.5"]}]}, "normalise_interval"),
        ({"directions": ["+", {"interval": ["7.5"]}]}, "direction_interval"),
        ({"directions": ["+", {"target": "7", "interval": [1, 2]}]}, "direction_interval"),
        ({"directions": ["+", {}]}, "direction_interval"),
        ({"directions": ["+", {"target": 10**400}]}, None),
        ({"directions": ["+", {"target": "1" + "0" * 101}]}, None),
        ({"directions": ["+", {"target": [[]]}]}, None),
        ({"directions": ["+", {"interval": {"a": 1}}]}, "direction_interval"),
        ({"directions": ["+", {"target": None}]}, None),
        ({"directions": [{"target": "7"}]}, "table_directions"),
        ({"directions": ["?", {"target": "7"}]}, "table_directions"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_what_is_no_interval_is_refused_by_name(method: str, change: dict[str, Any], code: str | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        weigh(method, {**PH, **change})
    assert code in (None, refusal.value.code)
