"""Exact numbers: decimal text in, fractions inside, one declared rounding, decimal text out.

No binary float takes part in a score. A number enters as decimal text (``"12.50"``), is computed as a
:class:`~fractions.Fraction` or as an integer count of units of 10^-places, and leaves as text again. Exponents
(``1E9``) are refused: they are not how people write counts, and one of them can fill the memory of a machine.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

Rounding = Literal["half_up", "half_even"]
"""``half_up`` 四舍五入; ``half_even`` 四舍六入五成双 (GB/T 8170)."""

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,40})?")


def parse(text: str) -> Fraction | None:
    """The number that ``text`` writes in plain decimals, ``None`` when it writes none. Outer spaces are forgiven."""
    plain = text.strip()
    if not (plain.isascii() and _NUMBER.fullmatch(plain)):
        return None
    whole, _, decimals = plain.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def rounded(value: Fraction, rounding: Rounding) -> int:
    """The nearest integer to a ``value`` >= 0; a tie goes up, or to the even neighbour."""
    whole, rest = divmod(value.numerator, value.denominator)
    tie = 2 * rest - value.denominator
    return whole + (tie > 0 or (tie == 0 and (rounding == "half_up" or whole % 2 == 1)))


def fixed(units: int, places: int) -> str:
    """``units`` of 10^-``places`` as text with exactly that many decimals: ``fixed(8667, 2) == "86.67"``."""
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def shown(value: Fraction, places: int) -> str:
    """``value`` with that many decimals, a half rounded away from zero: what a chart, a table or a line prints."""
    units = rounded(abs(value) * 10**places, "half_up")
    return fixed(-units if value < 0 else units, places)


def full(units: int, places: int) -> str:
    """The same without trailing zeros, but with at least two decimals: the whole number, nothing rounded away."""
    text = fixed(units, places)
    head, _, tail = text.partition(".")
    return f"{head}.{tail.rstrip('0').ljust(2, '0')}"


def _no_truth(given: object) -> object:
    if isinstance(given, bool):
        raise ValueError("要是整数")  # Python's True is 1; in a document it is a slip
    return given


def _as_decimal(given: object) -> Decimal:
    if isinstance(given, Decimal | int) and not isinstance(given, bool):
        given = format(Decimal(given), "f")
    if isinstance(given, str) and parse(given) is not None:
        return Decimal(given.strip())
    raise ValueError("要用十进制数写，例如 12.5")


ExactNumber = Annotated[
    Decimal, BeforeValidator(_as_decimal), PlainSerializer(lambda number: format(number, "f"), return_type=str)
]
"""A decimal number in a value: text, integers and decimals are taken, floats refused; dumped as plain text."""

WholeNumber = Annotated[int, BeforeValidator(_no_truth)]
"""A whole number in a value; ``true`` is none."""
