"""The ground is tested on its own tables: it knows nothing of the storeys above, nor do these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from foundation.database import Base, open_engine
from foundation.tables import AuditRow, OutboxRow

TABLES = [AuditRow.__table__, OutboxRow.__table__]


def opened(url: str) -> Iterator[Engine]:
    """A database with the tables of the ground."""
    engine = open_engine(url)
    Base.metadata.create_all(engine, tables=TABLES)  # type: ignore[arg-type]
    yield engine
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Both databases, tables of the ground only."""
    yield from opened(database_url)


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """SQLite, tables of the ground only."""
    yield from opened(f"sqlite:///{tmp_path / 'docking.db'}")
