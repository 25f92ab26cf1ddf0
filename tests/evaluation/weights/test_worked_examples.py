"""Every weighting method reproduces its worked examples to the last printed digit (S1-18, S1-19, S1-20)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.weights.by_name import METHODS, weigh
from tests.evaluation.weights.worked import name_of, printed, worked


@pytest.mark.parametrize("case", worked(), ids=name_of)
def test_a_worked_example_is_reproduced(case: tuple[str, dict[str, Any]]) -> None:
    method, example = case
    found = weigh(method, example["input"])
    assert [printed(value, like) for value, like in zip(found.values, example["weights"], strict=True)] == (
        example["weights"]
    )
    assert abs(sum(map(Fraction, found.values)) - 1) < Fraction(1, 10**30)
    assert sum(found.units().values()) == 1_000_000
    assert bool(found.warnings) is example.get("warns", False)
    for key, like in example.get("diagnostics", {}).items():
        said = found.diagnostics[key]
        assert said is like if isinstance(like, bool) else printed(said, like) == like, key


def test_every_method_has_a_worked_example_with_its_source() -> None:
    assert {method for method, _ in worked()} >= set(METHODS) - {"equal"}
    assert [example["name"] for _, example in worked() if len(example["source"]) < 20] == []
