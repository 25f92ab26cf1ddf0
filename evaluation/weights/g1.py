"""序关系分析法 G1 (Guo Yajun): an order of importance, and how much each stands above the next.

For x1 >= x2 >= … >= xn the expert states r_k = w_(k−1) / w_k for k = 2…n, usually between 1.0 (same) and 1.8 (extremely
more). Then w_n = (1 + Σ_{k=2..n} Π_{i=k..n} r_i)^−1 and w_(k−1) = r_k · w_k. No consistency check is needed: there is
nothing to contradict. Computed in rational numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation.weights.judging import few
from evaluation.weights.weights import Number, Weights, checked_ids, judgement, listed, shares
from foundation.errors import InvalidInput
from foundation.language import Sentence, sentence

USUAL_LIMIT = Fraction(9, 5)
"""Ratios above 1.8 leave the usual scale and are remarked."""


def g1(order: Sequence[str], ratios: Sequence[Number]) -> Weights:
    """Weights from the ids in order of importance (n <= 100) and the n − 1 ratios of each to the next.

    Several experts stand in ``g1_group``. Raises ``InvalidInput`` for a ratio below 1, which contradicts the order, or
    a wrong number of ratios.
    """
    names, steps = read_steps(order, ratios, "ratios")
    weights = importances(steps)
    return Weights(
        method="g1",
        ids=names,
        values=shares(weights),
        source={"order": list(names), "ratios": [str(step) for step in steps]},
        warnings=unusual(names, steps),
    )


def read_steps(order: Any, ratios: Any, field: str) -> tuple[tuple[str, ...], list[Fraction]]:
    """The ids and the n − 1 ratios; ``InvalidInput`` when they do not fit together."""
    names = few(checked_ids(order, field.replace("ratios", "order")))
    given = listed(ratios, field)
    if len(given) != len(names) - 1:
        raise InvalidInput(
            "g1_ratio_count", "{count} 个指标要有 {needed} 个比值",
            field=field, count=len(names), needed=len(names) - 1,
        )  # fmt: skip
    steps = [judgement(ratio, f"{field}[{place}]") for place, ratio in enumerate(given)]
    for place, step in enumerate(steps):
        if step < 1:
            pair = {"higher": names[place], "lower": names[place + 1]}
            raise InvalidInput(
                "g1_ratio_below_one", "“{higher}”排在“{lower}”之前，比值不能小于 1", field=f"{field}[{place}]", **pair
            )
    return names, steps


def importances(steps: Sequence[Fraction]) -> list[Fraction]:
    """The last counts 1, each before it its ratio times the next."""
    found = [Fraction(1)]
    for step in reversed(steps):
        found.append(found[-1] * step)
    return found[::-1]


def unusual(names: Sequence[str], steps: Sequence[Fraction]) -> tuple[Sentence, ...]:
    """A remark when ratios leave the usual scale."""
    pairs = [f"{names[place]}:{names[place + 1]}" for place, step in enumerate(steps) if step > USUAL_LIMIT]
    return (sentence("比值大于 1.8，超出常用刻度：{pairs}", pairs="、".join(pairs)),) if pairs else ()
