"""A worker that takes steps of an engagement, says what was acknowledged, and dies by SIGKILL at a named point.

Each line on standard input is one life, in a process of its own: database URL, the moment (ISO) at which its clock
stands, the engagement, the number of the step (from 1) at which it dies, the point, and ``early`` for a liar that
acknowledges before it commits; separated by tabs. On standard output one line for each acknowledged step, its version
and the digest of the log, and one with the signal of which it died.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from engagement import service
from engagement.log import log_digest
from engagement.record import Engagement
from foundation.clock import SetClock
from foundation.database import open_engine
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from tests.builders import import_all_tables
from tests.engagement.cases import WHOLE

POINTS = {
    "before anything is written": ("before", "UPDATE engagements"),
    "between engagement and log": ("after", "UPDATE engagements"),
    "between log and audit": ("after", "INSERT INTO engagement_entries"),
    "between audit and outbox": ("after", "INSERT INTO audit_entries"),
    "between outbox and commit": ("after", "INSERT INTO outbox_jobs"),
    "at the commit": ("commit", ""),
    "after the commit, before the answer": ("committed", ""),
}
"""Where the process may die: before or after a statement that begins so, as it commits, and once it has."""

KEPT = "after the commit, before the answer"
"""The only point after which the step is there although nobody heard of it."""


def take(
    engine: Engine, moment: str, engagement_id: str, number: int, heard: Callable[[Engagement], None]
) -> Engagement:
    """The step with this number of the whole way; its notices go to the outbox in the same unit of work."""
    clock = SetClock(datetime.fromisoformat(moment))
    name, who, facts = WHOLE[number - 1]
    with unit_of_work(engine, who, clock, Identifiers(clock)) as work:
        after = service.take_step(work, engagement_id, number, name, facts)
        heard(after)
    return after


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Die at this point, whatever connection comes there first."""
    when, begins = POINTS[point]

    def at(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(begins):
            die()

    if when in ("before", "after"):
        event.listen(Engine, f"{when}_cursor_execute", at)
    else:
        dying: Callable[..., None] = lambda *_: die()  # noqa: E731
        event.listen(Session, "before_commit" if when == "commit" else "after_commit", dying)


def live(url: str, moment: str, engagement_id: str, last: str, point: str, when: str) -> None:
    """Take steps up to the one at which it dies."""
    engine = open_engine(url)
    for number in range(1, int(last) + 1):
        if number == int(last):
            arm(point)
        after = take(engine, moment, engagement_id, number, acknowledge if when == "early" else lambda _: None)
        if when != "early":
            acknowledge(after)


def acknowledge(after: Engagement) -> None:
    """What is written here has reached whoever asked."""
    os.write(1, f"{after.version} {log_digest(after.history)}\n".encode())


def main() -> None:
    """One life after the other."""
    import_all_tables()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(*line.rstrip("\n").split("\t"))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        os.write(1, f"died of {os.WTERMSIG(status)}\n".encode())


if __name__ == "__main__":
    main()
