"""A runner for the tests: tells everything, says so, and holds its transaction open until it is killed.

Arguments: database URL, the moment (ISO) at which its clock stands, then pairs ``subscription/subject``.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime

from foundation.actors import SYSTEM
from foundation.clock import SetClock
from foundation.database import open_engine
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from matcher.reverse.telling import News, run_subscriptions
from tests.builders import import_all_tables


def hold(url: str, moment: str, *pairs: str) -> None:
    """Write everything, commit nothing."""
    import_all_tables()
    clock = SetClock(datetime.fromisoformat(moment))
    news = [News(subscription_id=one, subject_id=other) for one, other in (pair.split("/") for pair in pairs)]
    with unit_of_work(open_engine(url), SYSTEM, clock, Identifiers(clock)) as work:
        sys.stdout.write(f"{run_subscriptions(work, news).told}\n")
        sys.stdout.flush()
        time.sleep(60)


if __name__ == "__main__":
    hold(*sys.argv[1:])
