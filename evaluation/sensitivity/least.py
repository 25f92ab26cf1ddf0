"""The smallest change of weights that changes the star, exactly (B15).

The change is counted as Σ |w' − w|. Under one parent this is a linear programme over a simplex with a closed form
(:func:`evaluation.sensitivity.flips.least_move`). "Over all" asks the same of the indicators' products of weights, the
flat weights with which the total is one sum; moving those needs no respect for the tree, so it is a lower bound of
what any change of weights costs.
"""

from __future__ import annotations

from fractions import Fraction

from evaluation.sensitivity.flips import Move, least_move
from evaluation.sensitivity.grades import Grades
from evaluation.sensitivity.reading import Subject
from evaluation.sensitivity.wording import change_of_stars, six_beyond
from foundation.language import Sentence, sentence
from foundation.values import Value


class Least(Value):
    """``l1`` (exact) is the change after which – or, unless ``there``, just beyond which – there are ``stars``.

    ``taken`` (exact) by id, all of it given to ``to``. ``parent`` is ``None`` over the flat weights.
    """

    parent: str | None
    stars: int
    l1: str
    taken: dict[str, str]
    to: str
    there: bool
    says: Sentence


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
        word = change_of_stars(grades.stars(total), stars)
        for group in reckoning.groups.values():
            move = least_move(group.weights, group.factors, group.above(cut.at), cut.inclusive)
            under += [(move.l1, _worded(group.parent, move, stars, word))] if move else []
        weights = {name: weight for name, (weight, _) in reckoning.leaves.items()}
        above = {name: score - cut.at for name, (_, score) in reckoning.leaves.items()}
        move = least_move(weights, {name: Fraction(1) for name in weights}, above, cut.inclusive)
        flat += [(move.l1, _worded(None, move, stars, word))] if move else []
    under.sort(key=lambda one: one[0])
    return LeastChanges(
        subject=subject.name,
        under=tuple(least for _, least in under),
        over_all=min(flat, key=lambda one: one[0])[1] if flat else None,
    )


def _worded(parent: str | None, move: Move, stars: int, word: str) -> Least:
    l1 = six_beyond(move.l1, move.there, up=True)
    facts = {"l1": l1, "givers": "、".join(move.taken) or "—", "to": move.to, "change": word}
    if parent is None:
        says = sentence("把各级权重乘开，最少改动合计 {l1}（从 {givers} 移给“{to}”）就{change}", **facts)
    else:
        says = sentence(
            "{parent} 之下权重最少改动合计 {l1}（从 {givers} 移给“{to}”）就{change}", parent=parent, **facts
        )
    taken = {name: str(share) for name, share in move.taken.items()}
    return Least(parent=parent, stars=stars, l1=str(move.l1), taken=taken, to=move.to, there=move.there, says=says)
