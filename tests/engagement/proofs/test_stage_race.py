"""Sixteen act on one stage at once, on both databases: one winner, the others are told by name, nothing is torn."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import Engine

from engagement import service, store
from engagement.folding import fold
from engagement.log import Facts, log_digest
from engagement.record import Engagement
from foundation.audit import entries, verify
from foundation.clock import SetClock
from foundation.database import reading
from foundation.errors import DockingError
from foundation.identifiers import Identifiers
from foundation.unit_of_work import Work, unit_of_work
from tests.engagement.cases import COORDINATOR
from tests.engagement.proofs.world import prepared
from tests.engagement.test_engagement import BRINGING
from tests.engagement.test_service import contend, numbered, open_one

CONTENDERS = 16
STAGES: dict[str, tuple[str, ...]] = {
    "raised": ("start", "withdraw"),
    "negotiating": ("sign", "try_next", "withdraw", "stop", "make_offer"),
    "agreed": ("assign_team", "terminate"),
    "team_formed": ("submit_plan", "change_team"),
    "review": ("pass_review", "fail_to_team", "fail_to_talks", "fail_to_end"),
    "in_service": ("deliver", "request_change", "suspend"),
    "acceptance": ("accept", "terminate", "dispute_criteria"),
    "closed": ("archive", "reopen"),
}
"""What is contended for in each state; everybody for the first, or everybody for another thing."""


def race(engine: Engine, clock: SetClock, state: str, events: tuple[str, ...], number: int) -> str:
    """One round: who won which event; everything about it is asserted."""
    ready = _stored(engine, clock, state, events[0], number)
    attempts = [
        (numbered(place), ready.version, ready.id, event, Facts.model_validate(BRINGING[event]))
        for place, event in ((place, events[place % len(events)]) for place in range(CONTENDERS))
    ]
    answers = contend(engine, clock, attempts)
    winners = [(place, answer) for place, answer in enumerate(answers) if isinstance(answer, Engagement)]
    assert len(winners) == 1, answers
    assert {fault.code for fault in answers if isinstance(fault, DockingError)} == {"changed_meanwhile"}
    assert sum(isinstance(fault, DockingError) for fault in answers) == CONTENDERS - 1, answers
    ((place, won),) = winners
    with reading(engine) as session:
        assert store.check(session, ready.id)
        stored = store.load(session, ready.id)
        assert (stored, stored.version) == (won, ready.version + 1)
        (trace,) = entries(session, ready.id)
        last = stored.history[-1]
        assert (trace.actor_id, trace.action) == (f"act_{place}", f"engagement.{last.event}")
        assert trace.facts["entry"] == log_digest([last])
    return last.event


def _stored(engine: Engine, clock: SetClock, state: str, event: str, number: int) -> Engagement:
    """An engagement of its own that has come to this state."""
    base = prepared(state, event)
    opening = base.history[0].facts.opening
    assert opening is not None
    own = opening.model_copy(update={"engagement_id": f"eng_{number}", "match_id": f"mat_{number}"})
    first = base.history[0].model_copy(update={"facts": Facts(opening=own)})
    history = [first]
    for entry in base.history[1:]:
        history.append(entry.model_copy(update={"previous": log_digest(history[-1:])}))
    with unit_of_work(engine, COORDINATOR, clock, Identifiers(clock)) as work:
        store.add(work.session, fold(history[:1]))
        for length in range(2, len(history) + 1):
            assert store.save(work.session, fold(history[:length]))
    return fold(history)


@pytest.mark.quick_part_of("test_of_sixteen_at_one_stage_exactly_one_wins_in_sixty_rounds")
@pytest.mark.parametrize("state", list(STAGES))
def test_of_sixteen_at_one_stage_exactly_one_wins(engine: Engine, clock: SetClock, state: str) -> None:
    won = [race(engine, clock, state, STAGES[state][: 1 + round_ * 9], round_) for round_ in range(3)]
    assert won[0] == STAGES[state][0]
    with reading(engine) as session:
        assert verify(session) is None


@pytest.mark.slow
@pytest.mark.parametrize("state", list(STAGES))
def test_of_sixteen_at_one_stage_exactly_one_wins_in_sixty_rounds(engine: Engine, clock: SetClock, state: str) -> None:
    won: Counter[str] = Counter()
    for round_ in range(60):
        won[race(engine, clock, state, STAGES[state][: 1 + round_ % 2 * 9], round_)] += 1
    assert won.total() == 60
    assert won[STAGES[state][0]] >= 30
    with reading(engine) as session:
        assert verify(session) is None


def test_one_person_who_accepts_sixteen_times_at_once_is_given_one_answer(engine: Engine, clock: SetClock) -> None:
    for round_ in range(3):
        ready = _stored(engine, clock, "acceptance", "accept", round_)
        answers = contend(engine, clock, [(numbered(1), ready.version, ready.id, "accept", Facts(is_solved=True))] * 16)
        assert all(answer == answers[0] for answer in answers)
        assert isinstance(answers[0], Engagement)
        with reading(engine) as session:
            assert store.load(session, ready.id) == answers[0]
            assert len(entries(session, ready.id)) == 1


def test_nobody_wins_what_was_closed_before(engine: Engine, clock: SetClock) -> None:
    """The late ones know the newest version: to them the step is simply not open any more."""
    with unit_of_work(engine, COORDINATOR, clock, Identifiers(clock)) as work:
        id = open_one(work).id
        service.take_step(Work(work.session, numbered(0), clock, work.identifiers), id, 1, "withdraw")
    answers = contend(engine, clock, [(numbered(n), 2, id, "withdraw", Facts()) for n in range(16)])
    assert {fault.code for fault in answers if isinstance(fault, DockingError)} == {"step_not_open"}
    assert not any(isinstance(answer, Engagement) for answer in answers)
