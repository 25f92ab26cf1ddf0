"""Names for things: ``dem_06F3K…`` – a prefix that says what it is, then time, then chance.

Sorting ids sorts by birth (milliseconds); the 80 random bits make them unguessable, also for who holds the id made just
before: an id may be the key to a talk. Clock and randomness come from outside, so a test or a replay gets the same ids.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable

from foundation.clock import Clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to misread over the telephone


def _encode(number: int, length: int) -> str:
    out = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        out.append(_ALPHABET[digit])
    return "".join(reversed(out))


class Identifiers:
    """Makes ids. ``random_bits(80)`` may be replaced to make them repeatable."""

    def __init__(self, clock: Clock, random_bits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._random_bits = random_bits
        self._last: tuple[int, int] = (0, 0)
        self._lock = threading.Lock()

    def new(self, prefix: str) -> str:
        """A fresh id such as ``dem_01JD2…`` (26 characters after the prefix), later than all before it."""
        with self._lock:
            moment = int(self._clock.now().timestamp() * 1000)
            last_moment, last_chance = self._last
            if moment <= last_moment:
                moment, chance = last_moment, last_chance + 1 + self._random_bits(64)
            else:
                chance = self._random_bits(79)
            if chance >> 80:  # thousands in one millisecond
                moment, chance = moment + 1, self._random_bits(79)
            self._last = (moment, chance)
        return f"{prefix}_{_encode(moment, 10)}{_encode(chance, 16)}"
