"""Text becomes comparable without losing its meaning, and no input makes it explode."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import (
    MAX_CHARACTERS,
    bigrams,
    characters,
    clean,
    fold_characters,
    fold_joined,
    is_chinese,
    normalise,
    runs,
    shorten,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＧＢ／Ｔ　１８４３－２００８", "gb/t 1843-2008"),
        ("GB/T 1843—2008", "gb/t 1843-2008"),
        ("GB/T 1843–2008", "gb/t 1843-2008"),
        ("－40 ℃", "-40 °c"),
        ("  多\u3000个 \t 空格\n", "多 个 空格"),
        ("零\u200b宽\ufeff", "零宽"),
        ("藏\u202e在\u2066里\u2069面", "藏在里面"),
        ("", ""),
    ],
)
def test_normalising(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_a_character_that_becomes_eighteen_is_capped_before_and_after() -> None:
    start = time.perf_counter()
    assert len(normalise("\ufdfa" * 1_000_000)) <= 2 * MAX_CHARACTERS
    assert time.perf_counter() - start < 5  # 0.1 s when idle; without the cap 4 s and 18 million characters


def test_towers_of_marks_do_not_take_long() -> None:
    start = time.perf_counter()
    normalise("a" + "\u0301" * 1_000_000)
    assert time.perf_counter() - start < 5


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == normalise(normalise(once))
    assert "\u200b" not in once
    assert once == once.strip()


@given(st.text(max_size=200))
def test_cleaning_keeps_words_and_drops_what_may_not_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")  # no lone surrogates
    assert clean(cleaned) == cleaned


@given(st.lists(st.text("电㎎；，\u0301\u0338e=Å①\u200b　 Ｇİー"), min_size=1))
def test_texts_folded_together_are_those_folded_alone(texts: list[str]) -> None:
    together = fold_joined("\x00".join(texts), "\x00")
    assert together == "\x00".join(map(fold_characters, texts))


def test_cleaning_keeps_line_breaks_and_case() -> None:
    assert clean("第一行\n\t第二行 GB/T\x00\x07") == "第一行\n\t第二行 GB/T"


def test_bigrams_find_words_that_no_list_knows() -> None:
    assert bigrams("隔膜热收缩") == ["隔膜", "膜热", "热收", "收缩"]
    assert bigrams("膜 PE") == ["膜", "pe"]
    assert bigrams("GB/T 4806.11检测") == ["gb/t", "4806.11", "检测"]
    assert bigrams("，。！") == []


def test_characters_and_runs() -> None:
    assert runs("PE隔膜，120℃") == ["pe", "隔膜", "120°c"]
    assert characters("PE隔膜") == ["pe", "隔", "膜"]
    assert is_chinese("PE隔膜")
    assert not is_chinese("PE 120")


def test_shortening_shows_the_cut() -> None:
    assert shorten("一二三四五", 5) == "一二三四五"
    assert shorten("一二三四五六", 5) == "一二三四…"
    assert shorten("一\n二", 5) == "一 二"
    assert len(shorten("一二三", 1)) == 1
