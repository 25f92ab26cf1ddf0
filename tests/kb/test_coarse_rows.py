"""Coarse rows pass over nobody who may be among the best, and change no answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import vector_index
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
    coarse = CoarseRows.of(rows)
    off = np.abs(coarse.products(asked, 1 << 14) - asked.astype(np.float64) @ rows.T.astype(np.float64))
    doubts = np.array(list(coarse.doubts(asked)))
    assert (off.max(axis=1) <= doubts).all()
    assert (doubts < 0.2).all()


@pytest.mark.parametrize("spread", [1.0, 0.01])
def test_an_index_read_coarsely_gives_the_bytes_of_one_read_whole(
    spread: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = unit_rows(3_000, 3, spread)
    rows[100:200], rows[5], rows[:, 3] = rows[50], 0, 0
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    asked = np.concatenate((rows[[50, 700, 1_000]], unit_rows(3, 4)))
    hidden = np.array([50, 120, 2_999])
    for some in (asked, asked[:1], asked[3:4]):
        for k in (1, 60, 400, 4_000):
            for without in (None, hidden):
                answers = []
                for short in (32_768, 100):
                    monkeypatch.setattr(vector_index, "_SHORT", short)
                    found = VectorIndex.build(rows).search(some, k, hidden=without)
                    answers.append([(one.rows.tobytes(), one.scores.tobytes()) for one in found])
                assert answers[0] == answers[1]
