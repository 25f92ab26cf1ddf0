"""What is read once and looked at for hours: the collector of cyclic garbage need not look at it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 20_000
"""So many new containers between two looks: one match makes thousands of values, nearly none of them in a cycle."""
WORTH = 50_000
"""So many new containers are worth passing by: to look at them again costs more than the look at all else to begin."""
GROWN = 1.5
"""So many times as many are passed by as when all was last looked at, before it is again: most of it is free by then,
or a process that opens index after index would look at everything each time."""

_looked_at = 0
"""How many were passed by then."""


@contextmanager
def long_lived() -> Iterator[None]:
    """What is made inside, where it is much, is not searched for garbage, neither while it is made nor later.

    Half a million small objects of an index otherwise cost as much to look at as to read, again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    before = gc.get_count()[0]
    try:
        yield
    finally:
        if gc.get_count()[0] - before >= WORTH:
            _pass_by()
        if was_on:
            gc.enable()


def _pass_by() -> None:
    global _looked_at
    was = gc.get_freeze_count()
    gc.freeze()
    if not was:
        _looked_at = gc.get_freeze_count()
    elif gc.get_freeze_count() > GROWN * _looked_at:  # what was garbage before is not to stay for ever
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _looked_at = gc.get_freeze_count()
    gc.set_threshold(max(ALLOCATIONS, gc.get_threshold()[0]))
