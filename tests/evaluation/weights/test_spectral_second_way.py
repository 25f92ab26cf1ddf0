"""Principal components a second time: fast enough to wait for, and no eigenvector is believed without A·v = λ·v."""

from __future__ import annotations

import math
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.recompute import eigen
from evaluation.recompute.by_name import recomputed
from evaluation.recompute.eigen import _require_spectrum, spaces
from evaluation.weights.pca import pca
from evaluation.weights.scatter_degree import scatter_degree


def table(rows: int, columns: int) -> list[list[str]]:
    """Noise: nearly as many components as columns are kept, the most work there is."""
    return [[f"{value:.2f}" for value in row] for row in np.random.default_rng(7).normal(50, 8, (rows, columns))]


@pytest.mark.parametrize("method", [pca, scatter_degree])
def test_sixty_columns_are_weighed_again_within_a_second(method: object) -> None:
    assert callable(method)
    ids = [f"x{place}" for place in range(60)]
    found = method(ids, table(120, 60))
    before = process_time()
    again = recomputed(found.method, ids, found.source)
    assert process_time() - before < 1
    assert again is not None
    assert max(abs(float(value) - again[name]) for name, value in zip(ids, found.values, strict=True)) < 1e-12


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32))
def test_the_spectrum_is_that_of_the_library(size: int, rank: int, seed: int) -> None:
    parts = np.random.default_rng(seed).integers(-3, 4, (size, rank)).astype(float)
    matrix = parts @ parts.T + np.eye(size)
    found = spaces(matrix.tolist())
    values = [value for value, vectors in found for _ in vectors]
    assert values == pytest.approx(np.linalg.eigvalsh(matrix)[::-1].tolist(), rel=1e-11, abs=1e-11)
    whole = sum(value * np.outer(vector, vector) for value, vectors in found for vector in vectors)
    assert np.abs(whole - matrix).max() < 1e-10


def test_equal_eigenvalues_are_one_space() -> None:
    assert [(round(value, 12), len(vectors)) for value, vectors in spaces([[1.0] * 4] * 4)] == [(4.0, 1), (0.0, 3)]
    assert [(round(value, 12), len(vectors)) for value, vectors in spaces(np.eye(5).tolist())] == [(1.0, 5)]


@pytest.mark.parametrize(
    ("values", "vectors"),
    [
        ([3.0, 1.0], [[0.6, 0.8], [0.8, -0.6]]),
        ([2.9999, 1.0], [[0.5**0.5, 0.5**0.5], [0.5**0.5, -(0.5**0.5)]]),
        ([3.0, 3.0], [[0.5**0.5, 0.5**0.5], [0.5**0.5, 0.5**0.5]]),
        ([3.0, 1.0], [[0.5, 0.5], [0.5, -0.5]]),
        ([math.nan, 1.0], [[0.5**0.5, 0.5**0.5], [0.5**0.5, -(0.5**0.5)]]),
    ],
)
def test_what_is_not_the_spectrum_is_refused(values: list[float], vectors: list[list[float]]) -> None:
    with pytest.raises(ArithmeticError):
        _require_spectrum([[2.0, 1.0], [1.0, 2.0]], values, vectors)


def test_a_step_that_goes_wrong_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = eigen._ql

    def bent(diagonal: list[float], beside: list[float], basis: list[list[float]]) -> None:
        honest(diagonal, beside, basis)
        basis[0] = [entry + 1e-9 for entry in basis[0]]

    ids = ["a", "b", "c"]
    source = pca(ids, table(9, 3)).source
    monkeypatch.setattr(eigen, "_ql", bent)
    with pytest.raises(ArithmeticError):
        recomputed("pca", ids, source)
