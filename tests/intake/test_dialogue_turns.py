"""Turns of a talk that are easy to get wrong: vague words, changed minds, other matters, the moment to confirm."""

from __future__ import annotations

import pytest

from tests.intake.test_dialogue import CRACKED, talk


@pytest.mark.parametrize("said", ["我们的产品裂了，想查原因", "这批货生锈了，想查原因"])
def test_a_word_that_names_nothing_is_asked_about(said: str) -> None:
    draft, (reply,) = talk(said)
    assert reply.asks == "product"
    value = draft.value("product")
    assert value is None or f"“{value}”" in reply.sentences[-1].text()


def test_a_vague_word_that_is_said_again_to_the_question_stands() -> None:
    draft, (*_, last) = talk("我们的产品裂了，想查原因", "就是产品")
    assert last.asks != "product"
    assert draft.value("product")


@pytest.mark.parametrize(
    "said", ["帮我订一张明天去上海的火车票", "你们中心还招人吗，我想应聘", "What will the weather be like tomorrow?"]
)
def test_what_is_no_quality_matter_is_met_kindly_with_a_next_step_and_makes_nothing(said: str) -> None:
    draft, (reply,) = talk(said)
    assert not draft.readings
    assert reply.turn == "out_of_scope"
    assert "检测" in reply.sentences[0].text()


def test_that_it_can_be_confirmed_is_said_once_when_it_becomes_true() -> None:
    _, replies = talk(CRACKED, "不知道", "不知道", "室内")
    said = ["现在就可以确认" in " ".join(s.text() for s in reply.sentences) for reply in replies]
    assert sum(said) == 1
    assert said.index(True) == next(n for n, reply in enumerate(replies) if reply.is_complete)


def test_a_changed_mind_is_said_back_with_what_it_replaced() -> None:
    draft, (*_, last) = talk(CRACKED, "不知道", "预算30万", "预算改成50万")
    assert draft.value("budget") == "50万元"
    words = last.sentences[0].text()
    assert "30万" in words
    assert "50万" in words
