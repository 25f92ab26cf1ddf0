"""The layout of a small view: postings by token, every query a full scan of its own tokens' columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array
from kb.ranking import Ranked, Rows, Scores, best


@dataclass(frozen=True, eq=False)
class Columns:
    """``rows[start[t]:start[t+1]]`` hold token ``t``, with ``impacts`` beside them."""

    size: int
    start: NDArray[np.int64]
    rows: NDArray[np.int32]
    impacts: NDArray[np.float32]

    def scores(self, known: NDArray[np.int64], weights: Scores) -> Scores:
        """The score of every row, (n,)."""
        scores = np.zeros(self.size, np.float32)
        for term, weight in zip(known.tolist(), weights, strict=True):
            here = slice(self.start[term], self.start[term + 1])
            scores[self.rows[here]] += weight * self.impacts[here]  # a row stands once in a column
        return scores

    def scores_of(self, known: NDArray[np.int64], weights: Scores, rows: Rows) -> Scores:
        """The scores of ``rows`` (m,), in their order."""
        return self.scores(known, weights)[rows]

    def search(self, known: NDArray[np.int64], weights: Scores, k: int, hidden: Rows | None = None) -> Ranked:
        """The best ``k`` rows with something in common, without those that are ``hidden``."""
        scores = self.scores(known, weights)
        if hidden is not None:
            scores[hidden] = 0
        return best(scores, k, above=0.0)

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {"start": self.start, "rows": self.rows, "impacts": self.impacts}
