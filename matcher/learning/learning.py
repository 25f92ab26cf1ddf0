"""Learn from decisions how much each signal should count (B18): whole numbers only, no search run again. Pure.

1. A centre's score is a sum of what the signals gave its rows, and that is stored. So other weights are a
   multiplication: ``score' = Σ contribution × multiplier / 1000 + rest``. What a row lost (trade, prose, legal scope)
   it lost as a share of its score: each signal loses that share too (:func:`weighed`).
2. An accepted centre should stand before every declined one of the same run, by :data:`MARGIN` points. Multipliers
   are moved in fixed steps and a fixed order inside :data:`LEAST` … :data:`MOST`, held back towards 1000; each demand
   weighs the same, and all signals together keep the points they have.
3. Adopted only if, for demands the multipliers were not learned from, more demands get better than chance explains,
   and no trade gets worse (:func:`learned`).

Same decisions in any order, same lesson.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.matchlist import Hit
from matcher.policy import MatchPolicy

Whole = NDArray[np.int64]

EVEN = 1000
"""A multiplier that changes nothing; multipliers are thousandths."""
LEAST, MOST = 800, 1200
"""The region of trust: a few hundred decisions never turn the method upside down."""
STEPS = (40, 10)
ROUNDS = 40
MARGIN = 60_000
RIDGE = 1
"""Points of loss for each squared thousandth away from even: what a few demands alone cannot outweigh. Margin and
ridge were chosen by the held-out pairs of simulated decisions on the train half of the graded set."""
FOLDS = 5
CHANCE = 20
"""Adopted when luck alone would do as well less often than once in so many times."""
ENOUGH = 10
"""A trade is watched on its own from so many pairs on."""

TELLING = frozenset({"outside_scope", "wrong_product", "wrong_parameter"})
"""Reasons for declining that say something of fit. The others (no capacity, price, a conflict …) would teach the
signals what they cannot see."""

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


class Multiplier(Value):
    """How much a signal counts, in thousandths of what it counted."""

    signal: str
    thousandths: int


class Lesson(Value):
    """What decisions taught. ``right_before`` and ``right_after`` count pairs of demands that were held out."""

    base_digest: str
    policy: MatchPolicy | None
    """``None``: nothing is adopted, ``why`` says why not."""
    multipliers: tuple[Multiplier, ...] = ()
    decisions: int
    demands: int = 0
    pairs: int = 0
    right_before: int = 0
    right_after: int = 0
    demands_better: int = 0
    demands_worse: int = 0
    why: Sentence


class _Pairs(NamedTuple):
    """Accepted minus declined: points by signal (pairs, signals) and the rest (pairs,); whose pair each is."""

    points: Whole
    rest: Whole
    demands: NDArray[np.str_]
    trades: NDArray[np.str_]

    def of(self, chosen: NDArray[np.bool_]) -> _Pairs:
        return _Pairs(self.points[chosen], self.rest[chosen], self.demands[chosen], self.trades[chosen])

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


def learned(judged: Sequence[Judged], base: MatchPolicy) -> Lesson:
    """What these decisions teach about ``base``; every :class:`Judged` has been weighed against it."""
    pairs = _pairs(judged)
    about = {"base_digest": base.digest, "decisions": len(judged)}
    if not len(pairs.rest):
        why = sentence("没有哪条需求既接受了中心，又因为不对口退回了中心：学不到什么")
        return Lesson(policy=None, why=why, **about)
    multipliers = _fitted(pairs, base)
    before, after = pairs.ahead(_even(base)) > 0, _held_out(pairs, base)
    gains = Counter[str]()
    for demand, gain in zip(pairs.demands.tolist(), (after.astype(int) - before).tolist(), strict=True):
        gains[demand] += gain
    better, worse = (sum(sign * gain > 0 for gain in gains.values()) for sign in (1, -1))
    about |= {
        "demands": len(gains),
        "pairs": len(before),
        "right_before": int(before.sum()),
        "right_after": int(after.sum()),
        "demands_better": better,
        "demands_worse": worse,
        "multipliers": tuple(
            Multiplier(signal=signal.name, thousandths=one)
            for signal, one in zip(base.signals, multipliers.tolist(), strict=True)
        ),
    }
    if not is_more_than_chance(better, worse):
        why = sentence(
            "留出的需求里，变好的 {better} 条、变差的 {worse} 条：不比碰运气强，不采用", better=better, worse=worse
        )
        return Lesson(policy=None, why=why, **about)
    for now in (after, pairs.ahead(multipliers) > 0):
        if fallen := _fallen(pairs.trades, before, now):
            trade, had, has = fallen
            why = sentence("“{trade}”里排对的会从 {had} 对降到 {has} 对，不采用", trade=trade, had=had, has=has)
            return Lesson(policy=None, why=why, **about)
    why = sentence(
        "留出的需求里，变好的 {better} 条、变差的 {worse} 条，没有行业变差：采用", better=better, worse=worse
    )
    return Lesson(policy=reweighed(base, multipliers.tolist()), why=why, **about)


def is_more_than_chance(better: int, worse: int) -> bool:
    """The exact sign test, one-sided: would a fair coin do as well less often than once in :data:`CHANCE`?"""
    tossed = better + worse
    return CHANCE * sum(comb(tossed, heads) for heads in range(better, tossed + 1)) < 1 << tossed


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


def _pairs(judged: Sequence[Judged]) -> _Pairs:
    runs: dict[str, list[Judged]] = defaultdict(list)
    for one in sorted(judged, key=lambda one: one.id):
        runs[one.run_id].append(one)
    # Points are scaled to the best of one run's index: centres of two runs do not compare.
    both = [
        (yes, no)
        for _, held in sorted(runs.items())
        for yes, no in product([one for one in held if one.is_accepted], [one for one in held if not one.is_accepted])
    ]
    return _Pairs(
        points=np.array([np.subtract(yes.points, no.points) for yes, no in both], np.int64),
        rest=np.array([yes.rest - no.rest for yes, no in both], np.int64),
        demands=np.array([yes.demand_id for yes, _ in both], np.str_),
        trades=np.array([yes.trade for yes, _ in both], np.str_),
    )


def _even(base: MatchPolicy) -> Whole:
    return np.full(len(base.signals), EVEN, np.int64)


def _fitted(pairs: _Pairs, base: MatchPolicy) -> Whole:
    """The multipliers with the least loss that steps of :data:`STEPS` lead to."""
    raw, weight = _even(base), _equal_demands(pairs)
    best = _loss(pairs, weight, raw)
    for step in STEPS:
        for _ in range(ROUNDS):
            is_better = False
            for number, way in product(range(len(raw)), (step, -step)):
                tried = raw.copy()
                tried[number] += way
                multipliers = _together(tried, base)
                if multipliers.min() < LEAST or multipliers.max() > MOST:
                    continue
                loss = _loss(pairs, weight, multipliers)
                if loss < best:
                    raw, best, is_better = tried, loss, True
            if not is_better:
                break
    return _together(raw, base)


def _together(raw: Whole, base: MatchPolicy) -> Whole:
    """Multipliers under which all signals keep their points together, to the thousandth."""
    points = np.array([one.points for one in base.signals], np.int64)
    now = int(points @ raw)
    return np.asarray((raw * EVEN * int(points.sum()) + now // 2) // now)


def _equal_demands(pairs: _Pairs) -> Whole:
    _, at, counts = np.unique(pairs.demands, return_inverse=True, return_counts=True)
    return np.asarray(EVEN // counts[at], np.int64)


def _loss(pairs: _Pairs, weight: Whole, multipliers: Whole) -> int:
    short = np.maximum(0, EVEN * MARGIN - pairs.ahead(multipliers))
    away = multipliers - EVEN
    return int(short // EVEN @ weight) + RIDGE * EVEN * int(away @ away)


def _held_out(pairs: _Pairs, base: MatchPolicy) -> NDArray[np.bool_]:
    """Which pairs are right under multipliers learned from the demands of the other folds."""
    folds = np.array([int(hashlib.sha256(one.encode()).hexdigest(), 16) % FOLDS for one in pairs.demands.tolist()])
    right = np.zeros(len(folds), bool)
    for fold in range(FOLDS):
        own = folds == fold
        if own.any():
            right[own] = pairs.of(own).ahead(_fitted(pairs.of(~own), base)) > 0
    return right


def _fallen(
    trades: NDArray[np.str_], before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> tuple[str, int, int] | None:
    """The first trade with enough pairs of which fewer are right, and how many were and are."""
    return next(_falling(trades, before, after), None)


def _falling(
    trades: NDArray[np.str_], before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> Iterator[tuple[str, int, int]]:
    for trade in np.unique(trades).tolist():
        own = trades == trade
        had, has = int(before[own].sum()), int(after[own].sum())
        if own.sum() >= ENOUGH and has < had:
            yield trade, had, has
