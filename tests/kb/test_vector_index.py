"""The vector index is exact, settles ties by row number, and gives the same answer alone and in a batch."""

from __future__ import annotations

import numpy as np
import pytest

from kb.ranking import Rows
from kb.spool import RowsOnDisk, Spool
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


@pytest.mark.parametrize("count", [0, 1, 100])
def test_an_index_written_in_pieces_has_the_bytes_of_one_written_whole(count: int) -> None:
    index = VectorIndex.build(unit(count))
    assert b"".join(index.parts()) == index.to_bytes()


def test_wrong_shapes_and_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="length 1"):
        VectorIndex.build(2 * unit(3))
    with pytest.raises(ValueError, match="float32"):
        VectorIndex.build(unit(3).astype(np.float64))
    with pytest.raises(ValueError, match="24"):
        VectorIndex.build(unit(3)).search(unit(1, dimension=8), 1)


def clustered(count: int, seed: int = 5) -> Vectors:
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((40, 24))
    rows = centres[chance.integers(0, 40, count)] + 0.4 * chance.standard_normal((count, 24))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_above_the_limit_an_inverted_index_finds_nearly_all_and_scores_them_exactly() -> None:
    vectors, queries = clustered(6000), clustered(50, seed=6)
    index = VectorIndex.build(vectors, exact_up_to=1000)
    assert not index.is_exact
    found = index.search(queries, 10)
    recall = [len(set(one.rows) & set(truth(vectors, query, 10))) for query, one in zip(queries, found, strict=True)]
    assert np.mean(recall) >= 9.7
    for query, one in zip(queries, found, strict=True):
        assert np.abs(one.scores - vectors[one.rows] @ query).max() < 1e-3


def test_an_inverted_index_searches_a_subset_exactly_and_comes_back_from_its_parts() -> None:
    vectors, queries = clustered(3000), clustered(10, seed=7)
    subset = np.arange(0, 3000, 100)
    index = VectorIndex.build(vectors, exact_up_to=1000)
    rows = index.rows()
    back = VectorIndex.from_parts(index.codes(), rows.mapped() if isinstance(rows, Spool) else rows)
    for query, one, other in zip(
        queries, index.search(queries, 10, subset), back.search(queries, 10, subset), strict=True
    ):
        assert one.rows.tolist() == other.rows.tolist()
        assert set(one.rows) <= set(subset)
        assert one.scores[0] == index.scores(query, subset).max()


@pytest.mark.parametrize("exact_up_to", [1000, 10_000])
def test_hidden_rows_are_never_found(exact_up_to: int) -> None:
    vectors, queries = clustered(3000), clustered(10, seed=8)
    index = VectorIndex.build(vectors, exact_up_to=exact_up_to)
    hidden = np.unique(np.concatenate([one.rows for one in index.search(queries, 5)]))
    for subset in (None, np.arange(2000), hidden):
        for one in index.search(queries, 10, subset, hidden=hidden):
            assert not set(one.rows) & set(hidden)


def test_a_wide_subset_in_any_order_and_with_repeats_has_the_same_answer() -> None:
    vectors, queries = unit(3000), unit(10, seed=7)
    subset = np.flatnonzero(np.random.default_rng(3).random(3000) < 0.5)
    index = VectorIndex.build(vectors)
    mixed = np.random.default_rng(4).permutation(np.concatenate((subset, subset[:50])))
    for query, found in zip(queries, index.search(queries, 10, mixed), strict=True):
        assert found.rows.tolist() == [int(subset[place]) for place in truth(vectors[subset], query, 10)]


def test_rows_on_disk_make_the_same_index() -> None:
    rows = RowsOnDisk(24, np.float32)
    for begin in range(0, 3000, 700):
        rows.append(clustered(3000)[begin : begin + 700])
    assert rows[5:2000:7].tobytes() == clustered(3000)[5:2000:7].tobytes()
    one, two = VectorIndex.build(rows, exact_up_to=1000), VectorIndex.build(clustered(3000), exact_up_to=1000)
    assert bytes(one.codes()) == bytes(two.codes())


@pytest.mark.parametrize("row", [-1, 50])
def test_a_row_that_does_not_exist_is_refused(row: int) -> None:
    with pytest.raises(IndexError):
        VectorIndex.build(unit(50)).scores(unit(1)[0], np.array([row]))


@pytest.mark.parametrize("subset", [None, np.arange(0, 3000, 2)])
@pytest.mark.parametrize("exact_up_to", [1000, 10_000])
def test_a_score_is_the_same_however_a_row_was_found(subset: Rows | None, exact_up_to: int) -> None:
    index, queries = VectorIndex.build(clustered(3000), exact_up_to=exact_up_to), clustered(10, seed=8)
    for query in queries:
        (few,), (many,) = index.search(query[None], 10, subset), index.search(query[None], 90, subset)
        assert few.rows.tolist() == many.rows[:10].tolist()
        assert few.scores.tobytes() == many.scores[:10].tobytes()
        assert many.scores.tobytes() == index.scores(query, many.rows).tobytes()


def test_a_row_that_stands_often_in_a_subset_is_found_once() -> None:
    vectors, (query,) = unit(300), unit(1, seed=9)
    nearest = truth(vectors, query, 300)
    subset = np.array(nearest[:1] * 40 + nearest[5:25] + nearest[1:3] * 2)
    (found,) = VectorIndex.build(vectors).search(query[None], 10, subset)
    assert found.rows.tolist() == nearest[:3] + nearest[5:12]


@pytest.mark.parametrize("row", [-1, 50])
def test_a_subset_with_a_row_that_does_not_exist_is_refused(row: int) -> None:
    with pytest.raises(IndexError):
        VectorIndex.build(unit(50)).search(unit(1), 5, np.array([3, row]))


def test_inverted_lists_answer_alone_as_in_a_batch() -> None:
    index, queries = VectorIndex.build(clustered(6000), exact_up_to=1000), clustered(40, seed=6)
    for query, in_batch in zip(queries, index.search(queries, 10), strict=True):
        (alone,) = index.search(query[None], 10)
        assert alone.rows.tobytes() == in_batch.rows.tobytes()
        assert alone.scores.tobytes() == in_batch.scores.tobytes()


def test_inverted_lists_find_as_many_as_asked_for_though_the_nearest_lists_are_small() -> None:
    index = VectorIndex.build(clustered(3000), exact_up_to=1000)
    for found in index.search(clustered(10, seed=8), 200):
        assert len(found.rows) == 200
    assert [len(found.rows) for found in index.search(np.zeros((1, 24), np.float32), 5)] == [5]


def test_several_queries_read_rows_once_and_score_them_as_each_alone_does() -> None:
    rows = np.array([4, 4, 0, 49, 17])
    for index in (VectorIndex.build(unit(50)), VectorIndex.build(unit(50), exact_up_to=10)):
        queries = unit(3)
        alone = [index.scores(query, rows) for query in queries]
        assert index.scores_of_each(queries, rows).tobytes() == np.stack(alone).tobytes()
        with pytest.raises(IndexError):
            index.scores_of_each(queries, np.array([50]))
