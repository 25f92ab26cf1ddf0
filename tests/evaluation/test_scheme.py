"""CIQA-2020@1.0.0 says what the seed says, and says where it says more (S1-12…S1-17, N24, N27)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from evaluation.editions.shipped import scheme_named
from evaluation.indicators import Checklist, Linear, rule_text
from foundation.errors import NotFound

SCHEME = scheme_named("CIQA-2020@1.0.0")


def test_there_are_4_elements_16_second_level_60_indicators_and_47_named_items() -> None:
    assert [element.id for element in SCHEME.elements] == ["A", "B", "C", "D"]
    assert [len(element.groups) for element in SCHEME.elements] == [4, 3, 5, 4]
    per_element = Counter(indicator.id[0] for indicator in SCHEME.indicators)
    assert per_element == {"A": 18, "B": 13, "C": 13, "D": 16}
    assert sum(len(indicator.named_in_seed) for indicator in SCHEME.indicators) == 47


def test_named_items_are_spread_as_in_clause_5_2_4() -> None:
    named: Counter[str] = Counter()
    for indicator in SCHEME.indicators:
        named[indicator.id.split(".")[0]] += len(indicator.named_in_seed)
    assert {name: count for name, count in named.items() if count} == {
        "A1": 3, "A2": 8, "A3": 3, "A4": 5, "B1": 4, "B2": 4, "B3": 5, "D1": 5, "D2": 4, "D3": 2, "D4": 4,
    }  # fmt: skip


def test_names_of_elements_and_second_level_are_those_of_the_seed() -> None:
    assert [element.name for element in SCHEME.elements] == ["基础条件", "运营能力", "服务能力", "服务结果"]
    assert [element.symbol for element in SCHEME.elements] == ["S1", "S2", "S3", "S4"]
    names = [group.name for element in SCHEME.elements for group in element.groups]
    assert names == [
        "检测能力", "技术能力", "仪器设备及设施", "协同创新能力", "资源集聚能力", "宣传推广", "内部运营",
        "质量评价服务", "技术培训服务", "技术支持服务", "检测认证服务", "信息服务",
        "服务成效", "经济效益", "社会效应", "客户满意度",
    ]  # fmt: skip


def test_c1_to_c4_are_marked_derived_and_everything_else_verbatim() -> None:
    derived = {indicator.id for indicator in SCHEME.indicators if indicator.mark == "derived"}
    assert derived == {leaf.id for leaf in SCHEME.indicators if leaf.id.split(".")[0] in ("C1", "C2", "C3", "C4")}


def test_the_seed_gives_no_weights_so_the_scheme_states_none() -> None:
    assert all(child.weight is None for children in SCHEME.parents.values() for child in children)


def test_five_stars_have_declared_limits() -> None:
    limits = [(limit.stars, limit.label, limit.at_least) for limit in SCHEME.stars]
    words = ["五星", "四星", "三星", "两星", "一星"]
    assert limits == [(5 - n, words[n], Decimal(bound)) for n, bound in enumerate((90, 80, 70, 60, 0))]


@pytest.mark.parametrize(
    ("indicator", "rule"),
    [
        ("A1.1", "RATE"), ("A2.5", "LIN(0.10,0.40)"), ("A2.6", "LIN(0.40,0.90)"), ("A4.4", "YN"), ("B2.1", "CHK(5)"),
        ("B3.2", "LIN(0.30,0.05)"), ("B3.4", "LIN(10,0)"), ("C3.1", "LIN(72,4)"), ("C4.2", "LIN(0.05,0)"),
        ("D2.4", "LIN(1,5)"), ("D3.1", "LVL"), ("D4.1", "LIK"), ("D4.3", "LIN(0.10,0)"),
    ],
)  # fmt: skip
def test_rules_are_those_of_the_indicator_tree(indicator: str, rule: str) -> None:
    leaf = next(leaf for leaf in SCHEME.indicators if leaf.id == indicator)
    assert rule_text(leaf.rule) == rule


def test_smaller_is_better_only_where_the_anchor_says_so() -> None:
    for leaf in SCHEME.indicators:
        falling = isinstance(leaf.rule, Linear) and leaf.rule.full < leaf.rule.zero
        assert falling == (leaf.direction == "-"), leaf.id


def test_every_indicator_explains_what_is_measured_and_where_data_come_from() -> None:
    for leaf in SCHEME.indicators:
        assert leaf.measure, leaf.id
        assert leaf.english, leaf.id
        assert leaf.unit, leaf.id
        assert leaf.sources, leaf.id
        if isinstance(leaf.rule, Checklist):
            assert len(set(leaf.rule.items)) == len(leaf.rule.items)


def test_all_five_service_systems_have_indicators() -> None:
    covered = {leaf.service_system for leaf in SCHEME.indicators} - {None}
    assert covered == {"质量分析评价", "技术标准", "预警与信息", "科研", "咨询与培训"}


def test_an_unknown_scheme_is_not_found_and_the_known_ones_are_named() -> None:
    with pytest.raises(NotFound) as refusal:
        scheme_named("CIQA-2020@9.9.9")
    assert refusal.value.code == "scheme_not_found"
    assert "CIQA-2020@1.0.0" in str(refusal.value)


def test_the_hash_changes_with_any_anchor() -> None:
    before = SCHEME.sha256
    changed = SCHEME.model_copy(update={"decimals": 1})
    assert changed.sha256 != before
    assert scheme_named().sha256 == SCHEME.sha256
