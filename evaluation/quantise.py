"""Weights become official once: six decimals, sum exactly 1.000000.

Largest remainder: every weight is cut down to 10^-6, and the units that are left go to the largest remainders. Equal
remainders are settled by indicator id, so the answer depends on nothing but the numbers and the names.

Remainders are compared to a millionth of a unit: 7/15, 7/15 and 1/15 have the same one, and the last digit of a decimal
or of a binary float that stands for them must not say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from foundation.errors import InvalidInput

PLACES = 6
ONE = 10**PLACES
"""The sum of every quantised weight vector, in units of 10^-6."""

_FINEST = 10**6
"""Parts of a unit: remainders that agree to one of them, 10^-12 of the whole, are equal."""


def quantise(values: Mapping[str, Fraction | Decimal | int]) -> dict[str, int]:
    """Weights by id (>= 0, any positive sum) → units of 10^-6 by id, sum exactly ``ONE``, in the order given.

    Raises ``InvalidInput`` for an empty vector, a negative or non-finite weight, or a sum of zero.
    """
    if not values:
        raise InvalidInput("weights_empty", "没有可用的权重", field="weights")
    for name, value in values.items():
        if (isinstance(value, Decimal) and not value.is_finite()) or value < 0:
            raise InvalidInput("weight_not_valid", "“{id}”的权重不是非负数", field="weights", id=name)
    exact = {name: Fraction(value) for name, value in values.items()}
    total = sum(exact.values())
    if total == 0:
        raise InvalidInput("weights_all_zero", "权重全部为零", field="weights")
    shares = {name: divmod(value * ONE, total) for name, value in exact.items()}
    units = {name: int(whole) for name, (whole, _) in shares.items()}
    left = ONE - sum(units.values())
    remainders = {name: (2 * rest * _FINEST + total) // (2 * total) for name, (_, rest) in shares.items()}
    for name in sorted(shares, key=lambda name: (-remainders[name], id_order(name)))[:left]:
        units[name] += 1
    return units


def id_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which ``A1.2`` stands before ``A1.10``; figures are compared as text, however many there are."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple(
        (0, len(part.lstrip("0")), part.lstrip("0")) if part[0] in "0123456789" else (1, 0, part) for part in parts
    )
