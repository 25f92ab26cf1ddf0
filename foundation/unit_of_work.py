"""One request, at most one writing transaction, committed before anybody hears "saved".

``unit_of_work()`` holds the only ``.commit()`` of the project (a test looks for others). A use case receives a
:class:`Work`: the session, who acts, what time it is, where ids come from, and how to leave a trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from foundation.actors import Actor
from foundation.clock import Clock, today
from foundation.database import WRITING, in_turn, unavailable
from foundation.identifiers import Identifiers
from foundation.races import changed_meanwhile


@dataclass(frozen=True, slots=True)
class Work:
    """What a use case needs to do its work, and nothing more."""

    session: Session
    actor: Actor
    clock: Clock
    identifiers: Identifiers

    @property
    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The present date in China."""
        return today(self.clock)

    def new_id(self, prefix: str) -> str:
        """A fresh id with this prefix."""
        return self.identifiers.new(prefix)

    def record(self, action: str, subject: str, facts: Mapping[str, object] | None = None) -> None:
        """Append one audit entry in this transaction: this actor did ``action`` to ``subject``."""
        from foundation.audit import append

        append(self.session, self.actor, self.now, action, subject, facts or {})


@contextmanager
def unit_of_work(engine: Engine, actor: Actor, clock: Clock, identifiers: Identifiers) -> Iterator[Work]:
    """Open a writing transaction, hand it out, commit it; on any error nothing of it remains.

    Raises ``Conflict`` for a lost race (stale version, unique key) and ``Unavailable`` when the database does not
    take the commit.
    """
    with in_turn(engine), Session(engine, expire_on_commit=False) as session:
        try:
            session.connection(execution_options={WRITING: True})
            yield Work(session, actor, clock, identifiers)
            session.commit()
        except (IntegrityError, StaleDataError) as fault:
            session.rollback()
            raise changed_meanwhile() from fault
        except DBAPIError as fault:
            session.rollback()
            raise unavailable(fault) from fault
        except BaseException:
            session.rollback()
            raise
