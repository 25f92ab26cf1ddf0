"""The layout of a large view: rows that look alike stand together in blocks, and each block has bounds.

For every token and block the highest impact of the token in the block is kept. A query adds these up, which gives
for every block a score that none of its rows can exceed, and then works out the rows of the most promising blocks
exactly, from a forward index (row → tokens, impacts), until no block left can hold a better row than the ``k`` found
(block-max pruning: Ding & Suel 2011; Mallia, Suel & Tonellotto 2024). Blocks are good when their rows share their
tokens; so inside the view rows are ordered by their texts.

Candidates come from the most telling tokens of a long query, and from no more than a budget of rows; up to
:data:`EXACT_UP_TO` rows neither holds back and the search is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.batches import one_behind_the_other, starts_of
from kb.packing import Array
from kb.ranking import NOTHING, Ranked, Rows, Scores, best
from kb.spool import RowsOnDisk, stretches

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROWS_A_BLOCK = 32
EXACT_UP_TO = 200_000
TELLING = 64
"""So many tokens of a query bring in candidates when the view is large; all of them count in their scores."""
BUDGET = 24_000
"""So many rows are worked out exactly when the view is large."""
_PAIRS_AT_ONCE = 1 << 20
_SAFETY = 1 + 1e-5
"""Sums of float32 may come out a little higher than their bound."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """Rows inside are in an order of their own: ``order`` (n,) names the row of each place.

    Place p has ``tokens[starts[p]:starts[p+1]]`` (ascending) with ``impacts`` beside them. Token t stands in blocks
    ``block_of[block_start[t]:block_start[t+1]]``, with ``bounds`` beside them.
    """

    order: NDArray[np.int32]
    places: NDArray[np.int32]
    """(n,) the place of each row."""
    starts: NDArray[np.int64]
    tokens: NDArray[np.int32]
    impacts: NDArray[np.float32]
    block_start: NDArray[np.int64]
    block_of: NDArray[np.int32]
    bounds: NDArray[np.float32]

    @property
    def size(self) -> int:
        """n."""
        return len(self.order)

    @property
    def width(self) -> int:
        """Number of tokens."""
        return len(self.block_start) - 1

    def scores_of(self, known: NDArray[np.int64], weights: Scores, rows: Rows) -> Scores:
        """The scores of ``rows`` (m,), in their order."""
        return self._scores_at(self._spread(known, weights), self.places[rows].astype(np.int64))

    def reads_sooner(self, known: NDArray[np.int64], rows: Rows) -> bool:
        """Whether ``rows`` are sooner read by themselves than all are scanned: always, for nothing else is done."""
        return True

    def scores(self, known: NDArray[np.int64], weights: Scores) -> Scores:
        """The score of every row, (n,)."""
        return self.scores_of(known, weights, np.arange(self.size))

    def scores_each(self, known: NDArray[np.int64], weights: Scores, ends: Sequence[int]) -> Scores:
        """(m, n) the scores of every row by each of m queries, which stand one after the other up to ``ends``."""
        scores = np.empty((len(ends), self.size), np.float32)
        for place, (begin, end) in enumerate(pairwise((0, *ends))):
            scores[place] = self.scores(known[begin:end], weights[begin:end])
        return scores

    def in_order(self, place: NDArray[np.int64]) -> Blocks:
        """The same with row r at ``place[r]``."""
        places = np.empty_like(self.places)
        places[place] = self.places
        return replace(self, order=place[self.order].astype(np.int32), places=places)

    def search(self, known: NDArray[np.int64], weights: Scores, k: int, hidden: Rows | None = None) -> Ranked:
        """The best ``k`` rows with something in common, without those that are ``hidden``."""
        if k <= 0 or not len(known):
            return NOTHING
        exact = self.size <= EXACT_UP_TO
        bound = self._bounds(*((known, weights) if exact else self._telling(known, weights)))
        left = len(bound) if exact else BUDGET // ROWS_A_BLOCK
        spread = self._spread(known, weights)
        found, at_once, border = NOTHING, max(2 * k // ROWS_A_BLOCK, 16), np.float32(0)
        while left > 0:
            # Equal scores count: the lower row number is to be kept.
            promising = np.flatnonzero((bound >= border) & (bound > 0))
            if not len(promising):
                break
            some = _highest(bound, promising, min(at_once, left))
            bound[some] = 0
            found = self._merged(found, some, spread, k, hidden)
            left, at_once = left - len(some), 2 * at_once
            if len(found.rows) == k:
                border = found.scores[-1]
        return found

    def table(self, rows: Rows) -> csr_array:
        """The impacts of ``rows`` as a sparse matrix (m, tokens)."""
        from scipy.sparse import csr_array

        at, before = self._postings(self.places[rows].astype(np.int64))
        starts = np.append(before, len(at))
        return csr_array((self.impacts[at], self.tokens[at], starts), shape=(len(rows), self.width))

    def arrays(self) -> dict[str, Array]:
        """What is stored."""
        return {name: getattr(self, name) for name in ARRAYS}

    def _telling(self, known: NDArray[np.int64], weights: Scores) -> tuple[NDArray[np.int64], Scores]:
        if len(known) <= TELLING:
            return known, weights
        kept = np.sort(np.lexsort((known, -weights))[:TELLING])
        return known[kept], weights[kept]

    def _bounds(self, known: NDArray[np.int64], weights: Scores) -> Scores:
        bound = np.zeros(-(-self.size // ROWS_A_BLOCK), np.float32)
        for term, weight in zip(known.tolist(), (weights * np.float32(_SAFETY)).tolist(), strict=True):
            here = slice(self.block_start[term], self.block_start[term + 1])
            bound[self.block_of[here]] += weight * self.bounds[here]
        return bound

    def _spread(self, known: NDArray[np.int64], weights: Scores) -> Scores:
        spread = np.zeros(self.width, np.float32)
        spread[known] = weights
        return spread

    def _merged(self, found: Ranked, blocks: NDArray[np.int64], spread: Scores, k: int, hidden: Rows | None) -> Ranked:
        places = (blocks[:, None] * ROWS_A_BLOCK + np.arange(ROWS_A_BLOCK)).ravel()
        places = places[: np.searchsorted(places, self.size)]
        rows = self.order[places].astype(np.int64)
        scores = self._scores_at(spread, places)
        if hidden is not None:
            scores[np.isin(rows, hidden)] = 0
        return best(np.concatenate((found.scores, scores)), k, np.concatenate((found.rows, rows)), above=0.0)

    def _scores_at(self, spread: Scores, places: NDArray[np.int64]) -> Scores:
        scores = np.zeros(len(places), np.float32)
        for some in stretches(len(places), len(places)):
            at, before = self._postings(places[some])
            shares = spread[self.tokens[at]]
            shares *= self.impacts[at]
            filled = np.flatnonzero(np.diff(before, append=len(at)))
            if len(filled):
                scores[some.start + filled] = np.add.reduceat(shares, before[filled])
        return scores

    def _postings(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the tokens of ``places`` stand, one place after the other, and how many stand before each place's."""
        begins = self.starts[places]
        lengths = self.starts[places + 1] - begins
        return one_behind_the_other(begins, lengths), np.cumsum(lengths) - lengths


ARRAYS = ("order", "places", "starts", "tokens", "impacts", "block_start", "block_of", "bounds")


def _highest(bound: Scores, blocks: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The ``count`` of ``blocks`` (ascending) with the highest bounds, ascending."""
    if count >= len(blocks):
        return blocks
    return np.sort(blocks[np.argpartition(-bound[blocks], count)[:count]])


Stretch = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
"""Some rows of a forward index: how many tokens each has, its tokens (ascending), and their impacts."""


def build_blocks(order: NDArray[np.int64], stretches: Iterable[Stretch], width: int) -> Blocks:
    """Blocks over a forward index whose places are already in ``order``, taken in a stretch at a time.

    Every stretch but the last must have whole blocks. Tokens, impacts and bounds lie on disk from the first.
    """
    tokens, impacts, pairs = RowsOnDisk(1, np.int32), RowsOnDisk(1, np.float32), RowsOnDisk(3, np.int32)
    size, done = len(order), 0
    lengths, counts = np.zeros(size, np.int64), np.zeros(width, np.int64)
    for sizes, terms, worth in stretches:
        tokens.append(terms)
        impacts.append(worth)
        lengths[done : done + len(sizes)] = sizes
        found = _bounds_of(sizes, terms, worth, width)
        found[:, 1] += done // ROWS_A_BLOCK
        pairs.append(found)
        counts += np.bincount(found[:, 0], minlength=width)
        done += len(sizes)
    block_start = starts_of(counts)
    block_of, bounds = np.empty(block_start[-1], np.int32), np.empty(block_start[-1], np.float32)
    filled = block_start[:-1].copy()
    for begin in range(0, len(pairs), _PAIRS_AT_ONCE):
        found = pairs[begin : begin + _PAIRS_AT_ONCE]
        found = found[np.argsort(found[:, 0], kind="stable")]
        here = np.bincount(found[:, 0], minlength=width)
        # Terms ascend: each pair stands so far behind the first one of its term.
        at = one_behind_the_other(filled[here > 0], here[here > 0])
        block_of[at], bounds[at] = found[:, 1], np.ascontiguousarray(found[:, 2]).view(np.float32)
        filled += here
    places = np.empty(size, np.int32)
    places[order] = np.arange(size, dtype=np.int32)
    return Blocks(
        order=order.astype(np.int32),
        places=places,
        starts=starts_of(lengths),
        tokens=tokens.mapped().reshape(-1),
        impacts=impacts.mapped().reshape(-1),
        block_start=block_start,
        block_of=block_of,
        bounds=bounds,
    )


def _bounds_of(
    sizes: NDArray[np.int64], tokens: NDArray[np.int32], impacts: NDArray[np.float32], width: int
) -> NDArray[np.int32]:
    """Token, block and the bits of the highest impact (float32) of each pair of them, (m, 3), by token and block."""
    from scipy.sparse import csr_array

    columns = csr_array((impacts, tokens, starts_of(sizes)), shape=(len(sizes), width)).tocsc()
    # Inside a column places ascend, and so do blocks.
    blocks = (columns.indices // ROWS_A_BLOCK).astype(np.int32)
    terms = np.repeat(np.arange(width, dtype=np.int32), np.diff(columns.indptr))
    first = np.flatnonzero(np.diff(blocks, prepend=-1) | np.diff(terms, prepend=-1))
    highest = np.maximum.reduceat(columns.data, first) if len(first) else np.empty(0, np.float32)
    return np.stack((terms[first], blocks[first], highest.view(np.int32)), axis=1)
