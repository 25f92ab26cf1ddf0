"""Many texts cut at once give the bags that each text gives alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.cutting import BatchCutter
from kb.tokens import CUTS, Tokeniser
from tests.kb.examples import passages

TOKENS = Tokeniser()
ALPHABET = "电池隔膜收缩率铜𠮷GB/T15-.:年 2008aZµ℃Ω，；\n\x00\u3000０ＧΣİ①㎎iso"


def bags(texts: list[str], cut: str, tokeniser: Tokeniser = TOKENS) -> list[Counter[str]]:
    """The bags of one cut."""
    cutter = BatchCutter(tokeniser.user_words)
    tables = cutter.tables(texts, {cut: CUTS[cut]})
    tokens = list(cutter.numbers)
    found: list[Counter[str]] = [Counter() for _ in texts]
    for table in tables.values():
        for bag, row in zip(found, range(len(texts)), strict=True):
            here = slice(table.indptr[row], table.indptr[row + 1])
            for number, times in zip(table.indices[here], table.data[here], strict=True):
                bag[tokens[number]] += int(times)
    return found


def alone(texts: list[str], cut: str, tokeniser: Tokeniser = TOKENS) -> list[Counter[str]]:
    return [Counter(tokeniser.cut(cut, text)) for text in texts]


@pytest.mark.parametrize("cut", CUTS)
def test_scope_rows_are_cut_as_one_by_one(cut: str) -> None:
    texts = [passage.text for passage in passages(60)] + ["", "，。", "铜", "Steel, cracks. 5 mg/kg", "GB 2828-87 铜"]
    assert bags(texts, cut) == alone(texts, cut)


@given(st.lists(st.text(ALPHABET, max_size=24), max_size=6))
def test_any_texts_are_cut_as_one_by_one(texts: list[str]) -> None:
    for cut in ("grams", "words"):
        assert bags(texts, cut) == alone(texts, cut)


def test_a_number_does_not_reach_into_the_next_text() -> None:
    texts = ["GB/T", "1843-2008", "铜", "线"]
    assert bags(texts, "bigrams") == alone(texts, "bigrams")


def test_user_words_hold_in_a_batch() -> None:
    ours = Tokeniser(["池隔膜纸"])
    assert bags(["电池隔膜纸"], "words", ours) == alone(["电池隔膜纸"], "words", ours)


def test_long_texts_are_capped_as_alone_and_batches_do_not_show() -> None:
    texts = ["隔膜" * 30_000, "㎎" * 3_000, *(["电池隔膜热收缩率"] * 40_000)]
    cutter = BatchCutter()
    (table,) = cutter.tables(texts, {"pairs": ["pairs"]}).values()
    assert table.sum(axis=1).tolist() == [len(TOKENS.bigrams(texts[0])), 0] + [7] * 40_000


def test_no_texts_give_no_tokens() -> None:
    assert bags([], "mixed") == []
