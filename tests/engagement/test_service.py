"""The steps through the database: one trace each, no double effect, no lost race (reliability 5.4)."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.afterwards.ratings import Sources, Window
from engagement.facts.acceptance import Measurement
from engagement.folding import fold
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, DockingError, InvalidInput, NotAllowed, NotFound
from foundation.identifiers import Identifiers
from foundation.unit_of_work import Work, unit_of_work
from kb.provider import Centre, HostInstitution
from tests.builders import actor, everybody
from tests.conftest import Working
from tests.engagement.cases import (
    BAD,
    CONTACTS,
    FOR,
    GOOD,
    INSIDE,
    OFFER,
    PLAN,
    REPORT,
    REVIEWED,
    SIGNATORIES,
    TEAM,
)

HOST = HostInstitution(id="host_1", name="示例检验研究院")
CENTRE = Centre(id="ctr_1", name="示例中心", host=HOST)


def open_one(work: Work, match_id: str = "mat_1", **changes: object) -> Engagement:
    facts: dict[str, object] = {
        "enterprise": "ent_1",
        "is_match_accepted": True,
        "service_category": "质量技术评价",
        "host_level": "internal",
        "scope": INSIDE,
    }
    return service.open_engagement(work, "dem_1", match_id, CENTRE, HOST, **(facts | changes))  # type: ignore[arg-type]


def negotiated(work: Work, match_id: str = "mat_1", **changes: object) -> Engagement:
    """An engagement that is ready to be signed, at version 6."""
    id = open_one(work, match_id, **changes).id
    service.start(work, id, 1, CONTACTS)
    service.make_offer(work, id, 2, OFFER)
    service.confirm_offer(work, id, 3, "enterprise", OFFER.digest)
    service.confirm_offer(work, id, 4, "host", OFFER.digest)
    return service.review_contract(work, id, 5, REVIEWED)


def served(work: Work, match_id: str = "mat_1") -> Engagement:
    """An engagement in acceptance, at version 12."""
    id = negotiated(work, match_id).id
    service.sign(work, id, 6, SIGNATORIES)
    service.form_team(work, id, 7, TEAM)
    service.submit_plan(work, id, 8, PLAN)
    service.record_review(work, id, 9, "pass", FOR)
    service.add_deliverable(work, id, 10, REPORT)
    return service.deliver(work, id, 11)


def test_a_service_runs_from_a_match_to_the_archive(working: Working, engine: Engine) -> None:
    with working() as work:
        tested = served(work)
        service.record_measurement(work, tested.id, 12, GOOD)
        service.accept(work, tested.id, 13, is_solved=True)
        done = service.archive(work, tested.id, 14, assessment_id="asm_1")
    with reading(engine) as session:
        found = service.show_engagement(session, done.id)
        assert found == done == fold(found.history)
        assert (found.state, found.version, found.end_reason) == ("archived", 15, "completed")
        assert service.show_engagements_of(session, "dem_1") == (found,)


def test_each_step_leaves_exactly_one_trace_without_its_contents(working: Working, engine: Engine) -> None:
    with working() as work:
        tested = served(work)
    with reading(engine) as session:
        trace = entries(session, tested.id)
        assert [one.action for one in trace] == [f"engagement.{entry.event}" for entry in tested.history]
        assert [one.facts["version"] for one in trace] == list(range(1, 13))
        assert "48000" not in str(trace)
        assert verify(session) is None


def test_the_stored_engagement_is_the_fold_of_its_log(working: Working, engine: Engine) -> None:
    with working() as work:
        one, other = served(work), negotiated(work, "mat_2")
    with reading(engine) as session:
        assert store.check(session, one.id)
        assert store.check(session, other.id)
        assert fold(store.load_log(session, one.id)) == one


def test_two_engagements_of_one_demand_do_not_disturb_each_other(working: Working, engine: Engine) -> None:
    with working() as work:
        one, other = negotiated(work), negotiated(work, "mat_2")
        service.close(work, one.id, 6, "try_next", "产能不足")
    with reading(engine) as session:
        assert service.show_engagement(session, one.id).state == "returned"
        assert service.show_engagement(session, other.id) == other
        assert [found.id for found in service.show_engagements_of(session, "dem_1")] == [one.id, other.id]


def test_the_same_step_handed_in_twice_has_one_effect_and_one_answer(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        first = service.start(work, id, 1, CONTACTS)
        service.make_offer(work, id, 2, OFFER)
    with working() as work:
        assert service.start(work, id, 1, CONTACTS) == first
    with reading(engine) as session:
        assert service.show_engagement(session, id).version == 3
        assert len(entries(session, id)) == 3


@pytest.mark.parametrize("difference", ["facts", "event", "actor", "version"])
def test_anything_but_the_same_step_on_an_old_version_is_a_conflict(working: Working, difference: str) -> None:
    with working() as work:
        id = open_one(work).id
        service.start(work, id, 1, CONTACTS)
    other = CONTACTS.model_copy(update={"enterprise": "赵经理"})
    with (
        pytest.raises(Conflict) as refused,
        working(actor("coordinator") if difference == "actor" else everybody()) as work,
    ):
        match difference:
            case "facts":
                service.start(work, id, 1, other)
            case "event":
                service.withdraw(work, id, 1)
            case "actor":
                service.start(work, id, 1, CONTACTS)
            case "version":
                service.start(work, id, 7, CONTACTS)
    assert refused.value.code == "changed_meanwhile"


def test_opening_twice_for_one_match_gives_the_first_engagement(working: Working, engine: Engine) -> None:
    with working() as work:
        first = open_one(work)
    with working() as work:
        assert open_one(work) == first
    with pytest.raises(Conflict) as refused, working() as work:
        open_one(work, enterprise="ent_2")
    assert refused.value.code == "engagement_exists"
    with reading(engine) as session:
        assert len(entries(session, first.id)) == 1


def test_only_an_accepted_match_and_the_true_host_open_an_engagement(working: Working) -> None:
    with pytest.raises(Conflict) as unaccepted, working() as work:
        open_one(work, is_match_accepted=False)
    assert unaccepted.value.code == "match_not_accepted"
    stranger = HostInstitution(id="host_2", name="别的单位")
    with pytest.raises(InvalidInput) as refused, working() as work:
        service.open_engagement(work, "dem_1", "mat_1", CENTRE, stranger, enterprise="ent_1", is_match_accepted=True)
    assert refused.value.code == "host_does_not_fit"
    with pytest.raises(NotAllowed), working(actor("enterprise")) as work:
        open_one(work)


def test_an_engagement_that_is_not_there_is_not_found(working: Working, engine: Engine) -> None:
    with pytest.raises(NotFound), working() as work:
        service.start(work, "eng_0", 1, CONTACTS)
    with reading(engine) as session, pytest.raises(NotFound):
        store.load_log(session, "eng_0")


def test_a_refused_step_leaves_nothing(working: Working, engine: Engine) -> None:
    with working() as work:
        ready = negotiated(work, scope=None)
    with pytest.raises(Conflict), working() as work:
        service.sign(work, ready.id, 6, SIGNATORIES)
    with reading(engine) as session:
        assert service.show_engagement(session, ready.id) == ready
        assert len(entries(session, ready.id)) == 6


def test_the_team_can_be_changed_until_the_plan_is_submitted(working: Working) -> None:
    with working() as work:
        id = negotiated(work).id
        service.sign(work, id, 6, SIGNATORIES)
        service.form_team(work, id, 7, TEAM)
        changed = service.form_team(work, id, 8, TEAM.model_copy(update={"lead_reason": "说明"}))
        again = service.form_team(work, id, 7, TEAM)
    assert [entry.event for entry in changed.history[-2:]] == ["assign_team", "change_team"]
    assert again.version == 8


def test_the_ends_and_the_pause_have_names_of_their_own(working: Working) -> None:
    with working() as work:
        one = open_one(work)
        assert service.withdraw(work, one.id, 1).end_reason == "withdrawn"
        other = served(work, "mat_2")
        paused = service.suspend(work, other.id, 12, date(2025, 4, 1), "等设备", is_agreed_by_both=True)
        assert paused.state == "suspended_acceptance"
        resumed = service.resume(work, other.id, 13)
        assert (resumed.state, resumed.due) == ("acceptance", other.due)
        service.record_measurement(work, other.id, 14, BAD)
        assert service.close(work, other.id, 15, "reject", "不合格").end_reason == "terminated_after_acceptance"
        third = negotiated(work, "mat_3")
        service.sign(work, third.id, 6, SIGNATORIES)
        ended = service.close(
            work,
            third.id,
            7,
            "terminate",
            "转产",
            code="terminated_by_agreement",
            delivered="无",
            is_agreed_by_both=True,
        )
        assert ended.end_reason == "terminated_by_agreement"


def test_the_open_list_names_owner_and_day_and_puts_the_most_pressing_first(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        talking, tested = negotiated(work), served(work, "mat_2")
        raised = open_one(work, "mat_3")
        service.withdraw(work, open_one(work, "mat_4").id, 1)
        done = open_one(work, "mat_5")
        service.withdraw(work, done.id, 1)
        service.archive(work, done.id, 2, reason="没有开始")
    with reading(engine) as session:
        listed = service.list_open(session, date(2025, 3, 13))
        assert [(item.state, item.owner_role, item.is_overdue) for item in listed] == [
            ("raised", "coordinator", True),
            ("negotiating", "host", False),
            ("acceptance", "enterprise", False),
            ("closed", "coordinator", False),
        ]
        assert all(item.owner and item.due for item in listed)
        assert listed[1].step == "技术、商务沟通"
        assert [item.id for item in service.list_open(session, date(2025, 3, 13), only_overdue=True)] == [raised.id]
        assert [item.id for item in service.list_open(session, date(2025, 3, 13), owner="ent_1")] == [tested.id]
        assert [item.turn for item in listed] == [
            ("coordinator",),
            ("host", "enterprise"),
            ("enterprise", "centre"),
            ("coordinator",),
        ]
        by_role = {
            role: [item.id for item in service.list_open(session, date(2025, 3, 13), owner_role=role)]
            for role in ("enterprise", "centre", "host", "reviewer")
        }
        assert by_role == {
            "enterprise": [talking.id, tested.id],
            "centre": [tested.id],
            "host": [talking.id],
            "reviewer": [],
        }
        assert [item.id for item in service.list_open(session, date(2025, 3, 13), states=("acceptance",))] == [
            tested.id
        ]
        assert service.list_open(session, date(2025, 3, 13), centre_id="ctr_2") == ()
        assert len(service.list_open(session, date(2025, 3, 13), limit=2)) == 2


def test_closed_engagements_of_a_window_are_rated(working: Working, engine: Engine, clock: SetClock) -> None:
    with working() as work:
        tested = served(work)
        service.record_measurement(work, tested.id, 12, GOOD)
        service.accept(work, tested.id, 13, is_solved=True)
    clock.advance(timedelta(days=30))
    with working() as work:
        service.withdraw(work, open_one(work, "mat_2").id, 1)
    march, april = Window(first=date(2025, 3, 1), before=date(2025, 4, 1)), date(2025, 5, 1)
    with reading(engine) as session:
        found = service.rate(session, march, centre_id="ctr_1", sources=Sources(complaints=()))
        assert (found.values["C1.2"].numerator, found.values["C1.2"].denominator) == (1, 1)
        assert (found.values["D4.3"].numerator, found.values["D4.3"].denominator) == (0, 1)
        assert service.rate(session, march, centre_id="ctr_2").values["C1.2"].remark == "未评"
        both = service.rate(session, Window(first=march.first, before=april), sources=Sources(complaints=()))
        assert both.values["D4.3"].denominator == 2


def contend(engine: Engine, clock: SetClock, attempts: list[tuple[Actor, int, str, str, Facts]]) -> list[object]:
    """Every attempt in its own thread, connection and unit of work, all at once; the answers or errors in order."""
    gate = threading.Barrier(len(attempts))
    answers: list[object] = [None] * len(attempts)

    def run(place: int) -> None:
        who, version, id, event, facts = attempts[place]
        gate.wait()
        try:
            with unit_of_work(engine, who, clock, Identifiers(clock)) as work:
                answers[place] = service.take_step(work, id, version, event, facts)
        except BaseException as fault:
            answers[place] = fault

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(attempts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def numbered(number: int) -> Actor:
    return everybody().model_copy(update={"id": f"act_{number}"})


def test_of_sixteen_who_take_one_step_at_once_exactly_one_wins(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        ready = [negotiated(work, f"mat_{number}") for number in range(5)]
    for one in ready:
        facts = Facts(signatories=SIGNATORIES)
        answers = contend(engine, clock, [(numbered(n), 6, one.id, "sign", facts) for n in range(16)])
        kinds = Counter(type(answer).__name__ for answer in answers)
        assert kinds == {"Engagement": 1, "Conflict": 15}
        assert {fault.code for fault in answers if isinstance(fault, DockingError)} == {"changed_meanwhile"}
    with reading(engine) as session:
        for one in ready:
            assert store.check(session, one.id)
            assert service.show_engagement(session, one.id).version == 7
            assert len(entries(session, one.id)) == 7
        assert verify(session) is None


def test_of_sixteen_who_open_one_match_at_once_exactly_one_wins(engine: Engine, clock: SetClock) -> None:
    gate = threading.Barrier(16)
    answers: list[object] = [None] * 16

    def run(place: int) -> None:
        gate.wait()
        try:
            with unit_of_work(engine, numbered(place), clock, Identifiers(clock)) as work:
                answers[place] = open_one(work)
        except BaseException as fault:
            answers[place] = fault

    threads = [threading.Thread(target=run, args=(place,)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(type(answer).__name__ for answer in answers) == {"Engagement": 1, "Conflict": 15}
    codes = {fault.code for fault in answers if isinstance(fault, DockingError)}
    assert codes <= {"engagement_exists", "changed_meanwhile"}


def test_signing_against_withdrawing_and_stopping_at_once_has_one_winner(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        ready = [negotiated(work, f"mat_{number}") for number in range(5)]
    for one in ready:
        ways = [
            ("sign", Facts(signatories=SIGNATORIES)),
            ("withdraw", Facts()),
            ("stop", Facts(reason="谈不拢")),
            ("make_offer", Facts(offer=OFFER)),
        ]
        attempts = [(numbered(n), 6, one.id, *ways[n % 4]) for n in range(16)]
        kinds = Counter(type(answer).__name__ for answer in contend(engine, clock, attempts))
        assert kinds == {"Engagement": 1, "Conflict": 15}
    with reading(engine) as session:
        assert all(store.check(session, one.id) for one in ready)


def test_one_person_who_presses_sixteen_times_gets_one_effect_and_equal_answers(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        one = served(work)
    value = Measurement(criterion_id="shrinkage", value="2.0", unit="%")
    attempts = [(numbered(1), 12, one.id, "record_measurement", Facts(measurements=(value,)))] * 16
    answers = contend(engine, clock, attempts)
    assert all(answer == answers[0] for answer in answers)
    assert isinstance(answers[0], Engagement)
    with reading(engine) as session:
        assert service.show_engagement(session, one.id) == answers[0]
        assert len(entries(session, one.id)) == 13
