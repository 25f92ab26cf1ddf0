"""Who asks for a deed that no inspection centre does finds nobody, however near the things he names are to rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.passages import Passage
from kb.snapshot import build_snapshot
from kb.trade.acts import NO_ACTS
from matcher.doubt.confidence import confidence, shipped
from matcher.doubt.unmet import unmet
from matcher.matchlist import MatchList
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from matcher.task_matches import TaskMatches
from tests.matcher.knowledge import embedder, trade

ROWS = (
    ("盐雾试验箱", "温度偏差、沉降率（校准）"), ("材料试验机", "示值误差（校准）"), ("螺栓、螺钉", "抗拉强度"),
    ("金属覆盖层", "中性盐雾试验"), ("塑料", "拉伸强度"), ("电线电缆", "导体直流电阻"), ("滚动轴承", "振动"),
)  # fmt: skip
WORKSHOP = ("盐雾试验箱", "试验设备维修保养")


def wanted(text: str) -> Wanted:
    return Wanted(text=text, product="盐雾试验箱" if "盐雾试验箱" in text else None, planned_on=date(2026, 12, 1))


def found(text: str, *more: tuple[str, str], knows_acts: bool = True) -> MatchList:
    passages = [
        Passage(id=f"r{n}", kind="capability", provider_id=f"c{n}", fields={"product": product, "parameter": parameter})
        for n, (product, parameter) in enumerate((*ROWS, *more))
    ]
    house = trade() if knows_acts else replace(trade(), acts=NO_ACTS)
    return find(wanted(text), SnapshotSearch(build_snapshot(passages, embedder(), trade=house)), embedder(), 10)


def sure(one: MatchList) -> int:
    assert one.signs is not None
    return confidence(one.signs, shipped().answer)


@pytest.mark.parametrize(
    "text",
    [
        "想贷款买一台盐雾试验箱",
        "盐雾试验箱不喷雾了，请派人上门维修",
        "把盐雾试验箱的校准规范翻译成英文",
        "出售二手盐雾试验箱一台",
    ],
)
def test_a_deed_of_others_finds_nobody_though_the_thing_is_known(text: str) -> None:
    assert sure(found(text)) < shipped().least
    assert sure(found("我们的盐雾试验箱要做温度偏差和沉降率的校准")) > shipped().least


def test_that_a_row_is_named_word_by_word_says_nothing_where_another_deed_is_asked_for() -> None:
    asked, others = found("盐雾试验箱要做校准").signs, found("把盐雾试验箱的校准规范翻译成英文").signs
    assert asked is not None
    assert others is not None
    assert (asked.said, others.said) == (1000, 0)


def test_the_same_deed_as_story_takes_nobody_away() -> None:
    told = found("盐雾试验箱上个月维修过，现在要做温度偏差和沉降率的校准")
    assert told.signs is not None
    assert told.signs.act_beyond == 0
    assert sure(told) > shipped().least


def test_a_centre_that_says_that_it_does_it_is_not_held_back_for_it() -> None:
    text = "盐雾试验箱不喷雾了，请派人上门维修"
    without, with_it = found(text).signs, found(text, WORKSHOP).signs
    assert without is not None
    assert with_it is not None
    assert (without.act_beyond, with_it.act_beyond) == (1000, 0)


def test_the_gap_is_the_deed_and_not_the_test_that_is_named_beside_it() -> None:
    text = "招两名会做盐雾试验的检验员"
    (gap,) = unmet(TaskMatches(whole=found(text)), wanted(text).model_copy(update={"parameters": ("盐雾试验",)}))
    assert (gap.service, gap.parameter) == ("招聘与劳务", "招两名会做盐雾试验的检验员")


def test_acts_move_no_row_and_knowledge_without_them_keeps_its_bytes() -> None:
    text = "想贷款买一台盐雾试验箱"
    now, before = found(text), found(text, knows_acts=False)
    assert now.hits == before.hits
    assert now.beyond is not None
    assert now.beyond.act == "融资与贷款"
    assert "act_beyond" in now.model_dump_json()
    assert '"act' not in before.model_dump_json()
