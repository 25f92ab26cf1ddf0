"""The share of admissible weights that keep the grade, by sampling (B15): the one part that is not exact.

Admissible is what is declared: every weight within ± ``spread`` of its official value, or, under parents with
``judges``, between the least and the greatest weight that a judge gave; drawn evenly and independently, then divided
by the sum of the siblings. The draws are raw 64-bit integers of PCG64 with a recorded seed, and all that follows is
settled in integers and fractions (:mod:`evaluation.sensitivity.drawn`): the same bytes everywhere. The share carries
its sampling error (Wilson, 95 %). It belongs to no hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any, ClassVar

from evaluation.growing import Growing
from evaluation.sensitivity.drawn import Ranges, count_stars, in_whole_numbers
from evaluation.sensitivity.reading import Compared, Subject, mapping, units
from evaluation.sensitivity.tree import Weighting
from evaluation.sensitivity.wording import percent, root, six
from evaluation.weights.weights import judgement, listed
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence
from foundation.values import Value

MOST_DRAWS = 200_000
"""Samples × subjects."""

_Z = Fraction(1959964, 10**6)


class Share(Growing):
    """``kept`` of ``samples`` weight sets keep the ``stars``; ``low`` and ``high`` bound the share with 95 %.

    With named grades ``stars`` is ``None``, ``grade`` is kept, and the draws are counted ``by_grade``.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grade", "by_grade"})

    subject: str
    stars: int | None
    kept: int
    share: str
    low: str
    high: str
    by_stars: dict[int, int]
    says: Sentence
    grade: str | None = None
    by_grade: dict[str, int] | None = None


class Sampled(Value):
    """What was drawn: ``seed``, ``samples``, ``spread``, the parents with judges; and the share for every subject."""

    seed: int
    samples: int
    spread: str
    judged: tuple[str, ...]
    generator: str
    shares: tuple[Share, ...]


def read_ranges(spread: Any, judges: Any, weighting: Weighting) -> tuple[Fraction, Ranges]:
    """By parent and child the least and greatest admissible weight, as integers of one common unit per parent."""
    width = judgement(spread, "spread")
    if not 0 <= width <= 1:
        raise InvalidInput("sensitivity_spread", "“spread”要在 0 与 1 之间", field="spread")
    given = mapping(judges, "judges")
    for parent in given:
        if parent not in weighting:
            raise InvalidInput("weights_parent_unknown", "方案里没有“{id}”这一级", field="judges", id=str(parent)[:40])
    ranges: Ranges = {}
    for parent, under in weighting.items():
        if parent in given:
            bounds = _judged(given[parent], under, f"judges.{parent}"[:80])
        else:
            bounds = {name: (weight * (1 - width), weight * (1 + width)) for name, weight in under.items()}
        scale = lcm(*(end.denominator for both in bounds.values() for end in map(Fraction, both)))
        ranges[parent] = {name: (int(low * scale), int(high * scale)) for name, (low, high) in bounds.items()}
    return width, ranges


def _judged(given: Any, under: Mapping[str, int], field: str) -> dict[str, tuple[Fraction, Fraction]]:
    panel = [units(one, f"{field}[{place}]") for place, one in enumerate(listed(given, field))]
    if not panel or any(set(one) != set(under) for one in panel):
        raise InvalidInput("sensitivity_judges", "“{field}”要有每位专家对各个下级的权重", field=field)
    every = {name: [Fraction(one[name]) for one in panel] for name in under}
    return {name: (min(weights), max(weights)) for name, weights in every.items()}


def sampled(compared: Compared, width: Fraction, ranges: Ranges, judged: Any, samples: int, seed: int) -> Sampled:
    """The shares of all subjects that have a total; every subject meets the same drawn weights."""
    known = [one for one in compared.subjects if one.reckoning]
    if samples * max(len(known), 1) > MOST_DRAWS:
        raise InvalidInput("sensitivity_samples", "抽样数乘对象数最多 {most}", field="samples", most=MOST_DRAWS)
    counts = count_stars([in_whole_numbers(one) for one in known], compared.grades, ranges, samples, seed)
    shares = tuple(_share(one, compared, seen, samples, width) for one, seen in zip(known, counts, strict=True))
    return Sampled(
        seed=seed, samples=samples, spread=six(width), judged=tuple(judged), generator="PCG64", shares=shares
    )


def _share(subject: Subject, compared: Compared, seen: dict[int, int], samples: int, width: Fraction) -> Share:
    stars = compared.grades.stars(subject.reckoning.total) if subject.reckoning else 0
    kept = seen.get(stars, 0)
    share = Fraction(kept, samples)
    middle, reach = share + _Z**2 / (2 * samples), _Z * root(share * (1 - share) / samples + (_Z / (2 * samples)) ** 2)
    low, high = ((middle + sign * reach) / (1 + _Z**2 / samples) for sign in (-1, 1))
    low, high = (
        max(low, Fraction(0)) if kept else Fraction(0),
        min(high, Fraction(1)) if kept < samples else Fraction(1),
    )
    grades, seen = compared.grades, dict(sorted(seen.items()))
    facts: dict[str, str | int] = {
        "subject": subject.name, "spread": percent(width), "samples": samples, "share": percent(share),
        "low": percent(low), "high": percent(high),
    }  # fmt: skip
    says = (
        sentence(_KEPT, **facts, grade=grades.name(stars)) if grades.names else sentence(_STARS, **facts, stars=stars)
    )
    return Share(
        subject=subject.name,
        kept=kept,
        share=six(share),
        low=six(low),
        high=six(high),
        by_stars={} if grades.names else seen,
        by_grade={grades.name(stars): count for stars, count in seen.items()} if grades.names else None,
        says=says,
        **grades.told(stars),
    )


_STARS = (
    "“{subject}”：各权重在官方值上下 {spread} % 之内（有专家意见的在专家之间）抽 {samples} 组，"
    "{share} % 仍是 {stars} 星（95 % 区间 {low} % 至 {high} %）"
)
_KEPT = (
    "“{subject}”：各权重在官方值上下 {spread} % 之内（有专家意见的在专家之间）抽 {samples} 组，"
    "{share} % 仍是“{grade}”（95 % 区间 {low} % 至 {high} %）"
)
