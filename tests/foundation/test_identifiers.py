"""Ids say what they name, sort by birth, repeat with the same seed, and never meet twice."""

from __future__ import annotations

import random
import re
import threading
from datetime import timedelta
from itertools import pairwise

from foundation.clock import SetClock
from foundation.identifiers import Identifiers


def test_an_id_carries_its_prefix_and_no_letter_to_misread(clock: SetClock) -> None:
    made = Identifiers(clock).new("dem")
    assert re.fullmatch(r"dem_[0-9A-HJKMNP-TV-Z]{26}", made)


def test_ids_sort_by_birth(clock: SetClock) -> None:
    identifiers = Identifiers(clock)
    made = []
    for step in (0, 0, 0, 1, 0, 1000, 86_400_000):
        clock.advance(timedelta(milliseconds=step))
        made.append(identifiers.new("dem"))
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_keep_their_order_when_the_clock_goes_back(clock: SetClock) -> None:
    identifiers = Identifiers(clock)
    first = identifiers.new("dem")
    clock.advance(timedelta(hours=-1))
    assert identifiers.new("dem") > first


def test_the_same_seed_gives_the_same_ids(clock: SetClock) -> None:
    one, other = (Identifiers(clock, random.Random(7).getrandbits) for _ in range(2))
    assert [one.new("a") for _ in range(5)] == [other.new("a") for _ in range(5)]
    assert Identifiers(clock).new("a") != Identifiers(clock).new("a")


def test_the_largest_chance_does_not_spill_over(clock: SetClock) -> None:
    identifiers = Identifiers(clock, lambda bits: 2**bits - 1)
    made = [identifiers.new("a") for _ in range(3)]
    assert made == sorted(made)
    assert {len(one) for one in made} == {28}


def test_threads_never_get_the_same_id(clock: SetClock) -> None:
    identifiers = Identifiers(clock)
    made: list[str] = []

    def make() -> None:
        made.extend([identifiers.new("dem") for _ in range(2_000)])

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000


def test_the_next_id_of_the_same_moment_cannot_be_guessed_from_the_last(clock: SetClock) -> None:
    identifiers = Identifiers(clock, random.Random(7).getrandbits)
    made = [identifiers.new("con") for _ in range(100)]
    same = [sum(a == b for a, b in zip(one[-12:], next_one[-12:], strict=True)) for one, next_one in pairwise(made)]
    assert max(same) <= 6


def test_very_many_ids_of_one_moment_stay_in_order_and_in_shape(clock: SetClock) -> None:
    identifiers = Identifiers(clock, lambda bits: 2**bits - 1)
    made = [identifiers.new("a") for _ in range(40_000)]
    assert made == sorted(set(made))
    assert {len(one) for one in made} == {28}
