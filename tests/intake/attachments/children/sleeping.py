"""A parser that waits for ever, uses no processor time, and got rid of its own limits."""

from __future__ import annotations

import time


def main() -> None:
    """Sleeps."""
    time.sleep(600)
