"""The postings of a small view by row, for what a few rows score by many tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index.summing import summed_in_turn
from kb.ranking import Rows, Scores

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class ByRow:
    """``table`` (n, tokens): the impacts of every row, its tokens ascending."""

    table: csr_array

    @classmethod
    def of(cls, size: int, start: NDArray[np.int64], rows: NDArray[np.int32], impacts: NDArray[np.float32]) -> ByRow:
        """Of postings by token (:class:`kb.lexical_index.columns.Columns`) of ``size`` rows."""
        from scipy.sparse import csc_array

        return cls(csc_array((impacts, rows, start.astype(np.int32)), shape=(size, len(start) - 1)).tocsr())

    def scores_of(self, known: NDArray[np.int64], weights: Scores, rows: Rows) -> Scores:
        """The scores of ``rows`` (m,), in their order: a row's tokens add up one by one, as columns do."""
        spread = np.zeros(self.table.shape[1], np.float32)
        spread[known] = weights
        some = self.table[rows]
        shares = spread.take(some.indices)
        shares *= some.data
        return summed_in_turn(some.indptr, shares)
