"""Which program computes: its version stands in every assessment and under its hash, and changes when a result could.

1.1.0: the logarithm of entropy is built from correctly rounded operations, which moved its last digits; a rating that
contradicts itself is refused; remainders are equal when they differ by less than a millionth of a unit. Versions in
``PAST`` made reports that this one still reckons again.
"""

from __future__ import annotations

from foundation.values import Value


class Engine(Value):
    """The program that computed; its version changes whenever a result could."""

    name: str
    version: str


ENGINE = Engine(name="docking.evaluation", version="1.1.0")
PAST = frozenset({"1.0.0"})
