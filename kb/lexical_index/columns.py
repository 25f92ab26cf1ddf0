"""The layout of a small view: postings by token, every query a full scan of its own tokens' columns."""

from __future__ import annotations

from collections.abc import Sequence
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
        scores: Scores = self.scores_each(known, weights, [len(known)])[0]
        return scores

    def scores_each(self, known: NDArray[np.int64], weights: Scores, ends: Sequence[int]) -> Scores:
        """(m, n) the scores of every row by each of m queries, which stand one after the other, the first up to
        ``ends[0]``; a query alone gets the same."""
        scores = np.zeros((len(ends), self.size), np.float32)
        begin, end = self.start[known], self.start[known + 1]
        lengths = end - begin
        after = lengths.cumsum()
        # Many short columns are gathered as one; the order of a query's sums stays that of its tokens.
        stretch = after // _POSTINGS_AT_ONCE
        borders = [0, *((stretch[1:] != stretch[:-1]).nonzero()[0] + 1).tolist(), len(known)]
        columns, until = list(map(slice, begin.tolist(), end.tolist())), [0, *after.tolist()]
        query = 0
        for first, last in pairwise(borders):
            if first == last:
                continue
            some = columns[first:last]
            shares = np.concatenate([self.impacts[here] for here in some])
            shares *= weights[first:last].repeat(lengths[first:last])
            rows = np.concatenate([self.rows[here] for here in some])
            token = first
            while token < last:
                while ends[query] <= token:
                    query += 1
                to = min(last, ends[query])
                mine = slice(until[token] - until[first], until[to] - until[first])
                np.add.at(scores[query], rows[mine], shares[mine])
                token = to
        return scores

    def in_order(self, place: NDArray[np.int64]) -> Columns:
        """The same with row r at ``place[r]``."""
        return Columns(self.size, self.start, place[self.rows].astype(np.int32), self.impacts)

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {"start": self.start, "rows": self.rows, "impacts": self.impacts}
