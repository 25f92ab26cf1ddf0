"""Tests by the names that laboratories give them: the longest that is known, where a test is what is wanted."""

from __future__ import annotations

import pytest

from intake.reading.parameters import read_parameters
from intake.reading.statement import state


def named(text: str) -> list[str]:
    """The parameters of one utterance."""
    return [found.value for found in read_parameters(state(None, text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("测ABS外壳的悬臂梁冲击强度", ["悬臂梁冲击强度"]),
        ("电缆绝缘层的体积电阻率和热延伸怎么测", ["体积电阻率", "热延伸"]),
        ("尿素查缩二脲，出口用", ["缩二脲"]),
        ("We need the Izod impact strength of a housing tested", ["Izod impact strength"]),
    ],
)
def test_a_test_that_a_trade_knows_is_read_by_its_whole_name(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("检测钢板的低温冲击韧性", ["低温冲击韧性"]),
        ("测一下玩具的邻苯二甲酸酯迁移量", ["邻苯二甲酸酯迁移量"]),
        ("请提供冷热冲击试验报价", ["冷热冲击试验"]),
    ],
)
def test_what_is_left_of_a_name_belongs_to_it(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_a_name_begins_where_a_word_does() -> None:
    assert named("陶瓷砖吸水率要检一下") == ["吸水率"]
    assert named("热流道流动平衡分析") == []


def test_two_names_are_not_read_as_one() -> None:
    assert named("儿童首饰的铅镉含量超标") == ["铅", "镉含量"]


def test_a_short_name_counts_only_right_after_what_is_done() -> None:
    assert named("给我们测个发热量、介损和挺度") == ["发热量", "介损", "挺度"]
    assert named("检测报告里说异味很大") == []


def test_a_name_counts_only_where_a_test_is_wanted() -> None:
    assert named("气球查致癌亚硝胺") == ["亚硝胺"]
    assert named("想找一家代工生产蓬松度高的羽绒服") == []


def test_an_instrument_for_a_test_is_no_test() -> None:
    assert named("检测中心卖一台炉温均匀性测试仪") == []
    assert named("盐雾试验箱和拉力试验机要校准") == []
    assert named("用这台机器测拉力") == ["拉力"]
