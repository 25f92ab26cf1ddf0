"""Saved means saved, and what fails leaves nothing: not half a row, not an audit entry."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, text

from foundation.clock import SetClock
from foundation.database import open_engine, reading
from foundation.errors import Conflict, NotAllowed, Unavailable
from foundation.identifiers import Identifiers
from foundation.outbox import enqueue
from foundation.unit_of_work import unit_of_work
from tests.builders import actor, everybody
from tests.conftest import Working


def test_a_use_case_is_handed_who_when_and_ids(working: Working, clock: SetClock) -> None:
    somebody = actor("coordinator")
    with working(somebody) as work:
        assert (work.actor, work.now, work.today) == (somebody, clock.now(), date(2025, 3, 10))
        assert work.new_id("dem").startswith("dem_")
        clock.advance(timedelta(hours=15))
        assert work.today == date(2025, 3, 11)


def test_what_was_done_is_kept_with_its_trace(
    working: Working, count_rows: Callable[[str], int], engine: Engine
) -> None:
    with working() as work:
        enqueue(work, "x", {})
        work.record("x.made", "x_1")
    assert (count_rows("outbox_jobs"), count_rows("audit_entries")) == (1, 1)


@pytest.mark.parametrize("fault", [RuntimeError("x"), KeyboardInterrupt(), NotAllowed("a", "不行")])
def test_after_an_error_nothing_remains(
    working: Working, count_rows: Callable[[str], int], fault: BaseException
) -> None:
    with pytest.raises(type(fault)), working() as work:
        enqueue(work, "x", {})
        work.record("x.made", "x_1")
        raise fault
    assert (count_rows("outbox_jobs"), count_rows("audit_entries")) == (0, 0)


def test_a_commit_that_the_database_refuses_is_a_conflict_and_leaves_nothing(
    engine: Engine, working: Working, count_rows: Callable[[str], int]
) -> None:
    """The foreign key is checked only at the commit: everything before it has gone well."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
        )
    with pytest.raises(Conflict) as lost, working() as work:
        work.record("x.made", "x_1")
        work.session.execute(text("INSERT INTO child VALUES (99)"))
    assert lost.value.code == "changed_meanwhile"
    assert (count_rows("child"), count_rows("audit_entries")) == (0, 0)


def test_a_key_that_is_taken_is_a_conflict(working: Working, count_rows: Callable[[str], int]) -> None:
    insert = text("INSERT INTO audit_entries VALUES (1, '2025-03-10', 'a', 'b', 'c', '{}', 'p', 'same')")
    with working() as work:
        work.session.execute(insert)
    with pytest.raises(Conflict), working() as work:
        work.session.execute(insert)
    assert count_rows("audit_entries") == 1


def test_a_full_disk_is_unavailable_and_leaves_nothing(sqlite_engine: Engine, clock: SetClock) -> None:
    identifiers = Identifiers(clock)
    with sqlite_engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
    with pytest.raises(Unavailable) as full, unit_of_work(sqlite_engine, everybody(), clock, identifiers) as work:
        for number in range(500):
            enqueue(work, "x", {"text": "x" * 500, "n": number})
    assert full.value.code == "database_unavailable"
    assert "full" in str(full.value.facts["reason"])
    with reading(sqlite_engine) as session:
        assert session.execute(text("SELECT count(*) FROM outbox_jobs")).scalar_one() == 0
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    with sqlite_engine.connect() as connection:  # there is room again: work goes on without a restart
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    with unit_of_work(sqlite_engine, everybody(), clock, identifiers) as work:
        enqueue(work, "x", {})
    with reading(sqlite_engine) as session:
        assert session.execute(text("SELECT count(*) FROM outbox_jobs")).scalar_one() == 1


def test_a_database_that_another_holds_is_unavailable_in_the_end(sqlite_engine: Engine, clock: SetClock) -> None:
    impatient = open_engine(str(sqlite_engine.url))

    @event.listens_for(impatient, "begin", insert=True)
    def hurry(connection: object) -> None:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]

    with (
        unit_of_work(sqlite_engine, everybody(), clock, Identifiers(clock)),
        pytest.raises(Unavailable),
        unit_of_work(impatient, everybody(), clock, Identifiers(clock)),
    ):
        raise AssertionError("the second writer must not get in")
    impatient.dispose()


def test_a_server_that_is_away_is_unavailable(clock: SetClock) -> None:
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable), unit_of_work(engine, everybody(), clock, Identifiers(clock)):
        raise AssertionError("there is no database")
    with pytest.raises(Unavailable), reading(engine) as session:
        session.execute(text("SELECT 1"))
    engine.dispose()


def test_audit_entries_of_several_writers_stay_one_chain(engine: Engine, clock: SetClock) -> None:
    from foundation.audit import head, verify

    identifiers, faults = Identifiers(clock), []

    def write(name: str) -> None:
        try:
            for number in range(10):
                with unit_of_work(engine, everybody(), clock, identifiers) as work:
                    work.record("x.made", f"{name}_{number}")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with reading(engine) as session:
        assert head(session).sequence == 40
        assert verify(session) is None
