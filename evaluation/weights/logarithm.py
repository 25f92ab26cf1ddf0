"""The natural logarithm of many numbers, with the same bits on every processor.

Built from additions, multiplications and divisions, which are correctly rounded everywhere, and from the bits of a
number. Library logarithms are not: vectorised ones differ between processors in the last bit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_TERMS = tuple(range(1, 21, 2))
_LN2 = 0.6931471805599453
_ROOT = math.sqrt(2.0)
_EXPONENT = np.int64(-(1 << 52))
"""The bits of sign and exponent."""

_SHIFT = np.int64(int(np.float64(math.nextafter(_ROOT, 2.0)).view(np.int64)) - (1 << 52))
"""Taken from the bits of m·2^e with m in [√½, √2), it leaves e in the bits of the exponent."""


def room_for(shape: tuple[int, ...]) -> Numbers:
    """Where :func:`logarithm` may work on numbers of this shape, again and again."""
    return np.empty((4, *shape))


def logarithm(values: Numbers, room: Numbers | None = None) -> Numbers:
    """ln x = e·ln 2 + 2·artanh((m − 1)/(m + 1)) for x = m·2^e with m in [√½, √2); off by a few units of 10^-16.

    ``values`` are not below 2^-1022, or 0, whose logarithm is some finite number, so that 0·ln 0 is 0 as it should be.
    The result lives in ``room`` (of :func:`room_for`, at least as many rows) if one is given, until that is used again.
    """
    given = np.ascontiguousarray(values)
    work = (room_for(given.shape) if room is None else room)[:, : len(given)]
    series: Numbers = work[0]
    ratio, square, exponent = work[1:]
    bits, whole = given.view(np.int64), series.view(np.int64)
    np.subtract(bits, _SHIFT, out=whole)
    whole &= _EXPONENT
    np.subtract(bits, whole, out=ratio.view(np.int64))
    np.multiply(whole, _LN2 * 2.0**-52, out=exponent)
    np.add(ratio, 1, out=square)
    ratio -= 1
    ratio /= square
    np.multiply(ratio, ratio, out=square)
    np.multiply(square, 2 / _TERMS[-1], out=series)
    for odd in reversed(_TERMS[1:-1]):
        series += 2 / odd
        series *= square
    series += 2
    series *= ratio
    series += exponent
    return series
