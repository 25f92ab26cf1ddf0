"""What is read for long is not searched for garbage; everything else still is."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref

from foundation.long_lived import WORTH, long_lived

PASSED_BY = """
import gc, weakref
from foundation.long_lived import WORTH, long_lived
class Ring:
    def __init__(self): self.me = self
with long_lived():
    ring = weakref.ref(Ring())
"""
"""A process of its own begins with a ring of garbage that is passed by with what is held beside it."""


class Ring:
    def __init__(self) -> None:
        self.me = self


def test_what_is_made_inside_is_passed_by_and_later_garbage_is_found() -> None:
    try:
        with long_lived():
            assert not gc.isenabled()
            held = [[number] for number in range(2 * WORTH)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= len(held)
        assert not any(one is held for one in gc.get_objects())
        ring = weakref.ref(Ring())
        gc.collect()
        assert ring() is None
    finally:
        gc.unfreeze()


def test_garbage_of_before_is_collected_when_something_is_read_anew() -> None:
    told = """    held = [[number] for number in range(2 * WORTH)]
assert ring() is not None
with long_lived():
    more = [[number] for number in range(2 * WORTH)]
assert ring() is None
"""
    subprocess.run([sys.executable, "-c", PASSED_BY + told], check=True)


def test_all_is_looked_at_again_only_when_half_as_much_has_been_added() -> None:
    told = """    held = [[number] for number in range(10 * WORTH)]
for _ in range(3):
    with long_lived():
        again = [[number] for number in range(2 * WORTH)]
assert ring() is not None  # index after index, one at a time: two tenths more than at first
with long_lived():
    more = [[number] for number in range(6 * WORTH)]
assert ring() is None
"""
    subprocess.run([sys.executable, "-c", PASSED_BY + told], check=True)


def test_a_little_is_left_to_the_collector() -> None:
    frozen = gc.get_freeze_count()
    with long_lived():
        held = [[number] for number in range(100)]
    assert gc.get_freeze_count() == frozen
    assert gc.isenabled()
    assert held


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with long_lived():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
