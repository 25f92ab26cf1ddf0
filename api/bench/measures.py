"""How good a ranking is: nDCG@k and Recall@k per demand, and how sure the mean is.

nDCG with the grade itself as gain (0, 1, 2) and log2 discount (Järvelin & Kekäläinen 2002, as trec_eval computes it);
recall counts every target with a grade above 0. Intervals are percentile bootstrap over demands, seeded.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_SEED, _DRAWS = 20261121, 2_000


class Interval(NamedTuple):
    """A mean over demands and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def ndcg(ranked: NDArray[np.int8], grades: NDArray[np.int8], k: int = 10) -> Floats:
    """(demands,) in 0 … 1. ``ranked`` (demands, depth): grades in the order of the ranking; ``grades``: all of them."""
    top = ranked[:, :k].astype(np.float64)
    discount = 1 / np.log2(np.arange(2, k + 2))
    best = -np.sort(-grades, axis=1)[:, :k].astype(np.float64)
    ideal = best @ discount[: best.shape[1]]
    return np.asarray((top @ discount[: top.shape[1]]) / np.where(ideal == 0, 1.0, ideal))


def recall(ranked: NDArray[np.int8], grades: NDArray[np.int8], k: int = 50) -> Floats:
    """(demands,) share of all relevant targets that stand among the first ``k``."""
    wanted = (grades > 0).sum(axis=1)
    return np.asarray((ranked[:, :k] > 0).sum(axis=1) / np.where(wanted == 0, 1, wanted))


def interval(values: Floats) -> Interval:
    """The mean and how far chance alone could move it."""
    generator = np.random.Generator(np.random.PCG64(_SEED))
    draws = generator.integers(0, len(values), (_DRAWS, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return Interval(float(values.mean()), float(low), float(high))


def ratio(values: Floats, floor: Floats) -> Interval:
    """Mean over mean, with the interval of drawing the same demands for both."""
    generator = np.random.Generator(np.random.PCG64(_SEED))
    draws = generator.integers(0, len(values), (_DRAWS, len(values)))
    below = np.maximum(floor[draws].mean(axis=1), 1e-9)
    low, high = np.percentile(values[draws].mean(axis=1) / below, [2.5, 97.5])
    return Interval(float(values.mean() / max(floor.mean(), 1e-9)), float(low), float(high))
