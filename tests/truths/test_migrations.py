"""The migrations tell the same story as the models, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

import migrations
from engagement.access import store as links
from engagement.access.link import Link, hash_of
from foundation.database import Base, open_engine
from foundation.errors import Conflict
from intake.releasing.released import text_hash
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


def test_what_was_there_before_care_gets_owner_date_and_reason(empty: Engine) -> None:
    """Rows of the step before 0008, on both databases, also where other rows point at them."""
    at = datetime(2025, 9, 26, 1, tzinfo=UTC)
    draft = json.dumps({"utterances": ["外壳裂"], "readings": [KIND]}, ensure_ascii=False)
    _upgrade_to(empty, "0007")
    with empty.begin() as connection:
        for number, status in enumerate(("open", "complaint", "confirmed", "open")):
            words = json.dumps({"utterances": []}) if number == 3 else draft
            connection.execute(
                text(
                    "INSERT INTO conversations (id, status, channel, started_by, draft, version, created_at,"
                    " updated_at) VALUES (:id, :status, 'enterprise', 'act', :draft, 1, :at, :at)"
                ),
                {"id": f"con_{number}", "status": status, "draft": words, "at": at},
            )
        for number, status in enumerate(("confirmed", "published", "withdrawn", "no_capability")):
            released = at if status == "published" else None
            connection.execute(
                text(
                    "INSERT INTO demands (id, status, level, channel, conversation_id, title, text, condensed, draft,"
                    " questions, version, created_at, published_at) VALUES (:id, :status, 'internal', 'enterprise',"
                    " 'con_2', '题', '外壳裂', '外壳裂', :draft, '[]', 1, :at, :released)"
                ),
                {"id": f"dem_{number}", "status": status, "draft": draft, "at": at, "released": released},
            )
        connection.execute(
            text(
                "INSERT INTO subscriptions (id, kind, subscriber, owner, title, text, filters, demand_id, state,"
                " version, created_at, updated_at) VALUES ('sub_1', 'enterprise', 'o', 'o', '', '', '{}', 'dem_3',"
                " 'active', 1, :at, :at)"
            ),
            {"at": at},
        )
    migrations.upgrade(empty)
    with empty.connect() as connection:
        cares = {row.subject_id: row for row in connection.execute(text("SELECT * FROM cares"))}
        demands = {row.id: row for row in connection.execute(text("SELECT * FROM demands"))}
        releases = connection.execute(text("SELECT demand_id, hash FROM demand_releases")).all()
    assert sorted(cares) == ["cmp_1", "con_0", "con_1", "con_2", "dem_0", "dem_1", "dem_2", "dem_3"]
    for subject in ("cmp_1", "con_0", "dem_0", "dem_1"):
        assert (bool(cares[subject].is_open), cares[subject].owner_role) == (True, "coordinator")
    assert str(cares["dem_0"].due) == "2025-10-10", "Sunday 28 September is worked, the National Day week is not"
    for subject in ("con_1", "con_2", "dem_2", "dem_3"):
        assert not cares[subject].is_open
        assert all((cares[subject].reason_code, cares[subject].answer, cares[subject].next_step))
    assert {one.demand_class for one in demands.values()} == {"工艺问题"}
    assert [(row.audience, row.released_hash) for row in (demands["dem_0"], demands["dem_1"])] == [
        (None, None),
        ("public", text_hash("题", "外壳裂")),
    ]
    assert [tuple(row) for row in releases] == [("dem_1", text_hash("题", "外壳裂"))]


def test_of_the_runs_before_reviews_only_the_newest_is_still_up_for_review(empty: Engine) -> None:
    """Rows of the step before 0015, on both databases; decisions and decided candidates stay as they were."""
    _upgrade_to(empty, "0012")
    states = {"mat_1": ("run_1", "proposed"), "mat_2": ("run_1", "declined"), "mat_3": ("run_2", "proposed")}
    with empty.begin() as connection:
        at = datetime(2025, 9, 26, 1, tzinfo=UTC)
        connection.execute(
            text(
                "INSERT INTO demands (id, status, level, channel, title, text, condensed, draft, questions, version,"
                " created_at) VALUES ('dem_1', 'matched', 'internal', 'enterprise', '', '', '', '{}', '[]', 1, :at)"
            ),
            {"at": at},
        )
        connection.execute(text("INSERT INTO host_institutions (id, name, name_key) VALUES ('host_1', '院', '院')"))
        connection.execute(
            text(
                "INSERT INTO centres (id, name, name_key, host_id, industries, is_demonstration) VALUES"
                " ('cen_1', '中心', '中心', 'host_1', '[]', false)"
            )
        )
        for number, run in enumerate(("run_1", "run_2")):
            connection.execute(
                text(
                    "INSERT INTO match_runs (id, demand_id, index_identity, policy_digest, payload, payload_digest,"
                    " created_at) VALUES (:id, 'dem_1', 'i', 'd', '{}', 'd', :at)"
                ),
                {"id": run, "at": at.replace(minute=number)},
            )
        for candidate, (run, state) in states.items():
            connection.execute(
                text(
                    "INSERT INTO match_candidates (id, run_id, demand_id, centre_id, rank, score, state, version)"
                    " VALUES (:id, :run, 'dem_1', 'cen_1', 1, 1, :state, 1)"
                ),
                {"id": candidate, "run": run, "state": state},
            )
    migrations.upgrade(empty)
    with empty.connect() as connection:
        rows = connection.execute(text("SELECT id, state, version, origin FROM match_candidates ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [
        ("mat_1", "superseded", 2, "run"),
        ("mat_2", "declined", 1, "run"),
        ("mat_3", "proposed", 1, "run"),
    ]
    _downgrade_to(empty, "0012")
    assert "origin" not in {column["name"] for column in inspect(empty).get_columns("match_candidates")}


def test_links_that_are_out_go_on_working_when_their_tables_become_one(empty: Engine) -> None:
    """Rows of the step before 0022, on both databases: up, down and up again; what was taken back stays dead."""
    at, tokens = datetime(2025, 9, 26, 1, tzinfo=UTC), {"survey": "lnk_A", "effect": "lnk_B"}
    _upgrade_to(empty, "0021")
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO engagements (id, demand_id, match_id, centre_id, host_id, profile, state, version,"
                " is_open, due_is_approximate, content) VALUES ('eng_1', 'dem_1', 'mat_1', 'cen_1', 'host_1',"
                " 'superset', 'closed', 1, false, false, '{}')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO engagement_links (id, engagement_id, role, person, token_hash, issued_by, issued_at,"
                " expires_at) VALUES ('lnk_1', 'eng_1', 'host', '李院长', :hash, 'operator', :at, :at)"
            ),
            {"hash": hash_of("party"), "at": at},
        )
        for purpose, token in tokens.items():
            connection.execute(
                text(
                    "INSERT INTO engagement_invitations (digest, engagement_id, purpose, month, issued_at, issued_by,"
                    " expires_at, used_at) VALUES (:hash, 'eng_1', :purpose, :month, :at, 'operator', :at, :used)"
                ),
                {
                    "hash": hash_of(token),
                    "purpose": purpose,
                    "month": 3 if purpose == "effect" else None,
                    "at": at,
                    "used": at if purpose == "effect" else None,
                },
            )
    migrations.upgrade(empty)
    assert "engagement_invitations" not in inspect(empty).get_table_names()
    before = _links(empty)
    assert [(one.purpose, one.role, one.month, one.used_at) for one in before.values()] == [
        ("party", "host", None, None),
        ("survey", "enterprise", None, None),
        ("effect", "enterprise", 3, at),
    ]
    assert before["lnk_A"].id == f"link_{hash_of('lnk_A')[:24]}", "the log knows who answered by this id"
    _downgrade_to(empty, "0021")
    with empty.connect() as connection:
        found = connection.execute(text("SELECT digest FROM engagement_invitations")).scalars().all()
        kept = connection.execute(text("SELECT token_hash FROM engagement_links")).scalars().all()
    assert (set(found), set(kept)) == ({hash_of(token) for token in tokens.values()}, {hash_of("party")})
    migrations.upgrade(empty)
    assert _links(empty) == before
    with empty.begin() as connection:
        connection.execute(text("UPDATE engagement_links SET revoked_at = issued_at WHERE purpose = 'survey'"))
    _downgrade_to(empty, "0021")
    migrations.upgrade(empty)
    with Session(empty) as session:
        assert links.find(session, hash_of("lnk_A")) is None


def _links(engine: Engine) -> dict[str, Link]:
    with Session(engine) as session:
        found = {token: links.find(session, hash_of(token)) for token in ("party", "lnk_A", "lnk_B")}
    return {token: link for token, link in found.items() if link is not None}


KIND = {"field": "problem_type", "value": "工艺难题", "origin": "normalised", "evidence": [], "rule": ""}


def _upgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _downgrade_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
