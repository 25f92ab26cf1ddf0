"""The star is read from the displayed total; every limit is included (N24, S1-26)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.editions.shipped import scheme_named
from evaluation.exact import full, parse, rounded
from evaluation.grades import displayed, star_for

LIMITS = scheme_named().stars


@pytest.mark.parametrize(
    ("exact", "shown", "stars"),
    [
        ("100", 10000, 5), ("90", 9000, 5), ("89.995", 9000, 5), ("89.99499999999999999999", 8999, 4),
        ("84.995", 8500, 4), ("80", 8000, 4), ("79.995", 8000, 4), ("79.994", 7999, 3),
        ("70", 7000, 3), ("69.995", 7000, 3), ("69.9949", 6999, 2),
        ("60", 6000, 2), ("59.995", 6000, 2), ("59.99499", 5999, 1), ("0", 0, 1),
    ],
)  # fmt: skip
def test_limits_are_included_and_graded_as_displayed(exact: str, shown: int, stars: int) -> None:
    units = int(Fraction(exact) * 10**20)
    assert displayed(units, 20, 2, "half_up") == shown
    assert star_for(shown, 2, LIMITS).stars == stars


def test_half_even_follows_gb_t_8170() -> None:
    assert [rounded(Fraction(n, 2), "half_even") for n in (1, 3, 5, 7)] == [0, 2, 2, 4]
    assert [rounded(Fraction(n, 2), "half_up") for n in (1, 3, 5, 7)] == [1, 2, 3, 4]
    assert rounded(Fraction(2501, 1000), "half_even") == 3


def test_fewer_decimals_round_once_and_not_twice() -> None:
    units = int(Fraction("84.949") * 10**20)
    assert displayed(units, 20, 1, "half_up") == 849
    assert displayed(units, 20, 0, "half_up") == 85
    assert displayed(int(Fraction("84.449") * 10**20), 20, 0, "half_up") == 84


def test_exact_numbers_are_written_whole() -> None:
    assert full(84_995, 3) == "84.995"
    assert full(80 * 10**20, 20) == "80.00"
    assert full(5, 20) == "0.00000000000000000005"
    assert full(-125, 3) == "-0.125"


@pytest.mark.parametrize("text", ["", "1e3", "1/3", "inf", "nan", "0x10", "１２", "1,000", "1.", ".5", "9" * 19, "--1"])
def test_what_is_no_plain_decimal_is_not_a_number(text: str) -> None:
    assert parse(text) is None


def test_plain_decimals_are_read_exactly() -> None:
    assert parse(" -0.10 ") == Fraction(-1, 10)
    assert parse("+007.250") == Fraction(29, 4)
