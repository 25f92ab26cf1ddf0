"""Lexical views give what their formulas say, and find what a person would."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kb.lexical_index import K1, B, LexicalView, Weighing, build_view
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
