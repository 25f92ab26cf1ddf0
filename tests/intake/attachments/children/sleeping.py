"""A parser that waits for ever and uses no processor time."""

from __future__ import annotations

import time

from intake.attachments import child


def main() -> None:
    """Sleeps."""
    child.main(lambda content, kind: (str(time.sleep(600)), ""))
