"""Coarse rows pass over nobody who may be among the best, and change no answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.coarse_rows import CoarseRows
from kb.vector_index import VectorIndex


def unit_rows(count: int, seed: int, spread: float = 1.0) -> NDArray[np.float32]:
    """Random rows; with little ``spread`` they lie close together."""
    chance = np.random.default_rng(seed)
    rows = np.asarray(chance.standard_normal((count, 24)) * spread + chance.standard_normal(24), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


@pytest.mark.parametrize("spread", [1.0, 0.01])
@pytest.mark.parametrize("queries", [1, 2, 5])
def test_a_product_is_off_by_no_more_than_is_told(spread: float, queries: int) -> None:
    rows, asked = unit_rows(5_000, 1, spread), unit_rows(queries, 2) * np.float32(3)
    rows[7] = 0
    near, doubts = CoarseRows.of(rows).products(asked)
    off = np.abs(near - asked.astype(np.float64) @ rows.T.astype(np.float64))
    assert (off.max(axis=1) <= doubts).all()
    assert (np.array(doubts) < 0.3).all()


def test_a_query_that_is_nothing_gives_nothing() -> None:
    near, doubts = CoarseRows.of(unit_rows(10, 1)).products(np.zeros((1, 24), np.float32))
    assert not near.any()
    assert doubts == [0]


@pytest.mark.parametrize("dimension", [1, 24, 256, 1_100])
def test_products_of_codes_are_the_whole_numbers_that_numpy_makes_of_them(dimension: int) -> None:
    chance = np.random.default_rng(5)
    rows, asked = (chance.choice([-1.0, 1.0], (count, dimension)).astype(np.float32) for count in (300, 3))
    near, _ = CoarseRows.of(rows).products(asked)
    # Every number is 127 of its steps, so the codes say all there is.
    np.testing.assert_allclose(near, asked @ rows.T, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("spread", [1.0, 0.01])
@pytest.mark.parametrize("asked_for", [slice(None), slice(1), slice(3, 4)])
@pytest.mark.parametrize("k", [1, 60, 400, 4_000])
def test_an_index_read_coarsely_answers_as_one_that_scores_every_row(spread: float, asked_for: slice, k: int) -> None:
    rows = unit_rows(3_000, 3, spread)
    rows[100:200], rows[5], rows[:, 3] = rows[50], 0, 0
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    asked = np.concatenate((rows[[50, 700, 1_000]], unit_rows(3, 4)))[asked_for]
    index = VectorIndex.build(rows)
    for hidden in (np.array([], np.int64), np.array([50, 120, 2_999])):
        seen = np.setdiff1d(np.arange(len(rows)), hidden)
        for query, found in zip(asked, index.search(asked, k, hidden=hidden if len(hidden) else None), strict=True):
            scores = index.scores(query)[seen]
            order = np.lexsort((seen, -scores))[:k]
            assert found.rows.tolist() == seen[order].tolist()
            assert found.scores.tobytes() == scores[order].tobytes()
