"""Six decimals, sum exactly one, ties by id."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.quantise import ONE, id_order, quantise
from evaluation.weights.delphi import delphi
from foundation.errors import InvalidInput


def test_thirds_give_the_left_over_unit_to_the_first_id() -> None:
    assert quantise({"b": Fraction(1), "a": Fraction(1), "c": Fraction(1)}) == {
        "b": 333_333,
        "a": 333_334,
        "c": 333_333,
    }


def test_the_order_given_is_kept_and_does_not_decide() -> None:
    forwards = quantise({"A1.2": Fraction(1, 7), "A1.10": Fraction(1, 7), "A1.1": Fraction(5, 7)})
    assert list(forwards) == ["A1.2", "A1.10", "A1.1"]
    assert forwards == quantise({"A1.1": Fraction(5, 7), "A1.10": Fraction(1, 7), "A1.2": Fraction(1, 7)})


def test_the_largest_remainder_gets_the_unit() -> None:
    values = {"a": Decimal("0.3333334"), "b": Decimal("0.3333339"), "c": Decimal("0.3333327")}
    assert quantise(values) == {"a": 333_333, "b": 333_334, "c": 333_333}


def test_ids_sort_by_their_numbers() -> None:
    assert sorted(["A10", "A2", "B1", "A1.10", "A1.9"], key=id_order) == ["A1.9", "A1.10", "A2", "A10", "B1"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "weights_empty"),
        ({"a": Fraction(0), "b": Fraction(0)}, "weights_all_zero"),
        ({"a": Fraction(2), "b": Fraction(-1)}, "weight_not_valid"),
        ({"a": Decimal("NaN")}, "weight_not_valid"),
        ({"a": Decimal("Infinity"), "b": Decimal(1)}, "weight_not_valid"),
    ],
)
def test_bad_vectors_are_refused_by_name(values: dict[str, Decimal | Fraction], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        quantise(values)
    assert refusal.value.code == code


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any))
def test_every_vector_sums_to_one_and_stays_within_one_unit(numbers: list[int]) -> None:
    units = quantise({f"x{place}": Fraction(number) for place, number in enumerate(numbers)})
    assert sum(units.values()) == ONE
    for place, number in enumerate(numbers):
        assert abs(units[f"x{place}"] - Fraction(number * ONE, sum(numbers))) < 1


def test_equal_remainders_are_settled_by_id_whatever_the_last_digit_of_a_decimal_says() -> None:
    exact = {"a": Fraction(7, 15), "b": Fraction(7, 15), "c": Fraction(1, 15)}
    assert quantise(exact) == {"a": 466_667, "b": 466_667, "c": 66_666}
    for digits in (17, 36):
        written = {name: Decimal(f"{float(value):.{digits}f}") for name, value in exact.items()}
        assert quantise(written) == quantise(exact)
    judged = delphi(["a", "b", "c"], [[7, 7, 1]])
    assert judged.units() == quantise(exact)
