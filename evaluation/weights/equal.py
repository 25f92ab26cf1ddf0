"""等权: the honest default when nobody has judged anything; it says so itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluation.weights.weights import Weights, checked_ids, shares
from foundation.language import sentence


def equal(ids: Sequence[str]) -> Weights:
    """The same weight for every id, with the remark that it was not argued for."""
    names = checked_ids(ids)
    warnings = (sentence("等权，未论证"),) if len(names) > 1 else ()
    return Weights(method="equal", ids=names, values=shares([Fraction(1)] * len(names)), warnings=warnings)
