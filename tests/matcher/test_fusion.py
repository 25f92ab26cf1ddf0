"""Signals scaled to their best and weighed in whole points."""

from __future__ import annotations

import numpy as np

from matcher.fusion import fuse, scaled


def rows(*numbers: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(numbers, dtype=np.int64)


def scores(*numbers: float) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(numbers, dtype=np.float32)


def test_the_best_of_a_signal_gets_all_its_points() -> None:
    union, given = fuse({"a": (rows(4, 2), scores(3.0, 1.5)), "b": (rows(7), scores(9.0))}, {"a": 600, "b": 400})
    assert union.tolist() == [2, 4, 7]
    assert given["a"].tolist() == [300, 600, 0]
    assert given["b"].tolist() == [0, 0, 400]


def test_a_signal_without_a_positive_score_gives_nothing() -> None:
    assert scaled(scores(0.0, -1.0)).tolist() == [0.0, 0.0]
    assert scaled(scores(2.0, -1.0)).tolist() == [1.0, 0.0]


def test_no_signal_found_anything() -> None:
    union, given = fuse({"a": (rows(), scores())}, {"a": 10})
    assert union.tolist() == []
    assert given["a"].tolist() == []
