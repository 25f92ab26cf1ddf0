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


def best(scores: Scores, k: int, rows: Rows | None = None, above: float = -np.inf) -> Ranked:
    """The ``k`` highest of ``scores`` (n,) that are greater than ``above``.

    ``rows`` (n,) names the row of each score; without it, its position. Which of several equal scores at the border
    are kept never depends on chance: the lower row numbers are.
    """
    if k <= 0 or scores.shape[0] == 0:
        return NOTHING
    # What cannot be chosen goes first: finding the border among a mass of equal zeros is many times slower.
    chosen = np.arange(scores.shape[0]) if above == -np.inf else np.flatnonzero(scores > above)
    kept = scores[chosen]
    if k < len(chosen):
        inside = kept >= np.partition(kept, len(kept) - k)[len(kept) - k]
        chosen, kept = chosen[inside], kept[inside]
    named = chosen.astype(np.int64) if rows is None else rows[chosen].astype(np.int64)
    order = np.lexsort((named, -kept))[:k]
    return Ranked(named[order], kept[order].astype(np.float32, copy=False))
