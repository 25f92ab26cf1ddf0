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
    n = scores.shape[0]
    if k <= 0 or n == 0:
        return NOTHING
    if k < n:
        border = max(float(np.partition(scores, n - k)[n - k]), above)
        chosen = np.flatnonzero(scores >= border)
    else:
        chosen = np.arange(n)
    kept = scores[chosen]
    if above != -np.inf:
        chosen = chosen[kept > above]
        kept = scores[chosen]
    named = chosen.astype(np.int64) if rows is None else rows[chosen].astype(np.int64)
    order = np.lexsort((named, -kept))[:k]
    return Ranked(named[order], kept[order].astype(np.float32, copy=False))
