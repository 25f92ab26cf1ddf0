"""The best of many scores, always in the same order: score first, then row number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


class Ranked(NamedTuple):
    """Row numbers and their scores, best first; equal scores by row number. Both have length ≤ k."""

    rows: Rows
    scores: Scores


NOTHING = Ranked(np.empty(0, np.int64), np.empty(0, np.float32))


_FEW = 64
"""So many more are sorted sooner than a border is found."""


def best(scores: Scores, k: int, rows: Rows | None = None, above: float = -np.inf) -> Ranked:
    """The ``k`` highest of ``scores`` (n,) that are greater than ``above``.

    ``rows`` (n,) names the row of each score; without it, its position. Which of several equal scores at the border
    are kept never depends on chance: the lower row numbers are.
    """
    if k <= 0 or scores.shape[0] == 0:
        return NOTHING
    kept, chosen = scores, None
    if above > -np.inf:
        # What cannot be chosen goes first: finding the border among a mass of equal zeros is many times slower.
        chosen = np.flatnonzero(scores > above)
        kept = scores[chosen]
    if 2 * k + _FEW < len(kept):
        inside = np.flatnonzero(kept >= np.partition(kept, len(kept) - k)[len(kept) - k])
        kept, chosen = kept[inside], inside if chosen is None else chosen[inside]
    if rows is None and chosen is not None:
        named, order = chosen, np.argsort(-kept, kind="stable")[:k]
    else:
        named = np.arange(len(kept)) if rows is None else rows if chosen is None else rows[chosen]
        order = np.lexsort((named, -kept))[:k]
    return Ranked(named[order].astype(np.int64, copy=False), kept[order].astype(np.float32, copy=False))
