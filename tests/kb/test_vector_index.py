"""The vector index is exact, settles ties by row number, and gives the same answer alone and in a batch."""

from __future__ import annotations

import numpy as np
import pytest

from kb.vector_index import VectorIndex, Vectors


def unit(count: int, dimension: int = 24, seed: int = 5) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def truth(vectors: Vectors, query: Vectors, k: int) -> list[int]:
    scores = np.round(vectors.astype(np.float64) @ query.astype(np.float64), 6)
    return [int(row) for row in np.lexsort((np.arange(len(scores)), -scores))[:k]]


def test_search_is_exact() -> None:
    vectors, queries = unit(2000), unit(20, seed=6)
    for query, found in zip(queries, VectorIndex.build(vectors).search(queries, 10), strict=True):
        assert found.rows.tolist() == truth(vectors, query, 10)


@pytest.mark.parametrize("k", [30, 150])  # FAISS keeps candidates in another way from 100 on
def test_rows_that_tie_across_the_border_are_taken_by_number(k: int) -> None:
    vectors = np.repeat(unit(3), 400, axis=0)[np.random.default_rng(1).permutation(1200)]
    index = VectorIndex.build(vectors)
    for query in unit(3):
        (found,) = index.search(query[None], k)
        alike = np.flatnonzero(vectors @ query > 0.999)
        assert found.rows.tolist() == alike[:k].tolist()


def test_differences_below_the_sixth_decimal_are_ties() -> None:
    towards = 0.5 + np.arange(300) * 1e-9  # FAISS itself would take the last rows
    vectors = np.zeros((300, 24), np.float32)
    vectors[:, 0], vectors[:, 1] = towards, np.sqrt(1 - towards**2)
    (found,) = VectorIndex.build(vectors).search(np.eye(1, 24, dtype=np.float32), 10)
    assert found.rows.tolist() == list(range(10))


def test_a_query_alone_and_in_a_batch_gets_the_same_bytes() -> None:
    index, queries = VectorIndex.build(np.repeat(unit(500), 2, axis=0)), unit(64, seed=9)
    for query, in_batch in zip(queries, index.search(queries, 25), strict=True):
        (alone,) = index.search(query[None], 25)
        assert alone.rows.tobytes() == in_batch.rows.tobytes()
        assert alone.scores.tobytes() == in_batch.scores.tobytes()


@pytest.mark.parametrize("share", [0.01, 0.2])
def test_a_filtered_search_loses_nothing(share: float) -> None:
    vectors, queries = unit(3000), unit(10, seed=7)
    subset = np.flatnonzero(np.random.default_rng(3).random(3000) < share)
    index = VectorIndex.build(vectors)
    for query, found in zip(queries, index.search(queries, 10, subset), strict=True):
        expected = [int(subset[place]) for place in truth(vectors[subset], query, 10)]
        assert found.rows.tolist() == expected


def test_an_empty_subset_finds_nothing() -> None:
    (found,) = VectorIndex.build(unit(5)).search(unit(1), 3, np.array([], np.int64))
    assert found.rows.tolist() == []


def test_fewer_rows_than_asked_for_are_all_there() -> None:
    (found,) = VectorIndex.build(unit(3)).search(unit(1, seed=2), 10)
    assert sorted(found.rows.tolist()) == [0, 1, 2]


def test_an_empty_index_can_be_asked() -> None:
    index = VectorIndex.from_bytes(VectorIndex.build(np.zeros((0, 24), np.float32)).to_bytes())
    assert index.search(unit(1), 3)[0].rows.tolist() == []


def test_bytes_bring_the_same_index_back() -> None:
    index = VectorIndex.build(unit(100))
    back = VectorIndex.from_bytes(index.to_bytes())
    assert back.vectors.tobytes() == index.vectors.tobytes()
    assert back.to_bytes() == index.to_bytes()


def test_wrong_shapes_and_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="length 1"):
        VectorIndex.build(2 * unit(3))
    with pytest.raises(ValueError, match="float32"):
        VectorIndex.build(unit(3).astype(np.float64))
    with pytest.raises(ValueError, match="24"):
        VectorIndex.build(unit(3)).search(unit(1, dimension=8), 1)
