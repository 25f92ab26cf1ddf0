"""Where a linear decision flips: closed forms in fractions, nothing is searched or stepped through.

A decision is the sign of f(w) = Σ c·w over the weights w of one parent (see :meth:`evaluation.sensitivity.tree.Group`):
f > 0 is on the upper side, f < 0 on the lower, f = 0 on the upper side when ``inclusive``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluation.quantise import id_order

Numbers = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Flip:
    """The decision flips ``at`` this number: already there when ``there``, otherwise everywhere just beyond it."""

    at: Fraction
    there: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Weight ``taken`` from children (by id) and given to ``to``; the L1 change is twice what was moved."""

    taken: dict[str, Fraction]
    to: str
    there: bool

    @property
    def l1(self) -> Fraction:
        """Σ |w' − w|."""
        return 2 * sum(self.taken.values(), Fraction(0))


def scaled(weights: Numbers, child: str, weight: Fraction) -> dict[str, Fraction]:
    """``child`` gets ``weight`` (0–1), its siblings keep their proportions and fill up to 1; ``child`` is below 1."""
    rest = (1 - weight) / (1 - weights[child])
    return {name: weight if name == child else own * rest for name, own in weights.items()}


def shifted(weights: Numbers, giver: str, taker: str, share: Fraction) -> dict[str, Fraction]:
    """``share`` of the whole moves from ``giver`` to ``taker``."""
    return {**weights, giver: weights[giver] - share, taker: weights[taker] + share}


def decision(weights: Numbers, c: Numbers) -> Fraction:
    """f(w) = Σ c·w."""
    return sum((c[name] * weight for name, weight in weights.items()), Fraction(0))


def one_weight(
    weights: Numbers, factors: Numbers, c: Numbers, child: str, inclusive: bool, f: Fraction | None = None
) -> tuple[Flip | None, Flip | None]:
    """The flips below and above the present weight of ``child`` when its siblings are scaled along.

    ``f`` is :func:`decision` at the present weights where that is known already.
    """
    now = weights[child]
    if now == 1:
        return None, None
    if f is None:
        f = decision(weights, c)
    slope = (c[child] - f) / (1 - now)
    kept = any(weight and factors[name] for name, weight in weights.items() if name != child)
    down, up = (_flip(now, end, f, slope, inclusive) for end in (Fraction(0), Fraction(1)))
    return tuple(  # type: ignore[return-value]
        flip if flip and ((flip.at and factors[child]) or (flip.at != 1 and kept)) else None for flip in (down, up)
    )


def pair(
    weights: Numbers, factors: Numbers, c: Numbers, giver: str, taker: str, inclusive: bool, f: Fraction | None = None
) -> Flip | None:
    """The least weight that must move from ``giver`` to ``taker`` to flip the decision; ``f`` as for one weight."""
    if not weights[giver]:
        return None
    if f is None:
        f = decision(weights, c)
    flip = _flip(Fraction(0), weights[giver], f, c[taker] - c[giver], inclusive)
    return flip if flip and _assessed(shifted(weights, giver, taker, flip.at), factors) else None


def least_move(weights: Numbers, factors: Numbers, c: Numbers, inclusive: bool) -> Move | None:
    """The smallest L1 change of the weights that flips the decision; ``None`` when no weights do.

    A linear programme over a simplex: weight goes to the one best child, from the worst children first.
    """
    f = decision(weights, c)
    upper = f > 0 or (f == 0 and inclusive)
    there = upper != inclusive
    gain = {name: -c[name] if upper else c[name] for name in weights}
    present = [name for name in weights if factors[name]]
    if not present:
        return None
    best = max(gain[name] for name in present)
    if best < 0 or (best == 0 and not there):
        return None
    to = min((name for name in present if gain[name] == best), key=id_order)
    lacking, taken = abs(f), {}
    for name in sorted(weights, key=lambda name: (gain[name], id_order(name))):
        if lacking <= 0 or gain[name] >= best:
            break
        if weights[name]:
            taken[name] = min(weights[name], lacking / (best - gain[name]))
            lacking -= taken[name] * (best - gain[name])
    return Move(taken, to, there)


def _flip(now: Fraction, end: Fraction, f: Fraction, slope: Fraction, inclusive: bool) -> Flip | None:
    """On the way from ``now`` to ``end``, with f(t) = f + slope·(t − now)."""
    grows = slope if end > now else -slope
    if end == now or not grows:
        return None
    if f == 0:
        return Flip(now, False) if (grows < 0) == inclusive else None
    there = (f > 0) != inclusive
    at = now - f / slope
    inside = now < at <= end if end > now else end <= at < now
    return Flip(at, there) if inside and (there or at != end) else None


def _assessed(weights: Numbers, factors: Numbers) -> bool:
    """Whether any weight is left on something that was assessed."""
    return any(weight and factors[name] for name, weight in weights.items())
