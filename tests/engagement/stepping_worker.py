"""Takes steps of one engagement, says what was acknowledged, and dies by SIGKILL at a named point of one of them.

Arguments: database URL, the moment (ISO) at which its clock stands, the engagement, the number of the step (from 1) at
which it dies, and the point. One line on standard output for each acknowledged step: the version and the log's digest.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from engagement import service
from engagement.log import log_digest
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.clock import SetClock
from foundation.database import open_engine
from foundation.identifiers import Identifiers
from foundation.outbox import enqueue
from foundation.unit_of_work import unit_of_work
from tests.builders import import_all_tables
from tests.engagement.cases import WHOLE

POINTS = {
    "before anything is written": ("before", "UPDATE engagements"),
    "between engagement and log": ("after", "UPDATE engagements"),
    "between log and audit": ("after", "INSERT INTO engagement_entries"),
    "between audit and outbox": ("after", "INSERT INTO audit"),
    "between outbox and commit": ("after", "INSERT INTO outbox"),
    "at the commit": ("commit", ""),
    "after the commit, before the answer": ("committed", ""),
}
"""Where the process may die: before or after a statement that begins so, as it commits, and once it has."""

KEPT = "after the commit, before the answer"
"""The only point after which the step is there although nobody heard of it."""


def take(url: str, moment: str, engagement_id: str, number: int) -> Engagement:
    """The step with this number of the whole way, told to the outbox in the same unit of work."""
    clock = SetClock(datetime.fromisoformat(moment))
    name, who, facts = WHOLE[number - 1]
    with unit_of_work(open_engine(url), named(who), clock, Identifiers(clock)) as work:
        after = service.take_step(work, engagement_id, number, name, facts)
        enqueue(work, "engagement.notice", {"subject": after.id, "notice": name}, key=f"{after.id} {after.version}")
    return after


def named(who: Actor) -> Actor:
    return who.model_copy(update={"id": f"{who.id}_1"})


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Die at this point, whatever connection comes there first."""
    when, begins = POINTS[point]
    from sqlalchemy.engine import Engine

    def at(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(begins):
            die()

    if when in ("before", "after"):
        event.listen(Engine, f"{when}_cursor_execute", at)
    else:
        dying: Callable[..., None] = lambda *_: die()  # noqa: E731
        event.listen(Session, "before_commit" if when == "commit" else "after_commit", dying)


def run(url: str, moment: str, engagement_id: str, last: str, point: str) -> None:
    """Take steps up to the one at which it dies."""
    import_all_tables()
    for number in range(1, int(last) + 1):
        if number == int(last):
            arm(point)
        after = take(url, moment, engagement_id, number)
        sys.stdout.write(f"{after.version} {log_digest(after.history)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run(*sys.argv[1:])
