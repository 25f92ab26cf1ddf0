"""What lies beyond the business is recognised beside the trades, and never among them."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foundation.errors import InvalidInput
from kb.embedding import Embedder
from kb.lexical_index import build_view
from kb.trade.beyond import NOTHING_BEYOND, NOWHERE, Matter, Nearness, share_known
from kb.trade.check import check
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.field import BeyondField
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.naming import own_word
from kb.trade.reading import Knowledge, knowledge_digest, read_knowledge
from kb.trade.understanding import NOTHING_UNDERSTOOD, understand
from tests import shipped
from tests.kb.trade.examples import knowledge, write_data, write_file

PIGS: dict[str, Any] = {
    "field": "pigs",
    "zh": "兽医",
    "en": "veterinary",
    "products": {"生猪": {"en": "pig", "also": ["母猪", "仔猪"]}},
    "tests": {"猪瘟检测": {"en": "swine fever test", "also": ["猪瘟"]}, "流产查因": {"en": "cause of abortion"}},
    "cases": [
        {"says": "圈里的接连流产，想找兽医看看", "of": "生猪", "tests": ["流产查因"]},
        {"says": "发烧不吃食，耳朵发紫，怕是猪瘟", "of": "生猪", "tests": ["猪瘟检测"]},
    ],
}
SOW, BOLT = "母猪又流产了，想请兽医查因", "螺栓装好一两天自己断"


def test_what_no_field_knows_takes_from_the_share_that_is_known() -> None:
    view = build_view([{"body": "螺栓断裂"}, {"body": "螺栓锈蚀"}], list, "cosine")
    of = {token: float(view.idf[view.terms[token]]) for token in "螺断"}
    twice = (1 + math.log(2)) * of["螺"]
    assert share_known([("断", 1), ("螺", 2)], view) == 1.0
    known = of["断"] ** 2 + twice**2
    assert share_known([("断", 1), ("猪", 1), ("螺", 2)], view) == pytest.approx(
        math.sqrt(known / (known + view.rarest**2))
    )
    assert share_known([("猪", 1)], view) == share_known([], view) == 0.0


def with_pigs(**changes: Any) -> Knowledge:
    return replace(knowledge(), beyond=(BeyondField.model_validate(PIGS | changes),))


@pytest.fixture(scope="module")
def small(embedder: Embedder) -> Trade:
    return compile_trade(with_pigs(), embedder)


def matter(text: str, trade: Trade, embedder: Embedder) -> Matter:
    return understand(text, trade, embedder.encode_queries, looks_beyond=True).matter


class TestAMatterBeyondTheBusiness:
    def test_is_told_from_one_of_a_trade(self, small: Trade, embedder: Embedder) -> None:
        away, home = matter(SOW, small, embedder), matter(BOLT, small, embedder)
        assert away.is_beyond
        assert not home.is_beyond
        for sign in ("situation", "field", "votes", "odds", "named", "part"):
            assert getattr(away, sign) > getattr(home, sign), sign
        for sign in ("inside_situation", "inside_field"):
            assert getattr(away, sign) < getattr(home, sign), sign

    def test_is_named_by_its_field_its_own_word_and_the_test(self, small: Trade, embedder: Embedder) -> None:
        found = matter(SOW, small, embedder)
        assert (found.beyond, found.product, found.test) == ("pigs", "母猪", "流产查因")

    def test_is_told_by_its_name_too_where_the_text_has_a_word_of_its_own_for_it(self, embedder: Embedder) -> None:
        called = {"生猪": {"en": "pig", "also": ["二师兄"]}}
        found = matter("二师兄又流产了，想请兽医查因", compile_trade(with_pigs(products=called), embedder), embedder)
        assert found.product == "生猪（二师兄）"
        assert own_word(found.product) == "二师兄"

    def test_names_no_product_that_the_text_does_not_name(self, small: Trade, embedder: Embedder) -> None:
        found = matter("发烧不吃食，耳朵发紫", small, embedder)
        assert (found.product, found.test) == (None, "猪瘟检测")

    def test_is_near_to_a_laboratory_of_that_field_and_far_from_others(self, small: Trade, embedder: Embedder) -> None:
        near = Nearness(small, matter(SOW, small, embedder))
        own, other = near.of("生猪 猪瘟检测 流产查因"), near.of("螺栓 硬度 氢脆试验")
        assert own.whole > 900 > 100 > other.whole
        assert min(own.beyond, own.away) > 900
        assert max(other.beyond, other.away) < 100

    def test_is_not_near_to_a_trade_whose_words_it_shares(self, small: Trade, embedder: Embedder) -> None:
        shared = matter(f"{SOW}，{BOLT}，查螺栓断裂", small, embedder)
        near = Nearness(small, shared).of("螺栓 断裂 氢脆试验")
        assert near.inside > 900
        assert near.beyond < 100

    def test_quotes_the_clauses_that_speak_of_it_most(self, small: Trade, embedder: Embedder) -> None:
        assert matter(f"{BOLT}，母猪又流产了", small, embedder).words[:1] == ("母猪又流产了",)
        assert matter(BOLT, small, embedder).words == ()

    def test_changes_nothing_of_what_the_trades_understand(self, small: Trade, embedder: Embedder) -> None:
        alone = compile_trade(knowledge(), embedder)
        for text in (SOW, BOLT):
            with_it = understand(text, small, embedder.encode_queries, looks_beyond=True)
            assert replace(with_it, matter=NOTHING_BEYOND, errand=0) == understand(text, alone, embedder.encode_queries)

    def test_is_not_looked_for_unless_asked(self, small: Trade, embedder: Embedder) -> None:
        assert understand(SOW, small, embedder.encode_queries).matter is NOTHING_BEYOND

    def test_cannot_be_told_where_nothing_beyond_is_known(self, embedder: Embedder) -> None:
        alone = compile_trade(knowledge(), embedder)
        assert matter(SOW, alone, embedder) is NOTHING_BEYOND
        assert Nearness(alone).of("生猪") == NOWHERE

    @pytest.mark.parametrize("text", ["", "。，", "?", "嗯"])
    def test_a_text_that_says_nothing_is_read(self, small: Trade, text: str) -> None:
        assert understand(text, small, looks_beyond=True) in (NOTHING_UNDERSTOOD, understand(text, small)) or not (
            understand(text, small, looks_beyond=True).matter.is_beyond
        )

    def test_is_kept_as_bytes(self, small: Trade, embedder: Embedder) -> None:
        kept = from_bytes(to_bytes(small))
        assert matter(SOW, kept, embedder) == matter(SOW, small, embedder)
        assert to_bytes(kept) == to_bytes(small)


class TestTheFiles:
    def test_beside_the_trades_are_read_apart_and_counted_in_the_digest(self, tmp_path: Path) -> None:
        data = write_data(tmp_path / "data")
        before = knowledge_digest(data=data)
        write_file(data / "beyond", PIGS, "pigs.yaml")
        read = read_knowledge(data=data)
        assert [one.field for one in read.beyond] == ["pigs"]
        assert "pigs" not in {one.field for one in read.fields}
        assert read.digest != before

    def test_a_field_that_a_house_has_itself_is_no_longer_beyond(self, tmp_path: Path) -> None:
        data = write_data(tmp_path / "data")
        write_file(data / "beyond", PIGS, "pigs.yaml")
        own = write_file(tmp_path / "own", PIGS | {"failures": {}, "symptoms": []}).parent
        read = read_knowledge([own], data)
        assert read.beyond == ()
        assert "pigs" in {one.field for one in read.fields}

    def test_a_link_that_leads_nowhere_is_refused_by_file(self, tmp_path: Path) -> None:
        data = write_data(tmp_path / "data")
        write_file(data / "beyond", PIGS | {"cases": [{"says": "不知道什么毛病", "tests": ["香蕉"]}]}, "pigs.yaml")
        with pytest.raises(InvalidInput) as refusal:
            read_knowledge(data=data)
        assert refusal.value.facts["file"] == "pigs.yaml"

    def test_have_the_faults_that_trades_have(self) -> None:
        twice = {"生猪": {"en": "pig", "also": ["母猪"]}, "母猪": {"en": "sow"}}
        assert check(with_pigs()).findings == ()
        assert [one.entry for one in check(with_pigs(products=twice)).findings] == ["母猪"]

    def test_that_ship_name_fields_of_their_own_each_known_by_its_messages(self, shipped: Knowledge) -> None:
        assert len(shipped.beyond) >= 40
        assert not {one.field for one in shipped.beyond} & {one.field for one in shipped.fields}
        assert check(shipped).counts.beyond == len(shipped.beyond)
        assert all(len(one.cases) >= 40 for one in shipped.beyond)


@pytest.mark.parametrize(
    ("text", "is_beyond"),
    [
        ("家里的猫打喷嚏流眼泪，想做个猫鼻支检查", True),
        ("父亲走得突然，想查清楚死因再火化", True),
        ("旧楼加装电梯前要做房屋安全鉴定", True),
        ("外墙保温板掉下来一块，想查粘结强度", False),
        ("螺栓装好一两天自己断", False),
        ("充电宝用了一个月鼓起来了", False),
    ],
)
def test_the_shipped_knowledge_tells_them_apart(trade: Trade, embedder: Embedder, text: str, is_beyond: bool) -> None:
    assert matter(text, trade, embedder).is_beyond is is_beyond


LITTLE = re.compile(
    r"a|all|and|any|are|as|at|be|but|by|can|do|for|has|have|her|his|how|i|in|it|its|may|more|must|need|no|not|now|of|off"
    r"|on|one|or|our|she|so|than|that|the|their|this|to|up|us|was|we|what|when|who|will|with|you|your"
)
"""Words that every English text has."""


def test_no_name_beyond_is_a_word_that_every_english_text_has() -> None:
    for field in shipped.knowledge().beyond:
        for named in (*field.products.values(), *field.tests.values()):
            names = [name.casefold() for name in (named.en, *named.also, *named.also_en)]
            assert not any(map(LITTLE.fullmatch, names)), (field.field, named.en)
