"""Normalisations: the printed formulas, their edges, and lists against tables (methods.md §1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.aggregate.normalisation import benefit, cost, interval, normalised, shares_of_sum, vector
from foundation.errors import DockingError, InvalidInput

Function = Callable[..., tuple[Fraction, ...]]
OF: dict[str, Function] = {"benefit": benefit, "cost": cost, "vector": vector, "sum": shares_of_sum}

numbers = st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=12)


def fractions(*texts: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, texts))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (benefit([2, 4, 6]), ("0", "1/2", "1")),
        (cost([2, 4, 6]), ("1", "1/2", "0")),
        (benefit([5, 5]), ("0", "0")),
        (cost([5]), ("0",)),
        (interval([1, 3, 5, 10], 2, 6), ("3/4", "1", "1", "0")),
        (interval([0, 3], 2, 6), ("0", "1")),
        (interval([3, 4], 2, 6), ("1", "1")),
        (interval([1, 2, 4], 2, 2), ("1/2", "1", "0")),
        (vector([3, 4]), ("3/5", "4/5")),
        (vector(["-0.3", "0.4"]), ("-3/5", "4/5")),
        (vector([0, 0]), ("0", "0")),
        (shares_of_sum([1, 3]), ("1/4", "3/4")),
        (shares_of_sum([0]), ("0",)),
    ],
)
def test_the_printed_formulas_by_hand(found: tuple[Fraction, ...], expected: tuple[str, ...]) -> None:
    assert found == fractions(*expected)


@given(numbers)
def test_benefit_and_cost_mirror_each_other(values: list[Any]) -> None:
    if len(set(values)) > 1:
        assert [a + b for a, b in zip(benefit(values), cost(values), strict=True)] == [1] * len(values)
    assert min(benefit(values)) == 0
    assert all(0 <= z <= 1 for z in benefit(values))


@given(numbers, st.integers(0, 100), st.integers(0, 100))
def test_an_interval_is_full_inside_and_empty_only_at_the_farthest(values: list[Any], q1: int, more: int) -> None:
    for value, z in zip(values, interval(values, q1, q1 + more), strict=True):
        assert 0 <= z <= 1
        assert (z == 1) == (q1 <= value <= q1 + more)


@given(numbers)
def test_a_vector_has_length_one_and_shares_sum_to_one(values: list[Any]) -> None:
    if any(values):
        assert sum(shares_of_sum(values)) == 1
        assert abs(sum(z * z for z in vector(values)) - 1) < Fraction(1, 10**30)


@pytest.mark.parametrize("kind", ["benefit", "cost", "vector", "sum", "interval"])
@given(values=numbers)
def test_a_table_gives_what_the_exact_list_gives(kind: str, values: list[Any]) -> None:
    how: Any = {"interval": [10, 50]} if kind == "interval" else kind
    exact = interval(values, 10, 50) if kind == "interval" else OF[kind](values)
    table = normalised(["a", "b"], [[str(value), "1"] for value in values], [how, "benefit"])
    assert np.isfinite(table).all()
    assert table.shape == (len(values), 2)
    assert table[:, 0] == pytest.approx([float(z) for z in exact], abs=1e-11)
    assert not table[:, 1].any()


@pytest.mark.parametrize(
    ("call", "code", "field"),
    [
        (lambda: benefit([]), "normalise_empty", "values"),
        (lambda: benefit("12"), "weights_not_a_list", "values"),
        (lambda: benefit([1, "x"]), "judgement_not_a_number", "values[1]"),
        (lambda: shares_of_sum([1, -1]), "normalise_negative", "values"),
        (lambda: interval([1], 3, 2), "normalise_interval", "q1"),
        (lambda: normalised(["a"], [[1]], []), "normalise_kinds", "kinds"),
        (lambda: normalised(["a"], [[1]], ["interval"]), "normalise_interval_ends", "kinds[0]"),
        (lambda: normalised(["a"], [[1]], [{"interval": [1]}]), "normalise_interval_ends", "kinds[0]"),
        (lambda: normalised(["a"], [[-1]], ["sum"]), "normalise_negative", "kinds[0]"),
        (lambda: normalised(["a"], [[1]], ["z-score"]), "weights_choice", "kinds[0]"),
        (lambda: normalised(["a"], [], ["sum"]), "table_subjects", "table"),
        (lambda: normalised(["a"], [["nan"]], ["sum"]), "table_not_a_number", "table[0].a"),
    ],
)
def test_bad_input_is_refused_by_name(call: Callable[[], Any], code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        call()
    assert (refusal.value.code, refusal.value.facts["field"]) == (code, field)
    assert refusal.value.text("en") != refusal.value.text("zh")


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["interval", "x"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(["ids", "table", "kinds"]), odd)
def test_whatever_comes_in_the_answer_is_finite_or_a_named_refusal(field: str, value: Any) -> None:
    good = {"ids": ["a", "b"], "table": [[1, 2], [3, 4]], "kinds": ["benefit", {"interval": [1, 2]}]}
    with suppress(DockingError):
        assert np.isfinite(normalised(**{**good, field: value})).all()


@given(st.lists(odd, max_size=4))
def test_whatever_list_comes_in_the_answer_is_exact_or_a_named_refusal(values: list[Any]) -> None:
    for function in OF.values():
        with suppress(DockingError):
            assert all(isinstance(z, Fraction) for z in function(values))
