"""Reading the numbers of a report: decimals, ratios and floats as they print; nothing that could fill the memory."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?\d{1,600}(\.\d{1,600})?(/\d{1,600}|[eE][+-]?\d{1,3})?", re.ASCII)


def number(given: str | int) -> Fraction:
    """The number that a report states; ``ValueError`` for anything else."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise ValueError(f"{given!r:.40}")
    if isinstance(given, str) and not _NUMBER.fullmatch(given):
        raise ValueError(given[:40])
    return Fraction(given)
