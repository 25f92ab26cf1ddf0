"""Two write the same at once: the first one's stands, the second is told so and nothing of theirs is written.

A save names the version it saw; what may be written only once is added by whoever is first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar, cast

from sqlalchemy import Table, Update, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import DeclarativeBase, Session

from foundation.database import is_postgresql
from foundation.errors import Conflict


class Versioned(Protocol):
    """A value that is stored as a row of its own, under ``id``, and counts its changes from 1."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    def model_copy(self, *, update: Mapping[str, Any]) -> Self: ...


V = TypeVar("V", bound=Versioned)


def changed_meanwhile() -> Conflict:
    """The error of a lost race."""
    return Conflict("changed_meanwhile", "这条记录刚刚被别人改过，请刷新后再试")


def check_seen(seen: int | None, present: int) -> None:
    """Conflict unless the version that was looked at is the present one; ``None``: nobody says what they saw."""
    if seen is not None and seen != present:
        raise changed_meanwhile()


def has_changed_one(session: Session, statement: Update, parameters: Mapping[str, Any] | None = None) -> bool:
    """Run an update that names what it expects of its row; ``False`` when no row is so any more."""
    options = {"synchronize_session": False}
    result = session.execute(statement, parameters, execution_options=options)
    return cast("CursorResult[Any]", result).rowcount == 1


def save_over(session: Session, row: type[DeclarativeBase], seen: V, after: V, **columns: object) -> V:
    """Store these columns of ``after`` in place of ``seen``: ``after``, a version on; Conflict for a lost race."""
    table, version = cast(Table, row.__table__), seen.version + 1
    unchanged = update(row).where(table.c.id == seen.id, table.c.version == seen.version)
    if not has_changed_one(session, unchanged.values(version=version, **columns)):
        raise changed_meanwhile()
    return after.model_copy(update={"version": version})


def is_first(session: Session, row: type[DeclarativeBase], values: Mapping[str, Any], *key: str) -> bool:
    """Add a row unless one with the same ``key`` is there, from whomever; whether it was added.

    On PostgreSQL this waits for another transaction that is just adding the same.
    """
    dialect, table = postgresql if is_postgresql(session) else sqlite, cast(Table, row.__table__)
    added = dialect.insert(table).values(values).on_conflict_do_nothing(index_elements=key)
    # Rows counted by the driver differ between databases; a row that comes back was written.
    return session.scalar(added.returning(table.c[key[0]])) is not None
