"""Amounts in Chinese capitals, by the examples of the People's Bank's rules for vouchers and by counting back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.facts.capitals import capitals
from foundation.errors import InvalidInput

KNOWN = {
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "48000.000": "肆万捌仟元整",
    "10": "壹拾元整",
    "100050": "壹拾万零伍拾元整",
    "100000001": "壹亿零壹元整",
    "1000000000000": "壹万亿元整",
    "10203040506070809": "壹亿零贰佰零叁万零肆佰零伍亿零陆佰零柒万零捌佰零玖元整",
}


@pytest.mark.parametrize(("price", "words"), KNOWN.items())
def test_known_amounts(price: str, words: str) -> None:
    assert capitals(price) == words


def value_of(words: str) -> int:
    """Reading the capitals back, in another way than writing them."""
    total = section = digit = 0
    for sign in words:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        elif sign == "万":
            head, total = total // 10**8 * 10**8, total % 10**8
            total, section, digit = head + (total + section + digit) * 10**4, 0, 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 10**15))
def test_capitals_read_back_to_the_number(number: int) -> None:
    words = capitals(str(number)).removesuffix("元整")
    assert value_of(words) == number
    assert "零零" not in words


def test_parts_of_a_fen_cannot_be_paid() -> None:
    with pytest.raises(InvalidInput) as refused:
        capitals("1.005")
    assert refused.value.code == "price_below_fen"
