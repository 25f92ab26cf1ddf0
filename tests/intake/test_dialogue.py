"""The talk as scripts: what the enterprise says, what the draft then holds, what is asked next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.demand import Draft
from intake.dialogue import Reply, is_complete, respond
from intake.grounding import holds
from intake.reading.rules import RulesReader
from intake.topics import TOPICS

READER = RulesReader()


def talk(*utterances: str, draft: Draft | None = None) -> tuple[Draft, list[Reply]]:
    """Say all of it in turn."""
    draft, replies = draft or Draft(), []
    for utterance in utterances:
        asked = draft.asked[-1] if draft.asked else None
        draft, reply = respond(draft, utterance, READER.read(utterance, asked))
        replies.append(reply)
    return draft, replies


CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，急"


def test_a_greeting_creates_nothing_and_is_answered() -> None:
    for words in ("你好", "您好！", "在吗？", "Hello~", "早上好，老师"):
        draft, (reply,) = talk(words)
        assert draft == Draft()
        assert reply.turn == "greeting"
        assert len(reply.sentences) == 2


def test_a_word_or_two_is_met_with_an_example() -> None:
    draft, (reply,) = talk("裂")
    assert draft == Draft()
    assert reply.turn == "too_little"
    assert "比如" in reply.sentences[-1].text()


def test_the_first_message_is_taken_in_with_its_own_words() -> None:
    draft, (reply,) = talk(CRACKED)
    assert draft.value("product") == "塑料壳子"
    assert draft.values("problem") == ("一敲就裂", "退货")
    assert draft.value("service_category") == "质量技术评价"
    assert {u.field: u.quote for u in reply.understood}["product"] == "塑料壳子"
    assert reply.asks == "material"


def test_one_topic_is_asked_a_turn_in_the_order_of_the_topics() -> None:
    draft, replies = talk(CRACKED, *["不知道"] * 12)
    asked = [reply.asks for reply in replies if reply.asks]
    order = [topic.field for topic in TOPICS]
    assert asked == sorted(asked, key=order.index)
    assert len(asked) == len(set(asked))
    assert replies[-1].is_complete
    assert replies[-1].asks is None
    assert not any(reading.value == "不知道" for reading in draft.readings)


def test_not_knowing_is_an_answer_and_is_not_asked_again() -> None:
    draft, (_, reply) = talk(CRACKED, "这个不太清楚")
    unknown = [reading for reading in draft.readings if reading.origin == "unknown"]
    assert [reading.field for reading in unknown] == ["material"]
    assert draft.value("material") is None
    assert reply.asks == "conditions"


def test_an_earlier_answer_can_be_changed() -> None:
    draft, (_, _, reply) = talk(CRACKED, "说是ABS，供应商换过", "不是ABS，是PC")
    assert draft.values("material") == ("PC",)
    assert reply.sentences[0].text() == "好的，改成“PC”。"
    draft, _ = talk("预算20万，想测一下水泵的噪声", "预算改成30万元", draft=None)
    assert draft.values("budget") == ("30万元",)


def test_a_product_is_corrected_inside_its_name() -> None:
    draft, _ = talk("不锈钢保温杯生锈了，查一下原因", "不是保温杯，是水壶")
    assert draft.value("product") == "不锈钢水壶"
    assert all(holds(e, draft.utterances) for r in draft.readings for e in r.evidence)


def test_an_answer_to_something_else_leaves_the_question_open() -> None:
    draft, (_, reply) = talk(CRACKED, "预算10万元")
    assert draft.value("budget") == "10万元"
    assert draft.value("material") is None
    assert reply.asks == "material"


def test_a_question_passed_over_twice_is_not_asked_a_third_time() -> None:
    _, replies = talk(CRACKED, "预算10万元", "下个月底前要", "请保密")
    assert [reply.asks for reply in replies].count("material") == 2


def test_no_sample_is_an_answer_and_no_gap() -> None:
    draft, _ = talk("螺栓断了，查一下断裂原因", "42CrMo", "上周开始的", "户外", "没有")
    assert draft.value("samples") == "没有"


def test_further_matters_are_kept_apart() -> None:
    draft, (reply,) = talk("冲压件起皱开裂，材料DC04。另外还想申请专精特新")
    assert draft.value("service_category") == "质量技术评价"
    assert [other.quote for other in draft.others] == ["另外还想申请专精特新"]
    assert any("另一件事" in sentence.text() for sentence in reply.sentences)


def test_a_complaint_leaves_the_funnel() -> None:
    draft, (reply, after) = talk("你们上次的检测报告数据有误，我要投诉", "还有一个壳子裂了")
    assert reply.turn == "complaint"
    assert "complaint" in draft.flags
    assert reply.asks is None
    assert draft.readings == ()
    assert after.turn == "closed"


def test_customers_complaints_are_symptoms_and_stay() -> None:
    draft, (reply,) = talk("地板翘曲，收到多起投诉，想找原因")
    assert reply.turn == "taken_in"
    assert draft.flags == ()


def test_a_demand_is_complete_when_product_trouble_and_wish_are_known() -> None:
    draft, _ = talk("壳子")
    assert not is_complete(draft)
    draft, _ = talk("不知道", "一摔就碎", draft=draft)
    assert is_complete(draft)
    assert draft.value("title") == "壳子一摔就碎"


def test_the_same_words_give_the_same_talk() -> None:
    script = (CRACKED, "说是ABS", "不知道", "江苏常州")
    assert talk(*script) == talk(*script)


@given(st.lists(st.text(min_size=1, max_size=40), max_size=6))
def test_whatever_is_said_every_value_stands_on_words(utterances: list[str]) -> None:
    draft, replies = talk(*[words for words in utterances if words.strip()], CRACKED)
    for reading in draft.readings:
        assert all(holds(evidence, draft.utterances) for evidence in reading.evidence)
    assert all(reply.sentences for reply in replies)
