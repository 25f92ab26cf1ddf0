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
        scores: Scores = self.scores_each([(known, weights)])[0]
        return scores

    def scores_each(self, queries: Sequence[tuple[NDArray[np.int64], Scores]]) -> Scores:
        """The scores of every row by each of m queries, (m, n); a query alone gets the same."""
        scores = np.zeros((len(queries), self.size), np.float32)
        known = np.concatenate([tokens for tokens, _ in queries])
        weights = np.concatenate([theirs for _, theirs in queries])
        begins, ends = self.start[known], self.start[known + 1]
        lengths = ends - begins
        after = np.cumsum(lengths)
        # Many short columns are gathered as one; the order of a query's sums stays that of its tokens.
        asked_to = np.cumsum([len(tokens) for tokens, _ in queries]).tolist()
        borders = [0, *(np.diff(after // _POSTINGS_AT_ONCE).nonzero()[0] + 1).tolist(), len(known)]
        stretches = list(map(slice, begins.tolist(), ends.tolist()))
        query, until = 0, [0, *after.tolist()]
        for first, last in pairwise(borders):
            if first == last:
                continue
            some = stretches[first:last]
            shares = np.concatenate([self.impacts[here] for here in some])
            shares *= np.repeat(weights[first:last], lengths[first:last])
            rows = np.concatenate([self.rows[here] for here in some])
            begin = first
            while begin < last:
                while asked_to[query] <= begin:
                    query += 1
                end = min(last, asked_to[query])
                mine = slice(until[begin] - until[first], until[end] - until[first])
                np.add.at(scores[query], rows[mine], shares[mine])
                begin = end
        return scores

    def in_order(self, place: NDArray[np.int64]) -> Columns:
        """The same with row r at ``place[r]``."""
        return Columns(self.size, self.start, place[self.rows].astype(np.int32), self.impacts)

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {"start": self.start, "rows": self.rows, "impacts": self.impacts}
