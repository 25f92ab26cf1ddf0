"""The smallest change of weights that changes the star or the named grade, exactly (B15).

The change is counted as Σ |w' − w|. Under one parent this is a linear programme over a simplex with a closed form
(:func:`evaluation.sensitivity.flips.least_move`). "Over all" asks the same of the indicators' products of weights, the
flat weights with which the total is one sum; moving those needs no respect for the tree, so it is a lower bound of
what any change of weights costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from evaluation.growing import Growing
from evaluation.sensitivity.flips import Move, least_move
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import Subject
from evaluation.sensitivity.wording import flipping, six_beyond
from foundation.language import Sentence
from foundation.values import Value


class Least(Growing):
    """``l1`` (exact) is the change after which – or, unless ``there``, just beyond which – there are ``stars``.

    With named grades it is the ``grade`` that is there, and ``stars`` is ``None``.

    ``taken`` (exact) by id, all of it given to ``to``. ``parent`` is ``None`` over the flat weights.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grade"})

    parent: str | None
    stars: int | None
    l1: str
    taken: dict[str, str]
    to: str
    there: bool
    says: Sentence
    grade: str | None = None


class LeastChanges(Value):
    """Under every parent where it is possible, the smallest first; ``over_all`` over the flat weights."""

    subject: str
    under: tuple[Least, ...]
    over_all: Least | None


def least_changes(subject: Subject, grades: Grades) -> LeastChanges:
    """For one subject; nothing where no weights change the star."""
    reckoning = subject.reckoning
    if reckoning is None:
        return LeastChanges(subject=subject.name, under=(), over_all=None)
    total = reckoning.total
    under, flat = [], []
    for cut, stars in zip(grades.cuts(total), grades.neighbours(total), strict=True):
        if cut is None:
            continue
        change = _Change(grades, grades.stars(total), stars)
        for group in reckoning.groups.values():
            move = least_move(group.weights, group.factors, group.above(cut.at), cut.inclusive)
            under += [(move.l1, _worded(group.parent, move, change))] if move else []
        weights = {name: weight for name, (weight, _) in reckoning.leaves.items()}
        above = {name: score - cut.at for name, (_, score) in reckoning.leaves.items()}
        move = least_move(weights, {name: Fraction(1) for name in weights}, above, cut.inclusive)
        flat += [(move.l1, _worded(None, move, change))] if move else []
    under.sort(key=lambda one: one[0])
    return LeastChanges(
        subject=subject.name,
        under=tuple(least for _, least in under),
        over_all=min(flat, key=lambda one: one[0])[1] if flat else None,
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """From ``now`` stars to ``then``, as ``grades`` tell them."""

    grades: Grades
    now: int
    then: int


_OVER_ALL = "把各级权重乘开，最少改动合计 {l1}（从 {givers} 移给“{to}”）就{change}"
_OVER_ALL_GRADE = "把各级权重乘开，最少改动合计 {l1}（从 {givers} 移给“{to}”）就成为“{grade}”"
_UNDER = "{parent} 之下权重最少改动合计 {l1}（从 {givers} 移给“{to}”）就{change}"
_UNDER_GRADE = "{parent} 之下权重最少改动合计 {l1}（从 {givers} 移给“{to}”）就成为“{grade}”"


def _worded(parent: str | None, move: Move, change: _Change) -> Least:
    facts = {
        "l1": six_beyond(move.l1, move.there, up=True),
        "givers": "、".join(move.taken) or "—",
        "to": move.to,
    }
    if parent is None:
        says = flipping(change.grades, change.now, change.then, _OVER_ALL, _OVER_ALL_GRADE, **facts)
    else:
        says = flipping(change.grades, change.now, change.then, _UNDER, _UNDER_GRADE, parent=parent, **facts)
    taken = {name: str(share) for name, share in move.taken.items()}
    return Least(
        parent=parent,
        l1=str(move.l1),
        taken=taken,
        to=move.to,
        there=move.there,
        says=says,
        **change.grades.told(change.then),
    )
