"""What counts as an answer to the open question, and what does not."""

from __future__ import annotations

import pytest

from intake.answering import answer_to
from intake.demand import Draft
from intake.dialogue import Reply
from intake.fields import FieldName
from intake.not_known import is_unknown
from tests.intake.test_dialogue import talk


@pytest.mark.parametrize(
    "words", ["不知道", "这个我也不懂", "不方便", "不告诉你", "I don't know", "no idea", "Not sure."]
)
def test_not_knowing_is_understood_in_many_words(words: str) -> None:
    assert is_unknown(words)


@pytest.mark.parametrize(
    "words",
    [
        "你看着办",
        "你们看着办吧",
        "您定",
        "都行",
        "由你们决定",
        "听你们的",
        "无所谓",
        "怎么都行",
        "没要求",
        "up to you",
        "Whatever.",
    ],
)
def test_leaving_it_to_others_is_no_value_to_publish(words: str) -> None:
    found = answer_to(Draft(), "cooperation", words, words, ())
    assert found is not None
    assert (found.value, found.origin) == ("", "unknown")


@pytest.mark.parametrize("words", ["你们看看样品就知道", "要求不低于8kJ", "都行,但要带CMA", "听你们的报价再定"])
def test_words_that_go_on_leave_nothing_to_others(words: str) -> None:
    assert not is_unknown(words)


@pytest.mark.parametrize("words", ["不知道是料的问题还是工艺的问题", "没有标准,自己定方法", "no NDA needed"])
def test_words_that_go_on_are_more_than_not_knowing(words: str) -> None:
    assert not is_unknown(words)


@pytest.mark.parametrize(
    ("asked", "words", "field"),
    [
        ("standards", "一个半月", "deadline"),
        ("samples", "3万左右", "budget"),
        ("occurrence", "半年", "occurrence"),
        ("region", "浙江台州", "region"),
        ("region", "不用", None),
        ("budget", "微信 abc_88", None),
        ("service_category", "随你们看", None),
    ],
)
def test_bare_words_go_where_they_belong(asked: FieldName, words: str, field: FieldName | None) -> None:
    found = answer_to(Draft(), asked, words, words, ())
    assert (found.field if found else None) == field


def test_the_choice_of_an_evaluation_is_kept_by_its_name() -> None:
    found = answer_to(Draft(), "service_subtype", "查在用产品为什么坏", "查在用产品为什么坏", ())
    assert found is not None
    assert found.value == "在役失效分析"


def test_words_that_tell_nothing_new_answer_the_question_and_are_not_asked_for_again() -> None:
    _, (*_, last) = talk("水龙头手柄盐雾48小时就起泡，想找出原因", "是锌合金的，镀铬")
    assert _names(last) >= {"material"}
    assert last.asks != "material"


def _names(reply: Reply) -> set[str]:
    return {one.field for one in reply.understood}
