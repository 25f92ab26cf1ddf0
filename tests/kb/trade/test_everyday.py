"""Everyday words lean to the business or away from it, in whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.trade.everyday import EVEN, MOST, lean, scores, words


def test_the_longest_known_word_is_taken_from_left_to_right() -> None:
    known = {"小提琴": 1, "提琴": 1, "小": 1, "声音": 1}
    assert list(words("小提琴，的声音x小", known)) == ["小提琴", "声音", "小"]


@pytest.mark.parametrize(
    "text", ["祖母留下的小提琴想找人估个价", "孩子怕黑，夜里总做噩梦", "院子里的兰花叶子发黄，请人来看看"]
)
def test_what_no_centre_does_leans_away_in_words_that_no_trade_speaks(text: str) -> None:
    assert lean(text) > EVEN


@pytest.mark.parametrize("text", ["镀锌层盐雾试验后起泡脱落", "铸件断裂，要查硬度和金相", "塑料外壳冲击强度不够"])
def test_what_a_laboratory_does_leans_to_the_trades(text: str) -> None:
    assert lean(text) < EVEN


def test_a_text_of_no_known_word_leans_nowhere() -> None:
    assert lean("") == lean("GB/T 1843-2008 ABS") == EVEN


def test_a_common_word_weighs_less_than_a_rare_one() -> None:
    assert scores()["我们"][1] < scores()["小提琴"][1]


@given(st.text(alphabet=st.sampled_from("我们小提琴的盐雾试验鉴定真假兰花ab，。"), max_size=40), st.integers(1, 3))
def test_a_text_leans_as_far_however_often_it_is_said(text: str, times: int) -> None:
    once = lean(text)
    assert 0 <= once <= MOST
    assert lean("，".join([text] * times)) == once
