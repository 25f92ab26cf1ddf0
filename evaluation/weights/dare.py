"""环比评分法 DARE (decision alternative ratio evaluation): each indicator against the next, in any order (S1-18).

R_k says how many times as important x_k is as x_{k+1}; the last counts 1, the others are multiplied upwards,
W_k = R_k · W_{k+1}, and w = W / Σ W. Unlike G1 the order need not be one of importance: ratios may lie below 1.

Source: 陆明生 (1986), cited in Chinese reviews of the method. Computed in rational numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluation.weights.judging import few
from evaluation.weights.weights import Number, Weights, checked_ids, judgement, listed, shares, six
from foundation.errors import InvalidInput


def dare(order: Sequence[str], ratios: Sequence[Number]) -> Weights:
    """Weights from n ids in any order (n <= 100) and the n − 1 ratios > 0 of each to the next.

    Raises ``InvalidInput`` for a ratio of 0 or below, or a wrong number of ratios.
    """
    names = few(checked_ids(order, "order"))
    given = listed(ratios, "ratios")
    if len(given) != len(names) - 1:
        raise InvalidInput(
            "dare_ratio_count", "{count} 个指标要有 {needed} 个比值",
            field="ratios", count=len(names), needed=len(names) - 1,
        )  # fmt: skip
    steps = [judgement(ratio, f"ratios[{place}]") for place, ratio in enumerate(given)]
    scores = [Fraction(1)]
    for place in range(len(steps) - 1, -1, -1):
        if steps[place] <= 0:
            raise InvalidInput("dare_ratio", "比值要大于 0", field=f"ratios[{place}]")
        scores.append(scores[-1] * steps[place])
    scores.reverse()
    return Weights(
        method="dare",
        ids=names,
        values=shares(scores),
        source={"order": list(names), "ratios": [str(step) for step in steps]},
        diagnostics={"scores": {name: six(score) for name, score in zip(names, scores, strict=True)}},
    )
