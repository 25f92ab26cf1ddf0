"""What large tables are computed with: long rows, columns turned over, numbers looked up, a logarithm of our own."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from evaluation.aggregate.min_max import min_max_scores
from evaluation.weights.by_column import ByColumn
from evaluation.weights.data_table import checked_table, extremes
from evaluation.weights.entropy import entropy
from evaluation.weights.levels import are_levels
from evaluation.weights.logarithm import logarithm
from evaluation.weights.max_deviation import max_deviation
from evaluation.weights.scaled import Direction, Scaled
from foundation.errors import InvalidInput

IDS = [f"x{number}" for number in range(7)]


def table(rows: int, columns: int = 7) -> Any:
    return np.random.default_rng(rows).normal(size=(rows, columns)) * 10.0 ** np.arange(columns)


@pytest.mark.parametrize("rows", [1, 31, 32, 33, 64, 1_023, 1_024, 1_025, 2_100])
def test_the_range_of_a_table_is_the_smallest_and_the_largest_of_every_column(rows: int) -> None:
    low, high = extremes(table(rows))
    assert low.tolist() == table(rows).min(axis=0).tolist()
    assert high.tolist() == table(rows).max(axis=0).tolist()


@pytest.mark.parametrize("row", [0, 40, 2_099])
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 1e101, 1e-101, -1e-101])
def test_one_number_that_is_none_is_found_wherever_it_stands(row: int, wrong: float) -> None:
    given = np.abs(table(2_100)) + 1
    given[row, 3] = wrong
    with pytest.raises(InvalidInput) as refusal:
        checked_table(IDS, given)
    assert refusal.value.facts["field"] == f"table[{row}].x3"


@pytest.mark.parametrize("rows", [1, 31, 33, 64, 100])
def test_one_number_per_column_meets_every_row(rows: int) -> None:
    row = np.arange(7.0)
    found = ByColumn(row).apply(np.subtract, table(rows), np.empty((rows, 7)))
    assert (found == table(rows) - row).all()
    apart = table(rows)[:, ::2]
    assert (ByColumn(row[::2]).apply(np.multiply, apart, np.empty(apart.shape)) == apart * row[::2]).all()


@pytest.mark.parametrize("rows", [2, 511, 512, 513, 1_500])
def test_blocks_and_columns_show_the_same_scaled_table(rows: int) -> None:
    directions: tuple[Direction, ...] = ("+", "-", "+", "+", "-", "-", "+")
    given = table(rows)
    seen = Scaled(given, "min_max", directions)
    blocks, columns = np.vstack(list(seen.blocks())), np.array([column.copy() for column in seen.columns()]).T
    low, high = given.min(axis=0), given.max(axis=0)
    down = np.array([one == "-" for one in directions])
    assert (blocks == np.where(down, (given - high) / (low - high), (given - low) / (high - low))).all()
    assert (columns == blocks).all()


def test_our_logarithm_is_off_by_a_few_units_of_the_sixteenth_place() -> None:
    source = np.random.default_rng(2)
    near = 1 + source.normal(size=2_000) * 10.0 ** source.integers(-15, -1, 2_000)
    values = np.concatenate([near, 10.0 ** source.uniform(-300, 300, 2_000), [1.0, math.sqrt(2), math.sqrt(0.5)]])
    true = np.array([math.log(value) for value in values])
    assert (np.abs(logarithm(values) - true) <= 4e-16 * np.maximum(np.abs(true), 1e-16)).all()


def test_nothing_times_the_logarithm_of_nothing_is_nothing() -> None:
    assert (np.zeros(3) * logarithm(np.zeros(3)) == 0).all()


@pytest.mark.parametrize("top", [1, 7, 700])
def test_scores_weigh_to_the_last_digit_what_the_same_numbers_as_floats_weigh(top: int) -> None:
    scores = np.random.default_rng(top).integers(0, top + 1, (1_500, 7)).astype(np.int16)
    scores[:, 2] = min(top, 5)  # says the same of every subject
    scores[:, 4] = np.maximum(scores[:, 4], top - 1)  # nearly so
    assert are_levels(scores)
    as_scores, as_floats = entropy(IDS, scores), entropy(IDS, scores.astype(np.float64))
    assert as_scores == as_floats
    assert entropy(IDS, scores, "min_max") == entropy(IDS, scores.astype(np.float64), "min_max")


def test_small_and_negative_tables_of_sixteen_bits_go_the_ordinary_way() -> None:
    scores = np.array([[1, 2], [3, 4], [5, 7]], np.int16)
    assert not are_levels(scores)
    assert entropy(["a", "b"], scores) == entropy(["a", "b"], scores.tolist())
    with pytest.raises(InvalidInput) as refusal:
        entropy(["a", "b"], np.array([[-1, 2]] * 300, np.int16))
    assert refusal.value.code == "table_negative"
    with pytest.raises(InvalidInput) as refusal:
        entropy(["a"], np.array([[1, 2]] * 300, np.int16))
    assert refusal.value.code == "table_shape"


def test_deviations_of_a_thousand_subjects_are_those_pair_by_pair() -> None:
    given = table(1_100)
    scaled = (given - given.min(axis=0)) / (given.max(axis=0) - given.min(axis=0))
    pairs = np.array([np.abs(column[:, None] - column[None, :]).sum() for column in scaled.T])
    assert [float(value) for value in max_deviation(IDS, given).values] == pytest.approx(pairs / pairs.sum(), 1e-12)
    assert (given == table(1_100)).all(), "the table that was given is left as it was"


def test_the_best_of_all_subjects_gets_a_hundred_points_and_the_worst_none() -> None:
    given = [["1", "9", "5"], ["2", "3", "5"], ["4", "1", "5"]]
    found = min_max_scores(["a", "b", "c"], given, ["+", "-", "+"])
    assert found.dtype == np.int16
    assert found.tolist() == [[0, 0, 0], [3_333, 7_500, 0], [10_000, 10_000, 0]]
    with pytest.raises(InvalidInput):
        min_max_scores(["a"], [[1], ["x"]])
