"""The migrations tell the same story as the models, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

import migrations
from foundation.database import Base, open_engine
from foundation.errors import Conflict
from tests.builders import ROOT


@pytest.fixture
def empty(database_url: str) -> Iterator[Engine]:
    """A database without tables."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_head_is_the_newest_step() -> None:
    steps = sorted(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    assert steps[-1] == migrations.HEAD


def test_an_empty_database_becomes_the_models(empty: Engine) -> None:
    migrations.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == []
    assert migrations.current(empty) == migrations.HEAD


def test_upgrading_twice_changes_nothing(empty: Engine) -> None:
    migrations.upgrade(empty)
    before = sorted(inspect(empty).get_table_names())
    migrations.upgrade(empty)
    assert sorted(inspect(empty).get_table_names()) == before


def test_two_starters_at_once_migrate_once(database_url: str) -> None:
    engines = [open_engine(database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrations.upgrade, engines))
    assert migrations.current(engines[0]) == migrations.HEAD
    for engine in engines:
        engine.dispose()


def test_a_database_of_a_newer_docking_is_refused(empty: Engine) -> None:
    migrations.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Conflict) as refused:
        migrations.upgrade(empty)
    assert refused.value.code == "database_newer"
    assert "9999" in refused.value.text()


def test_the_steps_read_as_a_story() -> None:
    for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"):
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith('"""'), path.name
        assert len(first) > 12, path.name


def test_versions_folder_is_where_alembic_looks() -> None:
    assert Path(migrations.__file__).with_name("versions").is_dir()
