"""To which field a text belongs by what its words mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kb.trade.beyond import EVEN, lean_of, meaning_of
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.discriminant import Discriminant, learnt
from kb.trade.keeping import from_bytes, to_bytes

TRADES = {
    "metal": ["螺栓断裂要查硬度", "钢板弯曲试验", "铸件有裂纹"],
    "food": ["面粉发霉", "牛奶蛋白质含量", "蜂蜜里有抗生素"],
}
BEYOND = {
    "music": ["小提琴声音发闷", "钢琴要调音", "笛子吹不响"],
    "law": ["请律师打官司", "合同纠纷要起诉", "法院传票"],
}


@pytest.fixture(scope="module")
def small() -> Discriminant:
    found = learnt(TRADES, BEYOND)
    assert found is not None
    return found


def test_a_text_belongs_to_the_field_whose_words_mean_the_like(small: Discriminant) -> None:
    for text, field in (("二胡琴弦松了", 2), ("法官判了赔偿", 3), ("铁钉生锈", 0), ("大米里有虫", 1)):
        shares = small.shares(text)
        assert shares is not None
        assert int(np.argmax(shares)) == field, text


def test_shares_are_together_one_and_nothing_is_said_of_unknown_words(small: Discriminant) -> None:
    shares = small.shares("螺栓")
    assert shares is not None
    assert float(shares.sum()) == pytest.approx(1)
    assert small.shares("GB/T 3098.1") is None


def test_a_field_of_no_known_word_belongs_to_nothing(small: Discriminant) -> None:
    found = learnt({**TRADES, "empty": ["ISO 9001"]}, BEYOND)
    assert found is not None
    shares = found.shares("螺栓断裂")
    assert shares is not None
    assert shares[2] == 0
    assert learnt(TRADES, {"empty": []}) is None


def test_equal_texts_give_equal_numbers_in_any_order_of_words_and_compiled_knowledge_keeps_them() -> None:
    again = learnt({name: texts[::-1] for name, texts in TRADES.items()}, BEYOND)
    first = learnt(TRADES, BEYOND)
    assert first is not None
    assert again is not None
    assert (first.weights == again.weights).all()
    kept = from_bytes(to_bytes(replace(EMPTY_TRADE, by_meaning=first))).by_meaning
    assert kept is not None
    assert kept.shares("琴弦") == pytest.approx(first.shares("琴弦"))


@pytest.mark.parametrize(
    ("text", "is_away"),
    [
        ("祖母留下的小提琴想找人估个价", True),
        ("院子里的兰花叶子发黄，请人来看看", True),
        ("镀锌层盐雾试验后起泡脱落", False),
        ("铸件断裂，要查硬度和金相", False),
        ("塑料外壳冲击强度不够", False),
    ],
)
def test_what_no_centre_does_leans_beyond_and_what_a_laboratory_does_to_the_trades(
    text: str, is_away: bool, trade: Trade
) -> None:
    assert trade.beyond is not None
    assert (lean_of(meaning_of(text, trade.beyond), len(trade.fields.names)) > EVEN) is is_away


def test_without_a_known_word_a_text_leans_nowhere() -> None:
    assert lean_of((), 3) == EVEN
    assert meaning_of("铸件断裂", EMPTY_TRADE) == ()
