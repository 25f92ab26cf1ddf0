"""Reminders and escalation of projects (B3): pure, by the working calendar with 调休, once each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from engagement import service
from engagement.clocks.clock import ClockRules, Told, Waiting, looked_at_until, tended
from engagement.clocks.run import Ran, last_told, run_clocks
from engagement.store import list_open
from foundation.actors import SYSTEM
from foundation.audit import entries
from foundation.clock import CHINA, SetClock
from foundation.database import Base, open_engine, reading
from foundation.errors import NotAllowed
from foundation.identifiers import Identifiers
from foundation.outbox import counts
from foundation.unit_of_work import unit_of_work
from tests.builders import actor
from tests.conftest import Working
from tests.engagement.cases import CALENDAR, CONTACTS
from tests.engagement.test_service import open_one


def waiting(due: str, **more: object) -> Waiting:
    """An engagement in which the centre has to act."""
    facts = {"id": "eng_1", "profile": "superset", "state": "agreed", "is_talking": False, "owner_role": "centre"}
    return Waiting.model_validate({**facts, "due": due, **more})


def days_of(one: Waiting, first: str, last: str) -> list[tuple[str, str, str]]:
    """What the days from first to last bring: day, notice, to whom."""
    told: list[tuple[str, str, str]] = []
    before: Told | None = None
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        now = tended(one, before, day, CALENDAR)
        if now is not None:
            assert one.due <= looked_at_until(day, CALENDAR), "the run looks far enough ahead"
            told.append((day.isoformat()[5:], now.notice, now.to))
            before = now
            assert tended(one, before, day, CALENDAR) is None, "the same day brings nothing twice"
        day += timedelta(days=1)
    return told


def test_the_owner_is_reminded_before_and_on_the_day_and_after_it_the_matter_goes_up_step_by_step() -> None:
    """Over National Day 2025: 28 September and 11 October are worked, the first eight of October are not."""
    assert days_of(waiting("2025-09-30"), "2025-09-22", "2025-10-17") == [
        ("09-29", "soon", "centre"),
        ("09-30", "today", "centre"),
        ("10-09", "overdue", "centre"),
        ("10-10", "escalation", "coordinator"),
        ("10-13", "escalation", "host"),
        ("10-15", "escalation", "association"),
        ("10-17", "escalation", "association"),
    ]


def test_a_matter_never_goes_up_to_its_own_owner() -> None:
    told = days_of(waiting("2025-03-14", owner_role="coordinator"), "2025-03-17", "2025-03-25")
    assert [to for _, _, to in told] == ["coordinator", "host", "association", "association"]


def test_talks_without_an_offer_are_reminded_after_the_set_days() -> None:
    """Ten working days from 10 March are over on the 24th; after five without an offer the centre is asked for one."""
    one = waiting("2025-03-24", state="negotiating", is_talking=True)
    assert days_of(one, "2025-03-10", "2025-03-24") == [
        ("03-17", "round", "centre"),
        ("03-21", "soon", "centre"),
        ("03-24", "today", "centre"),
    ]


def test_nobody_is_passed_over_when_the_clock_was_not_run_for_weeks() -> None:
    told = days_of(waiting("2025-03-03"), "2025-03-24", "2025-03-28")
    assert [(day, to) for day, _, to in told] == [
        ("03-24", "coordinator"),
        ("03-25", "host"),
        ("03-26", "association"),
        ("03-27", "association"),  # the eighteenth day: every two days again
    ]
    rules = ClockRules(escalation_days=1)
    late = tended(waiting("2025-03-14"), None, date(2025, 3, 17), CALENDAR, rules)
    assert late is not None
    assert (late.notice, late.to) == ("escalation", "coordinator")


def at(clock: SetClock, day: str) -> None:
    """Nine o'clock on that day."""
    clock.advance(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=CHINA) - clock.now())


def test_a_run_tells_once_leaves_a_trace_and_shows_in_the_list(
    working: Working, engine: Engine, clock: SetClock
) -> None:
    with working() as work:
        opened = open_one(work)
    assert opened.due is not None
    with reading(engine) as session:
        before = counts(session, "engagement.notice")["waiting"]
    clock.advance(timedelta(days=7))
    with working(SYSTEM) as work:
        assert run_clocks(work) == Ran(escalated=1)
        assert run_clocks(work) == Ran()
    with working(actor("enterprise")) as work, pytest.raises(NotAllowed):
        run_clocks(work)
    with reading(engine) as session:
        told = last_told(session, [opened.id])[opened.id]
        assert (told.notice, told.to, told.due) == ("escalation", "host", opened.due.date)
        (late,) = list_open(session, told.told_on, only_overdue=True)
        assert late.id == opened.id
        assert entries(session, opened.id)[-1].action == "engagement.told_escalation"
        assert counts(session, "engagement.notice")["waiting"] == before + 1


def test_a_step_starts_the_clock_anew(working: Working, engine: Engine, clock: SetClock) -> None:
    with working() as work:
        opened = open_one(work)
    clock.advance(timedelta(days=7))
    with working(SYSTEM) as work:
        assert run_clocks(work).escalated == 1
    with working() as work:
        service.start(work, opened.id, 1, CONTACTS)
    clock.advance(timedelta(days=1))
    with working(SYSTEM) as work:
        assert run_clocks(work) == Ran()


def test_a_pause_is_due_on_its_agreed_day_and_its_days_do_not_count(working: Working, clock: SetClock) -> None:
    at(clock, "2025-03-10")
    with working() as work:
        id = open_one(work).id
        talks = service.start(work, id, 1, CONTACTS)  # due on 24 March
        service.suspend(work, id, 2, date(2025, 4, 15), "等样品", is_agreed_by_both=True)
    for day in ("2025-03-21", "2025-03-24", "2025-03-31"):
        at(clock, day)
        with working(SYSTEM) as work:
            assert run_clocks(work) == Ran(), f"{day}: nothing is due while it is paused"
    at(clock, "2025-04-16")
    with working(SYSTEM) as work:
        assert run_clocks(work) == Ran(reminded=1)
        told = last_told(work.session, [id])[id]
        assert (told.notice, told.to, told.state) == ("overdue", "coordinator", "suspended_negotiating")
    with working() as work:
        again = service.resume(work, id, 3)
    assert talks.due is not None
    assert again.due is not None
    left = CALENDAR.working_days_between(date(2025, 3, 10), talks.due.date)
    assert CALENDAR.working_days_between(date(2025, 4, 16), again.due.date) == left


def test_two_runs_at_once_tell_everything_once(database_url: str, clock: SetClock) -> None:
    """Eight runs on two engines, 20 projects: each is told once a day."""
    engines = [open_engine(database_url) for _ in range(2)]
    Base.metadata.create_all(engines[0])
    with unit_of_work(engines[0], actor("coordinator"), clock, Identifiers(clock)) as work:
        ids = [open_one(work, f"mat_{number}").id for number in range(20)]
    for step, sums in ((1, (20, 0)), (10, (0, 20))):
        clock.advance(timedelta(days=step))

        def run(number: int) -> Ran:
            with unit_of_work(engines[number % 2], SYSTEM, clock, Identifiers(clock)) as work:
                return run_clocks(work)

        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(run, range(8)))
        assert (sum(one.reminded for one in done), sum(one.escalated for one in done)) == sums
    with reading(engines[0]) as session:
        assert len(last_told(session, ids)) == 20
    for engine in engines:
        engine.dispose()
