"""Whether multipliers that were learned may be used: judged by demands they were not learned from, the weakest first.

What a demand gains is by how many points its accepted centres get further ahead of the declined ones, counted near the
turning point only (:data:`NEAR`): a lead that is large already, or a wrong decision far behind, moves nothing.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.language import Sentence, sentence
from matcher.learning.chance import fallen, is_more_than_chance
from matcher.learning.fitting import even, fitted
from matcher.learning.judging import EVEN, Pairs, Whole
from matcher.policy import MatchPolicy

FOLDS = 10
NEAR = 40_000
"""Points of lead on either side beyond which nothing is gained or lost."""
WORTH = 120
"""One pair in so many must come right, or a new order of everything is not worth it."""
WEAKEST = 4
"""The quarter of the trades that fared worst in learning must not fall where it was not learned."""


class HeldOut(NamedTuple):
    """Under multipliers learned from the other folds: the lead of every pair, and whether its trade is of the weakest
    there."""

    ahead: Whole
    is_weak: NDArray[np.bool_]


class Learned(NamedTuple):
    """Multipliers learned from all demands and, for the guards, from those outside each fold."""

    care: int
    whole: Whole
    by_fold: tuple[Whole | None, ...]


def learned_with(care: int, pairs: Pairs, folds: Whole, base: MatchPolicy) -> Learned:
    """The fit of all pairs, and one without each fold; ``None`` for a fold of which there is no demand."""
    by_fold = tuple(
        fitted(pairs.of(folds != fold), base, care) if (folds == fold).any() else None for fold in range(FOLDS)
    )
    return Learned(care, fitted(pairs, base, care), by_fold)


def folds_of(pairs: Pairs) -> Whole:
    """The fold of every pair: by the hash of its demand's id, so that no demand is both learned from and judged."""
    return np.array(
        [int(hashlib.sha256(one.encode()).hexdigest(), 16) % FOLDS for one in pairs.demands.tolist()], np.int64
    )


def held_out(pairs: Pairs, folds: Whole, found: Learned, base: MatchPolicy) -> HeldOut:
    """What the multipliers of each fold do to the demands of the fold."""
    ahead, is_weak = np.zeros(len(folds), np.int64), np.zeros(len(folds), bool)
    for fold, multipliers in enumerate(found.by_fold):
        if multipliers is None:
            continue
        own = folds == fold
        ahead[own] = pairs.of(own).ahead(multipliers)
        is_weak[own] = np.isin(pairs.trades[own], _weakest(pairs.of(~own), multipliers, base))
    return HeldOut(ahead, is_weak)


def objection(pairs: Pairs, base: MatchPolicy, whole: Whole, judged: HeldOut, tries: int = 1) -> Sentence | None:
    """Why ``whole``, one of so many ``tries``, is not to be used; ``None`` where nothing speaks against it."""
    before = pairs.ahead(even(base))
    gains = gains_by_demand(pairs, before, judged.ahead)
    if not is_more_than_chance(list(gains.values()), tries):
        up, down = (sum(sign * one > 0 for one in gains.values()) for sign in (1, -1))
        return sentence(
            "留出的需求里，变好的 {better} 条、变差的 {worse} 条：不比碰运气强，不采用", better=up, worse=down
        )
    had, has = int((before > 0).sum()), int((judged.ahead > 0).sum())
    if WORTH * (has - had) < len(before):
        return sentence("留出的需求里，排对的从 {had} 对到 {has} 对：不值得改，不采用", had=had, has=has)
    for after in (judged.ahead, pairs.ahead(whole)):
        if one := fallen(_changed(pairs, before > 0, after > 0)):
            trade, right, wrong = one
            return sentence(
                "“{trade}”里变对 {right} 对、变错 {wrong} 对，决定里的差错解释不了，不采用",
                trade=trade,
                right=right,
                wrong=wrong,
            )
    weak = pairs.of(judged.is_weak)
    if sum(gains_by_demand(weak, before[judged.is_weak], judged.ahead[judged.is_weak]).values()) < 0:
        return sentence("学的时候最吃亏的四分之一行业，留出的需求也合计变差，不采用")
    return None


def gains_by_demand(pairs: Pairs, before: Whole, after: Whole) -> dict[str, int]:
    """What each demand gains, in points near the turning point, over all its pairs; by demand id, sorted."""
    gained = _near(after) - _near(before)
    names, at = np.unique(pairs.demands, return_inverse=True)
    sums = np.zeros(len(names), np.int64)
    np.add.at(sums, at, gained)
    return dict(zip(names.tolist(), sums.tolist(), strict=True))


def _near(ahead: Whole) -> Whole:
    return np.asarray(np.clip(ahead // EVEN, -NEAR, NEAR))


def _weakest(pairs: Pairs, multipliers: Whole, base: MatchPolicy) -> list[str]:
    """The quarter of the trades whose demands gain the least on average, at least one; ties by name."""
    trade_of = dict(zip(pairs.demands.tolist(), pairs.trades.tolist(), strict=True))
    by_trade: dict[str, list[int]] = {}
    for demand, gain in gains_by_demand(pairs, pairs.ahead(even(base)), pairs.ahead(multipliers)).items():
        by_trade.setdefault(trade_of[demand], []).append(gain)
    ordered = sorted(by_trade, key=lambda trade: (EVEN * sum(by_trade[trade]) // len(by_trade[trade]), trade))
    return ordered[: max(1, len(ordered) // WEAKEST)]


def _changed(pairs: Pairs, before: NDArray[np.bool_], after: NDArray[np.bool_]) -> list[tuple[str, int, int]]:
    """By trade: how many pairs became right, how many wrong."""
    found = []
    for trade in np.unique(pairs.trades).tolist():
        own = pairs.trades == trade
        found.append((trade, int((after & ~before)[own].sum()), int((before & ~after)[own].sum())))
    return found
