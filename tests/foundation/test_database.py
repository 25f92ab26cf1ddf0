"""Both databases are opened as they must be: durable, with foreign keys, aware times; wrong addresses are refused."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from foundation.clock import CHINA, SetClock
from foundation.database import in_turn, open_engine, reading
from foundation.errors import ConfigurationError, Unavailable
from foundation.identifiers import Identifiers
from foundation.tables import OutboxRow
from foundation.unit_of_work import unit_of_work
from tests.builders import everybody
from tests.conftest import Working

FULL = 2


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", FULL), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_sqlite_is_durable_on_every_connection(sqlite_engine: Engine, pragma: str, value: object) -> None:
    with sqlite_engine.connect() as one, sqlite_engine.connect() as other:
        for connection in (one, other):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_keeps_what_it_acknowledges(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


def test_foreign_keys_are_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id))"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO child VALUES (1, 99)"))


def row(**changes: object) -> dict[str, object]:
    moment = datetime(2025, 3, 10, tzinfo=UTC)
    plain = {"id": "job_1", "kind": "x", "payload": "{}", "state": "waiting", "attempts": 0}
    return {**plain, "due": moment, "created_at": moment, **changes}


def test_a_moment_comes_back_aware_in_utc(engine: Engine) -> None:
    written = datetime(2025, 3, 10, 9, 30, 15, 123456, tzinfo=CHINA)
    with engine.begin() as connection:
        connection.execute(insert(OutboxRow).values(row(due=written)))
    with engine.connect() as connection:
        read = connection.execute(select(OutboxRow.due)).scalar_one()
    assert read == written
    assert read.utcoffset() == timedelta()


def test_moments_compare_across_time_zones(engine: Engine) -> None:
    nine_in_china = datetime(2025, 3, 10, 9, tzinfo=CHINA)
    with engine.begin() as connection:
        connection.execute(insert(OutboxRow).values(row(due=nine_in_china)))
    with engine.connect() as connection:
        for moment, is_found in (
            (datetime(2025, 3, 10, 1, tzinfo=UTC), True),
            (datetime(2025, 3, 10, 2, tzinfo=UTC), False),
        ):
            found = connection.execute(select(OutboxRow.id).where(OutboxRow.due >= moment)).first()
            assert (found is not None) is is_found


def test_a_naive_moment_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"), engine.begin() as connection:
        connection.execute(insert(OutboxRow).values(row(due=datetime(2025, 3, 10))))


def test_two_writers_queue_and_lose_nothing(sqlite_engine: Engine, clock: SetClock) -> None:
    """Each reads and then writes: without BEGIN IMMEDIATE one of two fails half-way, or both write the same number."""
    with sqlite_engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    faults: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(20):
                with unit_of_work(sqlite_engine, everybody(), clock, Identifiers(clock)) as work:
                    seen = work.session.execute(text("SELECT n FROM counter")).scalar_one()
                    work.session.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with sqlite_engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM counter")).scalar_one() == 80


def test_a_reader_does_not_wait_for_a_writer(sqlite_engine: Engine, clock: SetClock) -> None:
    with unit_of_work(sqlite_engine, everybody(), clock, Identifiers(clock)) as work:
        work.record("x", "y")
        with reading(sqlite_engine) as session:
            assert session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == 0


def test_what_is_done_while_reading_is_not_kept(engine: Engine, working: Working) -> None:
    with reading(engine) as session:
        session.execute(insert(OutboxRow).values(row()))
    with reading(engine) as session:
        assert session.execute(select(OutboxRow.id)).all() == []


def test_a_fault_while_reading_is_one_error(engine: Engine) -> None:
    with pytest.raises(Unavailable) as unavailable, reading(engine) as session:
        session.execute(text("SELECT * FROM no_such_table"))
    assert unavailable.value.code == "database_unavailable"
    assert "no_such_table" in str(unavailable.value.facts["reason"])
    assert "\n" not in str(unavailable.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@127.0.0.1:1/d",
        "postgres://u:p@127.0.0.1:1/d",
        "postgresql+psycopg://u:p@127.0.0.1:1/d",
        "postgresql+psycopg2://u:p@127.0.0.1:1/d",
    ],
)
def test_every_form_of_a_postgresql_address_uses_the_one_driver(url: str) -> None:
    engine = open_engine(url)
    assert (engine.dialect.name, engine.dialect.driver, engine.url.database) == ("postgresql", "psycopg", "d")
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://u:geheim@h/d", "database_kind_unknown"),
        ("no address with geheim", "database_url_invalid"),
        ("", "database_url_invalid"),
        ("sqlite://", None),
    ],
)
def test_a_wrong_address_is_refused_without_telling_the_password(url: str, code: str | None) -> None:
    if code is None:
        open_engine(url).dispose()
        return
    with pytest.raises(ConfigurationError) as refused:
        open_engine(url)
    assert (refused.value.code, refused.value.facts["setting"]) == (code, "DOCKING_DATABASE_URL")
    assert "geheim" not in str(refused.value)


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a/b/docking.db")
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    assert (tmp_path / "a" / "b" / "docking.db").exists()


def test_a_folder_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ConfigurationError) as refused:
        open_engine(f"sqlite:///{tmp_path}/file/docking.db")
    assert refused.value.facts["setting"] == "DOCKING_DATA_DIR"


def test_writers_of_one_process_wait_in_turn_and_a_failing_one_lets_the_next_in(sqlite_engine: Engine) -> None:
    def fail() -> None:
        with in_turn(sqlite_engine):
            raise ValueError("nothing is stored")

    order: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        with in_turn(sqlite_engine):
            other = pool.submit(lambda: _noted(sqlite_engine, order, "second"))
            time.sleep(0.05)
            order.append("first")
        other.result()
        with pytest.raises(ValueError):
            fail()
        pool.submit(lambda: _noted(sqlite_engine, order, "third")).result(timeout=1)
    assert order == ["first", "second", "third"]


def _noted(engine: Engine, order: list[str], who: str) -> None:
    with in_turn(engine):
        order.append(who)
