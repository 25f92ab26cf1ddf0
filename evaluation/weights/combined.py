"""主客观综合集成赋权 (S1-20): one vector out of a subjective u and an objective v.

additive a·u + (1 − a)·v; multiplicative u·v / Σ u·v (sharpens: what both favour gains); geometric √(u·v) / Σ √(u·v),
the vector of least relative entropy to both.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from evaluation.weights.weights import EXACT, Weights, decimal_shares, judgement, shares, to_decimal
from foundation.errors import InvalidInput


def additive(subjective: Weights, objective: Weights, share: str | Fraction = "0.5") -> Weights:
    """``share`` of the subjective vector and the rest of the objective one; ``share`` lies between 0 and 1."""
    part = judgement(share, "share")
    if not 0 <= part <= 1:
        raise InvalidInput("combination_share", "主观权重所占的份额要在 0 与 1 之间", field="share")
    values = shares(part * u + (1 - part) * v for u, v in _pairs(subjective, objective))
    return _combined("combined/additive", subjective, objective, values, str(part))


def multiplicative(subjective: Weights, objective: Weights) -> Weights:
    """Normalised products."""
    return _products("combined/multiplicative", subjective, objective, to_decimal)


def geometric(subjective: Weights, objective: Weights) -> Weights:
    """Normalised geometric means."""
    return _products("combined/geometric", subjective, objective, lambda product: EXACT.sqrt(to_decimal(product)))


def _products(method: str, subjective: Weights, objective: Weights, of: Callable[[Fraction], Decimal]) -> Weights:
    products = [u * v for u, v in _pairs(subjective, objective)]
    if not any(products):
        raise InvalidInput("combination_all_zero", "两组权重没有共同的非零项，不能相乘", field="weights")
    return _combined(method, subjective, objective, decimal_shares([of(product) for product in products]), None)


def _pairs(subjective: Weights, objective: Weights) -> list[tuple[Fraction, Fraction]]:
    """The two weights of every id, in the order of the subjective vector."""
    other = dict(zip(objective.ids, objective.values, strict=True))
    if set(other) != set(subjective.ids):
        raise InvalidInput("combination_ids_differ", "两组权重的指标不同", field="weights")
    own = zip(subjective.ids, subjective.values, strict=True)
    return [(Fraction(value), Fraction(other[name])) for name, value in own]


def _combined(
    method: str, subjective: Weights, objective: Weights, values: tuple[Decimal, ...], share: str | None
) -> Weights:
    parts = {"subjective": _story(subjective), "objective": _story(objective)}
    return Weights(
        method=method,
        ids=subjective.ids,
        values=values,
        source={**parts, "share": share},
        warnings=(*subjective.warnings, *objective.warnings),
    )


def _story(weights: Weights) -> dict[str, object]:
    content = weights.model_dump(mode="json", exclude={"warnings"})
    return dict(content)
