"""How far each weight carries: the exact change of the total when one weight grows by a tenth of itself.

The others under the same parent shrink in proportion, so that the sum stays one. With S the parent's exact score, w the
weight and s the child's score, the rest scores r = (S − w·s)/(1 − w), and the parent changes by δ·w·(s − r); the total
by that times the weights above. A shrinking weight changes it by the same amount the other way.
"""

from __future__ import annotations

from fractions import Fraction

from evaluation.assessment import Content, GroupLine, IndicatorLine
from foundation.values import Value


class WeightEffect(Value):
    """``points`` of the total for a weight of ``id`` that grows by :data:`CHANGE` of itself, as an exact fraction."""

    id: str
    numerator: int
    denominator: int

    @property
    def points(self) -> Fraction:
        """The change as a fraction."""
        return Fraction(self.numerator, self.denominator)


CHANGE = Fraction(1, 10)


def weight_effects(content: Content, most: int = 10) -> tuple[WeightEffect, ...]:
    """The ``most`` weights with the largest effect on the exact total, largest first; none without a total."""
    results = content.results
    if results.exact is None:
        return ()
    groups = {group.id: group for group in results.groups}

    def reach(parent: str) -> Fraction:
        above = groups.get(parent)
        return reach(above.parent) * Fraction(above.effective) if above else Fraction(1)

    found = []
    children: tuple[GroupLine | IndicatorLine, ...] = (*results.groups, *results.indicators)
    for child in children:
        own = child.exact if isinstance(child, GroupLine) else child.score
        weight = Fraction(child.effective)
        parent = groups[child.parent].exact if child.parent in groups else results.exact
        if own is None or parent is None or weight in (0, 1):
            continue
        score = Fraction(own)
        rest = (Fraction(parent) - weight * score) / (1 - weight)
        found.append((CHANGE * weight * (score - rest) * reach(child.parent), child.id))
    found.sort(key=lambda one: (-abs(one[0]), one[1]))
    return tuple(
        WeightEffect(id=name, numerator=points.numerator, denominator=points.denominator)
        for points, name in found[:most]
        if points
    )
