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
    if 2 * k + _FEW < len(scores):
        # Most go at a glance. Those that cannot be chosen go with them: finding the border among a mass of equal zeros
        # is many times slower.
        border = _border(scores, k)
        chosen = np.flatnonzero(scores >= border if border > above else scores > above)
        kept = scores[chosen]
    elif above > -np.inf:
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


_GROUP, _SMALLEST_GROUP = 64, 4
"""Of so many scores, or fewer, only the highest is looked at first."""


def in_order(rows: Rows, scores: Scores, k: int) -> Ranked:
    """The ``k`` best of ``rows`` (n,), which ascend: equal scores stay as they stand."""
    order = (-scores).argsort(kind="stable")[:k]
    return Ranked(rows[order], scores[order])


def may_be_best(scores: Scores, k: int, doubt: float) -> Rows:
    """Places, ascending, of all ``scores`` (n,) that are at most ``doubt`` below the ``k``-th; -inf never is one."""
    border = _border(scores, k) - doubt
    if border == -np.inf:
        return np.flatnonzero(_reach(scores, k, doubt))
    places = np.flatnonzero(scores >= border)
    return places[_reach(scores[places], k, doubt)]


def _border(scores: Scores, k: int) -> np.float32:
    """The ``k``-th highest of ``scores`` (n,) is not below it, and few are above; -inf where that is not worth it."""
    size = min(_GROUP, len(scores) // (2 * k))
    if size < _SMALLEST_GROUP:
        return np.float32(-np.inf)
    # As many groups hold a score as high as the k-th of their maxima. A group takes every so many-th score: like rows
    # often stand together.
    groups = len(scores) // size
    highest = scores[: groups * size].reshape(size, groups).max(axis=0)
    return np.float32(np.partition(highest, groups - k)[groups - k])


def _reach(scores: Scores, k: int, doubt: float) -> NDArray[np.bool_]:
    """Which of ``scores`` are at most ``doubt`` below the ``k``-th highest of them."""
    border = np.partition(scores, len(scores) - k)[len(scores) - k] - doubt if k < len(scores) else -np.inf
    return scores >= border if border > -np.inf else scores > border
