"""Lexical views give what their formulas say, and find what a person would."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kb.lexical_index import (
    K1,
    B,
    Counting,
    LexicalView,
    Phrases,
    Weighing,
    blocks,
    build_view,
    columns,
    count_documents,
    counting,
    segment_of,
    summing,
    view_of,
)
from kb.lexical_index.joined import JoinedView
from kb.tokens import Tokeniser
from tests.kb.examples import passages

TOKENS = Tokeniser()
TEXTS = ["锂电池隔膜热收缩", "锂电池循环寿命", "运动鞋耐磨", "", "隔膜 隔膜 隔膜孔隙率与厚度的测量"]


def view(texts: list[str], weighing: Weighing) -> LexicalView:
    return build_view([{"body": text} for text in texts], TOKENS.bigrams, weighing)


def test_bm25_is_the_formula_of_the_books() -> None:
    cut = [TOKENS.bigrams(text) for text in TEXTS]
    mean = sum(map(len, cut)) / len(cut)
    query = TOKENS.bigrams("电池隔膜")
    for row, score in enumerate(view(TEXTS, "bm25").scores(query)):
        expected = 0.0
        for token in query:
            frequency = sum(token in tokens for tokens in cut)
            if not frequency:
                continue
            idf = math.log(1 + (len(cut) - frequency + 0.5) / (frequency + 0.5))
            times = cut[row].count(token)
            expected += idf * times * (K1 + 1) / (times + K1 * (1 - B + B * len(cut[row]) / mean))
        assert score == pytest.approx(expected, abs=1e-5)


def test_the_cosine_of_a_text_with_itself_is_one_and_never_more() -> None:
    built = view(TEXTS, "cosine")
    for row, text in enumerate(TEXTS):
        if text:
            scores = built.scores(TOKENS.bigrams(text))
            assert scores[row] == pytest.approx(1, abs=1e-6)
            assert scores.max() <= 1 + 1e-6


def test_rows_that_share_nothing_are_not_found() -> None:
    found = view(TEXTS, "bm25").search(TOKENS.bigrams("运动鞋"), 10)
    assert found.rows.tolist() == [2]
    assert view(TEXTS, "bm25").search(TOKENS.bigrams("化妆品"), 10).rows.tolist() == []


def test_a_hit_on_the_product_weighs_more_than_one_on_a_remark() -> None:
    documents = [{"product": "轴承", "body": "脚手架"}, {"product": "脚手架", "body": "轴承"}]
    built = build_view(documents, TOKENS.words, "bm25")
    assert built.search(["轴承"], 2).rows.tolist() == [0, 1]
    assert built.search(["脚手架"], 2).rows.tolist() == [1, 0]


def test_equal_rows_are_ordered_by_number_and_the_cut_is_not_chance() -> None:
    found = view(["钢丝绳"] * 50, "bm25").search(TOKENS.bigrams("钢丝绳"), 7)
    assert found.rows.tolist() == list(range(7))


def test_a_subset_is_searched_alone() -> None:
    built = view(TEXTS, "bm25")
    query = TOKENS.bigrams("锂电池隔膜")
    assert built.search(query, 5, np.array([4, 1])).rows.tolist() == [1, 4]
    assert built.search(query, 5, np.array([], np.int64)).rows.tolist() == []


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_bytes_bring_the_same_view_back(weighing: Weighing) -> None:
    built = build_view([p.fields for p in passages(40)], TOKENS.mixed, weighing)
    back = LexicalView.from_bytes(built.to_bytes())
    query = TOKENS.mixed("隔膜高温收缩 GB/T 1003")
    assert back.scores(query).tobytes() == built.scores(query).tobytes()
    assert back.to_bytes() == built.to_bytes()


def test_a_knowledge_base_without_a_word_can_be_asked() -> None:
    for texts in ([], [""], ["，。"]):
        built = LexicalView.from_bytes(view(texts, "cosine").to_bytes())
        assert built.search(["隔膜"], 3).rows.tolist() == []


def test_the_share_of_known_tokens_tells_when_a_query_is_foreign() -> None:
    built = view(TEXTS, "bm25")
    assert built.known_share(["电池", "隔膜"]) == 1
    assert built.known_share(["separator", "shrinkage"]) == 0
    assert built.known_share([]) == 0


def test_a_word_written_fifty_times_counts_no_more_than_three_times() -> None:
    built = view(["隔膜 隔膜 隔膜", "隔膜 " * 50, "轴承"], "bm25")
    three, fifty, _ = built.scores(["隔膜"])
    assert three == fifty


def test_tokens_may_come_with_weights() -> None:
    for weighing in ("bm25", "cosine"):
        built = view(TEXTS, weighing)
        assert built.scores({"电池": 1.0, "隔膜": 1.0}).tobytes() == built.scores(["电池", "隔膜"]).tobytes()
    built = view(TEXTS, "bm25")
    assert np.allclose(built.scores({"电池": 0.5}), 0.5 * built.scores(["电池"]))
    assert built.known_share({"电池": 0.1, "separator": 9.0}) == 0.5


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_the_scores_of_given_rows_are_those_of_all_rows(weighing: Weighing) -> None:
    rows = np.array([40, 3, 3, 0])
    for built in (small(weighing), large(weighing)):
        query = TOKENS.bigrams("电池隔膜热收缩率 GB/T 1003")
        assert np.allclose(built.scores_of(query, rows), built.scores(query)[rows])
        assert built.scores_of(["separator"], rows).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_a_few_rows_read_by_themselves_score_to_the_last_bit_what_a_scan_gives(weighing: Weighing) -> None:
    built = small(weighing, 3_000)
    query = TOKENS.bigrams("电池隔膜热收缩率 运动鞋耐磨 密度 铅含量 冲击强度 绝缘电阻 盐雾试验 GB/T 1003")
    every = built.scores(query)
    for rows in (np.array([40, 3, 3, 0]), np.arange(0, 3_000, 7), np.arange(3_000), np.empty(0, np.int64)):
        assert built.layout.scores_of(*built.query(query), rows).tobytes() == every[rows].tobytes()
        assert built.scores_of(query, rows).tobytes() == every[rows].tobytes()
    assert built.scores_of([], np.array([5])).tolist() == [0]


def test_shares_are_added_in_single_precision_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    rows, shares = chance.integers(0, 7, 4_000).astype(np.int32), chance.random(4_000, np.float32)
    expected = np.zeros(7, np.float32)
    for row, share in zip(rows.tolist(), shares, strict=True):
        expected[row] += share
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(8)).astype(np.int32)
    assert summing.summed_in_turn(starts, shares[order]).tobytes() == expected.tobytes()
    for many in (1 << 17, 5):
        monkeypatch.setattr(summing, "MANY", many)
        assert summing.summed(7, rows, shares).tobytes() == expected.tobytes()


def small(weighing: Weighing, count: int = 300) -> LexicalView:
    documents = [p.fields for p in passages(count)]
    return view_of(count_documents(documents, TOKENS, ["bigrams"])["bigrams"], weighing)


def large(weighing: Weighing, count: int = 300) -> LexicalView:
    """The same view in blocks."""
    documents = [p.fields for p in passages(count)]
    order = np.array(sorted(range(count), key=lambda row: documents[row]["product"]), np.int64)
    counted = count_documents((documents[row] for row in order), TOKENS, ["bigrams"])
    return LexicalView.from_bytes(view_of(counted["bigrams"], weighing, order).to_bytes())


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_a_view_in_blocks_answers_as_one_in_columns(weighing: Weighing) -> None:
    one, other = small(weighing), large(weighing)
    assert isinstance(other.layout, blocks.Blocks)
    for text in ("电池隔膜热收缩率", "GB/T 1250 运动鞋", "密度 铅含量 冲击强度 绝缘电阻 盐雾试验", "化妆品"):
        for k in (1, 7, 400):
            a, b = one.search(TOKENS.bigrams(text), k), other.search(TOKENS.bigrams(text), k)
            assert np.allclose(a.scores, b.scores, atol=1e-5)
            assert a.rows.tolist() == b.rows.tolist()
        inside = np.arange(0, 300, 9)
        found = other.search(TOKENS.bigrams(text), 400, inside)
        assert set(found.rows) == set(one.search(TOKENS.bigrams(text), 400, inside).rows)
    assert np.allclose(one.table().toarray(), other.table().toarray())


@pytest.mark.parametrize("at_once", [32, 96])
def test_blocks_are_the_same_however_many_bounds_are_sorted_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = large("bm25").to_bytes()
    monkeypatch.setattr(blocks, "_PAIRS_AT_ONCE", at_once)
    assert large("bm25").to_bytes() == whole


def test_a_segment_weighs_its_rows_as_if_they_stood_in_the_base() -> None:
    documents = [p.fields for p in passages(300)]
    base = small("bm25")
    twin = segment_of(count_documents(documents[:40], TOKENS, ["bigrams"])["bigrams"], base)
    query = TOKENS.bigrams("电池隔膜热收缩率 GB/T 1003")
    assert np.allclose(twin.scores(query), base.scores(query)[:40], atol=1e-5)


def test_a_joined_view_finds_in_both_and_hides() -> None:
    base = small("cosine", 56)
    documents = [{"product": "陶瓷", "parameter": "釉面耐磨性"}, passages(8)[7].fields]
    added = segment_of(count_documents(documents, TOKENS, ["bigrams"])["bigrams"], base)
    joined = JoinedView(base, added, np.array([0]))
    assert joined.search(TOKENS.bigrams("陶瓷釉面耐磨性"), 3).rows.tolist()[0] == 56
    twice = TOKENS.bigrams(passages(8)[7].text)
    found = joined.search(twice, 3)
    assert sorted(found.rows.tolist()[:2]) == [7, 57]
    assert found.scores[0] == pytest.approx(found.scores[1], abs=1e-5)
    assert 0 not in joined.search(TOKENS.bigrams(passages(1)[0].text), 100).rows
    assert joined.search(twice, 9, np.array([57, 0, 3])).rows.tolist()[0] == 57
    assert joined.known_share(["釉面", "隔膜", "separator"]) == pytest.approx(2 / 3)


QUERIES = ["电池隔膜热收缩率 GB/T 1003", "", "运动鞋耐磨", "separator", "厚度的测量 厚度"]


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_several_queries_at_once_get_what_each_alone_gets(weighing: Weighing, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [TOKENS.bigrams(text) for text in QUERIES]
    for many in (1 << 17, 5):
        monkeypatch.setattr(summing, "MANY", many)
        for built in (small(weighing), large(weighing)):
            alone = [built.scores(query) for query in asked]
            assert built.scores_each(asked).tobytes() == np.stack(alone).tobytes()


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_columns_gathered_by_places_give_the_bytes_of_columns_cut_out(
    weighing: Weighing, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, built = [TOKENS.bigrams(text) for text in QUERIES], small(weighing)
    given = []
    for short in (0, 1 << 20):
        monkeypatch.setattr(columns, "_SHORT", short)
        given.append([built.scores_each(asked).tobytes(), *(built.scores(query).tobytes() for query in asked)])
    assert given[0] == given[1]
    assert built.scores(asked[0]).any()


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_phrases_ask_as_their_tokens_do_also_when_they_are_remembered(weighing: Weighing) -> None:
    phrases = Phrases(
        [("电池隔膜", 1.0), ("隔膜厚度", 0.4), ("膜", 0.3), ("耐磨" * 20, 0.2)], "bigrams", TOKENS.bigrams
    )
    as_tokens = dict(phrases)
    assert as_tokens["隔膜"] == 1.0 + 0.4
    built = small(weighing)
    for _ in range(2):
        assert built.scores(phrases).tobytes() == built.scores(as_tokens).tobytes()
    assert not built.scores(Phrases([], "bigrams", TOKENS.bigrams)).any()


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_rows_in_another_order_keep_their_scores(weighing: Weighing) -> None:
    query = TOKENS.bigrams(QUERIES[0])
    for built in (small(weighing), large(weighing)):
        place = np.random.default_rng(1).permutation(built.size)
        assert built.in_order(place).scores(query)[place].tobytes() == built.scores(query).tobytes()


@pytest.mark.parametrize("weighing", ["bm25", "cosine"])
def test_counts_on_disk_in_several_tables_make_the_same_view(
    weighing: Weighing, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [one.fields for one in passages(300)]
    order = np.arange(300)
    whole = view_of(count_documents(documents, TOKENS, ["grams"])["grams"], weighing, order)
    monkeypatch.setattr(counting, "ROWS_AT_ONCE", 2 * blocks.ROWS_A_BLOCK)
    on_disk = Counting(TOKENS, ["bigrams", "grams"], is_large=True)
    on_disk.add(documents)
    assert view_of(on_disk.counted["grams"], weighing, order).to_bytes() == whole.to_bytes()


def test_rows_without_any_token_can_stand_in_blocks() -> None:
    on_disk = Counting(TOKENS, ["grams"], is_large=True)
    on_disk.add([{"body": "，。"}, {}])
    built = LexicalView.from_bytes(view_of(on_disk.counted["grams"], "cosine", np.arange(2)).to_bytes())
    assert built.search(["电"], 3).rows.tolist() == []
