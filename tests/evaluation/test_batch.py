"""Many at once are the same as one by one, gaps, limits and ties included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evaluation.aggregate.batch import NOT_ASSESSED, assess_many
from evaluation.aggregate.weighted_sum import roll_up
from evaluation.grades import displayed, star_for
from evaluation.scheme import Scheme, scheme_named
from evaluation.weighting import WeightSet, weight_set
from foundation.errors import InvalidInput
from tests.evaluation.examples import mixed_weights
from tests.evaluation.test_weighted_sum import four_elements

SCHEME = scheme_named()
WEIGHTS = mixed_weights(SCHEME)


def one_by_one(scheme: Scheme, weights: WeightSet, row: list[int], policy: Any) -> tuple[int, int, list[int]]:
    scores = {leaf.id: None if s == NOT_ASSESSED else s for leaf, s in zip(scheme.indicators, row, strict=True)}
    rolled = roll_up(scheme, weights, scores, policy)
    elements = [NOT_ASSESSED if (u := rolled[e.id].units) is None else u for e in scheme.elements]
    whole = rolled["T"]
    if whole.units is None:
        return NOT_ASSESSED, NOT_ASSESSED, elements
    shown = displayed(whole.units, whole.places, scheme.decimals, scheme.rounding)
    return shown, star_for(shown, scheme.decimals, scheme.stars).stars, elements


@pytest.mark.parametrize("policy", ["renormalise", "zero", "block"])
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
def test_a_matrix_gives_exactly_what_single_assessments_give(policy: Any, rounding: str) -> None:
    scheme = SCHEME.model_copy(update={"rounding": rounding})
    source = np.random.default_rng(20_250_310)
    scores = source.integers(0, 10_001, (120, 60), dtype=np.int64)
    scores[:60][source.random((60, 60)) < 0.03] = NOT_ASSESSED
    scores[0] = 10_000
    scores[1] = 0
    scores[2] = NOT_ASSESSED
    scores[3, 44:] = NOT_ASSESSED
    result = assess_many(scheme, WEIGHTS, scores, policy)
    for row in range(len(scores)):
        total, stars, elements = one_by_one(scheme, WEIGHTS, scores[row].tolist(), policy)
        assert int(result.totals[row]) == total
        assert int(result.stars[row]) == stars
        assert result.elements[row].tolist() == elements


@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
def test_ties_round_as_declared_with_any_number_of_decimals(decimals: int, rounding: str) -> None:
    plain = four_elements(["0.5", "0.5"])
    scheme = plain.model_copy(update={"decimals": decimals, "rounding": rounding})
    weights = weight_set(plain)
    half = 10 ** (2 - decimals)
    rows = [[n * half, (n + 1) * half] for n in range(40)] + [[n, 10_000 - 3 * n] for n in range(40)]
    scores = np.array(rows, np.int64)
    result = assess_many(scheme, weights, scores, "block")
    expected = [one_by_one(scheme, weights, row, "block")[:2] for row in rows]
    assert list(zip(result.totals.tolist(), result.stars.tolist(), strict=True)) == expected


def test_an_empty_matrix_is_no_trouble() -> None:
    result = assess_many(SCHEME, WEIGHTS, np.zeros((0, 60), np.int64))
    assert result.totals.shape == result.stars.shape == (0,)
    assert result.elements.shape == (0, 4)


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        (np.zeros((2, 59), np.int64), "batch_shape"),
        (np.zeros((2, 60)), "batch_shape"),
        (np.full((2, 60), 10_001, np.int64), "batch_range"),
        (np.full((2, 60), -2, np.int64), "batch_range"),
    ],
)
def test_other_matrices_are_refused(scores: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        assess_many(SCHEME, WEIGHTS, scores)
    assert refusal.value.code == code
