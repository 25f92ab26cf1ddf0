"""Shared ground of the tests: both databases, a clock that stands, and no network but this machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from sqlalchemy import Engine, Table, text

from api.cli.options import chosen
from api.demonstration import furnish
from api.wiring import open_house
from foundation.actors import Actor
from foundation.clock import CHINA, SetClock
from foundation.database import Base, open_engine
from foundation.identifiers import Identifiers
from foundation.settings import Settings
from foundation.unit_of_work import Work, unit_of_work
from tests import postgres
from tests.builders import everybody, import_all_tables
from tests.skipping import lacking

import_all_tables()

settings.register_profile("untimed", deadline=None)  # a test is no clock: a busy machine must not turn it red
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Trade knowledge is compiled once for all workers and all processes they start; gone with the run."""
    if not hasattr(config, "workerinput"):
        folder = TemporaryDirectory(prefix="docking-cache-")
        os.environ["DOCKING_CACHE_DIR"] = folder.name
        config.add_cleanup(folder.cleanup)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A quick part is for those who leave the slow tests out; beside its whole it would only be done twice.

    Files with slow tests go first, so that at the end no worker waits for the last long one of another.
    """
    whole = {(item.path, item.originalname) for item in items if isinstance(item, pytest.Function)}
    parts = [
        item
        for item in items
        if (part := item.get_closest_marker("quick_part_of")) and (item.path, part.args[0]) in whole
    ]
    if parts:
        items[:] = [item for item in items if item not in parts]
        config.hook.pytest_deselected(items=parts)
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_report_header() -> list[str]:
    """The versions that matter, on top of every run."""
    import sqlite3
    import sys

    return [f"python {sys.version.split()[0]}, sqlite {sqlite3.sqlite_version}, {postgres.describe()}"]


@pytest.fixture(autouse=True)
def _nobody_chose_a_language() -> None:
    """A command that an earlier test ran in this process has not chosen the language for this one."""
    chosen.set(None)


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Works offline is the normal state of the suite: any connection but loopback is an error."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in ("127.0.0.1", "::1", "localhost", "local"):
            raise AssertionError(f"a test wanted to connect to {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A throwaway PostgreSQL cluster; skipped with a reason where no binary can be had.

    In a folder of its own: pytest shuts its folders to other accounts whenever another run begins.
    """
    reason = postgres.missing()
    if reason:
        lacking(reason)
    with TemporaryDirectory(prefix="docking-postgres-") as folder, postgres.running(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration world, made once for all tests of a worker: to be copied, never written."""
    folder = tmp_path_factory.mktemp("world")
    house = open_house(Settings(data_dir=folder))
    furnish(house)
    house.close()
    return folder


@pytest.fixture(scope="session")
def tables() -> list[Table]:
    """The tables that ``engine`` has."""
    return Base.metadata.sorted_tables


Made = Callable[[list[Table], Path], Path]


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """``sqlite_file(tables, path)`` – a new SQLite file with these tables: copied in a millisecond, made in sixty."""
    masters: dict[tuple[str, ...], Path] = {}

    def made(tables: list[Table], path: Path) -> Path:
        names = tuple(table.name for table in tables)
        if names not in masters:
            masters[names] = tmp_path_factory.mktemp("master") / "docking.db"
            engine = open_engine(f"sqlite:///{masters[names]}")
            Base.metadata.create_all(engine, tables=tables)
            engine.dispose()
        return Path(copyfile(masters[names], path))

    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind; it has its tables if the test asks for ``engine``."""
    furnished = "engine" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "docking.db"
        if furnished:
            request.getfixturevalue("sqlite_file")(request.getfixturevalue("tables"), path)
        yield f"sqlite:///{path}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.with_tables(request.getfixturevalue("tables")) if furnished else server.fresh_database() as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database with all tables."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tables: list[Table], sqlite_file: Made, tmp_path: Path) -> Iterator[Engine]:
    """SQLite alone, for tests whose subject is not the database."""
    engine = open_engine(f"sqlite:///{sqlite_file(tables, tmp_path / 'docking.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> SetClock:
    """Monday 10 March 2025, 09:00 in China."""
    return SetClock(datetime(2025, 3, 10, 9, 0, tzinfo=CHINA))


Working = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def working(engine: Engine, clock: SetClock) -> Working:
    """``with working() as work:`` – one committed unit of work on the fresh database."""
    identifiers = Identifiers(clock, random_bits=lambda bits: 7)

    def open_work(actor: Actor | None = None) -> AbstractContextManager[Work]:
        return unit_of_work(engine, actor or everybody(), clock, identifiers)

    return open_work


@pytest.fixture
def count_rows(engine: Engine) -> Callable[[str], int]:
    """``count_rows("capabilities")`` – how many rows a table holds now."""

    def count(table: str) -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    return count
