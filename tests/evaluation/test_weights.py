"""Weighting methods against worked examples with their sources, and against bad input (S1-18, S1-19, S1-20)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from evaluation.recompute.by_name import recomputed
from evaluation.weights.ahp import ahp
from evaluation.weights.by_name import weigh
from evaluation.weights.combined import additive, geometric, multiplicative
from evaluation.weights.declared import declared
from evaluation.weights.entropy import entropy
from evaluation.weights.equal import equal
from evaluation.weights.g1 import g1
from evaluation.weights.weights import Weights
from foundation.errors import InvalidInput
from tests.evaluation.weights.worked import name_of, worked

GOLDEN = Path(__file__).parent.parent / "golden" / "evaluation"
COMBINED: dict[str, Any] = yaml.safe_load((GOLDEN / "combined.yaml").read_text(encoding="utf-8"))
SIX, FOUR = (
    next(example["input"]["matrix"] for _, example in worked() if example["name"].startswith(start))
    for start in ("six criteria", "four criteria")
)
C = [f"c{n}" for n in range(6)]


@pytest.mark.parametrize("case", worked(), ids=name_of)
def test_the_verifier_finds_the_same_weights_by_other_means(case: tuple[str, dict[str, Any]]) -> None:
    method, example = case
    weights = weigh(method, example["input"])
    again = recomputed(weights.method, weights.ids, weights.source)
    assert again is not None
    for name, value in zip(weights.ids, weights.values, strict=True):
        assert again[name] == pytest.approx(float(value), abs=1e-9)


# ---- AHP


def test_an_inconsistent_matrix_names_the_three_worst_comparisons_and_is_not_repaired() -> None:
    weights = ahp(C, SIX)
    pairs = [(pair["row"], pair["column"]) for pair in weights.diagnostics["offending"]]
    assert pairs == [("c0", "c2"), ("c1", "c4"), ("c3", "c5")]
    assert weights.diagnostics["random_index"] == "saaty"
    assert "CR = 0.2290" in str(weights.warnings[0])


def test_repairing_the_worst_comparison_lowers_cr() -> None:
    pair = ahp(C, SIX).diagnostics["offending"][0]
    matrix = [list(row) for row in SIX]
    matrix[0][2], matrix[2][0] = "9", "1/9"
    assert (pair["row"], pair["column"]) == ("c0", "c2")
    better = ahp(C, matrix)
    assert Decimal(better.diagnostics["cr"]) < Decimal(ahp(C, SIX).diagnostics["cr"])


@pytest.mark.parametrize("size", [1, 2])
def test_one_or_two_criteria_cannot_contradict(size: int) -> None:
    matrix = [["1", "9"], ["1/9", "1"]]
    weights = ahp(["a", "b"][:size], [row[:size] for row in matrix[:size]])
    assert weights.diagnostics["cr"] == "0.000000"
    assert weights.diagnostics["consistent"] is True
    assert weights.units() == ({"a": 1_000_000} if size == 1 else {"a": 900_000, "b": 100_000})


def test_beyond_fifteen_criteria_the_linear_index_of_alonso_and_lamata_is_used_and_named() -> None:
    size = 16
    matrix = [
        [Fraction(1) if i == j else Fraction(2) if i < j else Fraction(1, 2) for j in range(size)] for i in range(size)
    ]
    weights = ahp([f"c{n}" for n in range(size)], matrix)
    assert weights.diagnostics["random_index"] == "alonso-lamata"
    expected = (Decimal(weights.diagnostics["lambda_max"]) - 16) / (Decimal("2.7699") * 16 - Decimal("4.3513") - 16)
    assert abs(Decimal(weights.diagnostics["cr"]) - expected) < Decimal("0.000001")


@pytest.mark.parametrize("prioritisation", ["eigenvector", "geometric", "column"])
def test_renaming_and_reordering_criteria_carries_the_weights_along(prioritisation: Any) -> None:
    matrix = FOUR
    order = [2, 0, 3, 1]
    plain = ahp(list("abcd"), matrix, prioritisation).units()
    turned = ahp([list("abcd")[k] for k in order], [[matrix[i][j] for j in order] for i in order], prioritisation)
    assert turned.units() == plain


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([["1", "2"]], "ahp_shape"),
        ([["1", "2"], ["1/2"]], "ahp_shape"),
        ([["2", "2"], ["1/2", "1"]], "ahp_diagonal"),
        ([["1", "2"], ["2", "1"]], "ahp_reciprocal"),
        ([["1", "3"], ["0.3333", "1"]], "ahp_reciprocal"),
        ([["1", "-2"], ["-1/2", "1"]], "ahp_scale"),
        ([["1", "0"], ["0", "1"]], "ahp_scale"),
        ([["1", "NaN"], ["NaN", "1"]], "judgement_not_a_number"),
        ([["1", "1/0"], ["0", "1"]], "judgement_not_a_number"),
        ([["1", float("nan")], [2, "1"]], "judgement_not_a_number"),
        ([["1", True], [2, "1"]], "judgement_not_a_number"),
    ],
)
def test_a_matrix_that_is_none_is_refused_by_name(matrix: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ahp(["a", "b"], matrix)
    assert refusal.value.code == code


def test_judgements_beyond_nine_count_and_are_remarked() -> None:
    weights = ahp(["a", "b"], [["1", "10"], ["1/10", "1"]])
    assert weights.units() == {"a": 909_091, "b": 90_909}
    assert [warning.text() for warning in weights.warnings] == ["判断超出 1/9 到 9 的标度：a:b"]


# ---- entropy


def test_a_constant_column_weighs_nothing_and_is_remarked() -> None:
    weights = entropy(["a", "b"], [["3", "1"], ["3", "2"], ["3", "7"]])
    assert weights.units() == {"a": 0, "b": 1_000_000}
    assert "“a”" in str(weights.warnings[0])


def test_min_max_scaling_turns_falling_columns_round() -> None:
    rising = entropy(["a", "b"], [[1, 9], [2, 4], [4, 1]], "min_max")
    falling = entropy(["a", "b"], [[-1, 9], [-2, 4], [-4, 1]], "min_max", ["-", "+"])
    assert rising.units() == falling.units()


def test_the_scale_of_a_column_does_not_matter() -> None:
    table = np.array([[1.0, 9.0], [2.0, 4.0], [4.0, 1.0]])
    assert entropy(["a", "b"], table).units() == entropy(["a", "b"], table * [1024.0, 1.0]).units()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([[1, 2]], "table_subjects"),
        ([[1], [2]], "table_row_shape"),
        ([[1, 2], [3]], "table_row_shape"),
        ([["x", 2], [3, 4]], "table_not_a_number"),
        ([[1, float("nan")], [3, 4]], "table_not_a_number"),
        ([[1, float("inf")], [3, 4]], "table_not_a_number"),
        ([[1, -2], [3, 4]], "table_negative"),
        ([[1, 0], [3, 0]], "table_column_zero"),
        ([[1, 2], [1, 2]], "table_constant"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_name(table: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        entropy(["a", "b"], table)
    assert refusal.value.code == code


def test_a_large_table_is_carried_as_its_digest() -> None:
    table = np.random.default_rng(3).random((500, 60))
    weights = entropy([f"c{n}" for n in range(60)], table)
    assert weights.source["rows"] == 500
    assert len(weights.source["table_sha256"]) == 64
    assert "table" not in weights.source


# ---- G1


def test_equal_importance_gives_equal_weights() -> None:
    assert g1(["a", "b", "c", "d"], [1, 1, 1]).units() == equal(["a", "b", "c", "d"]).units()


@pytest.mark.parametrize(
    ("ratios", "code"),
    [(["1.2"], "g1_ratio_count"), (["1.2", "0.9"], "g1_ratio_below_one"), (["1.2", "viel"], "judgement_not_a_number")],
)
def test_ratios_that_contradict_the_order_are_refused(ratios: list[str], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        g1(["a", "b", "c"], ratios)
    assert refusal.value.code == code


def test_ratios_beyond_the_usual_scale_are_remarked() -> None:
    assert g1(["a", "b"], ["1.8"]).warnings == ()
    assert "a:b" in str(g1(["a", "b"], ["1.9"]).warnings[0])


# ---- combination, equal, declared


def stated(values: list[str]) -> Weights:
    return declared({f"c{n}": Decimal(value) for n, value in enumerate(values)}, "example")


def six(weights: Weights) -> list[str]:
    return [str(value.quantize(Decimal("0.000001"))) for value in weights.values]


def test_combinations_are_those_computed_by_hand() -> None:
    u, v = stated(COMBINED["u"]), stated(COMBINED["v"])
    assert six(additive(u, v)) == COMBINED["additive_half"]
    assert six(additive(u, v, "0.8")) == COMBINED["additive_0.8"]
    assert six(multiplicative(u, v)) == COMBINED["multiplicative"]
    assert six(geometric(u, v)) == COMBINED["geometric"]


def test_combining_a_vector_with_itself_additively_or_geometrically_returns_it() -> None:
    u = stated(COMBINED["u"])
    assert additive(u, u, "0.3").units() == geometric(u, u).units() == u.units()


def test_combinations_carry_the_warnings_and_sources_of_both() -> None:
    mixed = additive(ahp(C, SIX), equal(C))
    assert len(mixed.warnings) == 2
    assert mixed.source["subjective"]["source"]["matrix"][0][1] == "4"


def test_vectors_of_different_indicators_or_without_overlap_are_refused() -> None:
    with pytest.raises(InvalidInput, match="指标不同"):
        additive(equal(["a", "b"]), equal(["a", "c"]))
    with pytest.raises(InvalidInput) as refusal:
        multiplicative(stated(["1", "0"]), stated(["0", "1"]))
    assert refusal.value.code == "combination_all_zero"
    with pytest.raises(InvalidInput):
        additive(equal(["a", "b"]), equal(["a", "b"]), "1.1")


def test_equal_weights_say_that_nobody_argued_for_them() -> None:
    assert "未论证" in str(equal(["a", "b"]).warnings[0])
    assert equal(["only"]).warnings == ()
    with pytest.raises(InvalidInput):
        equal(["a", "a"])
    with pytest.raises(InvalidInput):
        equal([])


def test_declared_weights_must_sum_to_exactly_one() -> None:
    with pytest.raises(InvalidInput):
        stated(["0.3", "0.3", "0.3"])
