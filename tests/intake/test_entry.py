"""How a demand comes in (S0-18), the same words twice, what resembles it; complaints and the hotline."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from foundation.actors import Actor
from foundation.clock import SetClock
from foundation.database import Base, open_engine
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from intake import service
from intake.cares import caring
from intake.channels import JOINT
from intake.complaints.cases import get_complaint, list_complaints, step_complaint
from intake.demand import Channel, Reading
from intake.entering.entry import entry_of, resembling
from intake.fields import DemandClass
from intake.hotline import hotline_log, take_call
from intake.reading.record import read_draft
from intake.reading.rules import RulesReader
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import end

COORDINATOR: Actor = actor("coordinator")
ENTERPRISE: Actor = actor("enterprise", organisation="org_1")
READER = RulesReader()
CRACKED = "塑料壳子一敲就裂，客户要退货"
COMPLAINT = "你们上次的检测报告有误，我要投诉"


@pytest.mark.parametrize("channel", sorted(JOINT))
def test_a_joint_channel_names_its_body(working: Working, channel: Channel) -> None:
    for body in (None, "", " \u200b"):
        with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
            service.start_conversation(work, channel, body)
        assert (refused.value.code, refused.value.facts["field"]) == ("submitting_body_missing", "submitted_by")
        with pytest.raises(InvalidInput), working(COORDINATOR) as work:
            service.register_demand(work, read_draft("", CRACKED), channel, body)
    with working(COORDINATOR) as work:
        demand = service.register_demand(work, read_draft("", CRACKED), channel, "某市市场监督管理局")
    assert (demand.channel, demand.submitted_by) == (channel, "某市市场监督管理局")


def test_a_hotline_talk_is_opened_by_staff_only(working: Working) -> None:
    with pytest.raises(NotAllowed) as refused, working(ENTERPRISE) as work:
        service.start_conversation(work, "hotline")
    assert refused.value.code == "hotline_staff_only"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("工艺难题", "工艺问题"), ("失效/缺陷", "质量分析"), ("研发攻关", "研发难点"), ("成果转化", "其他"), ("", "其他")],
)
def test_the_class_follows_the_kind_of_problem_and_is_a_filter(working: Working, kind: str, name: str) -> None:
    draft = read_draft("", CRACKED)
    readings = tuple(reading for reading in draft.readings if reading.field != "problem_type")
    if kind:
        readings = (*readings, Reading(field="problem_type", value=kind, origin="normalised"))
    with working(COORDINATOR) as work:
        demand = service.register_demand(work, draft.model_copy(update={"readings": readings}))
        assert service.get_demand(work.session, demand.id).demand_class == name
        found = service.list_demands(work.session, demand_class=name)  # type: ignore[arg-type]
        assert [one.id for one in found] == [demand.id]
        other: DemandClass = "其他" if name != "其他" else "工艺问题"
        assert service.list_demands(work.session, demand_class=other) == ()


def test_the_channel_is_a_filter(working: Working) -> None:
    with working(COORDINATOR) as work:
        service.register_demand(work, read_draft("", CRACKED))
        station = service.register_demand(work, read_draft("", CRACKED), "station", "高要站")
        assert [one.id for one in service.list_demands(work.session, channel="station")] == [station.id]


def talk(working: Working, by: Actor, words: str) -> str:
    """A talk in which this was said; its id."""
    with working(by) as work:
        conversation = service.start_conversation(work)
        service.say(work, conversation.id, words, READER)
    return conversation.id


def test_the_same_words_of_the_same_enterprise_get_the_first_number(working: Working, count_rows) -> None:  # type: ignore[no-untyped-def]
    first_talk, second_talk = (
        talk(working, ENTERPRISE, CRACKED),
        talk(working, ENTERPRISE, " 塑料壳子一敲就裂，客户要退货 "),
    )
    with working(ENTERPRISE) as work:
        first = service.confirm_demand(work, first_talk)
    with working(ENTERPRISE) as work:
        again = service.confirm_demand(work, second_talk)
        entry = entry_of(work.session, again, ENTERPRISE, is_repeat=True)
        assert service.get_conversation(work.session, second_talk).demand_id == first.id
    assert again.id == first.id
    assert first.id in entry.sentences[0].text()
    assert first.id in entry.sentences[0].text("en")
    with working(ENTERPRISE) as work:
        assert service.register_demand(work, read_draft("", CRACKED)).id == first.id
    assert count_rows("demands") == 1


def test_another_enterprise_other_words_or_an_ended_demand_are_a_new_one(working: Working) -> None:
    with working(COORDINATOR) as work:
        draft = read_draft("", CRACKED)
        ids = [service.register_demand(work, draft, enterprise=name).id for name in ("org_1", "org_2", None, None)]
        ids.append(service.register_demand(work, read_draft("", CRACKED + "，电话13800001111"), enterprise="org_1").id)
        end(work, ids[0], "withdraw")
        ids.append(service.register_demand(work, draft, enterprise="org_1").id)
    assert len(set(ids)) == 6


def test_handed_in_eight_times_at_once_it_is_one_demand(database_url: str, clock: SetClock) -> None:
    engine = open_engine(database_url)
    Base.metadata.create_all(engine)

    def hand_in(_number: int) -> str:
        with unit_of_work(engine, ENTERPRISE, clock, Identifiers(clock)) as work:
            return service.register_demand(work, read_draft("", CRACKED)).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(hand_in, range(8)))) == 1
    engine.dispose()


def test_own_similar_demands_are_named_and_others_only_counted_by_their_level(working: Working) -> None:
    words = "齿轮箱运行200小时点蚀严重，要做失效分析"
    with working(COORDINATOR) as work:
        for number, more in enumerate(("，同意公开", "", "，请保密")):  # public, internal, secret
            service.register_demand(work, read_draft("", f"{words}{more}"), enterprise=f"org_other{number}")
        own = service.register_demand(work, read_draft("", words + "急"), enterprise="org_1")
        demand = service.register_demand(work, read_draft("", words + "啊"), enterprise="org_1")
        seen = resembling(work.session, demand, ENTERPRISE)
        assert [one.id for one in seen.own] == [own.id]
        assert seen.others == 1, "an enterprise hears of public ones only"
        assert resembling(work.session, demand, COORDINATOR).others == 2, (
            "staff of internal ones too, nobody of secrets"
        )
        nameless = service.register_demand(work, read_draft("", words + "呢"))
        assert resembling(work.session, nameless, ENTERPRISE).own == ()


def test_a_complaint_in_a_talk_opens_a_case_whose_number_is_in_the_reply(working: Working) -> None:
    with working(ENTERPRISE) as work:
        conversation = service.start_conversation(work)
        said = service.say(work, conversation.id, COMPLAINT, READER)
        (case,) = list_complaints(work.session, COORDINATOR)
        assert case.id in said.reply.sentences[-1].text()
        assert (case.conversation_id, case.words, case.state) == (conversation.id, COMPLAINT, "opened")
        care = caring.care_of(work.session, case.id)
        assert (care.owner_role, str(care.due)) == ("coordinator", "2025-03-13")
        again = service.say(work, conversation.id, "到底什么时候处理", READER)
        assert case.id in again.reply.sentences[-1].text()
        assert len(list_complaints(work.session, COORDINATOR)) == 1
        assert not caring.care_of(work.session, conversation.id).is_open


def test_a_complaint_is_answered_objected_to_and_closed_with_its_answer(working: Working) -> None:
    conversation_id = talk(working, ENTERPRISE, COMPLAINT)
    with working(COORDINATOR) as work:
        (case,) = list_complaints(work.session, COORDINATOR)
        assert case.conversation_id == conversation_id
    for event, given, code in (
        ("close", {}, "step_not_open"),
        ("answer", {}, "answer_missing"),
        ("answer", {"answer": "已复核"}, None),
        ("object", {}, "reason_missing"),
        ("object", {"reason": "没有复测"}, None),
        ("answer", {"answer": "已复测，原报告有误，重新出具"}, None),
        ("close", {}, "reason_code_missing"),
        ("close", {"reason_code": "upheld"}, "next_step_missing"),
        ("close", {"reason_code": "upheld", "next_step": "凭编号取新报告"}, None),
    ):
        if code is None:
            with working(COORDINATOR) as work:
                step_complaint(work, case.id, event, **given)  # type: ignore[arg-type]
        else:
            with pytest.raises((InvalidInput, Conflict)) as refused, working(COORDINATOR) as work:
                step_complaint(work, case.id, event, **given)  # type: ignore[arg-type]
            assert refused.value.code == code
    with working() as work:
        assert get_complaint(work.session, COORDINATOR, case.id).state == "closed"
        ending = caring.care_of(work.session, case.id).ending
    assert ending is not None
    assert (ending.reason_code, ending.answer) == ("upheld", "已复测，原报告有误，重新出具")


def test_complaints_and_the_hotline_log_are_for_the_desk(working: Working) -> None:
    with working(ENTERPRISE) as work:
        for refused in (
            lambda: list_complaints(work.session, ENTERPRISE),
            lambda: hotline_log(work.session, ENTERPRISE),
            lambda: take_call(work, CRACKED, "李工"),
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_a_call_becomes_a_demand_or_a_complaint_and_the_log_keeps_who_and_when(
    working: Working, clock: SetClock
) -> None:
    earlier = clock.now() - timedelta(hours=3)
    with working(COORDINATOR) as work:
        one = take_call(work, CRACKED, "李工", earlier, "org_1")
        two = take_call(work, COMPLAINT, "王工")
        assert one.demand is not None
        assert (one.demand.channel, one.demand.enterprise) == ("hotline", "org_1")
        assert two.complaint is not None
        assert two.demand is None
        log = hotline_log(work.session, COORDINATOR)
        assert [(call.taken_by, call.taken_at) for call in log] == [("王工", clock.now()), ("李工", earlier)]
        assert [call.subject_id for call in hotline_log(work.session, COORDINATOR, "李工")] == [one.demand.id]
        assert hotline_log(work.session, COORDINATOR, until=earlier) == ()
        assert len(hotline_log(work.session, COORDINATOR, since=earlier)) == 2


def test_a_call_without_a_taker_or_from_the_future_is_refused_by_name(working: Working, clock: SetClock) -> None:
    for taken_by, at, field in ((" ", None, "taken_by"), ("李工", clock.now() + timedelta(minutes=1), "taken_at")):
        with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
            take_call(work, CRACKED, taken_by, at)
        assert refused.value.facts["field"] == field
