"""Every weighting method under its name: a JSON object is the keyword arguments of the method's function.

``weigh("g1", {"order": ["a", "b"], "ratios": ["1.2"]})`` calls :func:`evaluation.weights.g1.g1`. Nothing else is known
here, so a new method is one file and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.calling import called
from evaluation.weights.ahp import ahp
from evaluation.weights.ahp_group import ahp_group
from evaluation.weights.ahp_hierarchy import ahp_hierarchy
from evaluation.weights.binomial import binomial
from evaluation.weights.combined import combined
from evaluation.weights.dare import dare
from evaluation.weights.delphi import delphi
from evaluation.weights.dependent import dependent
from evaluation.weights.entropy import entropy
from evaluation.weights.equal import equal
from evaluation.weights.fuzzy import fuzzy
from evaluation.weights.g1 import g1
from evaluation.weights.g1_group import g1_group
from evaluation.weights.least_squares import least_squares
from evaluation.weights.max_deviation import max_deviation
from evaluation.weights.mean_square import mean_square
from evaluation.weights.multi_objective import multi_objective
from evaluation.weights.pca import pca
from evaluation.weights.scatter_degree import scatter_degree
from evaluation.weights.variation import variation
from evaluation.weights.weights import Weights
from foundation.errors import NotFound

METHODS: Mapping[str, Callable[..., Weights]] = {
    "equal": equal,
    "ahp": ahp,
    "ahp_group": ahp_group,
    "ahp_hierarchy": ahp_hierarchy,
    "delphi": delphi,
    "fuzzy": fuzzy,
    "binomial": binomial,
    "dare": dare,
    "least_squares": least_squares,
    "g1": g1,
    "g1_group": g1_group,
    "entropy": entropy,
    "pca": pca,
    "multi_objective": multi_objective,
    "scatter_degree": scatter_degree,
    "mean_square": mean_square,
    "variation": variation,
    "max_deviation": max_deviation,
    "dependent": dependent,
    "combined": combined,
}
"""By the name of the method's file, subjective ones first (S1-18), then objective (S1-19), then combined (S1-20)."""


def weigh(method: str, content: Any) -> Weights:
    """The weights that ``method`` finds in ``content`` (a JSON object; numbers may be text, ints, decimals, floats).

    Raises ``NotFound`` for an unknown method, ``InvalidInput`` that names a missing, unknown or faulty field.
    """
    if method not in METHODS:
        facts = {"name": str(method)[:40], "names": "、".join(METHODS)}
        raise NotFound("weighting_method_unknown", "没有叫“{name}”的赋权方法；有：{names}", **facts)
    return called(method, METHODS[method], content)
