"""What a demand's own title says is what is missing, where nobody fits; and a project lacks itself, not its tests."""

from __future__ import annotations

import re
from datetime import date

import pytest

from intake.demand import Draft, Evidence, Reading
from matcher.doubt.unmet import unmet
from matcher.doubt.wishes import in_short, own_words, wish_of
from matcher.matchlist import MatchList
from matcher.outcome import Gap
from matcher.query import Wanted
from matcher.service import wanted_of
from matcher.task_matches import TaskMatches
from matcher.understood import Beyond, Understood

DAY = date(2026, 12, 1)
ROBOT = "我公司拟研制一台采摘机器人，识别率不低于95%，效率不低于人工。"


def gap_of(title: str, text: str = ROBOT, service: str | None = "技术研发", **said: object) -> Gap:
    asked = {"title": title, "text": text, "service_category": service, "planned_on": DAY, **said}
    index = {"index_identity": "i", "model_identity": "m", "policy_version": "p", "policy_digest": "d"}
    known = (Understood(kind="test", name="效率", weight=1000), Understood(kind="trade", name="motors", weight=1000))
    nobody: dict[str, tuple[()]] = {"hits": (), "centres": (), "experts": ()}
    found = {**index, **nobody, "planned_on": DAY, "beyond": Beyond(), "understood": known}
    return unmet(TaskMatches(whole=MatchList.model_validate(found)), Wanted.model_validate(asked))[0]


def test_a_title_that_was_put_together_of_what_was_read_is_no_headline() -> None:
    def wanted(rule: str) -> Wanted:
        told = Evidence(quote="外壳开裂", start=0, end=4)
        reading = Reading(field="title", value="外壳开裂", origin="quoted", rule=rule, evidence=(told,))
        return wanted_of(Draft(utterances=("外壳开裂",), readings=(reading,)), "外壳开裂", "外壳开裂", DAY)

    assert wanted("condensed").headline == ""
    assert wanted("condensed").title == "外壳开裂", "it is searched with all the same"
    assert wanted("named").headline == "外壳开裂"


class TestAGap:
    def test_is_what_the_title_says(self) -> None:
        gap = gap_of("西瓜采摘机器人")
        assert gap.parameter == "西瓜采摘机器人"
        assert gap.says.text() == "没有中心能做“西瓜采摘机器人”"

    def test_of_something_to_be_developed_is_no_test_it_will_have_to_pass(self) -> None:
        assert gap_of("", parameters=("效率",), guessed=("parameters",)).parameter != "效率"
        assert gap_of("", parameters=("效率",)).parameter == "效率", "what was answered stands"
        tested = gap_of("电机效率", service="检验检测", parameters=("效率",), guessed=("parameters",))
        assert tested.parameter == "效率"

    def test_names_no_product_of_which_the_title_does_not_speak(self) -> None:
        assert gap_of("西瓜采摘机器人", product="西瓜藤", guessed=("product",)).product is None
        assert gap_of("赤泥处理需求", product="赤泥", guessed=("product",)).product == "赤泥"

    def test_names_nobody_who_asks(self) -> None:
        assert gap_of("示例市远山果蔬专业合作社采摘机器人研制").parameter == "某企业采摘机器人研制"
        gap = gap_of("", "我们是示例市远山铸造有限公司，想找人修复老照片", service=None)
        assert "远山" not in f"{gap.parameter} {gap.says.text()}"
        assert gap_of("", "我想找一家设计公司", service=None).parameter == "一家设计公司", "that is what is wanted"

    def test_tells_no_telephone_and_no_account(self) -> None:
        for said in ("想找个师傅修二胡请打13800138000", "二胡裂了微信号erhu_1988想找人修"):
            gap = gap_of("", said, service=None)
            assert "修" in str(gap.parameter)
            assert not re.search(r"\d{4}", f"{gap.parameter} {gap.says.text()}")

    @pytest.mark.parametrize(
        ("title", "told"),
        [
            ("赤泥处理需求", "赤泥处理"),
            ("单晶离子注入与分离技术需求", "单晶离子注入与分离"),
            ("1、红茶加工关键技术研究。2、茶叶储藏保鲜", "红茶加工关键技术研究"),
            ("（三）尾矿干排", "尾矿干排"),
            ("技术需求", "技术需求"),
            ("求助", ""),
            ("", ""),
        ],
    )
    def test_tells_a_title_without_its_number_and_that_it_is_a_demand(self, title: str, told: str) -> None:
        assert in_short(title) == told


def test_a_heading_says_nothing_of_what_is_wanted() -> None:
    told = "西瓜采摘机器人研制。需求内容：露地西瓜的采摘机器人。技术指标：识别率不低于95%"
    assert own_words(told) == "西瓜采摘机器人研制，露地西瓜的采摘机器人，识别率不低于95%"
    assert own_words("一、现有工作基础：已有电动底盘") == "已有电动底盘"


def test_the_word_for_a_demand_is_no_wish() -> None:
    assert wish_of("需求内容：煤层瓦斯抽采效率低") is None
    assert wish_of("市场需求不断增加") is None
    assert wish_of("需求量大，想找人修复老照片") == "修复老照片"
