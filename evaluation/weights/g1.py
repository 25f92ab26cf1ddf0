"""序关系分析法 G1 (Guo Yajun): an order of importance, and how much each stands above the next.

For x1 >= x2 >= … >= xn the expert states r_k = w_(k−1) / w_k for k = 2…n, usually between 1.0 (same) and 1.8 (extremely
more). Then w_n = (1 + Σ_{k=2..n} Π_{i=k..n} r_i)^−1 and w_(k−1) = r_k · w_k. No consistency check is needed: there is
nothing to contradict. Computed in rational numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluation.weights.weights import Weights, checked_ids, judgement, shares
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

USUAL_LIMIT = Fraction(9, 5)
"""Ratios above 1.8 leave the usual scale and are remarked."""


def g1(order: Sequence[str], ratios: Sequence[str | int | Fraction]) -> Weights:
    """Weights from the ids in order of importance and the n − 1 ratios of each to the next.

    Raises ``InvalidInput`` for a ratio below 1, which contradicts the order, or a wrong number of ratios.
    """
    names = checked_ids(order)
    if len(ratios) != len(names) - 1:
        raise InvalidInput(
            "g1_ratio_count", "{count} 个指标要有 {needed} 个比值", count=len(names), needed=len(names) - 1
        )
    steps = [judgement(ratio, f"ratios[{place}]") for place, ratio in enumerate(ratios)]
    weights = [Fraction(1)]
    for place in range(len(steps) - 1, -1, -1):
        if steps[place] < 1:
            pair = {"higher": names[place], "lower": names[place + 1]}
            raise InvalidInput(
                "g1_ratio_below_one", "“{higher}”排在“{lower}”之前，比值不能小于 1", field="ratios", **pair
            )
        weights.append(weights[-1] * steps[place])
    weights.reverse()
    unusual = [f"{names[place]}:{names[place + 1]}" for place, step in enumerate(steps) if step > USUAL_LIMIT]
    warnings: tuple[Sentence, ...] = ()
    if unusual:
        warnings = (sentence("比值大于 1.8，超出常用刻度：{pairs}", pairs="、".join(unusual)),)
    return Weights(
        method="g1",
        ids=names,
        values=shares(weights),
        source={"order": list(names), "ratios": [str(step) for step in steps]},
        warnings=warnings,
    )
