"""Learn from decisions how much each signal should count (B18): whole numbers only, no search run again. Pure.

Fits are tried from the most careful to the boldest (:mod:`matcher.learning.fitting`); the first that nothing speaks
against (:mod:`matcher.learning.guards`) is adopted. Where none is, the reason is that
against the boldest. Same decisions in any order, same lesson.
"""

from __future__ import annotations

from collections.abc import Sequence

from foundation.language import Sentence, sentence
from foundation.values import Value
from matcher.learning.fitting import even, reweighed
from matcher.learning.guards import HeldOut, Learned, folds_of, held_out, learned_with, objection
from matcher.learning.judging import Judged, Pairs, Whole, pairs_of
from matcher.policy import MatchPolicy

CARE = (3, 1, 0)
"""How many times more a trade's loss counts, the most careful first."""


class Multiplier(Value):
    """How much a signal counts, in thousandths of what it counted."""

    signal: str
    thousandths: int


class Lesson(Value):
    """What decisions taught. ``right_before`` and ``right_after`` count pairs of demands that were held out; where
    nothing is adopted, those and the multipliers are of the boldest fit."""

    base_digest: str
    policy: MatchPolicy | None
    """``None``: nothing is adopted, ``why`` says why not."""
    multipliers: tuple[Multiplier, ...] = ()
    care: int = 0
    """How many times more a trade's loss counted."""
    decisions: int
    demands: int = 0
    pairs: int = 0
    right_before: int = 0
    right_after: int = 0
    why: Sentence


def learned(judged: Sequence[Judged], base: MatchPolicy) -> Lesson:
    """What these decisions teach about ``base``; every :class:`Judged` has been weighed against it."""
    pairs = pairs_of(judged)
    if not len(pairs.rest):
        why = sentence("没有哪条需求既接受了中心，又因为不对口退回了中心：学不到什么")
        return Lesson(base_digest=base.digest, decisions=len(judged), policy=None, why=why)
    folds = folds_of(pairs)
    for care in CARE:
        lesson = _lesson(pairs, folds, learned_with(care, pairs, folds, base), base, len(judged))
        if lesson.policy is not None:
            break
    return lesson


def _lesson(pairs: Pairs, folds: Whole, found: Learned, base: MatchPolicy, decisions: int) -> Lesson:
    judged: HeldOut = held_out(pairs, folds, found, base)
    against = objection(pairs, base, found.whole, judged, len(CARE))
    had, has = int((pairs.ahead(even(base)) > 0).sum()), int((judged.ahead > 0).sum())
    why = against or sentence("留出的需求里，排对的从 {had} 对升到 {has} 对，没有行业吃亏：采用", had=had, has=has)
    return Lesson(
        base_digest=base.digest,
        policy=reweighed(base, found.whole.tolist()) if against is None else None,
        multipliers=tuple(
            Multiplier(signal=signal.name, thousandths=one)
            for signal, one in zip(base.signals, found.whole.tolist(), strict=True)
        ),
        care=found.care,
        decisions=decisions,
        demands=len(set(pairs.demands.tolist())),
        pairs=len(pairs.rest),
        right_before=had,
        right_after=has,
        why=why,
    )
