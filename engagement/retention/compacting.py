"""After erasing: the space that was freed is written over, so that no file of the database still holds the words."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError


def compact(engine: Engine) -> bool:
    """Rewrite the database (SQLite) or take the dead rows away (PostgreSQL); ``False`` while somebody else is at it.

    Backups of before keep what they hold until they are rotated out.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return True
    with closing(engine.raw_connection()) as raw:
        driver = raw.driver_connection
        assert driver is not None
        try:
            driver.execute("VACUUM")
            busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (DBAPIError, engine.dialect.dbapi.OperationalError):  # type: ignore[union-attr]
            return False
    return not busy
