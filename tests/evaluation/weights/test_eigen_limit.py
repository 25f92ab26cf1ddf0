"""Eigenvectors are refused, not waited for, beyond a stated number of columns; constant columns do not count."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest

from evaluation.weights.jacobi import MOST_COLUMNS, eigen
from evaluation.weights.pca import pca
from evaluation.weights.scatter_degree import scatter_degree
from foundation.errors import InvalidInput


def names(count: int) -> list[str]:
    return [f"x{place}" for place in range(count)]


@pytest.mark.parametrize("method", [pca, scatter_degree])
def test_one_column_too_many_is_refused_at_once(method: object) -> None:
    assert callable(method)
    table = np.random.default_rng(1).normal(size=(5, MOST_COLUMNS + 1))
    before = process_time()
    with pytest.raises(InvalidInput) as refusal:
        method(names(MOST_COLUMNS + 1), table)
    assert process_time() - before < 1
    assert refusal.value.code == "eigen_too_large"
    assert refusal.value.facts["count"] == MOST_COLUMNS + 1


def test_columns_without_differences_are_not_counted() -> None:
    table = np.ones((5, MOST_COLUMNS + 1))
    table[:, :2] = np.random.default_rng(1).normal(size=(5, 2))
    assert float(pca(names(MOST_COLUMNS + 1), table).values[2]) == 0


def test_the_limit_itself_is_let_through() -> None:
    values, _ = eigen(np.diag(np.arange(MOST_COLUMNS, 0, -1.0)))
    assert values[0] == MOST_COLUMNS
