"""Whole messages with their tests: they lead from words to parameters, and tell the trade of words that name none."""

from __future__ import annotations

from kb.embedding import Embedder
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.reading import Knowledge
from kb.trade.understanding import understand
from tests.kb.trade.examples import BOLTS, CELLS, bolts, knowledge

LIKE_A_CASE = "风机上的大螺丝隔夜掉了两颗"


class TestAMessageLikeAKnownOne:
    def test_leads_to_its_tests_the_most_telling_first(self) -> None:
        found = understand(LIKE_A_CASE, compile_trade(knowledge()))
        case = [chain for chain in found.chains if chain.known_as == "风机上刚紧完的大螺丝隔夜掉了三颗脑袋"]
        assert [chain.test for chain in case] == ["断口分析", "硬度"]
        assert case[0].weight > case[1].weight

    def test_tells_no_failure_but_quotes_the_words(self) -> None:
        found = understand(LIKE_A_CASE, compile_trade(knowledge()))
        chain = next(chain for chain in found.chains if chain.test == "断口分析" and chain.failure is None)
        assert LIKE_A_CASE[chain.span.start : chain.span.end] == LIKE_A_CASE
        assert chain.names

    def test_is_of_the_trade_of_that_message(self) -> None:
        without = compile_trade(knowledge(bolts(cases=[]), CELLS))
        assert understand("风机", without).fields == {}
        assert list(understand("风机", compile_trade(knowledge(BOLTS, CELLS))).fields) == ["bolts"]

    def test_is_understood_the_same_after_keeping(self, embedder: Embedder) -> None:
        trade = compile_trade(knowledge(), embedder)
        kept = from_bytes(to_bytes(trade))
        again = understand(LIKE_A_CASE, kept, embedder.encode_queries)
        assert again == understand(LIKE_A_CASE, trade, embedder.encode_queries)


class TestTheShippedCases:
    def test_stand_in_every_trade_and_name_its_own_products_and_tests(self, shipped: Knowledge) -> None:
        for field in shipped.fields:
            assert len(field.cases) >= 100, field.field
            assert {case.of for case in field.cases} - {None} <= set(field.products)
            assert {test for case in field.cases for test in case.tests} <= set(field.tests)

    def test_give_the_trade_away_where_no_product_is_named(self, trade: Trade, embedder: Embedder) -> None:
        for text, field in (
            ("淋雨之后大灯里面起雾，早上一层水珠", "automotive"),
            ("缸套里拉出一道道痕，活塞换了也没用", "automotive"),
            ("下水洗两回袖口就缩上去一截，颜色也串了", "textiles"),
        ):
            assert field in understand(text, trade, embedder.encode_queries).fields
