"""What people decided, as pairs to learn weights from: an accepted centre and a declined one of the same run.

A centre's score is a sum of what the signals gave its rows, and that is stored. So other weights are a multiplication:
``score' = Σ contribution × multiplier / 1000 + rest``. What a row lost (trade, prose, legal scope) it lost as a share
of its score: each signal loses that share too (:func:`weighed`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.values import Value
from matcher.matchlist import Hit
from matcher.policy import MatchPolicy

Whole = NDArray[np.int64]

EVEN = 1000
"""A multiplier that changes nothing; multipliers are thousandths."""

_WHOLE_SHARE = 16
_CENTRE_SHARE = 2 * _WHOLE_SHARE


class Judged(Value):
    """A centre that somebody accepted or declined: what each signal of the base gave it, in points, and the rest."""

    id: str
    run_id: str
    demand_id: str
    trade: str
    is_accepted: bool
    points: tuple[int, ...]
    rest: int


class Pairs(NamedTuple):
    """Accepted minus declined: points by signal (pairs, signals) and the rest (pairs,); whose pair each is."""

    points: Whole
    rest: Whole
    demands: NDArray[np.str_]
    trades: NDArray[np.str_]

    def of(self, chosen: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(self.points[chosen], self.rest[chosen], self.demands[chosen], self.trades[chosen])

    def ahead(self, multipliers: Whole) -> Whole:
        """By how much the accepted one leads, in thousandths of a point."""
        return np.asarray(self.points @ multipliers + EVEN * self.rest)


def weighed(rows: Sequence[Hit], policy: MatchPolicy, base: MatchPolicy) -> tuple[tuple[int, ...], int]:
    """What each signal of ``base`` would have given a centre with these rows, found with ``policy``; and the rest."""
    points, rest = [0] * len(base.signals), 0
    had = {signal.name: signal.points for signal in policy.signals}
    for place, hit in enumerate(rows):
        share = _WHOLE_SHARE >> place
        given = {one.signal: one.points for one in hit.contributions}
        signals = sum(given.get(name, 0) for name in had)
        kept = signals + given.get("trade", 0) + given.get("prose", 0)
        again = given.get("reranker", 0)
        lawful = hit.score - again
        compared = lawful - given.get("scope", 0)
        rest += share * again
        if compared > 0:
            rest += share * (compared - kept) * lawful // compared
        if compared > 0 and signals > 0:
            for number, one in enumerate(base.signals):
                if had.get(one.name):
                    gave = share * given.get(one.name, 0) * one.points * kept * lawful
                    points[number] += gave // (had[one.name] * signals * compared)
    return tuple(one // _CENTRE_SHARE for one in points), rest // _CENTRE_SHARE


def pairs_of(judged: Sequence[Judged]) -> Pairs:
    """Every pair of every run, in an order that does not depend on that of ``judged``."""
    runs: dict[str, list[Judged]] = defaultdict(list)
    for one in sorted(judged, key=lambda one: one.id):
        runs[one.run_id].append(one)
    # Points are scaled to the best of one run's index: centres of two runs do not compare.
    both = [
        (yes, no)
        for _, held in sorted(runs.items())
        for yes, no in product([one for one in held if one.is_accepted], [one for one in held if not one.is_accepted])
    ]
    return Pairs(
        points=np.array([np.subtract(yes.points, no.points) for yes, no in both], np.int64),
        rest=np.array([yes.rest - no.rest for yes, no in both], np.int64),
        demands=np.array([yes.demand_id for yes, _ in both], np.str_),
        trades=np.array([yes.trade for yes, _ in both], np.str_),
    )
