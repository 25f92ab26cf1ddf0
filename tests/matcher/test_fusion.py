"""Signals scaled to their best and weighed in whole points."""

from __future__ import annotations

import numpy as np

from matcher.fusion import points_of, scaled, union


def rows(*numbers: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(numbers, dtype=np.int64)


def scores(*numbers: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(numbers, dtype=np.float32)


def test_the_best_of_a_signal_gets_all_its_points() -> None:
    assert points_of(scores(1.5, 3.0, 0.0), 600).tolist() == [300, 600, 0]


def test_what_any_signal_found_is_judged_once() -> None:
    assert union([rows(4, 2), rows(7, 2)]).tolist() == [2, 4, 7]


def test_a_signal_without_a_positive_score_gives_nothing() -> None:
    assert scaled(scores(0.0, -1.0)).tolist() == [0.0, 0.0]
    assert scaled(scores(2.0, -1.0)).tolist() == [1.0, 0.0]


def test_no_signal_found_anything() -> None:
    assert union([rows()]).tolist() == []
    assert points_of(scores(), 10).tolist() == []
