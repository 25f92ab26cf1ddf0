"""Weights that the scheme itself, or a decision on paper, states."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from evaluation.weights.weights import Weights, checked_ids
from foundation.errors import InvalidInput


def declared(weights: Mapping[str, Decimal], origin: str) -> Weights:
    """Weights as stated (>= 0, sum exactly 1); ``origin`` says where they are stated. ``InvalidInput`` otherwise."""
    names = checked_ids(list(weights))
    if min(weights.values()) < 0 or sum(map(Fraction, weights.values())) != 1:
        raise InvalidInput("declared_weights_sum", "给定的权重要不小于 0、和为 1", field="weights")
    return Weights(method="declared", ids=names, values=tuple(weights.values()), source={"origin": origin})
