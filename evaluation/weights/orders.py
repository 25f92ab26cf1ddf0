"""Orders of importance with ties: a list of ids, those of equal importance as a list within."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from evaluation.weights.judging import few
from evaluation.weights.weights import checked_ids, listed
from foundation.errors import InvalidInput

Order = list[tuple[str, ...]]
"""Groups of equal importance, the most important first."""


def read_order(given: Any, field: str) -> Order:
    """``["a", ["b", "c"], "d"]``: a first, b and c alike, d last. ``InvalidInput`` for anything else."""
    groups = [(entry,) if isinstance(entry, str) else tuple(listed(entry, field)) for entry in listed(given, field)]
    if not all(groups):
        raise InvalidInput("order_empty_group", "次序里有空的一组", field=field)
    few(checked_ids([name for group in groups for name in group], field))
    return groups


def same_ids(orders: Sequence[Order], field: str) -> tuple[str, ...]:
    """The ids as the first order names them, when all orders name the same ones."""
    named = [[name for group in order for name in group] for order in orders]
    for place, names in enumerate(named):
        if set(names) != set(named[0]):
            raise InvalidInput(
                "orders_differ", "第 {expert} 位专家排的不是同一批指标", field=f"{field}[{place}]", expert=place + 1
            )
    return tuple(named[0])


def ranks_in(order: Order) -> dict[str, Fraction]:
    """Rank by id: 1 for the most important, ties share the mean of their places."""
    ranks, above = {}, 0
    for group in order:
        for name in group:
            ranks[name] = Fraction(2 * above + len(group) + 1, 2)
        above += len(group)
    return ranks


def ordered_by(scores: dict[str, Fraction], names: Sequence[str]) -> Order:
    """The names by falling importance, that is by rising score; equal scores tie, in the order of ``names``."""
    order: dict[Fraction, list[str]] = {}
    for name in names:
        order.setdefault(scores[name], []).append(name)
    return [tuple(order[score]) for score in sorted(order)]


def written(order: Order) -> list[str | list[str]]:
    """The order as JSON."""
    return [group[0] if len(group) == 1 else list(group) for group in order]
