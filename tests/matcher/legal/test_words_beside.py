"""A word that leads to a product and names something else is understood, and no scope for the product holds for it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from benchmarks.legal_gate.__main__ import shipped
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.understanding import understand
from matcher.legal.kin import Kin
from matcher.legal.subjects import look_at_product, product_kinship
from matcher.legal.things import is_for_thing
from tests.kb.trade.examples import BOLTS, CELLS, knowledge
from tests.matcher.legal.test_kinds import is_offered, pairs
from tests.matcher.passages import row
from tests.shipped import knowledge as written_knowledge


@pytest.fixture(scope="module")
def trade() -> Trade:
    """A shop that says 螺丝 for a bolt, and asks a bolt's laboratory for its blanks and for fasteners at large."""
    bolts = deepcopy(BOLTS)
    bolts["products"]["螺栓"] |= {"beside": ["螺栓毛坯", "紧固件"], "beside_en": ["stud blank"]}
    return from_bytes(to_bytes(compile_trade(knowledge(bolts, CELLS))))


def speaking(trade: Trade, text: str) -> Kin:
    return Kin(trade.lexicon, understand(text, trade).called, trade.kinds)


class TestAWordBesideAProduct:
    @pytest.mark.parametrize("text", ["紧固件断了", "螺栓毛坯断了", "the stud blank broke"])
    def test_leads_to_it_without_naming_it(self, trade: Trade, text: str) -> None:
        found = understand(text, trade)
        assert list(found.products) == ["螺栓"]
        assert found.called == ()

    def test_is_outweighed_by_a_name_of_the_products_own(self, trade: Trade) -> None:
        assert understand("紧固件里的螺丝断了", trade).called == ("螺栓",)

    @pytest.mark.parametrize("asked", ["紧固件", "国产紧固件", "螺栓毛坯", "stud blank"])
    def test_is_not_covered_by_a_row_for_the_product(self, trade: Trade, asked: str) -> None:
        assert product_kinship("螺栓", asked, Kin(trade.lexicon)) == "unclear"

    @pytest.mark.parametrize("asked", ["螺丝", "不锈钢螺丝"])
    def test_does_not_take_from_the_products_own_names(self, trade: Trade, asked: str) -> None:
        assert product_kinship("螺栓", asked, Kin(trade.lexicon)) == "broader"

    def test_is_covered_by_a_row_of_the_very_word(self, trade: Trade) -> None:
        assert product_kinship("紧固件", "紧固件", Kin(trade.lexicon)) == "same"

    def test_leaves_a_row_to_a_person_where_the_demand_tells_no_product(self, trade: Trade) -> None:
        by_name, beside = (
            [finding.state for finding in look_at_product("螺栓", None, speaking(trade, text))]
            for text in ("螺丝做硬度", "紧固件做硬度")
        )
        assert (by_name, beside) == ([], ["to_check"])

    def test_makes_no_row_one_for_the_thing(self, trade: Trade) -> None:
        bolts = row("r", "螺栓", "硬度", "")
        assert is_for_thing(bolts, speaking(trade, "螺丝做硬度"))
        assert not is_for_thing(bolts, speaking(trade, "紧固件做硬度"))
        assert not is_for_thing(row("r", "紧固件", "硬度", ""), speaking(trade, "螺丝做硬度"))


def test_no_word_beside_a_shipped_product_is_offered_under_it() -> None:
    beside = [
        (name, word)
        for field in written_knowledge().fields
        for name, product in field.products.items()
        for word in (*product.beside, *product.beside_en)
    ]
    assert len(beside) > 1_500
    kin = shipped()
    offered = [
        (name, word)
        for name, word in beside
        if all(finding.state == "inside" for finding in look_at_product(name, word, kin))
    ]
    assert offered == []


def test_pairs_by_hands_that_saw_only_the_products_names_are_told_as_they_told_them() -> None:
    """1,800 pairs for 600 products: words of the same conversation that a row does not hold for, and some it does."""
    written = pairs("shop_words.csv")
    assert [pair for pair in written if not pair.holds and is_offered(pair)] == []
    lawful = [pair for pair in written if pair.holds]
    assert len(lawful) >= 590
    assert sum(map(is_offered, lawful)) / len(lawful) >= 0.7


def test_what_one_field_sets_apart_no_other_field_gives_back() -> None:
    other = deepcopy(BOLTS) | {"field": "others"}
    other["products"]["螺栓"] = {"en": "bolt", "beside": ["螺丝"]}
    lexicon = Lexicon(concepts_of(knowledge(BOLTS, other).fields))
    assert product_kinship("螺栓", "螺丝", Kin(lexicon)) == "unclear"
