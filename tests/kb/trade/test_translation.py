"""English into the terms of annexes: plurals, the longest phrase, words without a term passed over."""

from __future__ import annotations

import pytest

from kb.trade.compiled import Trade
from kb.trade.glossary import Pair, glossary
from kb.trade.translation import MOST_SENSES, Translator, phrase_key
from tests.kb.trade.examples import bolts, knowledge

TRANSLATOR = Translator(
    Pair(zh=zh, en=en)
    for zh, en in [
        ("电池", "battery"),
        ("电池隔膜", "battery separator"),
        ("开关", "switch"),
        ("玻璃", "glass"),
        ("晶间腐蚀", "inter-granular corrosion"),
        ("腐蚀", "corrosion"),
    ]
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("battery", ("电池",)),
        ("Batteries!", ("电池",)),
        ("switches", ("开关",)),
        ("glass", ("玻璃",)),
        ("glasses", ("玻璃",)),
        ("two battery separators in a BATTERY", ("电池隔膜", "电池")),
        ("corrosion, or inter granular corrosion", ("腐蚀", "晶间腐蚀")),
        ("the glass of our battery", ("玻璃", "电池")),
        ("ｂａｔｔｅｒｙ", ("电池",)),
        ("battery battery batteries", ("电池",)),
        ("something else entirely", ()),
        ("separator", ()),
        ("", ()),
    ],
)
def test_english_becomes_terms_in_the_order_of_the_text(text: str, terms: tuple[str, ...]) -> None:
    assert TRANSLATOR.to_chinese(text) == terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bodies", "body"),
        ("cross-sections", "cross section"),
        ("boxes", "box"),
        ("Losses", "loss"),
        ("cracks", "crack"),
    ],
)
def test_one_phrase_has_one_key(one: str, other: str) -> None:
    assert phrase_key(one) == phrase_key(other)


@pytest.mark.parametrize("word", ["analysis", "stress", "apparatus", "gas", "1045s"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert phrase_key(word) == word


def test_a_word_of_many_senses_keeps_the_first_few() -> None:
    senses = [f"义{number}" for number in range(MOST_SENSES + 2)]
    translator = Translator(Pair(zh=zh, en="set") for zh in senses)
    assert translator.to_chinese("set") == tuple(senses[:MOST_SENSES])


def test_kept_terms_translate_as_before() -> None:
    assert Translator.of(TRANSLATOR.terms).to_chinese("battery separators") == ("电池隔膜",)


class TestTheGlossary:
    def test_holds_every_english_name_of_every_term_and_then_the_general_words(self) -> None:
        data = bolts(products={"螺栓": {"en": "bolt", "also_en": ["screw"]}})
        pairs = glossary(knowledge(data).fields, [Pair(zh="车轮", en="wheel")])
        assert pairs[:2] == (Pair(zh="螺栓", en="bolt"), Pair(zh="螺栓", en="screw"))
        assert Pair(zh="硬度", en="hardness") in pairs
        assert Pair(zh="氢脆", en="hydrogen embrittlement") in pairs
        assert pairs[-1] == Pair(zh="车轮", en="wheel")

    def test_holds_a_pair_once(self) -> None:
        pairs = glossary(knowledge().fields, [Pair(zh="螺栓", en="bolt"), Pair(zh="螺栓", en="bolt")])
        assert pairs.count(Pair(zh="螺栓", en="bolt")) == 1
        assert pairs.count(Pair(zh="硬度", en="hardness")) == 1

    def test_shipped_knows_the_words_of_the_workshop(self, trade: Trade) -> None:
        assert "氢脆试验" in trade.translator.to_chinese("hydrogen embrittlement tests")
        assert "螺栓" in trade.translator.to_chinese("broken bolts")
