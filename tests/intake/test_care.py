"""Who looks after what until when: working days with 调休, reminders, escalation, and a long simulated time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from foundation.actors import SYSTEM, Actor
from foundation.clock import CHINA, SetClock
from foundation.database import Base, open_engine
from foundation.errors import Conflict, DockingError, InvalidInput, NotAllowed
from foundation.identifiers import Identifiers
from foundation.unit_of_work import Work, unit_of_work
from foundation.working_calendar import load_calendar
from intake import service, store
from intake.cares import caring
from intake.cares import store as care_store
from intake.cares.care import DEFAULT_RULES, LADDER, Care, CareRules, opened, tended
from intake.cares.caring import Tended, tend
from intake.complaints.cases import list_complaints, step_complaint
from intake.life import DEMAND_LIFE, ENDS
from intake.living import step_demand
from intake.reading.record import read_draft
from intake.reading.rules import RulesReader
from intake.talks import CLOSING, close_talk
from tests.builders import actor
from tests.conftest import Working
from tests.releasing import end, found, not_found, release

COORDINATOR: Actor = actor("coordinator")
CALENDAR = load_calendar()
READER = RulesReader()


def at(day: str) -> datetime:
    """Nine o'clock in China on that day."""
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        ("2025-03-10", 5, "2025-03-17"),  # over an ordinary weekend
        ("2025-01-24", 1, "2025-01-26"),  # the Sunday before the Spring Festival is worked
        ("2025-01-27", 3, "2025-02-07"),  # the festival's eight days do not count
        ("2025-02-07", 1, "2025-02-08"),  # nor is the Saturday after it free
        ("2025-09-26", 3, "2025-09-30"),  # Sunday 28 September is worked
        ("2025-09-30", 3, "2025-10-11"),  # National Day, then the worked Saturday
    ],
)
def test_due_dates_follow_the_chinese_working_calendar(begun: str, days: int, due: str) -> None:
    care = opened("demand", "dem_1", at(begun), CALENDAR, CareRules(demand_days=days))
    assert (care.due, care.due_is_approximate, care.owner_role) == (date.fromisoformat(due), False, "coordinator")


def test_a_year_without_data_says_that_the_date_is_approximate() -> None:
    assert opened("talk", "con_1", at("2035-05-01"), CALENDAR, DEFAULT_RULES).due_is_approximate


def test_the_owner_is_reminded_the_working_day_before_and_the_next_one_up_is_told_after_it() -> None:
    care = opened("demand", "dem_1", at("2025-09-26"), CALENDAR, CareRules(demand_days=4))  # due Saturday 11 October
    assert care.due == date(2025, 10, 9)
    told = []
    day = date(2025, 9, 26)
    while day <= date(2025, 10, 16):
        care, notice = tended(care, day, CALENDAR, DEFAULT_RULES)
        assert tended(care, day, CALENDAR, DEFAULT_RULES)[1] is None, "the same day brings nothing twice"
        if notice:
            told.append((day.isoformat(), notice, care.owner_role, str(care.due)))
        day += timedelta(days=1)
    assert told == [
        ("2025-09-30", "reminder", "coordinator", "2025-10-09"),
        ("2025-10-10", "escalation", "host", "2025-10-13"),
        ("2025-10-11", "reminder", "host", "2025-10-13"),
        ("2025-10-14", "escalation", "association", "2025-10-16"),
        ("2025-10-15", "reminder", "association", "2025-10-16"),
    ]


def test_on_a_day_off_nobody_is_told_and_on_the_next_working_day_they_are() -> None:
    care = opened("demand", "dem_1", at("2025-09-25"), CALENDAR, CareRules(demand_days=3))
    assert care.due == date(2025, 9, 29)
    for day in (27, 28, 29):  # Saturday, a worked Sunday, Monday
        care, notice = tended(care, date(2025, 9, day), CALENDAR, DEFAULT_RULES)
        assert notice == ("reminder" if day == 28 else None)
    late = opened("demand", "dem_1", at("2025-09-25"), CALENDAR, CareRules(demand_days=4))
    assert late.due == date(2025, 9, 30)
    assert [tended(late, date(2025, 10, day), CALENDAR, DEFAULT_RULES)[1] for day in (1, 5, 8, 9)] == [
        None,
        None,
        None,
        "escalation",
    ]


def test_at_the_top_the_ladder_goes_on_telling() -> None:
    care = opened("complaint", "cmp_1", at("2025-03-10"), CALENDAR, DEFAULT_RULES)
    owners = []
    for week in range(2, 8):
        care, notice = tended(care, date(2025, 3, 10) + timedelta(weeks=week), CALENDAR, DEFAULT_RULES)
        owners.append((notice, care.owner_role))
    assert owners == [("escalation", "host"), *[("escalation", LADDER[-1])] * 5]


def payloads(engine: Engine) -> list[dict[str, object]]:
    """What stands in the outbox."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT payload FROM outbox_jobs ORDER BY id"))
        return [json.loads(row[0]) for row in rows]


def test_notices_carry_ids_roles_and_dates_only(working: Working, engine: Engine, clock: SetClock) -> None:
    with working(COORDINATOR) as work:
        demand = service.register_demand(
            work, read_draft("金丝雀外壳", "金丝雀外壳一敲就裂，请保密"), enterprise="org_1"
        )
    clock.advance(timedelta(days=4))
    with working(SYSTEM) as work:
        assert tend(work) == Tended(reminded=1)
    (notice,) = payloads(engine)
    assert notice == {
        "notice": "reminder", "kind": "demand", "subject": demand.id, "to": "coordinator", "due": "2025-03-17",
    }  # fmt: skip


def test_two_runs_at_once_tell_everything_once(database_url: str, clock: SetClock) -> None:
    """Eight runs on two engines, 40 matters: every notice once, every owner moved up by one."""
    engines = [open_engine(database_url) for _ in range(2)]
    Base.metadata.create_all(engines[0])
    ids = Identifiers(clock)
    with unit_of_work(engines[0], COORDINATOR, clock, ids) as work:
        for number in range(40):
            service.register_demand(work, read_draft(f"外壳{number}", "塑料外壳一敲就裂"))
    for step, (reminded, escalated) in ((4, (40, 0)), (10, (0, 40))):
        clock.advance(timedelta(days=step))

        def run(number: int) -> Tended:
            with unit_of_work(engines[number % 2], SYSTEM, clock, Identifiers(clock)) as work:
                return tend(work)

        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(run, range(8)))
        assert (sum(one.reminded for one in done), sum(one.escalated for one in done)) == (reminded, escalated)
    assert len(payloads(engines[0])) == 80
    with unit_of_work(engines[0], COORDINATOR, clock, ids) as work:
        assert {one.escalations for one in caring.due_items(work.session, COORDINATOR)} == {1}
        assert tend(work) == Tended()
    for engine in engines:
        engine.dispose()


def test_a_confirmed_talk_hands_its_care_to_the_demand(working: Working) -> None:
    with working(actor("enterprise", organisation="org_1")) as work:
        talk = service.start_conversation(work)
        assert care_store.find_care(work.session, talk.id) is None, "nothing was said yet"
        service.say(work, talk.id, "塑料壳子一敲就裂", READER)
        assert caring.care_of(work.session, talk.id).is_open
        demand = service.confirm_demand(work, talk.id)
        closed, opened_now = caring.care_of(work.session, talk.id), caring.care_of(work.session, demand.id)
    assert closed.ending is not None
    assert demand.id in closed.ending.answer
    assert (opened_now.is_open, opened_now.due) == (True, date(2025, 3, 17))


def test_a_talk_left_open_is_due_and_the_desk_may_close_it_with_an_answer(working: Working) -> None:
    with working(actor("enterprise")) as work:
        talk = service.start_conversation(work)
        service.say(work, talk.id, "塑料壳子一敲就裂", READER)
    with pytest.raises(InvalidInput), working(COORDINATOR) as work:
        close_talk(work, talk.id, "no_answer", "", "回复即可")
    with working(COORDINATOR) as work:
        assert close_talk(work, talk.id, "no_answer", "联系三次未果", "回复即可").status == "closed"
    with working(actor("enterprise")) as work:
        service.say(work, talk.id, "说是ABS", READER)
        assert caring.care_of(work.session, talk.id).is_open


def test_only_the_desk_sees_what_is_due_and_only_the_system_or_a_coordinator_tends(working: Working) -> None:
    with working(actor("enterprise")) as work:
        with pytest.raises(NotAllowed):
            caring.due_items(work.session, work.actor)
        with pytest.raises(NotAllowed):
            tend(work)


def test_more_time_needs_a_reason_and_is_counted_from_today(working: Working) -> None:
    with working(COORDINATOR) as work:
        demand = service.register_demand(work, read_draft("", "塑料外壳一敲就裂"))
        with pytest.raises(InvalidInput):
            caring.put_off(work, demand.id, " ", 5)
        assert caring.put_off(work, demand.id, "等样品", 10).due == date(2025, 3, 24)
        assert caring.take_on(work, demand.id, "陈工").owner == "陈工"
        end(work, demand.id, "withdraw")
        with pytest.raises(Conflict):
            caring.put_off(work, demand.id, "等样品", 10)


# --- a long time, simulated -------------------------------------------------------------------------------------------

Act = Callable[[Work, random.Random], None]


def _talk(work: Work, chance: random.Random) -> None:
    talk = service.start_conversation(work, enterprise=f"org_{chance.randrange(4)}")
    words = chance.choice(["塑料壳子一敲就裂", "你们上次的检测报告有误，我要投诉", "你好", "齿轮箱点蚀，要做失效分析"])
    service.say(work, talk.id, words + str(chance.randrange(9)) * (words != "你好"), READER)
    if chance.random() < 0.6:
        service.confirm_demand(work, talk.id)


def _register(work: Work, chance: random.Random) -> None:
    draft = read_draft("", f"铸件气孔，漏气{chance.randrange(5)}" + chance.choice(["", "，请保密"]))
    service.register_demand(work, draft, enterprise=chance.choice([None, "org_1"]))


def _live(work: Work, chance: random.Random) -> None:
    demands = store.list_demands(work.session, limit=50)
    if not demands:
        return
    demand = chance.choice(demands)
    event = chance.choice([*sorted(ENDS), "release", "found", "lost", "reopen", "unpublish", "silent"])
    if event == "release":
        release(work, demand.id, "partner")
    elif event in ("found", "lost"):
        (found if event == "found" else not_found)(work, demand.id)
    elif event in ("reopen", "unpublish"):
        step_demand(work, demand.id, event, reason="再看")
    elif event == "silent":
        step_demand(work, demand.id, chance.choice(sorted(ENDS)), "", "", "")
    else:
        end(work, demand.id, event)


def _complain(work: Work, chance: random.Random) -> None:
    cases = list_complaints(work.session, COORDINATOR)
    if cases:
        event = chance.choice(["answer", "answer", "object", "close", "close"])
        given = chance.choice(
            [{}, {"answer": "已核查", "reason_code": "settled", "next_step": "可再提", "reason": "不服"}]
        )
        step_complaint(work, chance.choice(cases).id, event, **given)  # type: ignore[arg-type]


def _close(work: Work, chance: random.Random) -> None:
    waiting = caring.due_items(work.session, COORDINATOR, ("talk",))
    if waiting:
        close_talk(work, chance.choice(waiting).subject_id, chance.choice(CLOSING), "联系不上", "回复即可")


ACTS: tuple[Act, ...] = (_talk, _register, _live, _live, _live, _complain, _complain, _complain, _close)


def broken(work: Work) -> Iterator[str]:
    """Whatever would be a silent end."""
    cares = {row[0]: care_store.get_care(work.session, row[0]) for row in _rows(work, "SELECT subject_id FROM cares")}
    live = {row[0]: not DEMAND_LIFE.state(row[1]).is_end for row in _rows(work, "SELECT id, status FROM demands")}
    live |= {row[0]: row[1] != "closed" for row in _rows(work, "SELECT id, state FROM complaints")}
    for row in _rows(work, "SELECT id, status, draft FROM conversations"):
        if json.loads(row[2])["utterances"]:
            live[row[0]] = row[1] == "open"
    for subject, is_open in live.items():
        care = cares.get(subject)
        if care is None or care.is_open != is_open:
            yield f"{subject}: {care}"
        elif is_open and (care.owner_role is None or care.due is None or not CALENDAR.is_working_day(care.due)):
            yield f"{subject} waits for nobody: {care}"
        elif not is_open and not _is_answered(care):
            yield f"{subject} ended in silence: {care}"


def _is_answered(care: Care) -> bool:
    return care.ending is not None and all((care.ending.reason_code, care.ending.answer, care.ending.next_step))


def _rows(work: Work, query: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in work.session.execute(text(query))]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_nothing_ever_waits_for_nobody_or_ends_in_silence(tmp_path: Path, block: int) -> None:
    """200 random lives in all, each over months with holidays; after every day of tending nothing is overdue."""
    for seed in range(block * 20, block * 20 + 20):
        engine = open_engine("sqlite://")  # one connection, in memory
        Base.metadata.create_all(engine)
        chance = random.Random(seed)
        clock = SetClock(at("2025-01-02") + timedelta(days=chance.randrange(330)))
        ids = Identifiers(clock, random_bits=chance.getrandbits)
        for _ in range(9):
            for _ in range(chance.randrange(4)):
                try:
                    with unit_of_work(engine, COORDINATOR, clock, ids) as work:
                        chance.choice(ACTS)(work, chance)
                except DockingError:
                    pass  # refused: then nothing of it may remain
            with unit_of_work(engine, SYSTEM, clock, ids) as work:
                assert list(broken(work)) == [], f"seed {seed}"
                tend(work)
                assert tend(work) == Tended(), f"seed {seed}: a second run has nothing to do"
                assert list(broken(work)) == [], f"seed {seed}"
                for care in caring.due_items(work.session, COORDINATOR, limit=200):
                    assert care.due is not None
                    is_day_off = not CALENDAR.is_working_day(work.today)
                    assert care.due >= work.today or is_day_off, f"seed {seed}: {care} is overdue and nobody was told"
            clock.advance(timedelta(days=chance.randrange(1, 9)))
        engine.dispose()
