"""What is searched for: the demand in two voices.

*Focus* is the matter itself: title, product, symptom, parameters, standards. *Whole* is everything the enterprise
wrote. Titles carry most of the product, long texts carry much that is not the matter (company history, funding); the
two voices are searched apart and weighed by the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foundation.values import Value

Voice = str
"""``"focus"`` or ``"whole"``."""


class Wanted(Value):
    """The demand as the matcher sees it: stated values only, no guesses."""

    text: str
    title: str = ""
    product: str | None = None
    problem: str | None = None
    parameters: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    service_category: str | None = None
    region: str | None = None
    planned_on: date

    def voice(self, name: Voice) -> str:
        """The text searched for in this voice; an empty focus falls back to the whole."""
        whole = " ".join(part for part in (self.title, self.text) if part)
        if name == "whole":
            return whole
        parts = (self.title, self.product or "", self.problem or "", *self.parameters, *self.standards)
        return " ".join(dict.fromkeys(part for part in parts if part)) or whole


@dataclass(frozen=True, slots=True)
class Query:
    """A :class:`Wanted` with the vectors of its two voices, (d,) float32 unit rows (zero when nothing is known)."""

    wanted: Wanted
    vectors: dict[Voice, NDArray[np.float32]] = field(default_factory=dict)
