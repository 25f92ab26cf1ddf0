"""``python -m benchmarks.determinism.product``: SHA-256 of everything the evaluation computes, one name a line.

A whole assessment, every weighting method on its worked examples and on random input, fuzzy evaluation, and the
totals, stars and element scores of two thousand subjects. Nothing is said of the machine, so two runs must say the
same.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import numpy as np
import yaml

from benchmarks.agreement.inputs import MAKERS, fuzzy_evaluation
from evaluation.aggregate.batch import assess_many, element_scores
from evaluation.aggregate.fuzzy_tree import fce
from evaluation.assess import assess
from evaluation.editions.shipped import scheme_named
from evaluation.ratings import Rating
from evaluation.weighting import weight_set
from evaluation.weights.by_name import METHODS, weigh
from foundation.errors import InvalidInput
from foundation.values import Value

EXAMPLES = Path(__file__).parents[2] / "tests" / "golden" / "evaluation" / "weights"

CONTROL, NUMPY = "control", "numpy"
"""Two more lines, to be seen and not to be compared."""

_ELEMENTS = [["1", "2", "1/2", "1/3"], ["1/2", "1", "1/3", "1/4"], ["2", "3", "1", "1/2"], ["3", "4", "2", "1"]]
_RANDOM = 25


def hashes() -> dict[str, str]:
    """By name, in the order of computation."""
    found = {"assessment": _assessment()}
    for method in METHODS:
        found[method] = _digest([_weights(method, content) for content in _contents(method)])
    found["fce"] = _digest([_text(fce(**fuzzy_evaluation(Random(f"fce {place}")))) for place in range(_RANDOM)])
    return {**found, "batch": _batch()}


def _assessment() -> str:
    scheme = scheme_named()
    weights = weight_set(
        scheme,
        {
            "T": weigh("ahp", {"ids": ["A", "B", "C", "D"], "matrix": _ELEMENTS}),
            "D4": weigh("entropy", {"ids": ["D4.1", "D4.2", "D4.3", "D4.4"], "table": _table(9, 4)}),
            "D2": weigh("pca", {"ids": ["D2.1", "D2.2", "D2.3", "D2.4"], "table": _table(12, 4)}),
        },
    )
    source = Random("ratings")
    data = [
        Rating(indicator=leaf.id, value=f"{source.randint(1, 400) / 100}")
        for leaf in scheme.indicators
        if leaf.rule.kind in ("LIN", "RATE", "LIK")
    ]
    return assess(scheme, weights, data).sha256


def _contents(method: str) -> list[object]:
    file = EXAMPLES / f"{method}.yaml"
    printed = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    return [
        *(example["input"] for example in printed),
        *(MAKERS[method](Random(f"{method} {place}")) for place in range(_RANDOM)),
        *([{"ids": [f"x{n}" for n in range(40)], "table": _table(3_000, 40)}] if method in _TABLES else []),
    ]


_TABLES = ("entropy", "pca", "scatter_degree", "mean_square", "variation", "max_deviation", "multi_objective")


def _table(rows: int, columns: int) -> list[list[float]]:
    source = Random(f"{rows} {columns}")
    return [[source.randint(1, 10_000) / 100 for _ in range(columns)] for _ in range(rows)]


def _weights(method: str, content: object) -> str:
    try:
        return _text(weigh(method, content))
    except InvalidInput as refusal:
        return refusal.code


def _text(value: Value) -> str:
    return value.model_dump_json()


def _batch() -> str:
    scheme = scheme_named()
    source = Random("batch")
    scores = np.array([[source.randint(-1, 10_000) for _ in range(60)] for _ in range(2_000)], np.int64)
    result = assess_many(scheme, weight_set(scheme), scores)
    elements = element_scores(scheme, weight_set(scheme), scores).units
    return hashlib.sha256(b"".join(part.tobytes() for part in (result.totals, result.stars, elements))).hexdigest()


def control() -> str:
    """What numpy and BLAS alone make of a product in floats: not promised to be the same anywhere."""
    table = np.array(_table(3_000, 60))
    return hashlib.sha256((table.T @ table @ np.linspace(0.1, 0.9, 60)).tobytes()).hexdigest()


def _digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


if __name__ == "__main__":
    for name, digest in hashes().items():
        print(name, digest)
    print(CONTROL, control())
    print(NUMPY, np.__version__)
