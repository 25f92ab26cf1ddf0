"""What several judging methods share: how many things one panel can judge, and how much each expert counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from evaluation.weights.weights import Number, judgement, listed
from foundation.errors import InvalidInput

FINE = Context(prec=60)
"""60 digits within a method, so that the 36 decimals of a weight are right and equal things stay equal."""

MOST_JUDGED = 100
"""Ids in one order or table; nobody judges more at once, and exact numbers grow with every factor."""
MOST_EXPERTS = 200

ExpertWeights = Sequence[Number] | None


def few(names: tuple[str, ...], limit: int = MOST_JUDGED) -> tuple[str, ...]:
    """The names, when there are at most ``limit``; ``InvalidInput`` otherwise."""
    if len(names) > limit:
        raise InvalidInput("judged_too_many", "一次最多判断 {limit} 项", field="ids", limit=limit)
    return names


def panel(given: Any, field: str) -> Sequence[Any]:
    """What each of 1…200 experts said; ``InvalidInput`` names the field otherwise."""
    experts = listed(given, field)
    if not 1 <= len(experts) <= MOST_EXPERTS:
        raise InvalidInput("panel_size", "专家要有 1 到 {limit} 位", field=field, limit=MOST_EXPERTS)
    return experts


def expert_shares(given: ExpertWeights, count: int) -> list[Fraction]:
    """How much each of ``count`` experts counts: >= 0, sum 1; ``None`` counts all alike."""
    if given is None:
        return [Fraction(1, count)] * count
    stated = [judgement(one, f"expert_weights[{place}]") for place, one in enumerate(listed(given, "expert_weights"))]
    if len(stated) != count or min(stated) < 0 or not any(stated):
        raise InvalidInput(
            "expert_weights",
            "{count} 位专家要有 {count} 个权重，不小于 0，不全为 0",
            field="expert_weights",
            count=count,
        )
    total = sum(stated)
    return [one / total for one in stated]


def fine(value: Fraction) -> Decimal:
    """A rational number with 60 digits."""
    return FINE.divide(Decimal(value.numerator), Decimal(value.denominator))


def total(values: Sequence[Decimal]) -> Decimal:
    """The sum, added up in order with 60 digits."""
    found = Decimal(0)
    for value in values:
        found = FINE.add(found, value)
    return found


def fine_shares(values: Sequence[Decimal]) -> list[Decimal]:
    """Positive decimals divided by their sum, with 60 digits and nothing cut off at the small end."""
    whole = total(values)
    return [FINE.divide(value, whole) for value in values]
