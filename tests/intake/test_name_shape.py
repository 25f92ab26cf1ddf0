"""A product that was guessed has the shape of a name; else none is read, and the question is asked."""

from __future__ import annotations

import pytest

from intake.reading.name_shape import is_name
from intake.reading.rules import RulesReader


def product_of(words: str) -> str | None:
    return next((found.value for found in RulesReader().read(words) if found.field == "product"), None)


@pytest.mark.parametrize(
    ("clause", "piece"),
    [
        ("早上店早关门", "店早关门"),
        ("骑电瓶车上班", "骑电瓶车"),
        ("屋后头积水", "屋后头"),
        ("五一结婚买的被子", "五一结婚"),
        ("塑料外壳掉漆", "塑料外"),
        ("次动刀说胃管松", "次动刀说胃管"),
        ("想办个证书", "个证书"),
        ("想拍个骨龄片", "拍个骨龄片"),
        ("工地上塔吊钢丝绳断了", "上塔吊钢丝绳"),
        ("柴油加了发电机抖", "柴油加了发电机"),
        ("铜合金粉末循环使用", "铜合金粉末循"),
        ("司炉说水位计坏", "说水位计"),
        ("混凝土(预制构件)开裂", "预制构件)开"),
    ],
)
def test_a_piece_of_a_clause_is_no_name(clause: str, piece: str) -> None:
    start = clause.index(piece)
    assert not is_name(clause, start, start + len(piece))


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("骑电瓶车上班", "电瓶车"),
        ("想拍个骨龄片", "骨龄片"),
        ("导热油泵漏油", "导热油泵"),
        ("后桥半轴断了好几根", "后桥半轴"),
        ("想做一台剥核桃的机器", "剥核桃的机器"),
        ("一次性雨衣开线", "一次性雨衣"),
        ("石材背胶粘不住", "石材背胶"),
        ("灭弧室触头烧蚀", "灭弧室触头"),
        ("自清洁涂料掉粉", "自清洁涂料"),
        ("防走失手环没信号", "防走失手环"),
        ("our garden hoses crack", "garden hoses"),
    ],
)
def test_a_noun_phrase_is_a_name_though_no_list_knows_it(clause: str, name: str) -> None:
    start = clause.index(name)
    assert is_name(clause, start, start + len(name))


@pytest.mark.parametrize(
    ("words", "product"),
    [
        ("骑电瓶车上班，头盔一摔就碎了", "头盔"),
        ("五一结婚买的沙发，味道大得住不了人", "沙发"),
        ("工地上塔吊钢丝绳断了，要鉴定原因", "塔吊钢丝绳"),
        ("想给外贸客户做个证书", "证书"),
        ("女儿吃了食堂的饭拉肚子，谁能查", None),
        ("家里刷完墙头疼，想测测空气", None),
    ],
)
def test_a_fragment_is_passed_over_for_the_name_beside_it_or_for_none(words: str, product: str | None) -> None:
    assert product_of(words) == product


def test_where_no_name_was_read_the_product_is_asked_for() -> None:
    from tests.intake.test_dialogue import talk

    _, (reply, *_) = talk("家里刷完墙头疼，想测测空气")
    assert reply.asks == "product"
