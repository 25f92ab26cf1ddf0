"""A database of before 0024 is told anew: what an amendment sets back now is set back there too."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import migrations
from engagement import store
from engagement.checking import check_all
from foundation.clock import SetClock
from foundation.database import open_engine, reading
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from tests.engagement.cases import COORDINATOR, REPORT, at, step

FRESH, STALE = '"has_new_deliverables":false', '"has_new_deliverables":true'


def test_what_was_stored_before_is_the_fold_of_its_log_afterwards(database_url: str, clock: SetClock) -> None:
    engine = open_engine(database_url)
    _move(engine, "head", command.upgrade)
    amended = step(step(at("in_service"), "hand_in", deliverable=REPORT), "request_change", reason="增加样品")
    with unit_of_work(engine, COORDINATOR, clock, Identifiers(clock)) as work:
        store.add(work.session, amended)
        for entry in amended.history[:-1]:
            store._add_entry(work.session, amended.model_copy(update={"history": (entry,)}))
        changed = text("UPDATE engagements SET content = replace(content, :fresh, :stale)")
        work.session.execute(changed, {"fresh": FRESH, "stale": STALE})
        assert [fault.what for fault in check_all(work.session).faults] == ["fold"]
    _move(engine, "0023", command.downgrade)
    _move(engine, "head", command.upgrade)
    with reading(engine) as session:
        assert check_all(session).faults == ()
        assert store.load(session, amended.id) == amended
    _move(engine, "0023", command.downgrade)
    engine.dispose()


def _move(engine: Engine, revision: str, how) -> None:  # type: ignore[no-untyped-def]
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        how(config, revision)
