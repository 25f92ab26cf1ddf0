"""The deed that a request asks for is told from deeds that are only spoken of, and from things named by them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foundation.text import fold
from kb.trade.acts import NO_ACTS, Acts, WrittenActs
from kb.trade.acts_check import faults_of_acts
from kb.trade.asked import NOTHING_ASKED, asked_of
from kb.trade.compiling import compile_trade
from kb.trade.keeping import from_bytes, to_bytes
from kb.trade.reading import ACTS, knowledge_digest, read_knowledge
from kb.trade.understanding import understand
from tests import shipped
from tests.kb.trade.examples import knowledge, write_data, write_file

SMALL: dict[str, Any] = {
    "acts": [
        {"act": "检测", "en": "testing", "ours": True, "says": ["检测", "化验", "校准", "测"], "says_en": ["test"]},
        {"act": "转化", "en": "transfer", "ours": True, "says": ["申报"], "matters": ["专利"]},
        {"act": "贷款", "en": "loans", "ours": False, "says": ["贷款", "抵押"], "says_en": ["loan"]},
        {"act": "翻译", "en": "translation", "ours": False, "says": ["翻译"]},
        {"act": "维修", "en": "repair", "ours": False, "says": ["维修", "修理"], "says_en": ["repair"]},
        {"act": "招聘", "en": "hiring", "ours": False, "says": ["招聘", "招两"]},
        {"act": "买卖", "en": "trade", "ours": False, "says": ["出售", "转让", "买"]},
        {"act": "保险", "en": "insurance", "ours": False, "says": ["买…保险", "保险"]},
        {"act": "索赔", "en": "claims", "ours": False, "says": ["索赔"]},
        {"act": "清洗", "en": "cleaning", "ours": False, "says": ["保洁", "清洗"]},
    ],
    "things": ["保险丝", "翻译机"],
}
ACTS_OF = Acts(WrittenActs.model_validate(SMALL))


def asked(text: str, acts: Acts = ACTS_OF) -> str | None:
    return asked_of(fold(text), acts).name


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("想贷款买一台拉力试验机。", "贷款"),
        ("请把检测报告翻译成德语", "翻译"),
        ("盐雾箱不喷雾了，谁能维修？", "维修"),
        ("招聘会做检测的化验员一名", "招聘"),
        ("出售旧硬度计两台", "买卖"),
        ("想给车间买一份财产保险", "保险"),
        ("找保洁公司给通风橱做卫生", "清洗"),
        ("仪器的维修一直没有着落，请推荐", "维修"),
        ("We need a loan for a testing machine", "贷款"),
        ("not a test, we want somebody to repair the chamber", "维修"),
        ("不是要检测，是想把它抵押给银行", "贷款"),
    ],
)
def test_the_deed_of_others_that_is_asked_for_governs(text: str, act: str) -> None:
    assert asked(text) == act


@pytest.mark.parametrize(
    ("text", "is_measuring"),
    [
        ("盐雾箱的温度传感器要校准", True),
        ("想贷款买一台能校准的天平", True),
        ("请检测这批天平的包装盒", False),
        ("计量泵漏油", False),
    ],
)
def test_calibration_is_told_wherever_it_is_named(text: str, is_measuring: bool) -> None:
    measured = {"act": "校准", "en": "calibration", "ours": True, "measures": True, "says": ["校准", "计量"]}
    acts = Acts(WrittenActs.model_validate({"acts": [measured, *SMALL["acts"][2:]], "things": ["计量泵"]}))
    assert asked_of(fold(text), acts).is_measuring is is_measuring


@pytest.mark.parametrize(
    "text",
    [
        "我们贷款买了设备，现在要校准",
        "仪器维修之后要校准",
        "想先检测再出售",
        "不需要保险，只要检测保险丝",
        "银行贷款要看检测报告，请做一下检测",
        "客户要索赔",
        "翻译机掉在地上不响了",
        "请测一下维修工用的手套",
        "翻译已经有人办了，请化验成分",
        "有一项专利想转让",
        "想修理一下然后检测",
        "想把它修理再检测",
        "为了贷款，需要一份检测报告",
        "",
    ],
)
def test_a_deed_that_is_over_denied_a_purpose_or_a_thing_does_not(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我们厂想贷款买一台拉力试验机，越快越好", "贷款买一台拉力试验机"),
        ("请把检测报告翻译成德语", "把检测报告翻译成德语"),
        ("行车的轨道坏了两段，谁能修理？", "行车的轨道坏了两段，谁能修理"),
        ("两台旧的两百吨冲床、一台二〇一八年的龙门加工中心要转让", "一台二〇一八年的龙门加工中心要转让"),
        ("先得请人把这份检测报告翻译成德语", "把这份检测报告翻译成德语"),
    ],
)
def test_the_request_is_told_in_its_own_words(text: str, words: str) -> None:
    assert asked_of(fold(text), ACTS_OF).words == words


def test_a_wish_without_any_deed_of_a_centre_is_told() -> None:
    def unheard(text: str) -> bool:
        return asked_of(fold(text), ACTS_OF).is_unheard

    assert unheard("请给老板配一名司机")
    assert not unheard("请给老板的车做检测")
    assert not unheard("螺栓装上就断")


def test_where_no_acts_are_known_nothing_is_told() -> None:
    assert asked_of("想贷款买一台拉力试验机", NO_ACTS) == NOTHING_ASKED


def test_what_is_asked_is_part_of_understanding_only_where_one_looks_beyond() -> None:
    trade = compile_trade(replace(knowledge(), acts=WrittenActs.model_validate(SMALL)))
    text = "想贷款买螺栓"
    assert understand(text, trade, looks_beyond=True).asked.name == "贷款"
    assert understand(text, trade).asked is NOTHING_ASKED
    assert understand(text, from_bytes(to_bytes(trade)), looks_beyond=True).asked.name == "贷款"


def test_knowledge_of_before_keeps_its_bytes() -> None:
    before, now = knowledge(), replace(knowledge(), acts=WrittenActs.model_validate(SMALL))
    assert b'"acts"' not in to_bytes(compile_trade(before))
    assert b'"acts"' in to_bytes(compile_trade(now))


def test_the_file_is_read_and_is_part_of_the_digest(tmp_path: Path) -> None:
    data = write_data(tmp_path)
    before = knowledge_digest((), data)
    assert read_knowledge((), data).acts == WrittenActs()
    write_file(data, SMALL, ACTS)
    assert read_knowledge((), data).acts == ACTS_OF.written
    assert knowledge_digest((), data) != before


def test_one_word_for_two_acts_or_for_an_act_and_a_thing_is_a_fault() -> None:
    wrong = SMALL | {"things": ["保险", "保险丝", "保险丝"]}
    wrong["acts"] = [*SMALL["acts"], {"act": "代译", "en": "x", "ours": False, "says": ["翻译"]}]
    told = [(entry, reason.text()) for entry, reason in faults_of_acts(WrittenActs.model_validate(wrong))]
    assert [entry for entry, _ in told] == ["保险丝", "保险", "代译"]
    assert list(faults_of_acts(ACTS_OF.written)) == []


SHIPPED = Acts(shipped.knowledge().acts)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("想转让一台旧盐雾箱，八成新", "二手买卖"),
        ("年底把硬度计委托你们检定", None),
        ("请律师告供货商，他的轴承不合格", "法律事务"),
        ("起草一项关于紧固件的团体标准", None),
        ("把GB/T 228.1翻成英文", "翻译"),
        ("想请人培训我们的检验员", None),
        ("辅导我们申报高新技术企业", None),
    ],
)
def test_the_services_of_the_norms_are_ours_and_what_others_do_is_not(text: str, act: str | None) -> None:
    assert asked(text, SHIPPED) == act


def test_a_long_text_without_any_stop_is_read_in_time() -> None:
    began = time.process_time()
    asked_of("想贷款买检测设备的" * 2_000, SHIPPED)
    assert time.process_time() - began < 3
