"""Wordings in the order in which the best of each situation is found fastest.

First stands the first wording of every situation, then every second one, and so on; of each rank those of situations
with most wordings first. So the best wordings of all situations are the maximum of a few whole stretches. Situations
behind the last that has several wordings keep their order: they need no comparing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import LexicalView


@dataclass(frozen=True, eq=False)
class Wordings:
    """``view`` holds wording w of the knowledge as row ``place[w]``."""

    view: LexicalView
    place: NDArray[np.int64]
    ranks: tuple[tuple[int, int], ...]
    """From where to where the second, third … wordings stand."""
    column: NDArray[np.int64]
    """(several,) where each situation stands within a rank, up to the last one that has several wordings."""

    def best_wordings(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """(c, s) the best of each situation's wordings, from (c, wordings)."""
        count = self.ranks[0][0] if self.ranks else len(self.place)
        table = likeness[:, :count].copy()
        for begin, end in self.ranks:
            np.maximum(table[:, : end - begin], likeness[:, begin:end], out=table[:, : end - begin])
        table[:, : len(self.column)] = table.take(self.column, axis=1)
        return table


def wordings_by_rank(view: LexicalView, first: NDArray[np.int64]) -> Wordings:
    """``first`` (s,): where the wordings of each situation begin; they stand together."""
    counts = np.diff(np.append(first, view.size))
    several = int(np.flatnonzero(counts > 1)[-1]) + 1 if (counts > 1).any() else 0
    order = np.concatenate((np.argsort(-counts[:several], kind="stable"), np.arange(several, len(counts))))
    place = np.empty(view.size, np.int64)
    ranks, begin = [], len(counts)
    place[first[order]] = np.arange(len(counts))
    for rank in range(1, int(counts.max(initial=1))):
        mine = order[: np.count_nonzero(counts > rank)]
        ranks.append((begin, begin + len(mine)))
        place[first[mine] + rank] = np.arange(*ranks[-1])
        begin += len(mine)
    column = np.empty(several, np.int64)
    column[order[:several]] = np.arange(several)
    return Wordings(view.in_order(place), place, tuple(ranks), column)
