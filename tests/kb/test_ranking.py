"""The best of many scores never depends on chance."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.ranking import best


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
