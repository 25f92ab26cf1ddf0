"""Values of an open talk changed in place, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from foundation.errors import Conflict, InvalidInput
from intake import service
from intake.correcting import Change, changed, correct_talk
from intake.demand import Draft
from intake.foreseeing import digest_of, foresee
from intake.grounding import holds
from intake.own_words import wording_of
from intake.reading.rules import RulesReader
from tests.conftest import Working

READER = RulesReader()
CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料不知道"


def talk(working: Working, *utterances: str) -> str:
    with working() as work:
        conversation = service.start_conversation(work)
        for words in utterances:
            service.say(work, conversation.id, words, READER)
    return conversation.id


def draft_of(session: Session, talk_id: str) -> Draft:
    return service.get_conversation(session, talk_id).draft


def test_a_change_keeps_the_evidence_of_everything_else(working: Working) -> None:
    talk_id = talk(working, CRACKED)
    with working() as work:
        before = draft_of(work.session, talk_id)
        after = correct_talk(work, talk_id, [Change(field="problem", old="退货", new="客户拒收")], 2).draft
    assert after.values("problem") == ("一敲就裂", "客户拒收")
    assert all(holds(evidence, after.utterances) for reading in after.readings for evidence in reading.evidence)
    kept = {r.field: r for r in after.readings if r.field not in ("problem", "title")}
    assert kept == {r.field: r for r in before.readings if r.field not in ("problem", "title")}


def test_what_was_said_not_to_be_known_can_be_filled_in(working: Working) -> None:
    talk_id = talk(working, CRACKED, "不知道")
    with working() as work:
        assert any(r.field == "material" and r.origin == "unknown" for r in draft_of(work.session, talk_id).readings)
        after = correct_talk(work, talk_id, [Change(field="material", new="ABS")]).draft
    assert after.values("material") == ("ABS",)
    assert not any(r.origin == "unknown" for r in after.readings)


def test_nothing_changed_stores_nothing(working: Working) -> None:
    talk_id = talk(working, CRACKED)
    with working() as work:
        assert correct_talk(work, talk_id, [Change(field="product", old="塑料壳子", new=" 塑料壳子 ")], 2).version == 2


@pytest.mark.parametrize(
    ("change", "version", "code"),
    [
        (Change(field="product", old="塑料壳子", new="外壳"), 1, "changed_meanwhile"),
        (Change(field="product", old="金属壳子", new="外壳"), 2, "value_gone"),
        (Change(field="problem_type", old="失效/缺陷", new="坏了"), 2, "value_not_listed"),
        (Change(field="product", old="塑料壳子", new="机密★10年"), 2, "state_secret_refused"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_the_talk_as_it_was(
    working: Working, change: Change, version: int, code: str
) -> None:
    talk_id = talk(working, CRACKED)
    with pytest.raises((Conflict, InvalidInput)) as refusal, working() as work:
        correct_talk(work, talk_id, [change], version)
    assert refusal.value.code == code
    with working() as work:
        assert service.get_conversation(work.session, talk_id).version == 2


def test_a_confirmed_talk_is_not_changed_any_more(working: Working) -> None:
    talk_id = talk(working, CRACKED)
    with working() as work:
        service.confirm_demand(work, talk_id)
    with pytest.raises(Conflict) as refusal, working() as work:
        correct_talk(work, talk_id, [Change(field="product", old="塑料壳子", new="外壳")])
    assert refusal.value.code == "conversation_closed"


def test_what_is_foreseen_is_what_confirming_makes(working: Working) -> None:
    talk_id = talk(working, CRACKED, "电话13800001111，苏州华塑科技有限公司")
    with working() as work:
        wording, similar = foresee(work.session, draft_of(work.session, talk_id))
        demand = service.confirm_demand(work, talk_id)
    assert (demand.title, demand.text, demand.condensed, demand.level) == (
        wording.title,
        wording.text,
        wording.condensed,
        wording.level,
    )
    assert similar == ()


def test_the_digest_follows_what_is_published_and_nothing_else(working: Working) -> None:
    talk_id = talk(working, CRACKED)
    with working() as work:
        draft = draft_of(work.session, talk_id)
    same = changed(draft, [Change(field="budget", new="三万元")])
    other = changed(draft, [Change(field="title", old=draft.value("title") or "", new="外壳脆裂")])
    assert digest_of(wording_of(same)) == digest_of(wording_of(draft)) != digest_of(wording_of(other))


def test_answers_are_kept_with_the_talk_and_not_with_the_demand(working: Working) -> None:
    talk_id = talk(working, CRACKED, "说是ABS")
    with working() as work:
        answers = draft_of(work.session, talk_id).answers
        demand = service.confirm_demand(work, talk_id)
    assert [answer.utterance for answer in answers] == [0, 1]
    assert "听明白了：ABS" in answers[1].sentences[0].text()
    assert demand.draft.answers == ()
