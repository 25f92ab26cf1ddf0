"""One weight is changed, its siblings are scaled so that the sum stays 1: total, grade, rank, and the exact flips.

A change of ±5 % is relative: 0.20 becomes 0.21 or 0.19. A weight of 0 or 1 has no such change. ``keeps`` is the exact
interval of this weight in which the star stays (B15).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from evaluation.exact import fixed
from evaluation.growing import Growing
from evaluation.sensitivity.flips import decision, one_weight
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import Compared, Subject
from evaluation.sensitivity.tree import Group, Sums
from evaluation.sensitivity.wording import flipping, points, six, six_beyond
from foundation.language import Sentence
from foundation.values import Value

PERCENTS = (-20, -10, -5, 5, 10, 20)


class Change(Growing):
    """The weight changed by ``percent``: the displayed total, its change (points, six decimals), the stars.

    With named grades ``stars`` is ``None`` and the ``grade`` is told.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grade"})

    percent: int
    weight: str
    total: str
    change: str
    stars: int | None
    grade: str | None = None


class Keeps(Value):
    """The star stays while the weight lies between ``low`` and ``high``, exact numbers ("17/80") within 0 and 1.

    ``low_included`` and ``high_included`` say whether the star still stays at the very end.
    """

    low: str
    high: str
    low_included: bool
    high_included: bool


class OneWeight(Value):
    """One weight of one subject; ``says`` words the flips in reach."""

    subject: str
    parent: str
    child: str
    weight: str
    changes: tuple[Change, ...]
    keeps: Keeps
    says: tuple[Sentence, ...]


class RankChange(Value):
    """Ranks by subject (1 is best, equal displayed totals share one) that a change of one weight would give."""

    parent: str
    child: str
    percent: int
    ranks: dict[str, int]


def one_weights(subject: Subject, grades: Grades) -> tuple[OneWeight, ...]:
    """Every weight that can be changed, in the order of the tree."""
    if subject.reckoning is None:
        return ()
    name, reckoning = subject.name, subject.reckoning
    return tuple(line for group in reckoning.groups.values() for line in _under(name, group, reckoning.total, grades))


def rank_changes(compared: Compared) -> tuple[RankChange, ...]:
    """Where a change of ±5, ±10 or ±20 % of one weight gives other ranks than the official weights."""
    present = ranks(compared.grades, totals(compared))
    if len(present) < 2:
        return ()
    return tuple(_rank_changes(compared, present))


def totals(compared: Compared) -> dict[str, Fraction]:
    """Exact totals of the subjects that have one."""
    return {one.name: one.reckoning.total for one in compared.subjects if one.reckoning}


def ranks(grades: Grades, exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Competition ranks (1, 2, 2, 4) by displayed total."""
    shown = {name: grades.units(total) for name, total in exact.items()}
    ordered = sorted(shown.values())
    return {name: 1 + len(ordered) - bisect_right(ordered, own) for name, own in shown.items()}


def _rank_changes(compared: Compared, present: dict[str, int]) -> Iterator[RankChange]:
    known = [one for one in compared.subjects if one.reckoning]
    official = totals(compared)
    for parent, under in compared.weighting.items():
        groups = {
            one.name: one.reckoning.groups[parent] for one in known if one.reckoning and parent in one.reckoning.groups
        }
        if not groups:
            continue
        some = next(iter(groups.values()))
        sums = {name: group.sums() for name, group in groups.items()}
        for child in (name for name in under if name in _changeable(some)):
            for percent in PERCENTS:
                weight = _changed(some.weights[child], percent)
                moved = {
                    name: total
                    for name, group in groups.items()
                    if (total := group.scaled_total(child, weight, sums[name])) is not None
                }
                then = ranks(compared.grades, {**official, **moved})
                if then != present:
                    yield RankChange(parent=parent, child=child, percent=percent, ranks=then)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One decision under one parent: c of Σ c·w, its value f, and the stars on its other side."""

    c: dict[str, Fraction]
    f: Fraction
    inclusive: bool
    then: int


def _under(subject: str, group: Group, total: Fraction, grades: Grades) -> Iterator[OneWeight]:
    asked = []
    for cut, then in zip(grades.cuts(total), grades.neighbours(total), strict=True):
        if cut is not None:
            c = group.above(cut.at)
            asked.append(_Asked(c, decision(group.weights, c), cut.inclusive, then))
    sums = group.sums()
    for child in _changeable(group):
        changes = tuple(_changes(sums, group, child, total, grades))
        yield _one(subject, group, child, asked, changes, grades, grades.stars(total))


def _one(
    subject: str,
    group: Group,
    child: str,
    asked: list[_Asked],
    changes: tuple[Change, ...],
    grades: Grades,
    stars: int,
) -> OneWeight:
    weights = group.weights
    found = [
        (flip, one.then, upwards)
        for one in asked
        for flip, upwards in zip(
            one_weight(weights, group.factors, one.c, child, one.inclusive, one.f), (False, True), strict=True
        )
        if flip
    ]
    down = max((flip for flip, _, upwards in found if not upwards), key=lambda flip: flip.at, default=None)
    up = min((flip for flip, _, upwards in found if upwards), key=lambda flip: flip.at, default=None)
    says = []
    for flip, then, upwards in found:
        to = six_beyond(flip.at, flip.there, upwards)
        if 0 <= Fraction(to) <= 1:
            facts = {"parent": group.parent, "child": child, "old": six(weights[child]), "new": to}
            says.append(flipping(grades, stars, then, *(_UP if upwards else _DOWN), **facts))
    return OneWeight(
        subject=subject,
        parent=group.parent,
        child=child,
        weight=six(weights[child]),
        changes=changes,
        keeps=Keeps(
            low=str(down.at if down else 0),
            high=str(up.at if up else 1),
            low_included=not (down and down.there),
            high_included=not (up and up.there),
        ),
        says=tuple(says),
    )


_UP = (
    "{parent} 之下“{child}”的权重从 {old} 增到 {new} 以上，就{change}",
    "{parent} 之下“{child}”的权重从 {old} 增到 {new} 以上，就成为“{grade}”",
)
_DOWN = (
    "{parent} 之下“{child}”的权重从 {old} 减到 {new} 以下，就{change}",
    "{parent} 之下“{child}”的权重从 {old} 减到 {new} 以下，就成为“{grade}”",
)


def _changes(sums: Sums, group: Group, child: str, total: Fraction, grades: Grades) -> Iterator[Change]:
    for percent in PERCENTS:
        weight = _changed(group.weights[child], percent)
        then = group.scaled_total(child, weight, sums)
        if then is not None:
            shown = grades.units(then)
            yield Change(
                percent=percent,
                weight=six(weight),
                total=fixed(shown, grades.decimals),
                change=points(then - total),
                **grades.told(grades.stars_of(shown)),
            )


def _changeable(group: Group) -> list[str]:
    return [name for name, weight in group.weights.items() if 0 < weight < 1]


def _changed(weight: Fraction, percent: int) -> Fraction:
    return min(Fraction(1), weight * (100 + percent) / 100)
