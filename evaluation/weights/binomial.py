"""二项系数法: weights from nothing but an order of importance, by the binomial coefficients (S1-18).

The n coefficients C(n − 1, k) / 2^(n − 1), sorted downwards, go to the indicators in order of importance: the most
important stands at the centre of the binomial row, the others to both sides in turn. Equal importance shares the mean
of its places. Several experts: the indicators are ordered by their mean rank first.

Source: 程明熙 (1983), 系统工程理论与实践 3(4):23–26, cited in reviews of the method. Computed in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Any

from evaluation.weights.judging import panel
from evaluation.weights.orders import ordered_by, ranks_in, read_order, same_ids, written
from evaluation.weights.ranks import NO_CONCORDANCE, concordance
from evaluation.weights.weights import Weights, shares, six
from foundation.language import Sentence, sentence


def binomial(orders: Sequence[Sequence[str | Sequence[str]]]) -> Weights:
    """Weights from one order per expert (most important first, n <= 100), ties as lists: ``[["a", ["b", "c"]]]``.

    The answer stands in the common order. Raises ``InvalidInput`` when the orders are not of the same ids.
    """
    read = [read_order(one, f"orders[{place}]") for place, one in enumerate(panel(orders, "orders"))]
    names = same_ids(read, "orders")
    ranks = [ranks_in(order) for order in read]
    means = {name: sum((one[name] for one in ranks), Fraction(0)) / len(ranks) for name in names}
    common = ordered_by(means, names)
    row = sorted((comb(len(names) - 1, place) for place in range(len(names))), reverse=True)
    values: list[Fraction] = []
    for group in common:
        part = row[len(values) : len(values) + len(group)]
        values += [Fraction(sum(part), len(part))] * len(part)
    agreement = concordance([[one[name] for name in names] for one in ranks])
    content: dict[str, Any] = agreement.content if agreement else NO_CONCORDANCE
    ties = ["、".join(group) for group in common if len(group) > 1]
    return Weights(
        method="binomial",
        ids=tuple(name for group in common for name in group),
        values=shares(values),
        source={"orders": [written(order) for order in read]},
        diagnostics={
            "order": written(common),
            "mean_ranks": {name: six(means[name]) for group in common for name in group},
            **(content if len(read) > 1 else {}),
        },
        warnings=_remark(ties) if len(read) > 1 and ties else (),
    )


def _remark(ties: Sequence[str]) -> tuple[Sentence, ...]:
    return (sentence("各位专家合起来分不出先后：{ties}", ties="；".join(ties)),)
