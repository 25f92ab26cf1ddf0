"""The life of a demand as a table: sound by itself, and no end without reason, answer and next step."""

from __future__ import annotations

import pytest

from foundation.actors import Actor
from foundation.audit import entries
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.process import faults
from intake import service
from intake.cares import caring
from intake.complaints.cases import list_complaints
from intake.complaints.complaint import COMPLAINT_LIFE
from intake.life import DEMAND_LIFE, ENDS, REASONS
from intake.living import step_demand
from intake.reading.record import read_draft
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import end, found, not_found, release

COORDINATOR: Actor = actor("coordinator")
GEAR = "齿轮箱运行200小时点蚀严重，要做失效分析"


def demand(working: Working) -> str:
    """A confirmed demand's id."""
    with working(COORDINATOR) as work:
        return service.register_demand(work, read_draft("齿轮箱点蚀", GEAR)).id


@pytest.mark.parametrize("process", [DEMAND_LIFE, COMPLAINT_LIFE])
def test_the_tables_are_sound(process) -> None:  # type: ignore[no-untyped-def]
    assert faults(process) == []


def test_every_way_into_an_end_names_its_reasons_and_every_reason_a_next_step() -> None:
    for row in DEMAND_LIFE.transitions:
        enters_an_end = DEMAND_LIFE.state(row.next).is_end and not DEMAND_LIFE.state(row.state).is_end
        assert bool(row.codes) is (row.event in ENDS)
        assert not enters_an_end or row.codes, row.id
        assert set(row.codes) <= set(REASONS)
    assert all(reason.next_step for reason in REASONS.values())


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "reason_code_missing", "reason_code"),
        ({"reason_code": "tired"}, "reason_code_not_of_step", "reason_code"),
        ({"reason_code": "solved"}, "reason_code_not_of_step", "reason_code"),
        ({"reason_code": "not_ours"}, "answer_missing", "answer"),
        ({"reason_code": "not_ours", "answer": " \u200b "}, "answer_missing", "answer"),
        ({"reason_code": "not_ours", "answer": "不属于我们"}, "next_step_missing", "next_step"),
        ({"reason_code": "not_ours", "answer": "长" * 2001, "next_step": "无"}, "answer_too_long", "answer"),
    ],
)
def test_an_end_without_reason_answer_or_next_step_is_refused_by_name(
    working: Working, given: dict[str, str], code: str, field: str
) -> None:
    demand_id = demand(working)
    with pytest.raises(InvalidInput) as refused, working(COORDINATOR) as work:
        step_demand(work, demand_id, "refuse", **given)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.facts["field"]) == (code, field)
    with working() as work:
        assert service.get_demand(work.session, demand_id).status == "confirmed"
        assert caring.care_of(work.session, demand_id).is_open


@pytest.mark.parametrize("event", sorted(ENDS))
def test_an_ended_demand_keeps_its_answer_and_leaves_the_list_of_what_is_due(working: Working, event: str) -> None:
    demand_id = demand(working)
    with working() as work:
        end(work, demand_id, event)
    with working() as work:
        care = caring.care_of(work.session, demand_id)
        assert (care.is_open, care.due, care.owner_role) == (False, None, None)
        assert care.ending is not None
        assert (care.ending.reason_code, care.ending.answer) == (ENDS[event][0], "已处理。")
        waiting = [one.subject_id for one in caring.due_items(work.session, COORDINATOR)]
        assert demand_id not in waiting
        assert entries(work.session, demand_id)[-1].action == f"demand.{event}"


def test_a_run_that_finds_nobody_answers_the_enterprise_and_a_later_one_may_find_somebody(working: Working) -> None:
    demand_id = demand(working)
    with working(actor("enterprise")) as work:
        assert not_found(work, demand_id).status == "no_capability"
    with working() as work:
        ending = caring.care_of(work.session, demand_id).ending
        assert ending is not None
        assert ending.answer
        assert ending.next_step
        assert entries(work.session, demand_id)[-1].actor_id == "system"
        assert found(work, demand_id).status == "matched"
        assert caring.care_of(work.session, demand_id).is_open


def test_running_again_does_not_push_the_date_back(working: Working, clock) -> None:  # type: ignore[no-untyped-def]
    from datetime import timedelta

    demand_id = demand(working)
    with working() as work:
        found(work, demand_id)
        due = caring.care_of(work.session, demand_id).due
    clock.advance(timedelta(days=2))
    with working() as work:
        found(work, demand_id)
        assert caring.care_of(work.session, demand_id).due == due


def test_an_enterprise_withdraws_its_own_demand_and_no_other(working: Working) -> None:
    with working(COORDINATOR) as work:
        demand_id = service.register_demand(work, read_draft("", GEAR), enterprise="org_1").id
    given = {"reason_code": "solved", "answer": "已撤回", "next_step": "可再提"}
    with pytest.raises(NotAllowed) as refused, working(actor("enterprise", organisation="org_2")) as work:
        step_demand(work, demand_id, "withdraw", **given)  # type: ignore[arg-type]
    assert refused.value.code == "demand_not_yours"
    with pytest.raises(NotAllowed), working(actor("enterprise", organisation="org_1")) as work:
        step_demand(work, demand_id, "refuse", "not_ours", "不", "不")
    with working(actor("enterprise", organisation="org_1")) as work:
        assert step_demand(work, demand_id, "withdraw", **given).status == "withdrawn"  # type: ignore[arg-type]


def test_the_id_of_a_published_demand_is_no_key_to_it(working: Working) -> None:
    demand_id = demand(working)
    with working() as work:
        release(work, demand_id)
    given = {"reason_code": "solved", "answer": "已撤回", "next_step": "可再提"}
    with pytest.raises(NotAllowed) as refused, working(actor("enterprise")) as work:
        step_demand(work, demand_id, "withdraw", **given)  # type: ignore[arg-type]
    assert refused.value.code == "demand_key_is_public"
    with working(actor("enterprise")) as work:
        after = step_demand(work, demand_id, "withdraw", holds_key=True, **given)  # type: ignore[arg-type]
    assert (after.status, after.published_at, after.audience) == ("withdrawn", None, None)


def test_reopening_needs_a_reason_and_gives_owner_and_date_back(working: Working) -> None:
    demand_id = demand(working)
    with working() as work:
        end(work, demand_id, "refuse")
    with pytest.raises(InvalidInput), working(COORDINATOR) as work:
        step_demand(work, demand_id, "reopen")
    with working(COORDINATOR) as work:
        assert step_demand(work, demand_id, "reopen", reason="补了材料").status == "confirmed"
        care = caring.care_of(work.session, demand_id)
        assert (care.is_open, care.owner_role, care.ending) == (True, "coordinator", None)


def test_a_demand_that_is_a_complaint_becomes_a_case(working: Working) -> None:
    demand_id = demand(working)
    with working() as work:
        end(work, demand_id, "complain")
        (case,) = list_complaints(work.session, COORDINATOR)
        assert (case.demand_id, case.state) == (demand_id, "opened")
        assert caring.care_of(work.session, case.id).is_open


def test_a_step_that_is_not_open_or_on_an_old_version_is_a_conflict(working: Working) -> None:
    demand_id = demand(working)
    with working() as work:
        end(work, demand_id, "withdraw")
    with pytest.raises(Conflict) as closed, working() as work:
        end(work, demand_id, "dock")
    assert closed.value.code == "step_not_open"
    with pytest.raises(Conflict) as stale, working(COORDINATOR) as work:
        step_demand(work, demand_id, "reopen", reason="再办", expected_version=1)
    assert stale.value.code == "changed_meanwhile"
