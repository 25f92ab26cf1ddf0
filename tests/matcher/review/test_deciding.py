"""What people decide about a match: the table holds, every decision has one effect and one trace (S0-20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from foundation.actors import OPERATOR, Actor
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.process import faults
from intake.cares.caring import care_of
from intake.service import get_demand
from matcher import store
from matcher.legal.ruling import LegalState
from matcher.review import opinion_store
from matcher.review.deciding import decide
from matcher.review.guards import GUARD_LABELS, GUARDS
from matcher.review.handling import confirm_nobody
from matcher.review.process import REASONS, REVIEW
from matcher.review.queue import queue
from matcher.store import Candidate
from tests.builders import actor
from tests.conftest import Working
from tests.matcher.review.reviewed import (
    ALWAYS_TWO,
    CRACKED,
    DAY,
    GOOD,
    HINDRANCE,
    POOR,
    coordinator,
    demanded,
    matched_demand,
    run,
)


def refused(working: Working, who: Actor, candidate: Candidate, decision: str, **given: object) -> str:
    """The guard or code that refuses this decision."""
    with pytest.raises((Conflict, InvalidInput, NotAllowed)) as fault, working(who) as work:
        decide(work, candidate.id, decision, **given)  # type: ignore[arg-type]
    return str(fault.value.facts.get("guard", fault.value.code))


def test_the_table_is_sound_and_every_guard_and_code_has_words() -> None:
    assert faults(REVIEW) == []
    named = {name for row in REVIEW.transitions for name in row.guards}
    assert named == set(GUARDS) == set(GUARD_LABELS)
    assert {code for row in REVIEW.transitions for code in row.codes} <= set(REASONS)
    assert all(state.owner for state in REVIEW.states)


def test_a_decision_keeps_who_why_and_when_and_leaves_one_trace(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    first, second, third = made.candidates
    with working(coordinator()) as work:
        accepted = decide(work, first.id, "accept", expected_version=1, scores=GOOD)
        declined = decide(work, second.id, "decline", "wrong_product", expected_version=1)
        held = decide(work, third.id, "hold", "other", "等他们的负责人回来", 1)
    assert [one.state for one in (accepted, declined, held)] == ["accepted", "declined", "on_hold"]
    with reading(engine) as session:
        said = opinion_store.opinions_of(session, [first.id])[first.id]
        assert [(one.reviewer_id, one.verdict, one.total) for one in said] == [("li", "for", 7650)]
        (trace,) = entries(session, third.id)
        assert (trace.action, trace.facts) == ("match.on_hold", {"row": "M3", "reason": "other", "version": 2})
        assert store.get_candidate(session, third.id) == held
        assert verify(session) is None


@pytest.mark.parametrize(
    ("decision", "given", "code", "field"),
    [
        ("decline", {}, "reason_code_missing", "reason_code"),
        ("hold", {"reason_code": "nonsense"}, "reason_code_unknown", "reason_code"),
        ("hold", {"reason_code": "price"}, "reason_code_not_of_step", "reason_code"),
        ("decline", {"reason_code": "other", "note": "  "}, "reason_note_missing", "note"),
        ("accept", {"scores": {"fit": 50}}, "score_missing", "scores"),
        ("accept", {"scores": {**GOOD, "luck": 1}}, "criterion_unknown", "scores"),
        ("accept", {"scores": {**GOOD, "fit": 101}}, "score_out_of_range", "scores"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    working: Working, decision: str, given: dict[str, object], code: str, field: str
) -> None:
    with working() as work:
        _, made = matched_demand(work)
    with pytest.raises(InvalidInput) as fault, working(coordinator()) as work:
        decide(work, made.candidates[0].id, decision, **given)  # type: ignore[arg-type]
    assert (fault.value.code, fault.value.facts["field"]) == (code, field)


def test_only_a_coordinator_decides(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
    for role in ("enterprise", "centre", "host", "system"):
        assert refused(working, actor(role), made.candidates[0], "accept") == "review_of_matches_desk_only"  # type: ignore[arg-type]


def test_the_same_decision_handed_in_twice_has_one_effect_and_one_answer(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    for _ in range(2):
        with working(coordinator()) as work:
            held = decide(work, one.id, "hold", "ask_centre", "问过了", 1)
    with working(coordinator()) as work:
        decide(work, one.id, "resume", expected_version=2)
        assert decide(work, one.id, "hold", "ask_centre", "问过了", 1) == held
        assert store.get_candidate(work.session, one.id).state == "proposed"
    with reading(engine) as session:
        assert len(entries(session, one.id)) == 2
    others = [
        ("wang", "hold", "ask_centre", "问过了"),
        ("li", "hold", "ask_centre", "又问"),
        ("li", "decline", "price", ""),
    ]
    for name, decision, code, note in others:
        given = {"reason_code": code, "note": note, "expected_version": 1}
        assert refused(working, coordinator(name), one, decision, **given) == "changed_meanwhile"


def test_nobody_reviews_a_centre_of_their_own_organisation(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
    first, second, _ = made.candidates
    for own in ("cen_a", "host_a"):
        mine = coordinator(organisation=own)
        for decision, code in (("accept", None), ("decline", "price"), ("hold", "ask_centre")):
            assert refused(working, mine, first, decision, reason_code=code) == "is_independent"
    with working(coordinator(organisation="cen_a")) as work:
        assert decide(work, second.id, "accept").state == "accepted"


def test_a_fact_that_stands_in_the_way_is_answered_with_a_reason_and_words(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work, facts=(HINDRANCE,))
    first, second, _ = made.candidates
    assert refused(working, coordinator(), first, "accept") == "hindrance_answered"
    assert refused(working, coordinator(), first, "accept", reason_code="enterprise_agrees") == "hindrance_answered"
    with working(coordinator()) as work:
        assert decide(work, first.id, "accept", "enterprise_agrees", "已书面同意").state == "accepted"
        assert decide(work, second.id, "accept").state == "accepted"


def test_points_below_the_pass_mark_cannot_accept(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
    assert refused(working, coordinator(), made.candidates[0], "accept", scores=POOR) == "passes"
    barely = dict.fromkeys(GOOD, 60)
    with working(coordinator()) as work:
        assert decide(work, made.candidates[0].id, "accept", scores=barely).state == "accepted"


def test_where_two_are_needed_another_person_must_agree(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    assert refused(working, coordinator(), one, "accept", policy=ALWAYS_TWO) == "is_scored"
    with working(coordinator()) as work:
        assert decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO).state == "seconding"
        assert care_of(work.session, one.demand_id).due.isoformat() == "2025-03-12"  # type: ignore[union-attr]
    again = {"scores": GOOD, "policy": ALWAYS_TWO}
    assert refused(working, coordinator(), one, "accept", **again) == "other_person"
    assert refused(working, coordinator(), one, "decline", reason_code="price", policy=ALWAYS_TWO) == "other_person"
    with working(coordinator("wang")) as work:
        assert decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO).state == "accepted"
    with reading(engine) as session:
        said = opinion_store.opinions_of(session, [one.id])[one.id]
        assert [(o.reviewer_id, o.event, o.total) for o in said] == [("li", "endorse", 7650), ("wang", "accept", 7650)]


def test_one_who_endorsed_gets_the_same_answer_when_it_is_sent_again(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
    given = {"expected_version": 1, "scores": GOOD, "policy": ALWAYS_TWO}
    with working(coordinator()) as work:
        first = decide(work, made.candidates[0].id, "accept", **given)  # type: ignore[arg-type]
        assert decide(work, made.candidates[0].id, "accept", **given) == first  # type: ignore[arg-type]


def test_two_who_disagree_put_it_on_hold_with_both_opinions(working: Working, engine: Engine) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    with working(coordinator()) as work:
        decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO)
    with working(coordinator("wang")) as work:
        held = decide(work, one.id, "decline", "score_too_low", scores=POOR, policy=ALWAYS_TWO)
    assert held.state == "on_hold"
    with reading(engine) as session:
        said = opinion_store.opinions_of(session, [one.id])[one.id]
        assert [(o.reviewer_id, o.verdict, o.total) for o in said] == [("li", "for", 7650), ("wang", "against", 4000)]


def test_a_first_yes_can_be_taken_back_and_the_review_begins_anew(working: Working) -> None:
    with working() as work:
        _, made = matched_demand(work)
    one = made.candidates[0]
    with working(coordinator()) as work:
        decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO)
        decide(work, one.id, "resume", policy=ALWAYS_TWO)
    with working(coordinator("wang")) as work:
        decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO)
    with working(coordinator()) as work:
        assert decide(work, one.id, "accept", scores=GOOD, policy=ALWAYS_TWO).state == "accepted"


def test_several_centres_may_be_accepted_for_one_demand_but_each_once(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        for one in made.candidates[:2]:
            assert decide(work, one.id, "accept").state == "accepted"
        again = run(work, demand, "cen_a", "cen_d")
    assert [(one.centre_id, one.state) for one in again.candidates] == [
        ("cen_a", "accepted"),
        ("cen_b", "accepted"),
        ("cen_d", "proposed"),
    ]


def test_a_newer_run_replaces_what_nobody_decided_and_keeps_what_somebody_did(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        decide(work, made.candidates[0].id, "decline", "price")
        decide(work, made.candidates[1].id, "hold", "ask_centre")
        again = run(work, demand, "cen_b", "cen_a")
    assert [(one.centre_id, one.state) for one in again.candidates] == [("cen_b", "proposed"), ("cen_a", "proposed")]
    with reading(engine) as session:
        states = [store.get_candidate(session, one.id).state for one in made.candidates]
        assert states == ["declined", "superseded", "superseded"]
        assert store.get_candidate(session, made.candidates[0].id).reason_code == "price"
    assert refused(working, coordinator(), made.candidates[1], "accept") == "step_not_open"


def test_declined_by_all_the_enterprise_is_answered(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        for one in made.candidates:
            assert get_demand(work.session, demand.id).status == "matched"
            decide(work, one.id, "decline", "no_capacity")
    with reading(engine) as session:
        assert get_demand(session, demand.id).status == "no_capability"
        care = care_of(session, demand.id)
        assert care.ending is not None
        assert (care.is_open, care.ending.reason_code) == (False, "nothing_found")


def test_with_one_accepted_the_others_may_be_declined_and_the_demand_stays(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work)
        decide(work, made.candidates[0].id, "accept")
        for one in made.candidates[1:]:
            decide(work, one.id, "decline", "no_capacity")
    with reading(engine) as session:
        assert get_demand(session, demand.id).status == "matched"
        assert care_of(session, demand.id).is_open


def test_nothing_is_accepted_for_a_demand_that_is_over(working: Working) -> None:
    from intake.living import step_demand

    with working() as work:
        demand, made = matched_demand(work)
        step_demand(work, demand.id, "withdraw", "not_needed", "已撤回", "再来")
    assert refused(working, coordinator(), made.candidates[0], "accept") == "demand_is_open"


def test_a_held_match_gets_the_time_of_a_hold_and_a_seconded_one_less(working: Working) -> None:
    with working() as work:
        demand, made = matched_demand(work, "cen_a")
        decide(work, made.candidates[0].id, "hold", "ask_centre")
        assert str(care_of(work.session, demand.id).due) == "2025-03-17"
        decide(work, made.candidates[0].id, "resume")
        decide(work, made.candidates[0].id, "accept", scores=GOOD, policy=ALWAYS_TWO)
        assert str(care_of(work.session, demand.id).due) == "2025-03-12"


def test_a_run_that_finds_nobody_replaces_what_was_up(working: Working, engine: Engine) -> None:
    with working(OPERATOR) as work:
        demand = demanded(work)
        before = run(work, demand, "cen_a")
        assert run(work, demand).candidates == ()
    with reading(engine) as session:
        assert store.get_candidate(session, before.candidates[0].id).state == "superseded"
        assert get_demand(session, demand.id).status == "no_capability"


def test_the_last_run_counts_even_where_the_clock_was_set_back(working: Working, clock: SetClock) -> None:
    with working() as work:
        demand = demanded(work)
        run(work, demand, "cen_a", "cen_b")
    clock.advance(timedelta(hours=-1))
    with working() as work:
        later = run(work, demand, "cen_c")
        assert [one.centre_id for one in later.candidates] == ["cen_c"]
        assert store.candidates_of(work.session, demand.id) == later.candidates


TESTING = "请按 GB/T 1843 检测 ABS 外壳的悬臂梁冲击强度，要检验检测报告"


@pytest.mark.parametrize("rows", [("lapsed",), ("lapsed", "other_product")])
def test_method_development_is_not_accepted_for_a_test_without_a_reason(
    working: Working, rows: tuple[LegalState, ...]
) -> None:
    with working() as work:
        demand, made = matched_demand(work, words=TESTING, rows=rows)
        assert demand.draft.value("service_category") == "检验检测"
    first, second, _ = made.candidates
    with pytest.raises(Conflict, match=r"6\.2") as fault, working(coordinator()) as work:
        decide(work, first.id, "accept")
    assert fault.value.facts["guard"] == "test_answered"
    with working(coordinator()) as work:
        assert decide(work, first.id, "accept", "method_development").state == "accepted"
        assert decide(work, second.id, "accept").state == "accepted"


@pytest.mark.parametrize(
    ("words", "rows"), [(TESTING, ("lapsed", "inside")), (TESTING, ("to_check",)), (CRACKED, ("lapsed",))]
)
def test_a_row_that_may_be_a_test_or_a_demand_for_none_needs_no_reason(
    working: Working, words: str, rows: tuple[LegalState, ...]
) -> None:
    with working() as work:
        _, made = matched_demand(work, words=words, rows=rows)
    with working(coordinator()) as work:
        assert decide(work, made.candidates[0].id, "accept").state == "accepted"


def test_that_nobody_fits_is_confirmed_once_and_the_enterprise_answered(working: Working, engine: Engine) -> None:
    with working() as work:
        demand, made = matched_demand(work, "cen_a", "cen_b", "cen_c", is_abstained=True)
        decide(work, made.candidates[0].id, "hold", "ask_centre")
        decide(work, made.candidates[1].id, "accept", scores=GOOD, policy=ALWAYS_TWO)
    for _ in range(2):
        with working(coordinator()) as work:
            confirmed = confirm_nobody(work, demand.id, "问过两家", ALWAYS_TWO)
    assert confirmed.status == "no_capability"
    with reading(engine) as session:
        held = store.candidates_of(session, demand.id)
        assert {(one.state, one.reason_code, one.note) for one in held} == {("declined", "nobody_fits", "问过两家")}
        care = care_of(session, demand.id)
        assert care.ending is not None
        assert (care.is_open, care.ending.reason_code) == (False, "nothing_found")
        confirmations = [one for one in entries(session, demand.id) if one.action == "demand.nobody_confirmed"]
        assert [(one.actor_id, one.facts) for one in confirmations] == [("li", {"declined": 3})]
        assert verify(session) is None


def test_where_somebody_is_recommended_or_accepted_it_cannot_be_said_that_nobody_fits(working: Working) -> None:
    with working() as work:
        recommended, _ = matched_demand(work)
        accepted, made = matched_demand(work, words=TESTING, is_abstained=True)
        decide(work, made.candidates[0].id, "accept")
        own, _ = matched_demand(work, words=TESTING + "，急", is_abstained=True)
    who = coordinator(organisation="cen_a")
    for demand, guard in ((recommended, "is_abstained"), (accepted, "nobody_accepted"), (own, "is_independent")):
        with pytest.raises(Conflict) as fault, working(who) as work:
            confirm_nobody(work, demand.id)
        assert fault.value.facts["guard"] == guard
    with working(coordinator()) as work:
        assert {one.state for one in store.candidates_of(work.session, own.id)} == {"proposed"}
    with pytest.raises(NotAllowed), working(actor("enterprise")) as work:
        confirm_nobody(work, own.id)


def test_the_queue_tells_the_best_confidence_and_where_nobody_is_recommended(working: Working) -> None:
    with working() as work:
        sure, _ = matched_demand(work, "cen_a", "cen_b", confidences=(293, 807))
        nobody, _ = matched_demand(work, words=TESTING, confidences=(57,), is_abstained=True)
        plain, _ = matched_demand(work, words=TESTING + "，急")
        run(work, plain, "cen_a", confidences=(500,))
        run(work, plain, "cen_a")
    with working(coordinator()) as work:
        found = {one.demand_id: one for one in queue(work.session, work.actor, DAY).items}
        assert queue(work.session, work.actor, DAY, level="secret").items == ()
        assert len(queue(work.session, work.actor, DAY, level="internal").items) == 3
    assert [(found[one.id].confidence, found[one.id].is_abstained) for one in (sure, nobody, plain)] == [
        (807, False),
        (57, True),
        (None, False),
    ]
