"""The weighted sum as a function of the weights: what one assessment's total would be under others.

The missing-data policy is applied as in the assessment. Under ``renormalise`` the official weights w of the assessed
children became the weights e that took part, quantised to six decimals. A change w → w' is carried over by the factors
q = e / w, so that w' = w gives the very total of the report: value = Σ q·w'·s / Σ q·w'. Without gaps every q is 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from evaluation.editions.scheme import ROOT, MissingPolicy
from evaluation.quantise import ONE, quantise

Weighting = Mapping[str, Mapping[str, int]]
"""Units of 10^-6 by child id, by parent id; the whole (``T``) first, every parent before its children."""


@dataclass(frozen=True, slots=True)
class Group:
    """One parent in one assessment.

    By child id: ``weights`` w, ``factors`` q, ``scores`` s (points; a gap that counts as zero is 0). The total is
    ``rest`` + ``reach`` × the value of this parent.
    """

    parent: str
    weights: dict[str, Fraction]
    factors: dict[str, Fraction]
    scores: dict[str, Fraction]
    reach: Fraction
    rest: Fraction

    def total(self, weights: Mapping[str, Fraction]) -> Fraction | None:
        """The total under other weights of this parent; ``None`` when they leave nothing that was assessed."""
        whole = sum((self.factors[name] * weight for name, weight in weights.items()), Fraction(0))
        if not whole:
            return None
        value = sum((self.factors[name] * weight * self.scores[name] for name, weight in weights.items()), Fraction(0))
        return self.rest + self.reach * value / whole

    def sums(self) -> Sums:
        """What :meth:`scaled_total` needs of the official weights."""
        return Sums.of(self)

    def scaled_total(self, child: str, weight: Fraction, sums: Sums) -> Fraction | None:
        """:meth:`total` when ``child`` (below 1) gets ``weight`` and its siblings are scaled; from :meth:`sums`."""
        parts, of = weight.numerator, weight.denominator
        own, factor, score = sums.weights[child], sums.factors[child], sums.scores[child]
        mine, theirs = parts * (ONE - own) * factor, of - parts
        whole = mine + theirs * (sums.whole - own * factor)
        if not whole:
            return None
        over = mine * score + theirs * (sums.over - own * factor * score)
        value = Fraction(over * sums.reach.numerator, whole * sums.unit * sums.reach.denominator)
        return sums.rest + value

    def above(self, cut: Fraction) -> dict[str, Fraction]:
        """c with the sign of Σ c·w' that of total − ``cut``, whatever the weights w' of this parent are."""
        return {name: self.factors[name] * (self.rest + self.reach * self.scores[name] - cut) for name in self.weights}


@dataclass(frozen=True, slots=True)
class Sums:
    """A parent in whole numbers: weights in units of 10^-6, factors of one common unit, scores of 1/``unit`` point.

    ``whole`` is Σ q·w and ``over`` Σ q·w·s in these units.
    """

    weights: dict[str, int]
    factors: dict[str, int]
    scores: dict[str, int]
    unit: int
    whole: int
    over: int
    reach: Fraction
    rest: Fraction

    @classmethod
    def of(cls, group: Group) -> Sums:
        """The parent as it is under the official weights."""
        weights = {name: int(weight * ONE) for name, weight in group.weights.items()}
        factors, _ = _whole_numbers(group.factors)
        scores, unit = _whole_numbers(group.scores)
        parts = {name: factors[name] * weight for name, weight in weights.items()}
        over = sum(part * scores[name] for name, part in parts.items())
        return cls(weights, factors, scores, unit, sum(parts.values()), over, group.reach, group.rest)


def _whole_numbers(exact: Mapping[str, Fraction]) -> tuple[dict[str, int], int]:
    unit = lcm(*(number.denominator for number in exact.values()))
    return {name: number.numerator * (unit // number.denominator) for name, number in exact.items()}, unit


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One assessment: ``total`` in points, ``groups`` that have a value, ``leaves`` (flat effective weight, score)
    of all that takes part."""

    total: Fraction
    groups: dict[str, Group]
    leaves: dict[str, tuple[Fraction, Fraction]]


def reckon(weighting: Weighting, scores: Mapping[str, Fraction | None], missing: MissingPolicy) -> Reckoning | None:
    """The assessment of ``scores`` (points by leaf id, ``None`` = 未评); ``None`` when there is no total."""
    values: dict[str, Fraction | None] = dict(scores)
    used: dict[str, dict[str, Fraction]] = {}
    for parent, under in reversed(list(weighting.items())):
        present = [name for name in under if values[name] is not None]
        used[parent] = _used(under, present, missing)
        values[parent] = _value(values, used[parent], missing)
    total = values[ROOT]
    if total is None:
        return None
    reach = {ROOT: Fraction(1)}
    groups, leaves = {}, {}
    for parent, under in weighting.items():
        value = values[parent]
        reach.update({name: reach[parent] * used[parent][name] for name in under})
        leaves.update(
            {
                name: (reach[name], values[name] or Fraction(0))
                for name in under
                if name not in weighting and (values[name] is not None or missing == "zero")
            }
        )
        if value is not None:
            groups[parent] = Group(
                parent=parent,
                weights={name: Fraction(units, ONE) for name, units in under.items()},
                factors=_factors(under, used[parent], {n for n in under if values[n] is not None}, missing),
                scores={name: values[name] or Fraction(0) for name in under},
                reach=reach[parent],
                rest=total - reach[parent] * value,
            )
    return Reckoning(total, groups, leaves)


def _used(under: Mapping[str, int], present: list[str], missing: MissingPolicy) -> dict[str, Fraction]:
    if missing != "renormalise" or len(present) == len(under):
        return {name: Fraction(units, ONE) for name, units in under.items()}
    units = quantise({name: under[name] for name in present}) if any(under[name] for name in present) else {}
    return {name: Fraction(units.get(name, 0), ONE) for name in under}


def _value(
    values: Mapping[str, Fraction | None], used: Mapping[str, Fraction], missing: MissingPolicy
) -> Fraction | None:
    known = {name: value for name in used if (value := values[name]) is not None}
    if (missing == "block" and len(known) < len(used)) or not any(used[name] for name in known):
        return Fraction(0) if missing == "zero" else None
    return sum((used[name] * value for name, value in known.items()), Fraction(0))


def _factors(
    under: Mapping[str, int], used: Mapping[str, Fraction], present: set[str], missing: MissingPolicy
) -> dict[str, Fraction]:
    if missing != "renormalise" or len(present) == len(under):
        return dict.fromkeys(under, Fraction(1))
    weightless = Fraction(ONE, sum(under[name] for name in present))
    return {
        name: Fraction(0) if name not in present else used[name] * ONE / units if units else weightless
        for name, units in under.items()
    }
