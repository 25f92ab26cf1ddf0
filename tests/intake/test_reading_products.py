"""Which words of a message are the name of its product: sentence by sentence, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from intake.reading.agreeing import best_agreed
from intake.reading.latin_names import singular
from intake.reading.record import read_demand


def read(text: str, title: str = "") -> dict[str, Any]:
    return dict(read_demand("x", title, text))


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Our garden hoses crack after one winter. We need to know why.", "garden hoses"),
        ("We manufacture water pumps and the seals are fine, but the water pumps are too loud.", "water pumps"),
        ("hi, do you test glass bottles for lead?", "glass bottles"),
        ("Which certificate do I need to sell baby chairs in Germany?", "baby chairs"),
        ("Looking for a domestic supplier of ceramic bearings, today we import them from Japan.", "ceramic bearings"),
        ("How much is a fire test for office curtains?", "office curtains"),
    ],
)
def test_an_english_message_names_its_product(text: str, product: str) -> None:
    assert read(text)["product"] == product


@pytest.mark.parametrize(
    "text", ["Please train our technicians in measurement uncertainty.", "Can you help us to apply for a grant?"]
)
def test_an_english_message_about_no_product_names_none(text: str) -> None:
    assert read(text)["product"] is None


@pytest.mark.parametrize(
    ("text", "problem", "service"),
    [
        ("Our garden hoses crack after one winter. We need to know why.", "失效/缺陷", "质量技术评价"),
        ("hi, do you test glass bottles for lead?", "检测需求", "检验检测"),
        ("How can I patent a folding bicycle?", "其他", "知识产权申请"),
        ("Which certificate do I need to sell baby chairs in Germany?", "标准/合规", "其他技术服务"),
        ("We want to draft a group standard for bamboo chairs.", "标准/合规", "标准研制"),
    ],
)
def test_an_english_message_says_what_is_wanted(text: str, problem: str, service: str) -> None:
    found = read(text)
    assert (found["problem_type"], found["service_category"]) == (problem, service)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("给饮料厂供瓶盖的，瓶盖一拧就裂", "瓶盖"),
        ("我是卖水泵的，客户说机械密封老漏", "机械密封"),
    ],
)
def test_the_part_that_fails_is_the_product_not_the_whole_it_sits_in(text: str, product: str) -> None:
    assert read(text)["product"] == product


@pytest.mark.parametrize(
    ("title", "text", "product"),
    [
        ("城市轨道车辆用制动盘热裂纹控制技术", "制动盘在紧急制动后表面出现热裂纹，寿命只有要求的一半。", "制动盘"),
        ("关于委托开展内审员培训的函", "我厂拟组织十五名内审员学习，为期两天。", None),
    ],
)
def test_a_long_title_yields_the_name_in_it_and_a_service_without_a_product_none(
    title: str, text: str, product: str | None
) -> None:
    assert read(text, title)["product"] == product


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("两台200吨冲床老是打滑", "冲床"),
        ("我们做14寸童车刹车，一刹就裂", "童车刹车"),
        ("5千瓦水泵一开就跳闸", "水泵"),
        ("遗址里出了几块炭屑和一截骨头，想送去做碳十四", None),
    ],
)
def test_neither_a_unit_nor_a_test_is_part_of_a_product(text: str, product: str | None) -> None:
    assert read(text)["product"] == product


def test_names_that_are_alike_support_each_other_against_a_stranger() -> None:
    names = ["砖", "镁碳砖", "钢包镁碳砖", "耐火制品"]
    assert best_agreed(names, [0.0, 1.0, 1.0, 1.3], nothing=-9.0) in (1, 2)
    assert best_agreed(names, [0.0, 1.0, 1.0, 4.0], nothing=-9.0) == 3


def test_no_name_is_better_than_an_unlikely_one() -> None:
    assert best_agreed(["泵"], [0.0], nothing=1.0) is None
    assert best_agreed([], [], nothing=0.0) is None


@pytest.mark.parametrize(
    ("plural", "one"),
    [("hoses", "hose"), ("batteries", "battery"), ("boxes", "box"), ("glass", "glass"), ("gas", "gas")],
)
def test_the_plural_of_a_noun_is_the_same_noun(plural: str, one: str) -> None:
    assert singular(plural) == one


@pytest.mark.parametrize("words", ["客户要退货，说我们的筷子发霉", "客户要求我们赔偿", "客户那边要索赔"])
def test_a_customer_who_claims_asks_for_no_acceptance_report(words: str) -> None:
    assert not read_uses(words)


@pytest.mark.parametrize("words", ["客户要看检测报告", "客户要求出第三方报告", "客户验收要用"])
def test_a_customer_who_asks_for_a_report_is_its_use(words: str) -> None:
    assert read_uses(words) == ["客户验收"]


def read_uses(words: str) -> list[str]:
    from intake.reading.rules import RulesReader

    return [found.value for found in RulesReader().read(words) if found.field == "report_use"]
