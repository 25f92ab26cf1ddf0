"""Tokens: the same text always gives the same tokens, and a standard number is one of them."""

from __future__ import annotations

from kb.tokens import Tokeniser

TOKENS = Tokeniser()


def test_a_standard_number_gives_its_key_its_bare_number_and_its_family() -> None:
    assert TOKENS.bigrams("GB/T 2423.17－2008") == ["gb/t2423.17", "2423.17", "gb/t2423", "gb/t2423.17-2008"]


def test_a_citation_without_year_meets_one_with_a_year() -> None:
    assert set(TOKENS.words("GBT1843")) <= set(TOKENS.words("GB/T 1843-2008"))


def test_words_hold_the_long_word_and_the_short_ones_inside() -> None:
    assert TOKENS.words("悬臂梁冲击强度") == ["悬臂", "悬臂梁", "冲击", "强度"]


def test_bigrams_overlap_and_a_lone_character_stays() -> None:
    assert TOKENS.bigrams("悬臂梁，铜") == ["悬臂", "臂梁", "铜"]


def test_the_mixed_bag_holds_words_pairs_and_characters() -> None:
    assert set(TOKENS.mixed("悬臂梁")) == {"悬臂", "悬臂梁", "臂梁", "悬", "臂", "梁"}


def test_latin_words_lose_their_full_stop_and_joined_ones_give_their_parts() -> None:
    assert TOKENS.bigrams("Steel, cracks. 5 mg/kg") == ["steel", "cracks", "5", "mg/kg", "mg", "kg"]


def test_user_words_are_kept_together_and_change_the_identity() -> None:
    ours = Tokeniser(["池隔膜纸"])
    assert "池隔膜纸" in ours.words("电池隔膜纸")
    assert "池隔膜纸" not in TOKENS.words("电池隔膜纸")
    assert ours.identity != TOKENS.identity


def test_empty_text_has_no_tokens() -> None:
    assert TOKENS.mixed(" ，。 ") == []


def test_one_that_remembers_cuts_as_one_that_does_not() -> None:
    remembering = TOKENS.remembering()
    for text in [
        "锂电池隔膜|热收缩 GB/T 1843-2008、mg/kg",
        "=锂电池隔膜",
        "",
        "锂电池隔膜|热收缩 GB/T 1843-2008、mg/kg",
    ]:
        for _ in range(2):
            assert remembering.words(text) == TOKENS.words(text)
            assert remembering.mixed(text) == TOKENS.mixed(text)
            assert remembering.bigrams(text) == TOKENS.bigrams(text)
