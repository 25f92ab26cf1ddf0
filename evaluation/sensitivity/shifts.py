"""Weight moves from one sibling to another: at which shift the grade, or the order of two subjects, flips. Closed form.

The order of two subjects is asked under a parent where both have the same gaps (otherwise their effective weights move
apart and the question is no longer linear); such parents are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import pairwise, permutations

from evaluation.sensitivity.flips import decision, pair
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import Compared, Subject
from evaluation.sensitivity.tree import Group
from evaluation.sensitivity.wording import flipping, six_beyond
from foundation.language import Sentence, sentence
from foundation.values import Value


class Shift(Value):
    """``share`` (exact, "1/40") of the whole moves from ``giver`` to ``taker``; ``there``: it flips at it already."""

    parent: str
    giver: str
    taker: str
    share: str
    there: bool
    says: Sentence


class StarShifts(Value):
    """All shifts between two siblings that change the star of ``subject``, the smallest first."""

    subject: str
    shifts: tuple[Shift, ...]


class OrderShifts(Value):
    """All shifts that put ``behind`` before ``ahead``, the smallest first; ``not_asked``: parents with unlike gaps."""

    ahead: str
    behind: str
    shifts: tuple[Shift, ...]
    not_asked: tuple[str, ...]


def star_shifts(subject: Subject, grades: Grades) -> StarShifts:
    """For one subject."""
    found = list(_star(subject, grades)) if subject.reckoning else []
    return StarShifts(subject=subject.name, shifts=_smallest_first(found))


def order_shifts(compared: Compared) -> tuple[OrderShifts, ...]:
    """For neighbours in the ranking by exact total; equal totals have no order."""
    known = [one for one in compared.subjects if one.reckoning]
    ranked = sorted(known, key=lambda one: (-_total(one), one.name))
    return tuple(_order(a, b) for a, b in pairwise(ranked) if _total(a) > _total(b))


_FLIPS = (
    "{parent} 之下从“{giver}”移给“{taker}”{share} 的权重，就{change}",
    "{parent} 之下从“{giver}”移给“{taker}”{share} 的权重，就成为“{grade}”",
)


def _star(subject: Subject, grades: Grades) -> Iterator[tuple[Fraction, Shift]]:
    total = _total(subject)
    stars = grades.stars(total)
    cuts = list(zip(grades.cuts(total), grades.neighbours(total), strict=True))
    for group in _groups(subject).values():
        for cut, then in cuts:
            if cut is not None:
                yield from _pairs(
                    group, group.above(cut.at), cut.inclusive, partial(flipping, grades, stars, then, *_FLIPS)
                )


def _order(ahead: Subject, behind: Subject) -> OrderShifts:
    found: list[tuple[Fraction, Shift]] = []
    unlike = []
    mine, theirs = _groups(ahead), _groups(behind)
    for parent in (name for name in mine if name in theirs):
        a, b = mine[parent], theirs[parent]
        if a.factors != b.factors:
            unlike.append(parent)
            continue
        lead = a.rest - b.rest
        c = {name: q * (lead + a.reach * a.scores[name] - b.reach * b.scores[name]) for name, q in a.factors.items()}
        says = "{parent} 之下从“{giver}”移给“{taker}”{share} 的权重，“{behind}”就超过“{ahead}”"
        found += _pairs(a, c, True, partial(sentence, says, ahead=ahead.name, behind=behind.name))
    return OrderShifts(ahead=ahead.name, behind=behind.name, shifts=_smallest_first(found), not_asked=tuple(unlike))


def _pairs(
    group: Group, c: dict[str, Fraction], inclusive: bool, says: Callable[..., Sentence]
) -> Iterator[tuple[Fraction, Shift]]:
    f = decision(group.weights, c)
    for giver, taker in permutations(group.weights, 2):
        flip = pair(group.weights, group.factors, c, giver, taker, inclusive, f)
        if flip is None:
            continue
        share = six_beyond(flip.at, flip.there, up=True)
        if Fraction(share) > group.weights[giver]:
            share = str(flip.at)
        said = says(parent=group.parent, giver=giver, taker=taker, share=share)
        yield (
            flip.at,
            Shift(parent=group.parent, giver=giver, taker=taker, share=str(flip.at), there=flip.there, says=said),
        )


def _smallest_first(found: list[tuple[Fraction, Shift]]) -> tuple[Shift, ...]:
    return tuple(shift for _, shift in sorted(found, key=lambda one: (one[0], one[1].parent, one[1].giver)))


def _groups(subject: Subject) -> dict[str, Group]:
    return subject.reckoning.groups if subject.reckoning else {}


def _total(subject: Subject) -> Fraction:
    return subject.reckoning.total if subject.reckoning else Fraction(-1)
