"""The kind of problem and the service, in both languages, and the words that are quoted for them."""

from __future__ import annotations

import pytest

from intake.demand import Reading
from intake.grounding import fold
from intake.reading.rules import RulesReader


def readings(text: str, field: str) -> list[Reading]:
    return [one for one in RulesReader().read(text) if one.field == field]


def value(text: str, field: str) -> str | None:
    return next((one.value for one in readings(text, field)), None)


@pytest.mark.parametrize(
    ("text", "problem", "service"),
    [
        ("Can you test our garden benches and give us a report?", "检测需求", "检验检测"),
        ("We depend on a German supplier for these filters and want a domestic replacement.", "替代进口", "技术研发"),
        ("Which regulations apply to electric kettles in the Gulf?", "标准/合规", "其他技术服务"),
        ("We want to patent our folding stool.", None, "知识产权申请"),
        ("The handles of our pans crack, please find out why.", "失效/缺陷", "质量技术评价"),
    ],
)
def test_english_is_read_by_its_own_words(text: str, problem: str | None, service: str) -> None:
    assert value(text, "service_category") == service
    if problem is not None:
        assert value(text, "problem_type") == problem


@pytest.mark.parametrize(
    "text",
    [
        "厂里周转不开，想拿两台注塑机抵押贷点款",
        "请帮忙找一位熟悉劳动纠纷的律师，员工要告我们",
        "叉车电瓶坏了，找师傅上门来修",
        "想租一间两百平的仓库",
        "We need a lawyer to sue our supplier",
    ],
)
def test_what_none_of_the_seven_services_is_is_called_none_of_them(text: str) -> None:
    assert value(text, "service_category") is None


@pytest.mark.parametrize(
    "text", ["家里的鱼缸水老是发绿，化验一下水质", "羊奶粉里的蛋白质和脂肪要测，超市等报告", "帮忙量一下这块地的面积"]
)
def test_an_examination_is_a_test_however_far_from_industry(text: str) -> None:
    assert value(text, "service_category") == "检验检测"


@pytest.mark.parametrize("text", ["不知道", "不太清楚", "暂时没有", "你们看着办", "I don't know"])
def test_who_does_not_know_asks_for_no_service(text: str) -> None:
    assert value(text, "service_category") is None
    assert value(text, "problem_type") is None


def test_a_trouble_that_is_denied_in_english_is_no_trouble() -> None:
    assert "cracks" in {one.value for one in readings("The bowls show cracks.", "problem")}
    assert not readings("The bowls show no cracks.", "problem")


@pytest.mark.parametrize("text", ["电镀件盐雾48小时就起泡", "灯泡点了30天左右就不亮", "Our lids leak after 20 hours"])
def test_a_quote_for_a_kind_does_not_consist_of_figures(text: str) -> None:
    for field in ("service_category", "problem_type"):
        for one in readings(text, field):
            assert not any(character.isdigit() for character in one.evidence[0].quote)


def test_what_somebody_will_not_do_did_not_happen() -> None:
    assert not readings("面包发酸，不想改配方。", "occurrence")
    assert not readings("面包发酸，最好能帮我们改配方", "occurrence"), "it is wished for"
    assert [one.value for one in readings("面包发酸，改了配方以后。", "occurrence")] == ["改了配方以后"]


def test_a_share_is_quoted_to_its_end() -> None:
    assert [one.value for one in readings("三千台里有二十多台漏水", "occurrence")] == ["三千台里有二十多台"]


def test_the_longest_name_of_a_material_wins() -> None:
    assert [one.value for one in readings("交联聚乙烯绝缘料发脆", "material")] == ["交联聚乙烯"]


def test_traditional_rust_is_read_as_rust() -> None:
    assert fold("不銹鋼保溫杯").text == "不锈钢保温杯"


@pytest.mark.parametrize("text", ["no NDA needed, our hoses leak", "NDA not required, our hoses leak"])
def test_an_agreement_that_is_not_needed_is_not_asked_for(text: str) -> None:
    assert value(text, "confidentiality") is None


def test_an_agreement_that_is_needed_is_asked_for() -> None:
    assert value("we sign an NDA first, our hoses leak", "confidentiality") == "签保密协议"
