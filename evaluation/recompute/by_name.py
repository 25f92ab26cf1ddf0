"""Every weighting method a second time, under the name that a weight vector carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from evaluation.recompute import fuzzy_judgements, matrices, orders, spectral, tables
from evaluation.recompute.combinations import combined

_METHODS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any] | None]] = {
    "ahp": matrices.ahp,
    "ahp_group": matrices.ahp_group,
    "ahp_hierarchy": matrices.ahp_hierarchy,
    "least_squares": matrices.least_squares,
    "delphi": orders.delphi,
    "fuzzy": fuzzy_judgements.fuzzy,
    "binomial": orders.binomial,
    "dare": orders.chain,
    "g1": orders.chain,
    "g1_group": orders.g1_group,
    "entropy": partial(tables.weights, strength=tables.entropy),
    "mean_square": partial(tables.weights, strength=tables.mean_square),
    "variation": partial(tables.weights, strength=tables.variation),
    "max_deviation": partial(tables.weights, strength=tables.max_deviation),
    "multi_objective": tables.multi_objective,
    "pca": spectral.pca,
    "scatter_degree": spectral.scatter_degree,
    "dependent": tables.dependent,
}

REPEATED = ("equal", *_METHODS, "combined")
"""What is computed twice."""


def recomputed(method: str, ids: Sequence[str], source: Mapping[str, Any]) -> dict[str, float] | None:
    """Weights by id; ``None`` where the source does not hold what is needed (declared weights, digests of tables).

    Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``ArithmeticError`` for a source that no method wrote.
    """
    if method == "equal":
        return dict.fromkeys(ids, 1 / len(ids))
    if "table_sha256" in source:
        return None
    name, _, rule = method.partition("/")
    if name != "combined" and name not in _METHODS:
        return None
    found = combined(rule, source) if name == "combined" else _METHODS[name](source)
    return None if found is None else {name: float(value) for name, value in found.items()}
