"""Many signals, one score: each signal is scaled to its own best for this query, then weighed.

Scaling per query and weighing beats reciprocal-rank fusion when one signal is weak (measured: RRF loses up to 60 %).
Points are whole numbers, so that contributions add up to the score exactly and on every machine alike.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matcher.ports import Rows, Scores

Points = NDArray[np.int64]


def scaled(scores: Scores) -> NDArray[np.float64]:
    """Scores, of one signal (n,) or of several (s, n), divided by the best of each, in 0 … 1.

    All zero where the best is not positive.
    """
    best = scores.max(axis=-1, keepdims=True, initial=0.0).astype(np.float64)
    best[best <= 0.0] = np.inf
    return np.asarray(np.clip(scores / best, 0.0, 1.0))


def union(found: Iterable[Rows]) -> Rows:
    """All rows that any signal found, ascending, each once."""
    every = np.sort(np.concatenate([np.empty(0, np.int64), *found]))
    return every[np.diff(every, prepend=-1) > 0]


def points_of(scores: Scores, most: int | Points) -> Points:
    """Scores as whole points, the best of each signal ``most``."""
    return np.rint(scaled(scores) * most).astype(np.int64)
