"""The layout of a small view: postings by token, every query a full scan of its own tokens' columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array
from kb.ranking import Scores

_POSTINGS_AT_ONCE = 16_384
"""Postings of which a stretch stays in the processor's cache."""


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
        begins, ends = self.start[known], self.start[known + 1]
        lengths = ends - begins
        # Many short columns are added up as one; the order of the sums stays that of the tokens.
        groups = np.cumsum(lengths) // _POSTINGS_AT_ONCE
        borders = [0, *((np.diff(groups)).nonzero()[0] + 1).tolist(), len(known)]
        stretches = [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        for first, last in pairwise(borders):
            if first == last:
                continue
            some = stretches[first:last]
            shares = np.concatenate([self.impacts[here] for here in some])
            shares *= np.repeat(weights[first:last], lengths[first:last])
            np.add.at(scores, np.concatenate([self.rows[here] for here in some]), shares)
        return scores

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {"start": self.start, "rows": self.rows, "impacts": self.impacts}
