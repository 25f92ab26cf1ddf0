"""A server process for the tests: the original is kept, the row is written and not committed. Killed by the test.

``dying_in_between URL FOLDER CONVERSATION``
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from foundation.clock import SystemClock
from foundation.database import open_engine
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from intake.attachments import keeping, service
from intake.attachments.reading import ChildReader
from tests.builders import actor, import_all_tables
from tests.intake.attachments import files


def main(url: str, folder: str, conversation_id: str) -> None:
    """One upload, up to the last moment before it counts."""
    import_all_tables()
    content = files.CSV.encode()
    file = service.examine(content, "表.csv", ChildReader(), 2**20)
    keeping.keep(Path(folder), content)
    clock = SystemClock()
    with unit_of_work(open_engine(url), actor("enterprise", organisation="org_1"), clock, Identifiers(clock)) as work:
        service.take(work, conversation_id, file, 20)
        sys.stdout.write("written, not committed\n")
        sys.stdout.flush()
        time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
