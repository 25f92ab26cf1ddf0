"""The upper tail of the χ² distribution, to 40 decimals and the same on every machine.

Q(a, x) = 1 − P(a, x) with a = df/2, x = χ²/2 and the series of the regularised incomplete gamma function

    P(a, x) = x^a e^(−x) / Γ(a + 1) · Σ_{k≥0} x^k / ((a + 1)(a + 2)…(a + k)),

whose terms are all positive, so nothing cancels (Abramowitz and Stegun, 6.5.29). Γ at whole and half numbers comes
from Γ(a + 1) = a·Γ(a), Γ(1) = 1 and Γ(1/2) = √π.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_DEEP = Context(prec=80)
_PI = Decimal("3.1415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679")
_NOTHING = Decimal("1E-70")


def upper_tail(statistic: Fraction, freedom: int) -> Decimal:
    """The probability that χ² with ``freedom`` >= 1 degrees is at least ``statistic`` >= 0."""
    x = _DEEP.divide(Decimal(statistic.numerator), Decimal(2 * statistic.denominator))
    if x == 0:
        return Decimal(1)
    a = Decimal(freedom) / 2
    gamma = Decimal(1) if freedom % 2 == 0 else _DEEP.sqrt(_PI)
    step = Decimal(1) if freedom % 2 == 0 else Decimal("0.5")
    while step <= a:
        gamma = _DEEP.multiply(gamma, step)
        step += 1
    front = _DEEP.divide(_DEEP.exp(_DEEP.subtract(_DEEP.multiply(a, _DEEP.ln(x)), x)), gamma)
    term = series = Decimal(1)
    place = a
    # Terms grow until k passes x and then fall faster than any geometric series of ratio below one.
    while place <= x or term > _DEEP.multiply(series, _NOTHING):
        place += 1
        term = _DEEP.divide(_DEEP.multiply(term, x), place)
        series = _DEEP.add(series, term)
    tail = _DEEP.subtract(Decimal(1), _DEEP.multiply(front, series))
    return min(max(tail, Decimal(0)), Decimal(1)).quantize(Decimal("1E-40"), context=_DEEP)
