"""What chance alone could have done: exact tests on whole numbers, no table and no drawing of lots."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb

CHANCE = 20
"""Taken for more than chance when chance would do as well less often than once in so many times."""
MISTAKEN = (18, 100)
"""How often a pair says the wrong thing when one decision in ten is mistaken: 2 × 0.1 × 0.9."""
GRAIN = 4_000
"""Gains are counted in parts of their sum as fine as this."""


def is_more_than_chance(gains: Sequence[int], tries: int = 1) -> bool:
    """Whether the gains are more than their signs tossed anew would give (exact sign-flip test, one-sided).

    Gains of equal size make it the sign test. Of several ``tries``, of which the first that passes is taken, each must
    pass so much more clearly (Bonferroni).
    """
    unit = sum(map(abs, gains)) // GRAIN + 1
    sizes = [size for one in gains if (size := abs(one) // unit)]
    won = sum(one // unit for one in gains if one >= unit)
    # The ways to win so much, for every sum at once, each in its own digits of one number.
    width = len(sizes) + 1
    ways = 1
    for size in sizes:
        ways += ways << size * width
    as_much = (ways >> won * width) % ((1 << width) - 1) if sizes else 1
    return CHANCE * tries * as_much < 1 << len(sizes)


def fallen(changed: Sequence[tuple[str, int, int]]) -> tuple[str, int, int] | None:
    """Of groups with (name, pairs made right, pairs made wrong) the one that fell the most certainly, if any did.

    A group has fallen when more pairs became wrong than right, and mistaken decisions (:data:`MISTAKEN`) would make so
    many of its changes look wrong less often than once in :data:`CHANCE`, Holm's correction made for all groups.
    """
    moved = [one for one in changed if one[1] + one[2]]
    rarest = min(moved, key=lambda one: (Fraction(_as_often(one), _all(one)), one[0]), default=None)
    if rarest is None or rarest[2] <= rarest[1]:
        return None
    # Holm's first step: where the rarest does not fall, none does.
    return rarest if CHANCE * len(moved) * _as_often(rarest) < _all(rarest) else None


def _as_often(group: tuple[str, int, int]) -> int:
    _, right, wrong = group
    if wrong <= right:
        return _all(group)
    (mistaken, of), every = MISTAKEN, right + wrong
    return sum(comb(every, n) * mistaken**n * (of - mistaken) ** (every - n) for n in range(wrong, every + 1))


def _all(group: tuple[str, int, int]) -> int:
    return int(MISTAKEN[1] ** (group[1] + group[2]))
