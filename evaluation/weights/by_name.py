"""Every weighting method under its name: a JSON object is the keyword arguments of the method's function.

``weigh("g1", {"order": ["a", "b"], "ratios": ["1.2"]})`` calls :func:`evaluation.weights.g1.g1`. Nothing else is known
here, so a new method is one file and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from evaluation.weights.ahp import ahp
from evaluation.weights.combined import combined
from evaluation.weights.dependent import dependent
from evaluation.weights.entropy import entropy
from evaluation.weights.equal import equal
from evaluation.weights.g1 import g1
from evaluation.weights.max_deviation import max_deviation
from evaluation.weights.mean_square import mean_square
from evaluation.weights.multi_objective import multi_objective
from evaluation.weights.pca import pca
from evaluation.weights.scatter_degree import scatter_degree
from evaluation.weights.variation import variation
from evaluation.weights.weights import Weights
from foundation.errors import InvalidInput, NotFound

METHODS: Mapping[str, Callable[..., Weights]] = {
    "equal": equal,
    "ahp": ahp,
    "g1": g1,
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
        raise NotFound("weighting_method_unknown", "没有叫“{name}”的赋权方法；有：{names}", **_names(method))
    function = METHODS[method]
    if not isinstance(content, Mapping):
        raise InvalidInput("weights_input_object", "输入要是一个 JSON 对象", field="input")
    known = signature(function).parameters
    for name in content:
        if name not in known:
            raise InvalidInput(
                "weights_input_unknown", "{method} 没有“{field}”这一项；有：{names}",
                field=str(name)[:40], method=method, names="、".join(known),
            )  # fmt: skip
    for name, parameter in known.items():
        if name not in content and parameter.default is Parameter.empty:
            raise InvalidInput("weights_input_missing", "{method} 缺“{field}”这一项", field=name, method=method)
    return function(**content)


def _names(method: str) -> dict[str, str]:
    return {"name": str(method)[:40], "names": "、".join(METHODS)}
