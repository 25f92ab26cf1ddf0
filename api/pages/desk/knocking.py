"""Who knocks with wrong keys waits: five are free, then a second, two, four … up to a minute. Nobody is locked out.

Kept in this process only: the keys are too long to be guessed, this keeps a guesser from working the machine.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FREE = 5
LONGEST = 60
"""Seconds."""
FORGOTTEN = timedelta(minutes=15)
MOST = 1_000
"""Addresses that are remembered."""


class Knocks:
    """Wrong keys by address: how many in a row, and when the last one came."""

    def __init__(self) -> None:
        self._failures: dict[str, tuple[int, datetime]] = {}

    def wait(self, address: str, now: datetime) -> int:
        """Seconds until this address may try again; 0: now."""
        count, last = self._failures.get(address, (0, now))
        if count < FREE or now - last >= FORGOTTEN:
            return 0
        pause = min(1 << min(count - FREE, 10), LONGEST)
        return max(0, pause - int((now - last).total_seconds()))

    def failed(self, address: str, now: datetime) -> None:
        """A wrong key."""
        count, last = self._failures.pop(address, (0, now))
        self._failures[address] = (1 if now - last >= FORGOTTEN else count + 1, now)
        while len(self._failures) > MOST:
            self._failures.pop(next(iter(self._failures)), None)

    def succeeded(self, address: str) -> None:
        """A right one: what was before is forgotten."""
        self._failures.pop(address, None)
