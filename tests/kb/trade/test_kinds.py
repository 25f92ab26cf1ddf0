"""Classes of goods: what belongs to which, what does not, and what the check of the file finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foundation.errors import InvalidInput
from kb.embedding import Embedder
from kb.trade.compiled import Trade
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.kinds import Kinds, WrittenKinds
from kb.trade.kinds_check import faults_of_kinds
from kb.trade.reading import KINDS, Knowledge, knowledge_digest, read_knowledge
from tests.kb.trade.examples import knowledge, write_data

SMALL: dict[str, Any] = {
    "classes": {
        "紧固件": ["…螺栓", "螺母"],
        "五金": ["紧固件"],
        "电池": ["锂电池"],
        "塑料制品": ["塑料袋"],
        "钢管": ["方管"],
    },
    "also": {"紧固件": ["标准件"]},
    "apart": ["太阳能电池", "玻璃钢"],
    "made_of": {"塑料制品": ["塑料", "PE"]},
    "bound": {"钢管": ["不锈钢"]},
    "articles": ["杯"],
    "plain": ["新款"],
    "materials": ["不锈钢", "玻璃", "钢"],
}


def small(**changes: Any) -> Kinds:
    return Kinds(WrittenKinds.model_validate(SMALL | changes))


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("六角螺栓", {"紧固件", "五金"}),
        ("紧固件", {"紧固件", "五金"}),
        ("标准件", {"紧固件", "五金"}),
        ("新款m8螺母", {"紧固件", "五金"}),
        ("电动车螺母", set()),
        ("玩具螺栓", set()),
        ("锂电池", {"电池"}),
        ("新款锂电池", {"电池"}),
        ("太阳能电池", set()),
        ("新款太阳能电池", set()),
        ("塑料水杯", set()),
        ("塑料杯", {"塑料制品"}),
        ("儿童pe杯", {"塑料制品"}),
        ("纸塑料杯", set()),
        ("无塑料杯", set()),
        ("不锈钢方管", {"钢管"}),
        ("玻璃方管", set()),
        ("玻璃钢方管", set()),
        ("箱", set()),
        ("", set()),
    ],
)
def test_a_name_belongs_to_the_classes_that_its_words_surely_say(name: str, classes: set[str]) -> None:
    assert small().classes_of(name) == classes


def test_a_row_names_a_class_by_any_of_its_names() -> None:
    named = [small().class_named(row) for row in ("紧固件", "紧固件产品", "标准件", "紧固件类产品", "螺母", "六角螺栓")]
    assert named == ["紧固件", "紧固件", "紧固件", "紧固件", None, None]


def test_what_ends_like_a_class_and_is_another_thing_is_known() -> None:
    kinds = small()
    assert kinds.speaks_against("电池", "柔性太阳能电池")
    assert kinds.speaks_against("钢管", "玻璃钢管")
    assert kinds.speaks_against("电池", "宠物电池")
    assert kinds.speaks_against("肉丸", "素肉丸")
    assert not kinds.speaks_against("原料药", "抗生素原料药")
    assert not kinds.speaks_against("沙发", "现代沙发")
    assert not kinds.speaks_against("电池", "圆柱电池")
    assert not kinds.speaks_against("螺栓", "六角螺栓")


def test_long_cells_are_told_in_no_time() -> None:
    assert small().classes_of("大大大型" * 4000 + "m8" * 4000 + "箱") == set()


@pytest.mark.parametrize(
    ("changes", "entry", "said"),
    [
        ({"classes": SMALL["classes"] | {"螺母": ["五金"]}}, "五金", "自己的下位产品"),
        ({"classes": SMALL["classes"] | {"螺母": ["螺母"]}}, "螺母", "自己的下位产品"),
        ({"also": {"垫圈": ["垫片"]}}, "垫圈", "没有这个产品类别"),
        ({"bound": {"垫圈": []}}, "垫圈", "没有这个产品类别"),
        ({"unlike": ["垫圈"]}, "垫圈", "没有这个产品类别"),
        ({"also": {"紧固件": ["标准件"], "电池": ["标准件"]}}, "电池", "同时是"),
        ({"also": {"紧固件": ["五金"]}}, "紧固件", "同时是"),
        ({"also": {"紧固件": ["锂电池"]}}, "紧固件", "下位产品"),
        ({"apart": ["锂电池"]}, "锂电池", "不属于任何类别"),
        ({"classes": SMALL["classes"] | {"钢管": ["方管", "方 管"]}}, "钢管", "写了两次"),
        ({"classes": SMALL["classes"] | {"玩具": ["玩具电池"]}}, "玩具电池", "电池"),
        ({"classes": SMALL["classes"] | {"地锚": ["地脚螺栓"]}}, "地脚螺栓", "紧固件"),
    ],
)
def test_a_fault_of_the_file_is_found_by_its_name(changes: dict[str, Any], entry: str, said: str) -> None:
    found = list(faults_of_kinds(WrittenKinds.model_validate(SMALL | changes)))
    assert any(name == entry and said in reason.text() for name, reason in found), found


def test_a_sound_file_has_no_fault() -> None:
    assert list(faults_of_kinds(WrittenKinds.model_validate(SMALL))) == []
    decided = SMALL | {"classes": SMALL["classes"] | {"玩具": ["玩具电池"]}, "unlike": ["玩具电池"]}
    assert list(faults_of_kinds(WrittenKinds.model_validate(decided))) == []


def test_the_shipped_file_has_no_fault_and_most_trades_have_products_in_it(shipped: Knowledge) -> None:
    assert [(entry, reason.text()) for entry, reason in faults_of_kinds(shipped.kinds)] == []
    kinds = Kinds(shipped.kinds)
    placed = {field.field: sum(bool(kinds.classes_of(zh.lower())) for zh in field.products) for field in shipped.fields}
    assert sum(placed.values()) >= 600
    assert sum(map(bool, placed.values())) >= 45


def test_kept_knowledge_knows_the_same_classes(embedder: Embedder) -> None:
    told = knowledge()
    with_kinds = Knowledge(
        told.fields, told.standards, told.pairs, told.generic, "d", WrittenKinds.model_validate(SMALL)
    )
    trade = compile_trade(with_kinds, embedder)
    kept = to_bytes(trade)
    again = from_bytes(kept)
    assert again.kinds.classes_of("六角螺栓") == {"紧固件", "五金"}
    assert to_bytes(again) == kept


def test_knowledge_of_before_there_were_classes_keeps_its_bytes(embedder: Embedder) -> None:
    kept = to_bytes(compile_trade(knowledge(), embedder))
    assert b'"kinds"' not in kept
    before: Trade = from_bytes(kept)
    assert before.kinds.classes_of("六角螺栓") == frozenset()
    assert to_bytes(before) == kept


def test_the_file_counts_in_the_digest_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    (data / KINDS).unlink(missing_ok=True)
    before = knowledge_digest(data=data)
    (data / KINDS).write_text("classes: {紧固件: [螺母]}\n", encoding="utf-8")
    assert knowledge_digest(data=data) != before
    assert read_knowledge(data=data).kinds.classes == {"紧固件": ("螺母",)}
    (data / KINDS).write_text("classes: {紧固件: 螺母}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        read_knowledge(data=data)
    assert refusal.value.facts["file"] == KINDS
    assert "紧固件" in str(refusal.value.facts["place"])
