"""The database schema as a story: one numbered step after another, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from foundation.database import WRITING, unavailable
from foundation.errors import Conflict

HEAD = "0028"
"""The newest step; a test holds it equal to the folder."""

_LOCK = 7_301_150_426_002


def upgrade(engine: Engine) -> None:
    """Bring an empty or older database to :data:`HEAD`; a newer one is refused. Two starters at once do it once."""
    try:
        if current(engine) == HEAD:
            return
        _run(engine)
    except DBAPIError as fault:
        raise unavailable(fault) from fault


def current(engine: Engine) -> str | None:
    """The step this database stands at, ``None`` when it is empty."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _run(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect() as connection:
        connection = connection.execution_options(**{WRITING: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            at = None
            if inspect(connection).has_table("alembic_version"):
                at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
            if at is not None and at not in known:
                raise Conflict(
                    "database_newer", "数据库由更新版本的 Docking 建立（{version}），请先升级程序", version=at
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
