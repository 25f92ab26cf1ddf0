"""A demand beyond the business finds nobody – unless somebody of the index is of that very field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.passages import Passage
from kb.snapshot import build_snapshot
from matcher.doubt.confidence import confidence, shipped
from matcher.doubt.wishes import own_words, told_whole, wish_of
from matcher.matchlist import MatchList
from matcher.query import Wanted
from matcher.searching import SnapshotSearch, find
from tests.matcher.knowledge import embedder, trade

SICK = "猪场这个月母猪接连流产，仔猪生下来就弱，想抽血查蓝耳"
ROWS = (("螺栓", "硬度"), ("猪肉", "兽药残留"), ("饲料", "粗蛋白"), ("塑料管材", "静液压强度"), ("童装", "甲醛"))
LABORATORY = (("生猪", "猪蓝耳病检测"), ("母猪", "流产病原检测"), ("仔猪", "伪狂犬病抗体检测"))


def found(*rows: tuple[str, str], text: str = SICK) -> MatchList:
    passages = [
        Passage(id=f"r{n}", kind="capability", provider_id=f"c{n}", fields={"product": product, "parameter": parameter})
        for n, (product, parameter) in enumerate(rows)
    ]
    index = SnapshotSearch(build_snapshot(passages, embedder(), trade=trade()))
    return find(Wanted(text=text, planned_on=date(2026, 12, 1)), index, embedder(), 10)


def sure(one: MatchList) -> int:
    assert one.signs is not None
    return confidence(one.signs, shipped().answer)


def test_nobody_is_sure_for_a_sick_herd_among_centres_of_products() -> None:
    without = found(*ROWS)
    assert sure(without) < shipped().least
    assert without.beyond is not None
    assert without.beyond.field == "veterinary"


def test_a_veterinary_laboratory_in_the_index_is_proposed_for_it() -> None:
    without, with_it = found(*ROWS), found(*ROWS, *LABORATORY)
    assert with_it.signs is not None
    assert without.signs is not None
    assert with_it.signs.matter_near > without.signs.matter_near
    assert sure(with_it) > shipped().least > sure(without)


def test_what_is_known_beyond_moves_no_row_and_no_point() -> None:
    index = [
        Passage(id=f"r{n}", kind="capability", fields={"product": p, "parameter": q}) for n, (p, q) in enumerate(ROWS)
    ]
    asked = Wanted(text=SICK, planned_on=date(2026, 12, 1))
    lists = [
        find(asked, SnapshotSearch(build_snapshot(index, embedder(), trade=one)), embedder(), 10)
        for one in (trade(), replace(trade(), beyond=None))
    ]
    assert lists[0].hits == lists[1].hits
    assert lists[0].beyond is not None
    assert lists[1].beyond is None
    assert "beyond" not in lists[1].model_dump()


HAULAGE = (("螺栓", "道路运输"), ("机床", "设备吊装与运输"), ("大件货物", "道路运输"))


def test_what_is_wanted_though_no_deed_is_named_is_a_sign_of_its_own_and_less_where_somebody_is_of_that_field() -> None:
    text = "我们做高强螺栓的，楔负载和硬度都检过，六台旧机床占着地方，谁来拉走给个价就行"
    wanted_tested = found(*ROWS, text="我们做高强螺栓的，二手机床打的毛坯，想测硬度和楔负载")
    away, home = found(*ROWS, text=text), found(*ROWS, *HAULAGE, text=text)
    assert away.signs is not None
    assert home.signs is not None
    assert wanted_tested.signs is not None
    assert away.signs.errand > 600 > 500 > wanted_tested.signs.errand
    assert home.signs.errand < away.signs.errand


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("奶牛产奶量突然下降，想化验布鲁氏菌病。", "化验布鲁氏菌病"),
        ("翻译公司要做译文质量认证。", "译文质量认证"),
        ("交通事故的车速要鉴定。", "交通事故的车速要鉴定"),
        ("您好，请问多少钱？希望尽快回复。我要测土传病原，谢谢", "测土传病原"),
        ("一窝一窝地流，怀疑蓝耳", "蓝耳"),
        ("甲状腺结节，要不要穿刺？", "要不要穿刺"),
        ("请问能否做塌方风险研判和人工排险？", "塌方风险研判和人工排险"),
        ("请派人给他们算一算总账", "派人给他们算一算总账"),
        ("车祸以后腿短了两公分，他只认五千，这个数合不合理", "这个数合不合理"),
        ("想做一条毛毯，花样谁来画？多少钱一条？", "花样谁来画"),
        ("Our mare has colic, please send a vet to the stable tonight!", "send a vet to the stable tonight"),
        ("We sold 12,000 pots and need somebody to collect the money", "somebody to collect the money"),
        ("老想着从阳台下去", None),
        ("桥梁拉索有异响", None),
        ("想在河边建个小水电，要做一份对鱼类洄游影响的调查。", "对鱼类洄游影响的调查"),
        ("想知道我们的牌子在年轻人里认不认，预算五万做个市场调研", "市场调研"),
        ("水利局让我们尽快做安全鉴定", "安全鉴定"),
        ("软件上线前要做等级保护测评", "等级保护测评"),
        ("能修的话请师傅报个价", None),
        ("", None),
    ],
)
def test_a_wish_is_read_in_the_demands_own_words(text: str, wish: str | None) -> None:
    assert wish_of(text) == wish


def test_a_wish_is_told_with_what_it_is_about() -> None:
    text = "手机里的聊天记录被误删了，听说可以恢复出来"
    assert own_words(text, ("手机里的聊天记录被误删了",)) == "手机里的聊天记录被误删了，恢复出来"
    assert own_words("出租车计价器需要首次检定") == "出租车计价器需要首次检定"
    assert own_words("您好，桥梁拉索有异响") == "桥梁拉索有异响"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("塘里的鹅死了七只，预算五百，想请人看看是什么病", "塘里的鹅死了七只，看看是什么病"),
        ("我们是做木梳的小厂，债主天天上门，谁能出面谈一谈", "债主天天上门，谁能出面谈一谈"),
        ("急，周末最好，想请人给老宅上梁看日子", "老宅上梁看日子"),
    ],
)
def test_what_a_wish_is_about_is_neither_a_price_nor_who_writes(text: str, told: str) -> None:
    assert own_words(text, ("预算五百", "我们是做木梳的小厂", "周末最好")) == told


def test_english_words_are_never_cut_in_the_middle() -> None:
    text = "We discovered an interesting meteorite on the northern shore of the lake yesterday and it is rather heavy"
    assert own_words(f"{text} for its small size", ("we discovered an interes",)) == f"{text} for its small"


def test_a_list_is_told_whole() -> None:
    assert wish_of("自动扶梯三百台，拟请贵单位做梯级链、扶手带的抽检") == "梯级链、扶手带的抽检"
    assert (
        own_words("奶牛场有三头牛跛了、不吃草，想查血、查蹄子", ("奶牛场",))
        == "奶牛场有三头牛跛了、不吃草，查血、查蹄子"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("地窖里出了几块炭屑，想送去做碳十四，看是不是明代的", "地窖里出了几块炭屑，送去做碳十四，看是不是明代的"),
        ("我的小说被人盗印，我要告他们侵权，怎么取证索赔", "我的小说被人盗印，告他们侵权，怎么取证索赔"),
        ("家里的二胡裂了，想找个师傅修，请尽快回复", "家里的二胡裂了，想找个师傅修"),
        ("证上的字要译成德文，请问你们办不办", "证上的字要译成德文"),
        ("鞋厂关门，先得请人估一估这批牛皮", "鞋厂关门，估一估这批牛皮"),
    ],
)
def test_all_that_is_wished_is_told_in_its_order_and_no_word_for_an_answer(text: str, told: str) -> None:
    assert own_words(text, (text.split("，")[0],)) == told


def test_a_deed_told_in_few_words_is_told_with_what_it_is_done_to() -> None:
    assert told_whole("怎么收回来", "阀门发过去半年没给钱，怎么收回来") == "阀门发过去半年没给钱，怎么收回来"
    assert told_whole("处理给别人", "一批旧天平想处理给别人，急") == "一批旧天平想处理给别人"
    about = "猫从六楼掉下来后腿拖着走"
    assert told_whole("拍片看骨头断没断", f"{about}，要拍片看骨头断没断") == f"{about}，拍片看骨头断没断"
    assert told_whole("拍片", "要拍片") == "要拍片", "nothing tells what it is about"
    whole = "把三十页的焊接规程译成西班牙文"
    assert told_whole(whole, f"急，{whole}") == whole
