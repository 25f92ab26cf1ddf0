"""A PostgreSQL database of the suite is handed from test to test: each finds it as if it were new."""

from __future__ import annotations

from sqlalchemy import Table, text

from foundation.database import open_engine
from tests import postgres


def test_the_next_test_finds_no_row_no_number_and_nobody_of_the_last(
    postgres_server: postgres.Server, tables: list[Table]
) -> None:
    insert = text("INSERT INTO archived_passages (key, passage_id) VALUES ('k', 'p') RETURNING number")
    seen = []
    for _ in range(2):
        with postgres_server.with_tables(tables) as url:
            engine = open_engine(url)
            with engine.begin() as work:
                rows = sum(work.scalar(text(f'SELECT count(*) FROM "{table.name}"')) for table in tables)
                seen.append((url, rows, work.scalar(insert)))
            still_there = engine.connect()  # as a test that fails leaves it
        still_there.invalidate()
        engine.dispose()
    assert seen[0] == seen[1]
    assert seen[0][1:] == (0, 1)


def test_one_whose_tables_changed_is_not_handed_on(postgres_server: postgres.Server, tables: list[Table]) -> None:
    with postgres_server.with_tables(tables) as changed:
        engine = open_engine(changed)
        with engine.begin() as work:
            work.execute(text("CREATE TABLE left_behind (id integer)"))
        engine.dispose()
    with postgres_server.with_tables(tables) as url:
        assert url != changed
