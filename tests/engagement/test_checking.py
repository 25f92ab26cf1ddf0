"""Every stored engagement is held against its log; what was changed behind the kernel's back is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from api.cli.main import app
from api.wiring import open_house
from engagement import store
from engagement.checking import Checked, check_all
from engagement.log import Entry, log_digest
from foundation.actors import OPERATOR
from foundation.database import reading
from foundation.settings import Settings
from tests.conftest import Working
from tests.engagement.test_service import negotiated, open_one, served

ALTERED = {
    "content": ("UPDATE engagements SET content = replace(content, '48000.00', '1.00') WHERE id = :id", "fold", 12),
    "a column": ("UPDATE engagements SET owner = 'nobody' WHERE id = :id", "columns", None),
    "an entry": (
        "UPDATE engagement_entries SET content = replace(content, '48000.00', '1.00')"
        " WHERE engagement_id = :id AND number = 3",
        "chain",
        4,
    ),
    "the newest entry": (
        "UPDATE engagement_entries SET content = replace(content, 'act_', 'act-')"
        " WHERE engagement_id = :id AND number = 12",
        "audit",
        12,
    ),
    "an entry gone": ("DELETE FROM engagement_entries WHERE engagement_id = :id AND number = 5", "chain", 6),
    "the first gone": ("DELETE FROM engagement_entries WHERE engagement_id = :id AND number = 1", "unreadable", None),
    "the last gone": ("DELETE FROM engagement_entries WHERE engagement_id = :id AND number = 12", "fold", 12),
    "all gone": ("DELETE FROM engagement_entries WHERE engagement_id = :id", "unreadable", None),
    "no JSON": ("UPDATE engagements SET content = '{' WHERE id = :id", "unreadable", None),
}


@pytest.mark.parametrize("name", list(ALTERED))
def test_whatever_is_altered_behind_the_kernel_is_named_and_nothing_else(
    working: Working, engine: Engine, name: str
) -> None:
    with working() as work:
        whole, other = served(work), negotiated(work, "mat_2")
    with reading(engine) as session:
        assert check_all(session) == Checked(count=2)
    statement, what, number = ALTERED[name]
    with engine.begin() as connection:
        connection.execute(text(statement), {"id": whole.id})
    with reading(engine) as session:
        found = check_all(session)
        assert [(one.engagement_id, one.what, one.number) for one in found.faults] == [(whole.id, what, number)]
        assert store.check(session, other.id)
        if what in ("chain", "fold"):
            assert not store.check(session, whole.id)


def test_a_log_rewritten_from_end_to_end_is_given_away_by_the_audit(working: Working, engine: Engine) -> None:
    """Chain, content and columns agree again; the audit remembers what was said."""
    with working() as work:
        whole = served(work)
    with reading(engine) as session:
        entries = store.load_log(session, whole.id)
    forged: list[Entry] = []
    for entry in entries:
        said = Entry.model_validate_json(entry.model_dump_json(exclude_none=True).replace("王经理", "赵经理"))
        forged.append(said.model_copy(update={"previous": log_digest(forged[-1:]) if forged else None}))
    with engine.begin() as connection:
        for entry in forged:
            connection.execute(
                text("UPDATE engagement_entries SET content = :c WHERE engagement_id = :id AND number = :n"),
                {"c": entry.model_dump_json(exclude_none=True), "id": whole.id, "n": entry.number},
            )
        connection.execute(text("UPDATE engagements SET content = replace(content, '王经理', '赵经理')"))
    with reading(engine) as session:
        (fault,) = check_all(session).faults
        assert fault.what == "audit"


def test_the_command_counts_the_projects_and_names_the_first_that_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKING_DATA_DIR", str(tmp_path))
    house = open_house(Settings(data_dir=tmp_path))
    with house.working(OPERATOR) as work:
        first, second = open_one(work).id, open_one(work, "mat_2").id
    assert "项目记录完整：2 个" in CliRunner().invoke(app, ["verify"]).stdout
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE engagements SET content = replace(content, 'ent_1', 'ent_2')"))
    house.close()
    said = CliRunner().invoke(app, ["verify"])
    assert said.exit_code == 1
    assert f"项目 {min(first, second)} 与它的 1 条记录不符（共 2 个项目有问题）" in said.stdout
    told = json.loads(CliRunner().invoke(app, ["verify", "--json"]).stdout)["projects"]
    assert (told["count"], [fault["what"] for fault in told["faults"]]) == (2, ["fold", "fold"])
