"""A parser that was taken over: it tells what it can see of the house."""

from __future__ import annotations

import json
import os

from intake.attachments import child


def _look(content: bytes, kind: str) -> tuple[str, str]:
    try:
        forked = os.fork()
        if forked == 0:
            os._exit(0)
        fork = "forked"
    except OSError:
        fork = "no further process"
    try:
        with open("/tmp/attachment-child-wrote", "wb") as out:
            out.write(b"x" * (40 * 2**20))
        wrote = "wrote 40 MB"
    except OSError:
        wrote = "refused"
    return json.dumps({"environment": sorted(os.environ), "folder": os.getcwd(), "fork": fork, "write": wrote}), ""


def main() -> None:
    """Looks around."""
    child.main(_look)
