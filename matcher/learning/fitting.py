"""The multipliers that serve the decisions best: fixed steps in a fixed order, whole numbers only.

An accepted centre should stand before every declined one of the same run, by :data:`MARGIN` points; what it lacks is
the loss. Each demand weighs the same, multipliers are held back towards 1000, and all signals together keep the points
they have. A *careful* fit counts what a trade loses against the weights of before once more, or three times more: it
goes where no trade has to pay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import product

import numpy as np

from matcher.learning.judging import EVEN, Pairs, Whole
from matcher.policy import MatchPolicy

LEAST, MOST = 800, 1200
"""The region of trust: a few hundred decisions never turn the method upside down."""
STEPS = (40, 10)
ROUNDS = 40
MARGIN = 60_000
RIDGE = 1
"""Points of loss for each squared thousandth away from even: what a few demands alone cannot outweigh. Margin and
ridge were chosen by the held-out pairs of simulated decisions on the train half of the graded set."""


def even(base: MatchPolicy) -> Whole:
    """Multipliers that change nothing."""
    return np.full(len(base.signals), EVEN, np.int64)


def fitted(pairs: Pairs, base: MatchPolicy, care: int = 0) -> Whole:
    """The multipliers with the least loss that steps of :data:`STEPS` lead to.

    ``care``: how many times more a trade's loss counts where it is above that of the weights of before.
    """
    loss = _Loss(pairs, care, even(base))
    raw = even(base)
    best = loss.of(raw)
    for step in STEPS:
        for _ in range(ROUNDS):
            is_better = False
            for number, way in product(range(len(raw)), (step, -step)):
                tried = raw.copy()
                tried[number] += way
                multipliers = _together(tried, base)
                if multipliers.min() < LEAST or multipliers.max() > MOST:
                    continue
                now = loss.of(multipliers)
                if now < best:
                    raw, best, is_better = tried, now, True
            if not is_better:
                break
    return _together(raw, base)


def reweighed(base: MatchPolicy, multipliers: Sequence[int]) -> MatchPolicy:
    """``base`` with other points for its signals, together as many as before; its version names them."""
    total = sum(one.points for one in base.signals)
    wanted = [one.points * by for one, by in zip(base.signals, multipliers, strict=True)]
    points = [one * total // sum(wanted) for one in wanted]
    left = sorted(range(len(wanted)), key=lambda at: (-(wanted[at] * total % sum(wanted)), at))
    for at in left[: total - sum(points)]:
        points[at] += 1
    signals = tuple(one.model_copy(update={"points": given}) for one, given in zip(base.signals, points, strict=True))
    name = hashlib.sha256(repr(points).encode()).hexdigest()[:8]
    return base.model_copy(update={"version": f"{base.version}+{name}", "signals": signals})


class _Loss:
    """What is lacking, over all demands alike, and once more for trades that lack more than before."""

    def __init__(self, pairs: Pairs, care: int, before: Whole) -> None:
        self._pairs, self._care = pairs, care
        _, at, counts = np.unique(pairs.demands, return_inverse=True, return_counts=True)
        self._weight = EVEN // counts[at]
        names, self._trade = np.unique(pairs.trades, return_inverse=True)
        self._trades = len(names)
        self._before = self._by_trade(before)

    def of(self, multipliers: Whole) -> int:
        now, away = self._by_trade(multipliers), multipliers - EVEN
        more = np.maximum(0, now - self._before)
        return int(now.sum()) + self._care * int(more.sum()) + RIDGE * EVEN * int(away @ away)

    def _by_trade(self, multipliers: Whole) -> Whole:
        short = np.maximum(0, EVEN * MARGIN - self._pairs.ahead(multipliers)) // EVEN * self._weight
        found = np.zeros(self._trades, np.int64)
        np.add.at(found, self._trade, short)
        return found


def _together(raw: Whole, base: MatchPolicy) -> Whole:
    """Multipliers under which all signals keep their points together, to the thousandth."""
    points = np.array([one.points for one in base.signals], np.int64)
    now = int(points @ raw)
    return np.asarray((raw * EVEN * int(points.sum()) + now // 2) // now)
