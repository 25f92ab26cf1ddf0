"""T_i = Σ indicator × weight, T = Σ T_i · S_i (S1-17), exactly, in whole numbers.

Indicator scores are units of 0.01 point, weights units of 10^-6. One weighted sum turns scores of p places into scores
of p + 6 places, nothing is divided and nothing rounded: a second-level score has 8 places, an element 14, the total 20.
The text of the seed has three levels and its formula two (D12): the third level rolls up to the second and the second
to the element by the same sum, and :func:`flat_weights` multiplies the two, so that the printed formula gives the very
same T_i.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.editions.scheme import ROOT, MissingPolicy, Scheme
from evaluation.quantise import ONE, PLACES, quantise
from evaluation.weighting import WeightSet

SCORE_PLACES = 2


@dataclass(frozen=True, slots=True)
class Rolled:
    """What the sums gave for one node. ``units`` × 10^-``places`` points; ``None``: no score.

    ``weight`` is the official weight under the parent, ``effective`` the one that took part in the sum, both in units
    of 10^-6 (the whole has ``ONE``). ``reach`` × 10^-(6·depth) is the product of effective weights from the whole down.
    """

    units: int | None
    places: int
    weight: int
    effective: int
    reach: int


def weighted_sum(scores: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Σ score × weight over the ids of ``scores``; six more places than the scores had."""
    return sum(score * weights[name] for name, score in scores.items())


def roll_up(
    scheme: Scheme, weights: WeightSet, scores: Mapping[str, int | None], missing: MissingPolicy
) -> dict[str, Rolled]:
    """All nodes by id, the whole under ``T``; ``scores`` in units of 0.01 point by indicator id, ``None`` = 未评.

    ``renormalise`` spreads the weight of unassessed children over their siblings, quantised again so that the weights
    shown are the weights used; a parent with no assessed child is itself unassessed. ``zero`` counts them as 0 points.
    ``block`` leaves every node above a gap without a score.
    """
    units: dict[str, int | None] = {leaf.id: scores.get(leaf.id) for leaf in scheme.indicators}
    places = dict.fromkeys(units, SCORE_PLACES)
    effective = {ROOT: ONE}
    official = {ROOT: ONE}
    for parent, children in reversed(scheme.parents.items()):
        under = weights.under(parent)
        official.update(under)
        used = _effective(under, [child.id for child in children if units[child.id] is not None], missing)
        effective.update(used)
        places[parent] = places[children[0].id] + PLACES
        units[parent] = _sum(units, [child.id for child in children], used, missing)
    reach = {ROOT: 1}
    for parent, children in scheme.parents.items():
        reach.update({child.id: reach[parent] * effective[child.id] for child in children})
    return {name: Rolled(units[name], places[name], official[name], effective[name], reach[name]) for name in units}


def _effective(under: dict[str, int], present: list[str], missing: MissingPolicy) -> dict[str, int]:
    if missing != "renormalise" or len(present) == len(under):
        return under
    if not any(under[name] for name in present):
        return dict.fromkeys(under, 0)
    return {**dict.fromkeys(under, 0), **quantise({name: under[name] for name in present})}


def _sum(
    units: Mapping[str, int | None], children: list[str], weights: Mapping[str, int], missing: MissingPolicy
) -> int | None:
    present = {name: score for name in children if (score := units[name]) is not None}
    if missing == "block" and len(present) < len(children):
        return None
    if missing == "renormalise" and not any(weights[name] for name in present):
        return None
    return weighted_sum(present, weights)


def flat_weights(scheme: Scheme, weights: WeightSet) -> dict[str, dict[str, int]]:
    """For every element the weights G of its indicators in T_i = Σ A_n · G_n, in units of 10^-6 per level below it."""
    flat: dict[str, dict[str, int]] = {element.id: {} for element in scheme.elements}
    for leaf in scheme.indicators:
        _, element, *between = scheme.paths[leaf.id]
        product = 1
        for parent, child in zip([element, *between], [*between, leaf.id], strict=True):
            product *= weights.under(parent)[child]
        flat[element][leaf.id] = product
    return flat
