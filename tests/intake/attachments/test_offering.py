"""What a file says joins the talk with quotes, and never stands against what a person said."""

from __future__ import annotations

from datetime import UTC, datetime

from intake.attached import give_way, quoted_lines
from intake.attachments.attachment import Attachment
from intake.attachments.offering import offer
from intake.demand import Draft
from intake.dialogue import respond
from intake.reading.rules import RulesReader, read_statement
from intake.reading.statement import state

RULES = RulesReader()


def attachment(text: str | None, **more: object) -> Attachment:
    """A file with this text."""
    facts: dict[str, object] = {
        "id": "att_1",
        "conversation_id": "con_1",
        "name": "要求.docx",
        "kind": "docx",
        "bytes": 1,
        "sha256": "0" * 64,
        "text": text,
        "state": "read" if text else "kept",
        "reason": None if text else "image",
        "level": "internal",
        "created_at": datetime(2025, 3, 10, tzinfo=UTC),
    }
    return Attachment.model_validate(facts | more)


def after_file(text: str, draft: Draft | None = None) -> tuple[Draft, str]:
    """The draft after a file with this text, and what was answered."""
    draft, reply = offer(draft or Draft(), attachment(text), read_statement(state(None, text)))
    return draft, "".join(sentence.text() for sentence in reply.sentences)


def after_words(words: str, draft: Draft | None = None) -> Draft:
    """The draft after a person said this."""
    draft = draft or Draft()
    readings = RULES.read(words, draft.asked[-1] if draft.asked else None)
    return respond(give_way(draft, readings), words, readings)[0]


FILE = "产品：空调外壳，ABS 材料，最近一批一敲就裂。\n要求冲击强度 ≥ 8 kJ/m²，按 GB/T 1043.1-2008 检测。\n预算 5 万元。"


def test_every_value_of_a_file_quotes_the_file() -> None:
    draft, answer = after_file(FILE)
    assert draft.value("product") == "空调外壳"
    assert draft.value("standards") == "GB/T 1043.1-2008"
    assert draft.attached[0].attachment_id == "att_1"
    for reading in draft.readings:
        assert reading.evidence
        for evidence in reading.evidence:
            assert evidence.utterance == draft.attached[0].utterance
            assert FILE[evidence.start : evidence.end] == evidence.quote
    assert "空调外壳" in answer


def test_what_the_person_said_stands_and_the_difference_is_told() -> None:
    draft, answer = after_file(FILE, after_words("我们的洗衣机面板最近开裂，预算 2 万元"))
    assert draft.value("budget") == "2万元"
    assert draft.value("product") == "洗衣机面板"
    assert "“5万元”和您说的“2万元”不同" in answer
    assert "冲击强度" in draft.values("parameters")


def test_what_the_person_says_later_takes_the_place_of_the_file() -> None:
    draft, _ = after_file(FILE)
    draft = after_words("其实产品是洗衣机面板，材料是PC", draft)
    assert draft.value("product") == "洗衣机面板"


def test_a_file_fills_what_the_person_did_not_know() -> None:
    draft = after_words("我们的空调外壳一敲就裂，想知道原因")
    draft = draft.model_copy(update={"asked": ("budget",)})
    draft = after_words("不知道", draft)
    assert draft.value("budget") is None
    draft, _ = after_file(FILE, draft)
    assert draft.value("budget") == "5万元"


def test_a_file_names_nobody_to_call_and_opens_nothing_to_the_public() -> None:
    draft, _ = after_file(FILE + "\n联系电话：13800001111。本需求可以公开。")
    assert draft.value("contact") is None
    assert draft.value("confidentiality") is None
    draft, _ = after_file(FILE + "\n请对外保密。")
    assert draft.value("confidentiality") == "保密"


def test_the_question_asked_next_is_one_that_the_file_left_open() -> None:
    draft, reply = offer(Draft(), attachment(FILE), read_statement(state(None, FILE)))
    assert reply.asks is not None
    assert draft.asked[-1] == reply.asks
    assert draft.value(reply.asks) is None


def test_an_image_leaves_the_talk_as_it_was_and_says_so() -> None:
    before = after_words("我们的空调外壳一敲就裂，想知道原因")
    draft, reply = offer(before, attachment(None, kind="png", name="断口.png"), ())
    assert draft == before
    assert "图片只保存，不识别里面的文字" in reply.sentences[0].text("zh")
    assert "images are kept" in reply.sentences[0].text("en")


def test_a_list_of_a_file_adds_at_most_thirty_values() -> None:
    draft, _ = after_file("检测参数：" + "、".join(f"GB/T {10_000 + n}-2021" for n in range(200)))
    assert 1 <= len(draft.values("standards")) <= 30


def test_where_nobody_said_a_word_the_quoted_lines_of_the_file_tell_the_demand() -> None:
    draft, _ = after_file("你们好，请看下面。\n" + FILE + "\n谢谢")
    lines = quoted_lines(draft)
    assert "产品：空调外壳，ABS 材料，最近一批一敲就裂。" in lines
    assert "谢谢" not in lines
