"""Which candidate is the budget, the deadline, the region: told by the words around it, by whole numbers."""

from __future__ import annotations

import json

import pytest

from intake.reading.learned import READER
from intake.reading.misread import figures_mended
from intake.reading.money import find_budgets
from intake.reading.record import read_demand
from intake.reading.statement import state

WEIGHTS = READER / "roles.json"


def test_every_sum_is_a_candidate_but_one_is_the_budget() -> None:
    text = "注册资本2000万元，去年赔了客户38万元，费用控制在6万元以内"
    assert [one.value for one in find_budgets(state(None, text))] == ["2000万元", "38万元", "6万元"]
    found = read_demand("x", "", text)
    assert found["budget"] == "6万元"
    assert found["evidence"]["budget"][0]["quote"] == "6万元以内"


def test_an_explicit_label_goes_before_the_model() -> None:
    assert read_demand("x", "", "损失20万元，想改进。预算：5万元，上次花了3万元")["budget"] == "5万元"


def test_a_lone_sum_that_nobody_asked_for_is_no_budget() -> None:
    assert read_demand("x", "", "30万左右")["budget"] is None


def test_the_weights_are_whole_numbers_in_a_small_file() -> None:
    assert WEIGHTS.stat().st_size < 300 * 1024
    weights = json.loads(WEIGHTS.read_bytes())
    assert set(weights) == {"budget", "deadline", "region", "standards"}
    assert all(isinstance(one, int) for of_one in weights.values() for one in of_one.values())


@pytest.mark.parametrize(
    ("text", "mended"),
    [("GB/T 29O47", "GB/T 29047"), ("4月2O日", "4月20日"), ("ll月20日", "11月20日"), ("H2O含量", "H2O含量")],
)
def test_letters_put_for_figures_are_read_as_figures(text: str, mended: str) -> None:
    assert figures_mended(text) == mended


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("按GB/T 29O47检测轴向剪切强度", ["GB/T 29047"]),
        ("客户要求按VW 50180做气味，PV 3900也要", ["VW 50180", "PV 3900"]),
        ("We need EN 301 489 for the radio.", ["EN 301 489"]),
        ("GH4738棒材依赖进口", []),
    ],
)
def test_norms_of_car_makers_and_of_radio_are_read(text: str, numbers: list[str]) -> None:
    assert sorted(read_demand("x", "", text)["standards"]) == sorted(numbers)
