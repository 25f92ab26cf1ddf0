"""A throwaway PostgreSQL for the tests: found on the machine or brought by the pgserver wheel, started as a child."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Table

from foundation.database import Base, open_engine


def binaries() -> Path | None:
    """The folder that holds ``initdb`` and ``postgres``, or ``None``."""
    candidates = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    found = shutil.which("postgres")
    if found:
        candidates.append(Path(os.path.realpath(found)).parent)
    # Found, not imported: importing the wheel looks for a runtime folder and warns where there is none.
    wheel = find_spec("pgserver")
    if wheel is not None and wheel.origin is not None:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    return next((c for c in candidates if (c / "initdb").exists() and (c / "postgres").exists()), None)


def _account() -> str | None:
    """PostgreSQL refuses to run as root: the account to run as, ``None`` when we are not root."""
    return "postgres" if os.geteuid() == 0 else None


def missing() -> str | None:
    """Why no PostgreSQL can be started here, or ``None``."""
    if binaries() is None:
        return "PostgreSQL skipped: no initdb/postgres found (install PostgreSQL or the pgserver wheel)"
    if _account():
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            return "PostgreSQL skipped: running as root and there is no account 'postgres' to run it as"
    return None


def describe() -> str:
    """One line for the report header."""
    folder = binaries()
    if folder is None:
        return "no postgresql"
    done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "postgresql of unknown version"


@dataclass
class Server:
    """A running cluster reachable by its socket folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    _numbers: Iterator[int] = field(default_factory=count)
    _spare: dict[tuple[str, ...], list[str]] = field(default_factory=dict)

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """A database without tables, by its URL; dropped at the end, for hundreds of them fill a disk."""
        name = self._create()
        yield self._url(name)
        self._drop(name)

    @contextmanager
    def with_tables(self, tables: Sequence[Table]) -> Iterator[str]:
        """A database with these tables and no rows, by its URL.

        It is emptied and used again: to make one takes most of a second, to empty one some milliseconds. One whose
        tables are others by then is dropped instead.
        """
        spare = self._spare.setdefault(tuple(sorted(table.name for table in tables)), [])
        name = spare.pop() if spare else self._furnish(tables)
        yield self._url(name)
        if self._emptied(name, tables):
            spare.append(name)
        else:
            self._drop(name)

    def _furnish(self, tables: Sequence[Table]) -> str:
        engine = open_engine(self._url(name := self._create()))
        Base.metadata.create_all(engine, tables=list(tables))
        engine.dispose()
        return name

    def _emptied(self, name: str, tables: Sequence[Table]) -> bool:
        """Whether the database has its tables again and nothing else; nobody stays connected to it."""
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid != "
        with self._connected(name) as connection:
            connection.execute(others + "pg_backend_pid()")
            there = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            if {row[0] for row in there} != {table.name for table in tables}:
                return False
            connection.execute("SET session_replication_role = replica")  # in any order: no key is looked after
            for table in tables:
                connection.execute(f'DELETE FROM "{table.name}"')
            for (sequence,) in connection.execute("SELECT sequencename FROM pg_sequences").fetchall():
                connection.execute(f'ALTER SEQUENCE "{sequence}" RESTART')
        return True

    def _create(self) -> str:
        name = f"test_{next(self._numbers)}"
        with self._connected() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return name

    def _drop(self, name: str) -> None:
        with self._connected() as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://test@/{name}?host={self.folder}&port={self.port}"

    def _connected(self, name: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), port=self.port, user="test", dbname=name, autocommit=True)


_SETTINGS = ("-c", "listen_addresses=", "-c", "max_wal_size=128MB")
"""No network, and a log that does not grow to its usual gigabyte."""


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Initialise and start a cluster in ``folder``; stop it at the end."""
    bin_folder, account = binaries(), _account()
    assert bin_folder is not None
    as_account = {"user": account, "group": account, "extra_groups": []} if account else {}
    if account:
        # The account must be able to reach the folder, which may lie in one of root's alone.
        for parent in [folder, *folder.parents]:
            if parent.stat().st_uid == os.geteuid() and parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
        shutil.chown(folder, account, account)
    data, log = folder / "data", folder / "log"
    command = [bin_folder / "initdb", "-D", data, "-A", "trust", "-U", "test", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder, **as_account)  # type: ignore[call-overload]
    port = 54321
    with log.open("wb") as output:
        process = subprocess.Popen(
            [bin_folder / "postgres", "-D", data, "-k", folder, "-p", str(port), "-F", *_SETTINGS],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **as_account,  # type: ignore[call-overload]
        )
    try:
        _wait(folder, port, process, log)
        yield Server(folder, port, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait(folder: Path, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(host=str(folder), port=port, user="test", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.02)
