"""Talks and demands through the use cases, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from foundation.actors import Actor
from foundation.audit import entries
from foundation.errors import Conflict, InvalidInput, NotFound
from intake import service
from intake.reading.record import read_draft
from intake.reading.rules import RulesReader
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import found, release

READER = RulesReader()
CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货"
ENTERPRISE: Actor = actor("enterprise", organisation="org_1")


def begin(working: Working, *utterances: str) -> str:
    with working(ENTERPRISE) as work:
        conversation = service.start_conversation(work)
    for words in utterances:
        with working(ENTERPRISE) as work:
            service.say(work, conversation.id, words, READER)
    return conversation.id


def test_a_talk_becomes_a_confirmed_demand(working: Working) -> None:
    conversation_id = begin(working, CRACKED, "说是ABS", "电话13800001111")
    with working(ENTERPRISE) as work:
        demand = service.confirm_demand(work, conversation_id)
    with working() as work:
        stored = service.get_demand(work.session, demand.id)
        assert stored == demand
        assert stored.status == "confirmed"
        assert stored.level == "internal"
        assert stored.enterprise == "org_1"
        assert stored.title == "塑料壳子一敲就裂"
        assert stored.draft.value("material") == "ABS"
        assert "13800001111" not in stored.condensed
        assert stored.questions
        assert service.get_conversation(work.session, conversation_id).demand_id == demand.id
        assert [entry.action for entry in entries(work.session, demand.id)] == ["demand.confirmed"]


def test_channel_and_submitting_body_are_kept(working: Working) -> None:
    with working(actor("association")) as work:
        conversation = service.start_conversation(work, "association", "省塑料协会", "org_9")
        service.say(work, conversation.id, CRACKED, READER)
        demand = service.confirm_demand(work, conversation.id)
    assert (demand.channel, demand.submitted_by, demand.enterprise) == ("association", "省塑料协会", "org_9")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "text_empty"),
        (" \n\u200b", "text_empty"),
        ("长" * 20_001, "text_too_long"),
        ("壳子\x00裂", "text_broken"),
        ("壳子\ud800裂", "text_broken"),
        ("机密★10年 关于某装备的断裂", "state_secret_refused"),
    ],
)
def test_words_that_cannot_be_taken_are_refused_before_anything_is_stored(
    working: Working, words: str, code: str
) -> None:
    conversation_id = begin(working)
    with pytest.raises(InvalidInput) as refusal, working(ENTERPRISE) as work:
        service.say(work, conversation_id, words, READER)
    assert refusal.value.code == code
    assert refusal.value.facts["field"] == "text"
    with working() as work:
        assert service.get_conversation(work.session, conversation_id).version == 1


def test_a_state_secret_leaves_no_trace_in_any_table(working: Working, engine: Engine) -> None:
    conversation_id = begin(working)
    with pytest.raises(InvalidInput), working(ENTERPRISE) as work:
        service.say(work, conversation_id, "绝密★ 金丝雀装置裂纹", READER)
    with engine.connect() as connection:
        for table in ("conversations", "audit_entries"):
            assert "金丝雀" not in str(connection.execute(text(f"SELECT * FROM {table}")).all())


def test_a_greeting_stores_nothing(working: Working) -> None:
    conversation_id = begin(working, "你好")
    with working() as work:
        assert service.get_conversation(work.session, conversation_id).draft.utterances == ()


def test_two_turns_at_once_are_a_conflict_not_a_lost_sentence(working: Working) -> None:
    conversation_id = begin(working, CRACKED)
    with working() as work:
        seen, asked = service.hear(work.session, conversation_id, "说是ABS")
    readings = READER.read("说是ABS", asked)
    with working(ENTERPRISE) as work:
        service.say(work, conversation_id, "说是PC", READER)
    with pytest.raises(Conflict) as lost, working(ENTERPRISE) as work:
        service.say_read(work, seen, "说是ABS", readings)
    assert lost.value.code == "changed_meanwhile"
    with working() as work:
        assert service.get_conversation(work.session, conversation_id).draft.values("material") == ("PC",)


def test_an_incomplete_draft_is_not_confirmed_but_corrections_may_complete_it(working: Working) -> None:
    conversation_id = begin(working, "壳子")
    with pytest.raises(Conflict) as incomplete, working(ENTERPRISE) as work:
        service.confirm_demand(work, conversation_id)
    assert incomplete.value.code == "demand_incomplete"
    with working(ENTERPRISE) as work:
        demand = service.confirm_demand(
            work,
            conversation_id,
            {"problem": ["发脆"], "service_category": "检验检测", "parameters": ["冲击强度", "红外光谱"]},
        )
    assert demand.draft.values("parameters") == ("冲击强度", "红外光谱")
    confirmed = [reading for reading in demand.draft.readings if reading.origin == "confirmed"]
    for reading in confirmed:
        (evidence,) = reading.evidence
        assert demand.draft.utterances[evidence.utterance] == reading.value


@pytest.mark.parametrize(
    ("corrections", "code"),
    [
        ({"colour": "红"}, "field_unknown"),
        ({"service_category": "上门服务"}, "service_unknown"),
        ({"budget": ["1万元", "2万元"]}, "field_single"),
        ({"product": "机密★10年"}, "state_secret_refused"),
    ],
)
def test_wrong_corrections_are_named(working: Working, corrections: dict[str, str], code: str) -> None:
    conversation_id = begin(working, CRACKED)
    with pytest.raises(InvalidInput) as wrong, working(ENTERPRISE) as work:
        service.confirm_demand(work, conversation_id, corrections)  # type: ignore[arg-type]
    assert wrong.value.code == code


def test_confirming_twice_or_talking_on_is_a_conflict(working: Working) -> None:
    conversation_id = begin(working, CRACKED)
    with working(ENTERPRISE) as work:
        service.confirm_demand(work, conversation_id)
    for again in (
        lambda w: service.confirm_demand(w, conversation_id),
        lambda w: service.say(w, conversation_id, "嗯，还有", READER),
    ):
        with pytest.raises(Conflict) as closed, working(ENTERPRISE) as work:
            again(work)
        assert closed.value.code == "conversation_closed"


def test_a_stale_version_is_a_conflict(working: Working) -> None:
    conversation_id = begin(working, CRACKED)
    with pytest.raises(Conflict), working(ENTERPRISE) as work:
        service.confirm_demand(work, conversation_id, expected_version=1)


def test_a_complaint_is_flagged_and_recorded(working: Working) -> None:
    conversation_id = begin(working, "你们上次的检测报告有误，我要投诉")
    with working() as work:
        conversation = service.get_conversation(work.session, conversation_id)
        assert conversation.status == "complaint"
        assert "conversation.complaint" in [entry.action for entry in entries(work.session, conversation_id)]


def test_further_matters_get_talks_of_their_own(working: Working) -> None:
    conversation_id = begin(working, "冲压件起皱开裂，想找原因。另外还想申请专精特新企业认定")
    with working(ENTERPRISE) as work:
        (other,) = service.take_up_others(work, conversation_id, READER)
    assert other.conversation.draft.value("service_category") == "其他技术服务"


def test_secrets_are_not_published(working: Working) -> None:
    secret = begin(working, CRACKED + "，请保密，先签保密协议")
    plain = begin(working, CRACKED)
    with working(ENTERPRISE) as work:
        hidden = service.confirm_demand(work, secret)
        shown = service.confirm_demand(work, plain)
    assert hidden.level == "secret"
    with pytest.raises(Conflict) as refused, working(actor("coordinator")) as work:
        release(work, hidden.id)
    assert refused.value.code == "demand_secret"
    with working(actor("coordinator")) as work:
        published = release(work, shown.id)
    assert (published.status, published.version) == ("published", 2)
    assert published.published_at is not None


def test_a_list_is_newest_first_and_pages_without_gaps(working: Working) -> None:
    with working() as work:
        ids = [service.register_demand(work, read_draft(f"螺栓断裂{n}", "螺栓断了，查原因")).id for n in range(5)]
    assert len(set(ids)) == 5
    with working() as work:
        first = service.list_demands(work.session, ("confirmed",), limit=3)
        rest = service.list_demands(work.session, ("confirmed",), before=first[-1].id, limit=3)
        assert [demand.id for demand in (*first, *rest)] == sorted(ids, reverse=True)
        assert service.list_demands(work.session, ("published",)) == ()
        with pytest.raises(InvalidInput):
            service.list_demands(work.session, limit=0)


def test_a_registered_demand_keeps_the_given_title_and_finds_its_twin(working: Working) -> None:
    with working() as work:
        one = service.register_demand(work, read_draft("齿轮箱点蚀", "齿轮箱运行200小时点蚀严重，要做失效分析"))
        two = service.register_demand(work, read_draft("齿轮箱点蚀", "齿轮箱运行200小时点蚀很严重，要做失效分析"))
        assert one.title == "齿轮箱点蚀"
        assert one.text == "齿轮箱运行200小时点蚀严重，要做失效分析"
        assert [similar.id for similar in service.similar_demands(work.session, one)] == [two.id]


def test_marking_moves_a_demand_on_and_is_recorded(working: Working) -> None:
    with working() as work:
        demand = service.register_demand(work, read_draft("", CRACKED))
        assert found(work, demand.id).status == "matched"
        assert [entry.action for entry in entries(work.session, demand.id)] == ["demand.confirmed", "demand.match"]


def test_what_is_not_there_is_not_found(working: Working) -> None:
    with working() as work:
        with pytest.raises(NotFound):
            service.get_demand(work.session, "dem_x")
        with pytest.raises(NotFound):
            service.get_conversation(work.session, "con_x")
