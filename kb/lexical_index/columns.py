"""The layout of a small view: postings by token, every query a full scan of its own tokens' columns.

What a few given rows score is read from the rows themselves (:mod:`kb.lexical_index.by_row`), with the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.batches import one_behind_the_other
from kb.lexical_index import summing
from kb.lexical_index.by_row import ByRow
from kb.packing import Array
from kb.ranking import Rows, Scores

_SHORT = 128
"""Columns that are shorter on average are sooner gathered by places than cut out one by one."""
_BY_ROW = 3
"""So many postings are scanned in the time in which one of a given row is read."""


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
        begin = self.start[known]
        lengths = self.start[known + 1] - begin
        if not len(lengths):
            return np.zeros((len(ends), self.size), np.float32)
        rows, shares = self._taken(begin, lengths, weights)
        if len(ends) > 1:
            # One query's rows stand behind the other's, so that all are summed at once.
            before = np.arange(len(ends), dtype=np.int32) * np.int32(self.size)
            rows += before.repeat(np.diff(ends, prepend=0)).repeat(lengths)
        return summing.summed(len(ends) * self.size, rows, shares).reshape(len(ends), self.size)

    def scores_of(self, known: NDArray[np.int64], weights: Scores, rows: Rows) -> Scores:
        """The scores of ``rows`` (m,), in their order."""
        return self._by_row.scores_of(known, weights, rows)

    def reads_sooner(self, known: NDArray[np.int64], rows: Rows) -> bool:
        """Whether ``rows`` (m,) are sooner read by themselves than all are scanned."""
        scanned = int((self.start[known + 1] - self.start[known]).sum())
        return scanned * self.size > _BY_ROW * len(rows) * len(self.rows)

    def in_order(self, place: NDArray[np.int64]) -> Columns:
        """The same with row r at ``place[r]``."""
        return Columns(self.size, self.start, place[self.rows].astype(np.int32), self.impacts)

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {"start": self.start, "rows": self.rows, "impacts": self.impacts}

    def _taken(
        self, begin: NDArray[np.int64], lengths: NDArray[np.int64], weights: Scores
    ) -> tuple[NDArray[np.int32], Scores]:
        """The postings of columns one behind the other: their rows, and what the query's ``weights`` make of them."""
        count = int(lengths.sum())
        if count < _SHORT * len(lengths):
            at = one_behind_the_other(begin, lengths)
            return self.rows.take(at), self.impacts.take(at) * weights.repeat(lengths)
        columns = list(map(slice, begin.tolist(), (begin + lengths).tolist()))
        rows = np.concatenate([self.rows[here] for here in columns])
        if count < summing.MANY:
            shares = np.concatenate([self.impacts[here] for here in columns])
            shares *= weights.repeat(lengths)
            return rows, shares
        shares, done = np.empty(count, np.float32), 0
        for here, weight, length in zip(columns, weights, lengths.tolist(), strict=True):
            # Where it is wanted: a long column is not copied first.
            np.multiply(self.impacts[here], weight, out=shares[done : done + length])
            done += length
        return rows, shares

    @cached_property
    def _by_row(self) -> ByRow:
        """The same postings once more, sorted when they are first wanted."""
        return ByRow.of(self.size, self.start, self.rows, self.impacts)
