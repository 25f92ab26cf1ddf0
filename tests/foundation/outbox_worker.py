"""A worker process for the tests: claims one job on the database given, says so, and holds it until it is killed.

Arguments: database URL, lease in seconds, the moment (ISO) at which its clock stands.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta

from foundation.actors import SYSTEM
from foundation.clock import SetClock
from foundation.database import open_engine
from foundation.identifiers import Identifiers
from foundation.outbox import claim
from foundation.unit_of_work import unit_of_work


def hold(url: str, lease_seconds: str, moment: str) -> None:
    """Claim one job, print its id, and sleep with the lease in hand."""
    clock = SetClock(datetime.fromisoformat(moment))
    engine = open_engine(url)
    with unit_of_work(engine, SYSTEM, clock, Identifiers(clock)) as work:
        (job,) = claim(work, "doomed", 1, timedelta(seconds=float(lease_seconds)))
    sys.stdout.write(job.id + "\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    hold(*sys.argv[1:])
