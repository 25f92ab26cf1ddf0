"""From everyday words to parameters, with the chain that led there; what everybody says is set aside."""

from __future__ import annotations

import pytest

from kb.embedding import Embedder
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.compiling import compile_trade
from kb.trade.understanding import CLAUSES, NOTHING_UNDERSTOOD, Chain, Span, Understanding, understand
from matcher.signs import own_share
from tests.kb.trade.examples import BOLTS, CELLS, knowledge

BROKEN = "螺栓装好一两天自己断"
HISTORY = "我公司成立于1998年，占地面积五万平方米，现有员工三百人，多次获得荣誉称号。"


def likeliest(understanding: Understanding) -> str:
    """The trade that a text belongs to most."""
    return max(understanding.fields, key=lambda name: understanding.fields[name])


@pytest.fixture(scope="module")
def found(trade: Trade, embedder: Embedder) -> Understanding:
    """What is understood of the bolt."""
    return understand(BROKEN, trade, embedder.encode_queries)


class TestABoltThatBreaksByItself:
    def test_belongs_to_fasteners(self, found: Understanding) -> None:
        assert likeliest(found) == "fasteners"
        assert list(found.products) == ["螺栓"]

    def test_leads_to_what_a_laboratory_would_do(self, found: Understanding) -> None:
        foremost = list(found.tests)[:5]
        assert "氢脆试验" in foremost
        assert "断口分析" in foremost
        assert "硬度" in foremost

    def test_says_by_which_failure_and_from_which_words(self, found: Understanding) -> None:
        chain = next(one for one in found.chains if one.test == "氢脆试验")
        assert chain.failure == "氢脆延迟断裂"
        assert chain.known_as == "装好一两天自己断"
        assert BROKEN[chain.span.start : chain.span.end] == BROKEN

    def test_gives_every_parameter_a_chain_and_a_share(self, found: Understanding) -> None:
        assert {chain.test for chain in found.chains} == set(found.tests)
        assert max(found.tests.values()) == 1.0
        assert all(0 < weight <= 1 for weight in found.tests.values())

    def test_puts_the_likeliest_first(self, found: Understanding) -> None:
        assert list(found.tests.values()) == sorted(found.tests.values(), reverse=True)
        weights = [chain.weight for chain in found.chains]
        assert weights == sorted(weights, reverse=True)

    def test_is_understood_from_the_characters_alone(self, trade: Trade) -> None:
        found = understand(BROKEN, trade)
        assert likeliest(found) == "fasteners"
        assert "氢脆试验" in list(found.tests)[:5]


class TestAHistoryOfTheCompany:
    def test_is_set_aside_clause_by_clause(self, trade: Trade, embedder: Embedder) -> None:
        text = HISTORY + BROKEN
        found = understand(text, trade, embedder.encode_queries)
        own = [text[span.start : span.end] for span, is_own in found.clauses if is_own]
        assert own == [BROKEN]
        assert len(found.clauses) == 5

    @pytest.mark.parametrize("text", [HISTORY + BROKEN, BROKEN + "。" + HISTORY], ids=["before", "after"])
    def test_changes_nothing_of_what_is_found(
        self, trade: Trade, embedder: Embedder, found: Understanding, text: str
    ) -> None:
        more = understand(text, trade, embedder.encode_queries)
        assert more.fields == found.fields
        assert more.products == found.products
        assert list(more.tests)[:20] == list(found.tests)[:20]
        assert more.tests == pytest.approx({test: found.tests.get(test, 0.0) for test in more.tests}, abs=0.01)

    def test_leads_to_no_parameter_of_its_own(self, trade: Trade, embedder: Embedder) -> None:
        found = understand(HISTORY + BROKEN, trade, embedder.encode_queries)
        aside = {span for span, is_own in found.clauses if not is_own}
        assert aside
        assert [chain for chain in found.chains if chain.span in aside] == []

    def test_does_not_bring_in_the_products_it_names(self, trade: Trade) -> None:
        history = "我们是一家专业生产轴承的老企业。"
        assert list(understand(history, trade).products) == ["滚动轴承"]
        assert list(understand(history + BROKEN, trade).products) == ["螺栓"]

    def test_alone_is_still_a_text_to_be_read(self, trade: Trade) -> None:
        found = understand("我公司成立于1998年", trade)
        assert [is_own for _, is_own in found.clauses] == [True]


class TestAskingForAService:
    """要CMA报告，多少钱: who asks so is understood by what else is said (generic.yaml, asking)."""

    @pytest.mark.parametrize("asking", ["要CMA报告", "一个样多少钱", "几天能出报告", "请报价", "不知道该做什么检测"])
    def test_is_set_aside(self, trade: Trade, embedder: Embedder, found: Understanding, asking: str) -> None:
        more = understand(f"{BROKEN}，{asking}", trade, embedder.encode_queries)
        assert [is_own for _, is_own in more.clauses] == [True, False]
        assert more.fields == found.fields
        assert more.tests == found.tests

    @pytest.mark.parametrize("text", [BROKEN, "想给门店办一份财产保险，去年台风赔得不痛快"], ids=["inside", "beyond"])
    def test_changes_nothing_of_where_the_matter_lies(self, trade: Trade, embedder: Embedder, text: str) -> None:
        more, plain = (
            understand(one, trade, embedder.encode_queries, looks_beyond=True)
            for one in (f"{text}，要CMA报告，一个样多少钱，几天能出报告", text)
        )
        assert more.matter == plain.matter
        assert own_share(more.clauses, more.asking) == own_share(plain.clauses, plain.asking)

    @pytest.mark.parametrize("asking", ["需要检测金相组织", "螺栓哪里可以检测"])
    def test_counts_where_it_names_a_product_or_a_test(self, trade: Trade, embedder: Embedder, asking: str) -> None:
        more = understand(f"{BROKEN}，{asking}", trade, embedder.encode_queries)
        assert [is_own for _, is_own in more.clauses] == [True, True]

    def test_is_told_from_a_trouble_that_is_like_nothing_known(self, trade: Trade, embedder: Embedder) -> None:
        more = understand(f"{BROKEN}，甲方不验收", trade, embedder.encode_queries)
        assert [is_own for _, is_own in more.clauses] == [True, True]

    def test_alone_is_still_a_text_to_be_read(self, trade: Trade) -> None:
        assert [is_own for _, is_own in understand("一个样多少钱", trade).clauses] == [True]


class TestSpans:
    @pytest.mark.parametrize(
        "text", [BROKEN, "您好！我们的ＰＰ外壳一摔就碎，盐雾试验后起泡；请帮忙。", HISTORY + BROKEN]
    )
    def test_are_stretches_of_the_text_as_it_was_written(self, trade: Trade, text: str) -> None:
        found = understand(text, trade)
        assert found.chains
        for chain in found.chains:
            assert 0 <= chain.span.start < chain.span.end <= len(text)
        assert [text[span.start : span.end] for span, _ in found.clauses]

    def test_of_a_named_parameter_hold_the_name_itself(self, trade: Trade) -> None:
        text = "涂层盐雾试验后起泡"
        named = [chain for chain in understand(text, trade).chains if chain.failure is None]
        assert named
        assert "盐雾试验" in {text[chain.span.start : chain.span.end] for chain in named}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("bolts snap a day after tightening", "fasteners"),
        ("螺丝头一拧就掉", "fasteners"),
        ("锂电池充电时鼓包", "batteries"),
    ],
)
def test_a_short_question_finds_its_trade(trade: Trade, embedder: Embedder, text: str, field: str) -> None:
    assert likeliest(understand(text, trade, embedder.encode_queries)) == field


@pytest.mark.parametrize("text", ["", "   ", "，。！？", "\n\n"])
def test_a_text_without_words_is_not_understood(trade: Trade, embedder: Embedder, text: str) -> None:
    found = understand(text, trade, embedder.encode_queries)
    assert not found.tests
    assert not found.chains
    assert not found.products
    assert not found.fields


def test_the_same_text_gives_the_same_answer(trade: Trade, embedder: Embedder) -> None:
    text = HISTORY + BROKEN + "，表面发黑，硬度偏高"
    first = understand(text, trade, embedder.encode_queries)
    assert understand(text, trade, embedder.encode_queries) == first


def test_a_very_long_text_is_read_up_to_a_number_of_clauses(trade: Trade) -> None:
    assert len(understand("断了，" * (CLAUSES + 40), trade).clauses) == CLAUSES


def test_nothing_is_understood_without_knowledge() -> None:
    found = understand(BROKEN, EMPTY_TRADE)
    assert (found.fields, found.products, found.tests, found.chains) == ({}, {}, {}, ())
    assert understand("", EMPTY_TRADE) is NOTHING_UNDERSTOOD


class TestASmallTrade:
    def trade(self) -> Trade:
        return compile_trade(knowledge())

    def test_names_of_its_products_and_parameters_are_read(self) -> None:
        found = understand("隔膜的热收缩率", self.trade())
        assert found.products == {"电池隔膜": 1.0}
        assert Chain(Span(3, 7), "热收缩率", None, "热收缩率", 0.5) in found.chains

    def test_a_step_further_counts_less(self) -> None:
        found = understand("装好一两天自己断", self.trade())
        assert list(found.tests) == ["氢脆试验", "断口分析"]
        assert found.tests["断口分析"] < found.tests["氢脆试验"]

    def test_a_symptom_of_the_named_product_counts_more(self) -> None:
        mine, other = (understand(text, self.trade()).chains[0].weight for text in ("螺栓过夜断了", "垫圈过夜断了"))
        assert mine > other

    def test_a_field_that_serves_all_counts_less(self) -> None:
        rest = compile_trade(knowledge(BOLTS | {"serves_all": True}, CELLS))
        assert understand("过夜断了", rest).chains[0].weight < understand("过夜断了", self.trade()).chains[0].weight
