"""One engagement, step by step: every pair of state and event, owners, deadlines, loops, ends (S0-39, B3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engagement.engagement import advance, open_engagement
from engagement.facts.handover import AcceptedPart, Statements
from engagement.facts.milestones import MilestoneReport
from engagement.facts.outcomes import ServiceOutcome, Training
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.folding import fold
from engagement.log import Facts, Opening
from engagement.profiles import PROFILES
from engagement.record import Engagement
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.working_calendar import Deadline
from tests.builders import actor, everybody
from tests.engagement.cases import (
    AGAINST,
    BAD,
    CALENDAR,
    CONTACTS,
    COORDINATOR,
    COPY,
    EFFECTS,
    FOR,
    GOOD,
    HOST,
    OFFER,
    PLAN,
    REPORT,
    REVIEWED,
    SCRIPTS,
    SIGNATORIES,
    START,
    SURVEY,
    TEAM,
    WHOLE,
    at,
    days_later,
    opened,
    play,
    step,
)

PAUSE = {"reason": "等样品", "until": date(2025, 4, 30), "is_agreed_by_both": True}
BRINGING: dict[str, dict[str, object]] = {
    "start": {"contacts": CONTACTS},
    "make_offer": {"offer": OFFER},
    "confirm_offer": {"side": "host", "digest": OFFER.digest},
    "review_contract": {"contract_review": REVIEWED},
    "check_scope": {
        "scope_check": ScopeCheck(by="协调员甲", capacity="coordinator", is_inside=True),
        "reason": "与附表逐行核对过",
    },
    "sign": {"signatories": SIGNATORIES},
    "say": {"message": {"side": "centre", "text": "样品请寄十片"}},
    "attach_signed_copy": {"signed_copy": COPY},
    "try_next": {"reason": "产能不足"},
    "stop": {"reason": "价格谈不拢"},
    "assign_team": {"team": TEAM},
    "change_team": {"team": TEAM},
    "submit_plan": {"plan": PLAN},
    "give_opinion": {"opinions": FOR[:1]},
    "pass_review": {"opinions": FOR},
    "fail_to_talks": {"opinions": AGAINST, "reason": "范围不清", "code": "scope"},
    "fail_to_team": {"opinions": AGAINST, "reason": "缺少专业人员", "code": "team"},
    "fail_to_end": {"opinions": AGAINST, "reason": "做不了"},
    "hand_in": {"deliverable": REPORT},
    "report_milestone": {"milestone": MilestoneReport(name="热分析", progress="done", on=START.date())},
    "record_outcome": {"outcome": ServiceOutcome(kind="知识产权", title="一种隔膜涂层", on=START.date())},
    "record_training": {
        "training": Training(topic="热收缩率测定", on=START.date(), hours="2", trainer="顾工", trainees=("王经理",))
    },
    "deliver": {},
    "request_change": {"reason": "增加样品"},
    "record_measurement": {"measurements": GOOD},
    "accept_part": {"part": AcceptedPart(criteria=("shrinkage",))},
    "accept": {"is_solved": True},
    "rework": {"reason": "收缩率偏高"},
    "dispute_criteria": {
        "reason": "方法不合适",
        "code": "criteria_disputed",
        "dispute": Statements(criteria=("shrinkage",), enterprise="应按 GB/T 36363 附录 B", centre="协议写的是正文"),
    },
    "reject": {"reason": "两次都不合格"},
    "suspend": PAUSE,
    "resume": {},
    "withdraw": {},
    "terminate": {
        "reason": "协商一致",
        "delivered": "中期报告",
        "code": "terminated_by_agreement",
        "is_agreed_by_both": True,
    },
    "reopen": {"reason": "报告漏盖章"},
    "archive": {"code": "evaluated", "assessment_id": "asm_1"},
    "answer_survey": {"survey": SURVEY},
    "report_effect": {"effect_report": EFFECTS},
}
PREPARED = {"accept": GOOD, "accept_part": GOOD, "rework": BAD, "reject": BAD}


def reach(state: str) -> Engagement:
    """An engagement in any state of the superset, suspended and returned ones too."""
    if state == "returned":
        return step(at("negotiating"), "try_next", reason="换一家")
    if state.startswith("suspended_"):
        return step(at(state.removeprefix("suspended_")), "suspend", **PAUSE)
    return at(state)


def test_the_whole_way_comes_to_the_archive() -> None:
    done = at("archived")
    assert [entry.event for entry in done.history] == ["open", *(event for event, _, _ in WHOLE)]
    assert (done.end_reason, done.is_solved, done.owner, done.due) == ("completed", True, None, None)
    assert done.archive_digest is not None
    assert done.version == len(done.history)


def test_every_pair_of_state_and_event_does_what_the_table_says_and_nothing_else() -> None:
    """16 states × every event: the row's next state, or a refusal by name that leaves the engagement alone."""
    process = PROFILES["superset"].process
    rows = {(row.state, row.event): row for row in process.transitions}
    tried = 0
    for state in process.states:
        base = reach(state.id)
        assert base.state == state.id
        for event, facts in BRINGING.items():
            tried += 1
            row = rows.get((state.id, event))
            ready = base
            if state.id == "acceptance" and event in PREPARED:
                ready = step(base, "record_measurement", measurements=PREPARED[event])
            if state.id == "negotiating" and event == "check_scope":
                ready = play(opened(scope=ScopeRuling()), SCRIPTS["negotiating"])
            if state.id == "negotiating" and event == "terminate":
                ready = step(at("in_service"), "request_change", reason="增加样品")
            if state.id == "in_service" and event == "deliver":
                ready = step(base, "hand_in", deliverable=REPORT)
            if row is None:
                with pytest.raises(Conflict) as refused:
                    step(ready, event, **facts)
                assert refused.value.code == "step_not_open"
                continue
            after = step(ready, event, **facts)
            assert (after.state, after.history[-1].row, after.version) == (row.next, row.id, ready.version + 1)
            assert fold(after.history) == after
    assert set(BRINGING) == {row.event for row in process.transitions}
    assert tried == 16 * len(BRINGING)


def test_each_row_is_closed_to_every_role_it_does_not_name() -> None:
    from typing import get_args

    from foundation.actors import Role

    for row in PROFILES["superset"].process.transitions:
        base = reach(row.state)
        for role in get_args(Role):
            if role not in row.roles:
                with pytest.raises(NotAllowed):
                    step(base, row.event, actor(role), **BRINGING[row.event])


def test_a_reason_is_asked_for_where_the_table_says_so() -> None:
    for row in PROFILES["superset"].process.transitions:
        if row.needs_reason:
            for empty in (None, "  \n"):
                with pytest.raises(InvalidInput) as refused:
                    step(reach(row.state), row.event, **(BRINGING[row.event] | {"reason": empty}))
                assert refused.value.code == "reason_missing"


def test_where_there_are_several_reason_codes_one_of_them_is_named() -> None:
    for code in (None, "weather", "team"):
        with pytest.raises(InvalidInput) as refused:
            step(at("review"), "fail_to_talks", opinions=AGAINST, reason="不清楚", code=code)
        assert refused.value.code == "reason_code_unknown"
    assert step(at("review"), "fail_to_talks", opinions=AGAINST, reason="贵", code="price").history[-1].code == "price"


def test_people_of_another_organisation_are_strangers() -> None:
    stranger = actor("enterprise", organisation="ent_2")
    with pytest.raises(NotAllowed) as refused:
        step(at("raised"), "withdraw", stranger)
    assert refused.value.code == "not_a_party"
    assert step(at("raised"), "withdraw", actor("enterprise", organisation="ent_1")).state == "closed"


def test_people_of_the_host_may_act_for_its_centre_but_not_the_other_way_round() -> None:
    ready = at("agreed")
    assert step(ready, "assign_team", actor("centre", organisation="host_1"), team=TEAM).state == "team_formed"
    with pytest.raises(NotAllowed):
        step(ready, "assign_team", actor("host", organisation="ctr_1"), team=TEAM)


@pytest.mark.parametrize(
    ("state", "role", "owner", "due"),
    [
        ("raised", "coordinator", COORDINATOR.id, date(2025, 3, 12)),
        ("negotiating", "host", "host_1", date(2025, 3, 24)),
        ("agreed", "host", "host_1", date(2025, 3, 13)),
        ("team_formed", "centre", "ctr_1", date(2025, 3, 17)),
        ("review", "reviewer", "rev_1", date(2025, 3, 17)),
        ("in_service", "centre", "exp_lead", date(2025, 5, 30)),
        ("acceptance", "enterprise", "ent_1", date(2025, 3, 24)),
        ("closed", "coordinator", COORDINATOR.id, date(2025, 4, 8)),
        ("suspended_in_service", "coordinator", COORDINATOR.id, date(2025, 4, 30)),
    ],
)
def test_every_open_state_has_an_owner_and_a_day(state: str, role: str, owner: str, due: date) -> None:
    """Qingming (4 April 2025) lies in the twenty days after closure."""
    found = reach(state)
    assert (found.owner_role, found.owner, found.due) == (role, owner, Deadline(date=due))


def test_nothing_open_is_ever_without_owner_and_day() -> None:
    for state in PROFILES["superset"].process.states:
        found = reach(state.id)
        assert (found.owner is None, found.due is None) == (state.is_end, state.is_end)


def test_a_day_counted_through_an_unknown_year_says_so() -> None:
    late = START.replace(year=2041)
    assert step(opened(), "start", moment=late, contacts=CONTACTS).due == Deadline(
        date=date(2041, 3, 22), is_approximate=True
    )


def test_it_is_overdue_the_day_after() -> None:
    waiting = at("raised")
    assert not waiting.is_overdue(date(2025, 3, 12))
    assert waiting.is_overdue(date(2025, 3, 13))


def test_a_pause_stops_the_clock_and_comes_back_to_the_same_place() -> None:
    """Suspended with 3 of 10 working days used up, over the Labour-Day holiday; 7 are left afterwards."""
    ready = at("negotiating")
    paused = step(ready, "suspend", moment=days_later(3), **PAUSE)
    assert (paused.due, paused.owner_role) == (Deadline(date=date(2025, 4, 30)), "coordinator")
    resumed = step(paused, "resume", moment=START.replace(month=5, day=7))
    assert (resumed.state, resumed.pause) == ("negotiating", None)
    assert resumed.due == Deadline(date=date(2025, 5, 16))
    assert CALENDAR.working_days_between(date(2025, 5, 7), date(2025, 5, 16)).days == 7


def test_a_pause_puts_off_the_agreed_day_of_completion() -> None:
    paused = step(at("in_service"), "suspend", **PAUSE)
    assert paused.finish_by == Deadline(date=date(2025, 5, 30))
    resumed = step(paused, "resume", moment=days_later(7))
    assert resumed.finish_by == resumed.due == Deadline(date=date(2025, 6, 9))


def test_a_pause_of_an_overdue_step_leaves_it_as_overdue_as_it_was() -> None:
    late = days_later(30)
    paused = step(at("negotiating"), "suspend", moment=late, **PAUSE)
    resumed = step(paused, "resume", moment=late + timedelta(days=7))
    assert resumed.due is not None
    before = CALENDAR.working_days_between(late.date(), date(2025, 3, 24)).days
    assert CALENDAR.working_days_between((late + timedelta(days=7)).date(), resumed.due.date).days == before < 0


def test_a_pause_within_one_day_costs_nothing() -> None:
    paused = step(at("negotiating"), "suspend", **PAUSE)
    assert step(paused, "resume").due == at("negotiating").due


def test_a_new_offer_gives_the_talks_new_time_and_other_work_does_not() -> None:
    later = days_later(2)
    talking = at("negotiating")
    assert step(talking, "confirm_offer", moment=later, **BRINGING["confirm_offer"]).due == talking.due
    assert step(talking, "make_offer", moment=later, offer=OFFER).due == Deadline(date=date(2025, 3, 26))


def test_a_new_offer_wipes_the_confirmations_and_the_contract_review() -> None:
    changed = OFFER.model_copy(update={"price": "50000.00"})
    again = step(at("negotiating"), "make_offer", offer=changed)
    assert again.confirmations == ()
    for who, side in ((actor("enterprise"), "enterprise"), (HOST, "host")):
        again = step(again, "confirm_offer", who, side=side, digest=changed.digest)
    with pytest.raises(Conflict) as refused:
        step(again, "sign", **BRINGING["sign"])
    assert refused.value.facts["guard"] == "contract_reviewed"


@pytest.mark.parametrize(
    ("state", "event"),
    [("review", "fail_to_talks"), ("in_service", "request_change"), ("acceptance", "dispute_criteria")],
)
def test_an_amendment_is_confirmed_signed_and_reviewed_anew(state: str, event: str) -> None:
    back = step(at(state), event, **BRINGING[event])
    assert back.state == "negotiating"
    with pytest.raises(Conflict) as refused:
        step(back, "sign", **BRINGING["sign"])
    assert refused.value.facts["guard"] == "same_terms_confirmed"
    again = play(back, WHOLE[1:5])
    second = step(again, "sign", **BRINGING["sign"])
    assert [agreement.version for agreement in second.agreements] == [1, 2]
    assert play(second, WHOLE[6:8]).state == "review"


def test_a_signed_engagement_can_no_longer_be_withdrawn_or_passed_on() -> None:
    back = step(at("in_service"), "request_change", reason="增加样品")
    for event in ("withdraw", "try_next", "stop"):
        with pytest.raises(Conflict) as refused:
            step(back, event, **BRINGING[event])
        assert refused.value.facts["guard"] == "no_agreement_in_force"
    assert step(back, "terminate", **BRINGING["terminate"]).end_reason == "terminated_by_agreement"
    with pytest.raises(Conflict) as refused:
        step(at("negotiating"), "terminate", **BRINGING["terminate"])
    assert refused.value.facts["guard"] == "agreement_in_force"


def test_rework_counts_asks_for_a_new_result_and_new_values() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    again = step(bad, "rework", reason="收缩率偏高")
    assert (again.state, again.rework_count, again.measurements) == ("in_service", 1, ())
    with pytest.raises(Conflict, match="还没有交来新的成果"):
        step(again, "deliver")
    better = play(again, WHOLE[9:13])
    assert (better.state, better.end_reason, better.rework_count) == ("closed", "completed", 1)


def test_rework_late_in_the_day_gets_its_own_time() -> None:
    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    late = START.replace(month=6, day=9)
    assert step(bad, "rework", moment=late, reason="晚").due == Deadline(date=date(2025, 6, 23))
    assert step(bad, "rework", reason="早").due == Deadline(date=date(2025, 5, 30))


def test_a_limit_on_rework_leaves_amendment_and_end() -> None:
    from engagement.deadlines import Rules

    bad = step(at("acceptance"), "record_measurement", measurements=BAD)
    with pytest.raises(Conflict, match="返工次数已到上限（0次）"):
        advance(bad, "rework", everybody(), Facts(reason="再来"), START, CALENDAR, Rules(rework_limit=0))
    assert (
        advance(bad, "reject", everybody(), Facts(reason="终"), START, CALENDAR, Rules(rework_limit=0)).state
        == "closed"
    )


def test_reopening_ends_with_its_time_and_is_for_completed_services_only() -> None:
    closed = at("closed")
    last = START.replace(month=4, day=8)
    again = step(closed, "reopen", HOST, moment=last, reason="漏盖章")
    assert (again.state, again.end_reason, again.closed_at) == ("in_service", None, None)
    with pytest.raises(Conflict, match="已经过去"):
        step(closed, "reopen", HOST, moment=last + timedelta(days=1), reason="漏盖章")
    withdrawn = step(at("raised"), "withdraw")
    with pytest.raises(Conflict, match="只有正常完成"):
        step(withdrawn, "reopen", HOST, reason="反悔")


def test_opening_needs_a_coordinator_and_a_host_that_is_not_the_centre() -> None:
    opening = Opening(engagement_id="e", demand_id="d", match_id="m", enterprise="ent", centre_id="c", host_id="h")
    with pytest.raises(NotAllowed):
        open_engagement(opening, actor("centre"), START, CALENDAR)
    with pytest.raises(InvalidInput) as refused:
        open_engagement(opening.model_copy(update={"host_id": "c"}), COORDINATOR, START, CALENDAR)
    assert refused.value.code == "centre_cannot_be_party"


@pytest.mark.parametrize("profile", ["fig1-A", "fig1-B", "fig1-C"])
def test_a_bare_reading_of_the_figure_runs_to_closure_without_a_contract_review(profile: str) -> None:
    script = [one for one in WHOLE[:-1] if one[0] != "review_contract"]
    done = play(opened(profile), script)  # type: ignore[arg-type]
    assert (done.state, done.end_reason, done.owner, done.due) == ("closed", "completed", None, None)


def test_project_help_passes_its_five_stages_before_delivery() -> None:
    ready = play(opened("sub-6.6.2"), SCRIPTS["in_service"])
    assert (ready.state, ready.owner, ready.due) == ("refining", "exp_lead", Deadline(date=date(2025, 5, 30)))
    for stage in ("drafting", "applying", "developing", "concluding"):
        with pytest.raises(Conflict):
            step(ready, "deliver")
        ready = step(ready, "next_stage")
        assert (ready.state, ready.due) == (stage, Deadline(date=date(2025, 5, 30)))
    assert play(ready, WHOLE[9:13]).end_reason == "completed"


def test_the_same_steps_give_the_same_bytes() -> None:
    assert at("archived").model_dump_json() == at("archived").model_dump_json()


def test_every_script_leads_where_it_says() -> None:
    assert {state: at(state).state for state in SCRIPTS} == {state: state for state in SCRIPTS}
