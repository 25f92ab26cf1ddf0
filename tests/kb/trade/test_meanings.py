"""Everyday words stand where a dictionary's meanings put them, and a text at the weighed mean of its words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.trade.meanings import NUMBERS, meanings, meanings_digest, place_of, words


def nearness(one: str, other: str) -> float:
    places = [meanings().places[meanings().at[word]].astype(float) for word in (one, other)]
    return float(places[0] @ places[1] / np.linalg.norm(places[0]) / np.linalg.norm(places[1]))


def test_the_longest_known_word_is_taken_from_left_to_right() -> None:
    known = {"小提琴": 1, "提琴": 1, "小": 1, "声音": 1}
    assert list(words("小提琴，的声音x小", known)) == ["小提琴", "声音", "小"]


def test_words_of_like_meaning_stand_near_each_other_though_they_share_no_character() -> None:
    assert nearness("轮胎", "车轮") > nearness("轮胎", "兰花") + 0.2
    assert nearness("律师", "法官") > nearness("律师", "螺栓") + 0.2


def test_a_text_of_no_known_word_stands_nowhere() -> None:
    assert place_of("") is None
    assert place_of("GB/T 1843-2008 ABS") is None


def test_a_common_word_weighs_less_than_a_rare_one() -> None:
    known = meanings()
    assert known.weights[known.at["我们"]] < known.weights[known.at["小提琴"]]
    near = place_of("我们小提琴")
    assert near is not None
    to = {word: np.abs(near - known.places[known.at[word]]).sum() for word in ("我们", "小提琴")}
    assert to["小提琴"] < to["我们"]


def test_every_word_has_its_place_and_the_file_names_where_it_comes_from() -> None:
    known = meanings()
    assert known.places.shape == (len(known.at), NUMBERS) == (len(known.weights), NUMBERS)
    assert known.weights.min() >= 1
    assert known.weights.max() <= 1000
    assert len(meanings_digest()) == 64


@given(st.text(alphabet=st.sampled_from("我们小提琴的盐雾试验鉴定真假兰花ab，。"), max_size=40), st.integers(1, 3))
def test_a_text_stands_in_the_same_place_however_often_it_is_said(text: str, times: int) -> None:
    once, often = place_of(text), place_of("，".join([text] * times))
    assert (once is None) == (often is None)
    assert once is None or (once == often).all()
