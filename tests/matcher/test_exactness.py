"""Every point is accounted for and every quote stands where it says, whatever the enterprise writes."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.matchlist import shown_parts, shown_score
from matcher.parts import match_parts
from matcher.query import BLANK, Wanted
from matcher.replay.exactness import inexact
from matcher.searching import SnapshotSearch
from matcher.task_matches import TaskMatches
from tests.matcher.knowledge import embedder, trade
from tests.matcher.passages import expert, row, wanted

ROWS: tuple[Passage, ...] = (
    row("cap_1", "塑料 ABS 外壳", "悬臂梁冲击强度", "GB/T 1843-2008 塑料 悬臂梁冲击强度的测定", "cen_a"),
    row("cap_2", "塑料ＡＢＳ粒子", "熔体质量流动速率（MFR）", "GB/T 3682.1-2018", "cen_a"),
    row("cap_3", "紧固件 螺栓", "氢脆（预载荷平行支承面法）", "GB/T 3098.17", "cen_b"),
    row("cap_4", "螺栓、螺钉和螺柱", "楔负载", "GB/T 3098.1-2010", "cen_b"),
    row("cap_5", "紧固件", "断口形貌及失效分析（扫描电镜、能谱）", centre="cen_b"),
    row("cap_6", "電線電纜😀", "导体直流电阻", "GB/T 3048.4", "cen_c"),
    row("cap_7", "食品接触用塑料", "总迁移量", "GB 31604.8-2021", "cen_c"),
    row("cap_8", f"怪\0物{BLANK}件", "拉伸强度 " * 30, centre="cen_d"),
    expert("exp_1", "高分子失效", "注塑件开裂、老化与断口分析", "cen_a"),
    expert("exp_2", "紧固件", "氢脆与断裂失效分析；盐雾", "cen_b"),
)
BY_ID = {passage.id: passage for passage in ROWS}
CLAUSES = (
    "空调外壳ABS注塑，一敲就裂",
    "风电塔筒螺栓装上去几天后自己断了，怀疑是氢脆",
    "要一份检测报告，按GB/T 1843-2008做冲击",
    "先查明断裂原因，再改进热处理工艺",
    "最后把新工艺申请专利",
    "电线电缆发热，导体电阻是不是超标",
    "我公司成立于1998年，历史悠久，荣获省级称号",
    "料商不承认；老料做的放到现在都没事！",
    "The bolts broke two days after tightening, hydrogen embrittlement?",
    "想制定企业标准\n并请专家培训",
)
STRANGE = st.text(alphabet=f"外壳裂螺栓断氢脆aB1 　，。；\n😀\u200d\ufe0fﬁ㎡①ＡＢ電{BLANK}\u0301İ", max_size=30)


@cache
def index() -> SnapshotSearch:
    """A small real index with the shipped knowledge."""
    return SnapshotSearch(build_snapshot(ROWS, embedder(), trade=trade()))


def faults(demand: Wanted) -> tuple[list[str], TaskMatches]:
    """What is not exact, and what was found."""
    found = match_parts(demand, index(), embedder(), 50)
    return list(inexact(found, demand, BY_ID)), found


def wide(text: str) -> str:
    """Latin letters and figures as wide ones."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def traditional(text: str) -> str:
    """Some characters as they are written elsewhere."""
    return text.translate(str.maketrans("电线缆强检测裂断", "電線纜強檢測裂斷"))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(CLAUSES), STRANGE), min_size=1, max_size=7),
    st.one_of(st.just(""), st.sampled_from(CLAUSES), STRANGE),
    st.sampled_from((str, wide, traditional, str.upper)),
    st.sampled_from(("", "。", "，", "\n", "😀")),
    st.sampled_from((None, "ABS", "螺栓", "别的东西")),
)
def test_whatever_is_written_adds_up_and_is_quoted_where_it_stands(
    clauses: list[str], title: str, changed: object, between: str, product: str | None
) -> None:
    text = between.join(clauses)
    text = changed(text)  # type: ignore[operator]
    assert faults(wanted(text, title=title, product=product, parameters=("冲击强度",)))[0] == []


def test_a_very_long_text_is_quoted_as_exactly() -> None:
    chance = random.Random(6)
    text = "。".join(chance.choice(CLAUSES) for _ in range(900))
    wrong, found = faults(wanted(text))
    assert wrong == []
    assert len(found.parts) > 1


def test_the_quotes_of_a_task_stand_in_the_demand_itself() -> None:
    demand = wanted("。".join((CLAUSES[1], CLAUSES[6], CLAUSES[3], CLAUSES[2], CLAUSES[4])), product="螺栓")
    wrong, found = faults(demand)
    assert wrong == []
    quotes = [one for part in found.parts for hit in part.found.hits for one in hit.overlaps]
    chains = [hit.chain for part in found.parts for hit in part.found.hits if hit.chain is not None]
    assert len(found.parts) >= 3
    assert len(quotes) > 5
    assert chains
    assert all(demand.text[one.start : one.end] == one.quote for one in (*quotes, *chains))


def test_words_of_the_title_alone_say_so() -> None:
    wrong, found = faults(wanted("请尽快联系我们。", title="风电塔筒螺栓装上去几天后自己断了"))
    assert wrong == []
    told = [hit.chain for hit in found.whole.hits if hit.chain is not None]
    assert {one.where for one in told} == {"title"}
    assert "螺栓" in told[0].quote


@pytest.mark.parametrize("spoilt", ["contributions", "shares", "overlaps", "chain"])
def test_the_check_sees_what_is_not_exact(spoilt: str) -> None:
    demand = wanted("。".join(CLAUSES[:3]))
    whole = faults(demand)[1].whole
    hit, centre = next(one for one in whole.hits if one.chain and one.overlaps), whole.centres[0]
    if spoilt == "contributions":
        hit = hit.model_copy(update={"score": hit.score + 1})
    elif spoilt == "shares":
        centre = centre.model_copy(update={"score": centre.score + 1})
    elif spoilt == "overlaps":
        moved = hit.overlaps[0].model_copy(update={"start": hit.overlaps[0].start + 1})
        hit = hit.model_copy(update={"overlaps": (moved,)})
    else:
        assert hit.chain is not None
        hit = hit.model_copy(update={"chain": hit.chain.model_copy(update={"end": hit.chain.end - 1, "quote": "别的"})})
    broken = whole.model_copy(update={"hits": (hit,), "centres": (centre,)})
    assert list(inexact(TaskMatches(whole=broken), demand, BY_ID))


@given(st.lists(st.integers(-300_000, 700_000), max_size=12), st.sampled_from((1, 2, 3, 6)))
def test_shares_add_up_as_they_are_shown(parts: list[int], places: int) -> None:
    from decimal import Decimal

    shown = [Decimal(one) for one in shown_parts(parts, places)]
    assert sum(shown, Decimal()) == Decimal(shown_score(sum(parts), places))
    unit = Decimal(1).scaleb(-places)
    assert all(abs(one - Decimal(points) / 1_000_000) <= unit for one, points in zip(shown, parts, strict=True))
