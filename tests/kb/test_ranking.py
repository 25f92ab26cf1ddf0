"""The best of many scores never depends on chance."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.ranking import best, in_order, may_be_best


@given(
    st.lists(st.integers(0, 5), max_size=40),
    st.integers(0, 45),
    st.sampled_from([-np.inf, 0.0, 2.0]),
)
def test_the_best_are_those_of_a_full_sort(values: list[int], k: int, above: float) -> None:
    scores = np.array(values, np.float32)
    expected = sorted((-score, row) for row, score in enumerate(values) if score > above)[:k]
    found = best(scores, k, above=above)
    assert list(zip((-found.scores).tolist(), found.rows.tolist(), strict=True)) == expected


def test_rows_may_carry_other_numbers_than_their_positions() -> None:
    found = best(np.array([1, 3, 3], np.float32), 2, np.array([40, 30, 20]))
    assert found.rows.tolist() == [20, 30]


@given(st.integers(1, 3000), st.integers(1, 30), st.integers(0, 9), st.sampled_from([3, 1000, 10**6]))
def test_nobody_who_may_be_among_the_best_is_passed_over(count: int, k: int, seed: int, kinds: int) -> None:
    scores = np.random.default_rng(seed).integers(0, kinds, count).astype(np.float32)
    scores[::7] = -np.inf
    highest = np.sort(scores[scores > -np.inf])[::-1]
    border = highest[k - 1] - 2 if k <= len(highest) else -np.inf
    expected = np.flatnonzero((scores >= border) & (scores > -np.inf))
    assert may_be_best(scores, k, 2).tolist() == expected.tolist()


def test_rows_in_order_keep_their_order_when_they_tie() -> None:
    found = in_order(np.array([2, 5, 9]), np.array([1, 3, 3], np.float32), 2)
    assert found.rows.tolist() == [5, 9]


@given(
    st.integers(1, 3000),
    st.integers(1, 30),
    st.integers(0, 9),
    st.sampled_from([3, 1000, 10**6]),
    st.sampled_from([-np.inf, 0.0, 900.0]),
)
def test_the_best_of_many_are_those_of_a_full_sort(count: int, k: int, seed: int, kinds: int, above: float) -> None:
    scores = np.random.default_rng(seed).integers(0, kinds, count).astype(np.float32)
    order = np.argsort(-scores, kind="stable")
    expected = order[scores[order] > above][:k]
    assert best(scores, k, above=above).rows.tolist() == expected.tolist()
    names = np.arange(count)[::-1].copy()
    named = best(scores, k, names, above)
    assert named.scores.tolist() == scores[expected].tolist()
    of_equal = np.lexsort((names, -scores))
    assert named.rows.tolist() == names[of_equal[scores[of_equal] > above][:k]].tolist()
