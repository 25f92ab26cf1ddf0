"""群组序关系分析法: G1 with several experts (Guo Yajun; S1-18).

Experts who all give the same order are joined before weighing: each ratio is the (weighted) mean of theirs. Where
orders differ, ratios cannot be averaged: every expert is weighed alone and the weights are averaged. Either way it is
listed which experts rank which pairs against the common answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluation.weights.g1 import importances, read_steps, unusual
from evaluation.weights.judging import ExpertWeights, expert_shares, panel
from evaluation.weights.orders import same_ids
from evaluation.weights.weights import Weights, shares, six
from foundation.errors import InvalidInput
from foundation.language import sentence


def g1_group(experts: Sequence[Mapping[str, Any]], expert_weights: ExpertWeights = None) -> Weights:
    """Weights from ``{"order": n ids, "ratios": n − 1 numbers >= 1}`` per expert, as ``g1`` takes them.

    ``expert_weights``: one number >= 0 per expert, not all 0; none means all alike. The answer stands in the common
    order, most important first. Raises ``InvalidInput`` when the experts do not judge the same ids.
    """
    read = [_read(one, f"experts[{place}]") for place, one in enumerate(panel(experts, "experts"))]
    same_ids([[(name,) for name in names] for names, _ in read], "experts")
    parts = expert_shares(expert_weights, len(read))
    one_order = len({names for names, _ in read}) == 1
    ratios = None
    if one_order:
        ratios = [_mean(column, parts) for column in zip(*(steps for _, steps in read), strict=True)]
        values = shares(importances(ratios))
    else:
        alone = [dict(zip(names, shares(importances(steps)), strict=True)) for names, steps in read]
        values = shares(_mean([Fraction(one[name]) for one in alone], parts) for name in read[0][0])
    means = dict(zip(read[0][0], values, strict=True))
    common = sorted(means, key=lambda name: -means[name])
    dissent = [
        {"expert": place + 1, "pairs": against}
        for place, (names, _) in enumerate(read)
        if (against := _against(names, common, means))
    ]
    warnings = [] if one_order else [sentence("专家的次序不同，各自算权重后取平均")]
    for names, steps in read:
        warnings += [remark for remark in unusual(names, steps) if remark not in warnings]
    return Weights(
        method="g1_group",
        ids=tuple(common),
        values=tuple(means[name] for name in common),
        source={
            "experts": [{"order": list(names), "ratios": [str(step) for step in steps]} for names, steps in read],
            "expert_weights": [str(part) for part in parts],
        },
        diagnostics={
            "one_order": one_order,
            "ratios": None if ratios is None else [six(ratio) for ratio in ratios],
            "dissent": dissent,
        },
        warnings=tuple(warnings),
    )


def _read(given: Any, field: str) -> tuple[tuple[str, ...], list[Fraction]]:
    if not isinstance(given, Mapping) or set(given) != {"order", "ratios"}:
        raise InvalidInput("g1_expert", "每位专家要写 order 和 ratios 两项", field=field)
    return read_steps(given["order"], given["ratios"], f"{field}.ratios")


def _mean(values: Sequence[Fraction], parts: Sequence[Fraction]) -> Fraction:
    return sum((value * part for value, part in zip(values, parts, strict=True)), Fraction(0))


def _against(names: Sequence[str], common: Sequence[str], means: Mapping[str, Decimal]) -> list[str]:
    """Pairs that the expert ranks the other way round than the common weights do."""
    place = {name: rank for rank, name in enumerate(names)}
    return [
        f"{higher}:{lower}"
        for rank, higher in enumerate(common)
        for lower in common[rank + 1 :]
        if place[lower] < place[higher] and means[higher] > means[lower]
    ]
