"""凝练: what is needed stays, who needs it goes (S0-19, S0-26)."""

from __future__ import annotations

import pytest

from intake.entering.duplicates import find_similar, similarity
from intake.releasing.condense import condense, redact

LETTER = (
    "您好，我们是江苏恒瑞达机械有限公司，恒瑞达机械成立于2005年，占地100亩，员工300人。"
    "齿轮箱运行200小时点蚀严重，需要找出原因。恒瑞达已有专利号：ZL201510123456.7。"
    "联系人：张三，13800001111，zhang@example.com，微信：hrd_2005。地址：江苏省南通市人民路88号3楼。"
)
CANARIES = ("恒瑞达", "张三", "13800001111", "example.com", "hrd_2005", "人民路", "ZL2015", "300人")


def test_the_publishable_version_names_nobody() -> None:
    title, text = condense("江苏恒瑞达机械有限公司齿轮箱点蚀", LETTER)
    for canary in CANARIES:
        assert canary not in title + text
    assert title == "某企业齿轮箱点蚀"
    assert "齿轮箱运行200小时点蚀严重，需要找出原因" in text


@pytest.mark.parametrize(
    "words",
    [
        "电话0510-86712345",
        "请打１３８００００１１１１",
        "QQ：12345678",
        "李经理说下周来",
        "信用代码91320000MA1ABCDE2X",
        "见www.example.com/demand",
        "南通恒达塑业有限公司",
        "联系人:王小明",
    ],
)
def test_whatever_identifies_is_taken_out(words: str) -> None:
    secrets = ("86712345", "13800001111", "12345678", "李经理", "91320000", "example", "恒达", "王小明")
    assert not any(secret in redact(f"壳子裂了。{words}。") for secret in secrets)


def test_our_own_company_is_nobody_in_particular() -> None:
    assert condense(None, "我公司的泵漏油，要求指导我公司改进")[1] == "我公司的泵漏油，要求指导我公司改进"


def test_condensing_twice_changes_nothing_more() -> None:
    once = condense("齿轮箱", LETTER)[1]
    assert condense("齿轮箱", once)[1] == once


def test_further_demands_are_not_published_with_the_first() -> None:
    _, text = condense(None, "壳子一敲就裂，想找原因。")
    assert text == "壳子一敲就裂，想找原因。"


def test_equal_texts_are_fully_similar_and_foreign_ones_not() -> None:
    assert similarity("塑料壳子一敲就裂", "塑料壳子一敲就裂") == 1.0
    assert similarity("塑料壳子一敲就裂", "茶叶农残检测") == 0.0
    assert similarity("", "") == 0.0


def test_similar_demands_come_best_first_with_ties_by_id() -> None:
    others = {"b": "塑料壳子一敲就裂", "a": "塑料壳子一敲就裂", "c": "塑料壳子一摔就裂开", "d": "茶叶农残检测"}
    found = find_similar("塑料壳子一敲就裂", others, threshold=0.2)
    assert [similar.id for similar in found] == ["a", "b", "c"]
    assert found[0].similarity == 1.0 > found[2].similarity
