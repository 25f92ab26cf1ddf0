"""Whose turn it is follows from what is missing and from the rows that are open, in every state of every profile."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from engagement import service
from engagement.actions import open_actions
from engagement.facts.agreement import SIDES
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.facts.technical_review import Reviewer
from engagement.profiles import PROFILES
from engagement.record import Engagement
from engagement.turn import Task, roles_on_turn, turn
from foundation.actors import Role
from foundation.database import reading
from tests.conftest import Working
from tests.engagement.cases import (
    BAD,
    CALENDAR,
    CONTACTS,
    FOR,
    GOOD,
    NEGOTIATION,
    OFFER,
    PLAN,
    REPORT,
    REVIEWED,
    SCRIPTS,
    START,
    WHOLE,
    at,
    opened,
    play,
    step,
)
from tests.engagement.proofs.world import arrived, person, prepared
from tests.engagement.test_service import open_one

LATER = START.date().replace(month=12)


def told(engagement: Engagement) -> list[tuple[str, str]]:
    return [(task.role, task.event) for task in turn(engagement)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("raised", [("coordinator", "start")]),
        ("negotiating", [("host", "sign"), ("enterprise", "sign")]),
        ("agreed", [("host", "assign_team"), ("centre", "assign_team")]),
        ("team_formed", [("centre", "submit_plan")]),
        ("review", [("reviewer", "give_opinion")]),
        ("in_service", [("centre", "hand_in")]),
        ("acceptance", [("enterprise", "record_measurement"), ("centre", "record_measurement")]),
        ("closed", [("coordinator", "archive")]),
        ("archived", []),
    ],
)
def test_every_stage_says_who_acts_and_with_what(state: str, expected: list[tuple[str, str]]) -> None:
    assert told(at(state)) == expected
    assert state in SCRIPTS


def test_the_side_that_has_not_confirmed_is_on_turn_and_both_while_both_have_not() -> None:
    talks = play(opened(service_category="检验检测"), NEGOTIATION[:2])
    assert told(talks) == [("enterprise", "confirm_offer"), ("host", "confirm_offer")]
    for done, waiting in zip(SIDES, reversed(SIDES), strict=True):
        after = step(talks, "confirm_offer", person(done), side=done, digest=OFFER.digest)
        assert told(after) == [(waiting, "confirm_offer")]
        assert (after.owner_role, after.owner) == (waiting, {"enterprise": "ent_1", "host": "host_1"}[waiting])
    again = step(after, "make_offer", offer=OFFER.model_copy(update={"price": "1.00"}))
    assert told(again) == [("enterprise", "confirm_offer"), ("host", "confirm_offer")], "other terms, other hash"


def test_terms_wait_for_the_contract_review_and_the_check_of_scope_as_well() -> None:
    talks = play(opened(scope=ScopeRuling()), NEGOTIATION[:4])
    assert told(talks) == [("centre", "review_contract"), ("centre", "check_scope")]
    reviewed = step(talks, "review_contract", contract_review=REVIEWED)
    check = {"by": "质量负责人", "capacity": "quality_manager"}
    inside, outside = (
        step(reviewed, "check_scope", scope_check=ScopeCheck(**check, is_inside=found), reason="核对附表")
        for found in (True, False)
    )
    assert roles_on_turn(inside) == ("host", "enterprise")
    assert told(outside) == [("centre", "make_offer")]


def test_without_terms_that_can_be_signed_the_centre_is_on_turn() -> None:
    talks = step(opened(), "start", contacts=CONTACTS)
    assert told(talks) == [("centre", "make_offer")]
    for change in ({"criteria": ()}, {"party": "ctr_1"}):
        assert told(step(talks, "make_offer", offer=OFFER.model_copy(update=change))) == [("centre", "make_offer")]
    refused = REVIEWED.model_copy(update={"capability": False})
    offered = step(talks, "make_offer", offer=OFFER)
    assert told(step(offered, "review_contract", contract_review=refused)) == [("centre", "make_offer")]


def test_where_the_legal_gate_said_no_the_coordinator_has_to_look_elsewhere() -> None:
    assert told(play(opened(scope=ScopeRuling(is_inside=False)), NEGOTIATION[:1])) == [("coordinator", "stop")]


def test_an_amendment_waits_for_new_terms_unless_somebody_stays_with_the_old_ones() -> None:
    changing = step(at("in_service"), "request_change", reason="样品要晚一个月")
    assert told(changing) == [("centre", "make_offer")]
    stays = step(changing, "confirm_offer", person("host"), side="host", digest=OFFER.digest)
    assert told(stays) == [("centre", "review_contract"), ("enterprise", "confirm_offer")]


def test_a_service_is_handed_over_when_all_of_it_is_in() -> None:
    assert told(step(at("in_service"), "hand_in", deliverable=REPORT)) == [("centre", "deliver")]


def test_measured_values_decide_whether_the_enterprise_accepts_or_asks_for_rework() -> None:
    before = at("acceptance")
    assert told(step(before, "record_measurement", measurements=GOOD)) == [("enterprise", "accept")]
    assert told(step(before, "record_measurement", measurements=BAD)) == [("enterprise", "rework")]
    half = step(before, "record_measurement", measurements=GOOD[:1])
    assert roles_on_turn(half) == ("enterprise", "centre")


def test_in_review_every_silent_member_is_named_and_then_the_chair() -> None:
    third = Reviewer(id="rev_3", name="评审丙", organisation="univ_3", has_conflict=False)
    larger = PLAN.model_copy(update={"reviewers": (*PLAN.reviewers, third)})
    before = step(at("team_formed"), "submit_plan", plan=larger)
    seats = [(task.event, task.seat) for task in turn(before)]
    assert seats == [("give_opinion", "rev_2"), ("give_opinion", "rev_3")], "the chair writes with the outcome"
    half = step(before, "give_opinion", opinions=FOR[1:])
    assert turn(half) == (Task(role="reviewer", event="give_opinion", seat="rev_3"),)
    whole = step(half, "give_opinion", opinions=(FOR[1].model_copy(update={"reviewer_id": "rev_3"}),))
    assert turn(whole) == (Task(role="reviewer", event="pass_review", seat="rev_1"),)
    assert told(step(whole, "pass_review", opinions=FOR[:1])) == [("centre", "hand_in")]


def test_a_pause_waits_for_the_coordinator() -> None:
    paused = step(at("review"), "suspend", until=LATER, reason="等样品", is_agreed_by_both=True)
    assert told(paused) == [("coordinator", "resume")]


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_whoever_is_on_turn_finds_that_step_open_and_ready_in_every_state(profile: str) -> None:
    reading = PROFILES[profile]
    seen = 0
    for state in reading.process.states:
        if state.id == "returned":
            continue
        for engagement in ready_in(state.id, profile):
            tasks = turn(engagement)
            assert bool(tasks) == reading.is_open(state.id), state.id
            for task in tasks:
                assert is_ready(engagement, task), (state.id, task)
                seen += 1
            if engagement.version > 1:
                assert (engagement.owner_role or None) == next(iter(roles_on_turn(engagement)), None)
    assert seen >= 8


def ready_in(state: str, profile: str) -> list[Engagement]:
    """As it arrives in the state, and as it is made ready for each step that is open there."""
    events = {row.event for row in PROFILES[profile].process.open_events(state)}
    at_first = arrived(state, profile)  # type: ignore[arg-type]
    return [at_first, *(prepared(state, event, profile) for event in sorted(events))]  # type: ignore[arg-type]


def is_ready(engagement: Engagement, task: Task) -> bool:
    role: Role = task.role
    shown = {one.event: one for one in open_actions(engagement, person(role), START, CALENDAR)}
    return task.event in shown and shown[task.event].is_ready


def test_on_the_whole_way_the_next_step_is_always_one_of_somebody_on_turn() -> None:
    engagement = opened()
    for event, who, facts in WHOLE:
        if event not in ("record_measurement", "archive"):
            assert who.roles & set(roles_on_turn(engagement)), event
        engagement = play(engagement, [(event, who, facts)])


def test_an_end_of_the_table_waits_for_nobody() -> None:
    gone = step(step(opened(), "start", contacts=CONTACTS), "try_next", reason="排不开")
    assert (turn(gone), roles_on_turn(gone)) == ((), ())


def test_rows_from_before_the_column_are_listed_by_their_content(working: Working, engine: Engine) -> None:
    with working() as work:
        id = open_one(work).id
        service.start(work, id, 1, CONTACTS)
    with engine.begin() as connection:
        connection.execute(text("UPDATE engagements SET turn = NULL, owner_role = 'coordinator'"))
    with reading(engine) as session:
        (found,) = service.list_open(session, START.date(), owner_role="centre")
        assert (found.id, found.turn) == (id, ("centre",))
        assert service.list_open(session, START.date(), owner_role="coordinator") == ()


def test_where_the_host_may_not_hold_it_nobody_is_told_to_sign_but_what_is_missing_and_whose_that_is() -> None:
    for held, why in ((None, "没有登记依托单位能承担的密级"), ("public", "依托单位只能承担“公开”")):
        stuck = at("negotiating").model_copy(update={"host_level": held})
        (task,) = turn(stuck)
        assert (task.role, task.event) == ("coordinator", "say")
        assert task.says is not None
        assert why in task.says.text()
    assert told(at("negotiating")) == [("host", "sign"), ("enterprise", "sign")]
