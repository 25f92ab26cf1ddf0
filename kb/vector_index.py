"""Nearest vectors by inner product.

Up to :data:`EXACT_UP_TO` rows the search is exact over float32 rows, of which codes say within a proven bound who may
be near. Above, inverted lists over int8 codes find candidates, which are then scored exactly from the rows
themselves; these are kept in half precision and may lie in a file mapped into memory, so that only codes stay
resident. Callers see rows and scores only. A search inside a known subset is always an exact scan of that subset:
approximate indexes silently lose results under a selective filter.

Candidates are found by whatever is fastest: products of coarse rows, which several queries share, lists, or a look at
each row of a subset. Their scores are then worked out one row at a time in one fixed way and rounded to
:data:`DECIMALS`. So equal vectors have equal scores wherever they stand, alone or in a batch, and ties are settled by
row number.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from kb.coarse_rows import CoarseRows
from kb.faiss_index import FlatRows, InvertedLists, from_bytes, to_bytes
from kb.faiss_index import Vectors as Vectors
from kb.packing import Array, Buffer, bytes_of
from kb.ranking import NOTHING, Ranked, Rows, Scores, in_order, may_be_best
from kb.spool import RowsOnDisk, Spool, stretches

EXACT_UP_TO = 200_000
DECIMALS = 6
_NOISE = 2e-6
"""Two ways to the same inner product differ by less, rounding included."""
_FEW = 40
"""So many of a subset FAISS finds sooner than they are found after a product of all, which has more to set up."""
_ALIKE = 16
"""So many more are found at once, in case they tie at the border."""
_ROWS_AT_ONCE = 65_536
_QUERIES_AT_ONCE = 16
_GATHERED_AT_ONCE = 1_024
"""Rows of which a stretch stays in the processor's cache."""


class VectorIndex:
    """An index over n rows of length 1 (or 0, which nothing is near to)."""

    def __init__(self, index: FlatRows | InvertedLists, vectors: Array, spool: Spool | None = None) -> None:
        """``vectors`` (n, d): float32 inside flat rows; float16 beside inverted lists, ``spool`` may hold them."""
        self._index = index
        self._spool = spool
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: Vectors | RowsOnDisk, exact_up_to: int = EXACT_UP_TO) -> VectorIndex:
        """Index the rows (n, d) float32 in their order: row number = position. ValueError for other shapes or lengths.

        On disk they are read a stretch at a time.
        """
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"vectors must be (n, d) float32, not {vectors.shape} {vectors.dtype}")
        for begin in range(0, len(vectors), _ROWS_AT_ONCE):
            some = vectors[begin : begin + _ROWS_AT_ONCE]
            lengths = np.sqrt(np.einsum("ij,ij->i", some, some))
            if not np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)):
                raise ValueError("vectors must have length 1")
        if len(vectors) > exact_up_to:
            return cls(*InvertedLists.build(vectors))
        flat = FlatRows.build(vectors[:])
        return cls(flat, flat.rows)

    @property
    def size(self) -> int:
        """n, the number of rows."""
        return int(self._vectors.shape[0])

    @property
    def dimension(self) -> int:
        """d."""
        return int(self._vectors.shape[1])

    @property
    def is_exact(self) -> bool:
        """Whether a search without a subset looks at every row."""
        return isinstance(self._index, FlatRows)

    @property
    def vectors(self) -> Array:
        """All rows, (n, d), float32 or float16; not to be changed."""
        return self._vectors

    def search(self, queries: Vectors, k: int, subset: Rows | None = None, hidden: Rows | None = None) -> list[Ranked]:
        """The best ``k`` rows for each of ``queries`` (m, d).

        With ``subset`` only rows of it are looked at, each of them; ``hidden`` rows (ascending) are never found.
        """
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries must be (m, {self.dimension}), not {queries.shape}")
        queries = np.ascontiguousarray(queries, np.float32)
        if k <= 0 or self.size == 0:
            return [NOTHING for _ in queries]
        if subset is not None:
            rows = self._existing(subset if hidden is None else np.setdiff1d(subset, hidden))
            return [self._search_rows(query, k, rows) for query in queries]
        if isinstance(self._index, FlatRows):
            return self._search_flat(queries, k, hidden)
        found = self._index.candidates(queries, k, hidden)
        return [in_order(rows, self._scores(query, rows), k) for query, rows in zip(queries, found, strict=True)]

    def scores(self, query: Vectors, rows: Rows | None = None) -> Scores:
        """Inner products of ``query`` (d,) with all rows, or with ``rows``; float32 rounded to six decimals.

        IndexError for a row that does not exist.
        """
        if query.shape != (self.dimension,):
            raise ValueError(f"a query must be ({self.dimension},), not {query.shape}")
        rows = self._existing(np.arange(self.size) if rows is None else rows)
        return self._scores(np.ascontiguousarray(query, np.float32), rows)

    def scores_of_each(self, queries: Vectors, rows: Rows) -> Scores:
        """(m, rows) the same for each of ``queries`` (m, d)."""
        rows, queries = self._existing(rows), np.ascontiguousarray(queries, np.float32)
        found = np.empty((len(queries), len(rows)), np.float32)
        for query, scores in zip(queries, found, strict=True):
            scores[:] = self._scores(query, rows)
        return found

    def _existing(self, rows: Rows) -> Rows:
        """``rows`` as they lie best in memory; FAISS would read what is not there."""
        rows = np.ascontiguousarray(rows, np.int64)
        # Where they stand is found in a third of the time of what they are.
        if len(rows) and (rows[rows.argmin()] < 0 or rows[rows.argmax()] >= self.size):
            raise IndexError(f"rows must be 0 … {self.size - 1}")
        return rows

    def _scores(self, query: Vectors, rows: Rows) -> Scores:
        return _rounded(self._products(query, rows))

    def _products(self, query: Vectors, rows: Rows) -> Scores:
        """Worked out one row at a time in one way."""
        if isinstance(self._index, FlatRows):
            return self._index.products(query, rows)
        found = np.empty(len(rows), np.float32)
        # A stretch at a time in one place, so that the rows of a wide subset stay in the processor's cache.
        room = np.empty((min(_GATHERED_AT_ONCE, len(rows)), self.dimension), self._vectors.dtype)
        for some in stretches(len(rows), _GATHERED_AT_ONCE):
            taken = self._vectors.take(rows[some], axis=0, out=room[: some.stop - some.start], mode="clip")
            np.einsum("ij,j->i", taken.astype(np.float32), query, out=found[some])
        return found

    def _search_rows(self, query: Vectors, k: int, rows: Rows) -> Ranked:
        """The best of ``rows``, in whatever order and however often they stand there."""
        found = self._search_few(query, k, rows) if k <= _FEW else None
        if found is not None:
            return found
        rows = _ascending(rows)
        products = self._products(query, rows)
        places = may_be_best(products, k, _NOISE)
        return in_order(rows[places], _rounded(products[places]), k)

    def _search_flat(self, queries: Vectors, k: int, hidden: Rows | None) -> list[Ranked]:
        answers = []
        for first in range(0, len(queries), _QUERIES_AT_ONCE):
            some = queries[first : first + _QUERIES_AT_ONCE]
            near, doubts = self._coarse.products(some)
            if hidden is not None:
                near[:, hidden] = -np.inf
            for query, products, doubt in zip(some, near, doubts, strict=True):
                # Twice: the border and the row at it may both be off.
                places = may_be_best(products, k, 2 * doubt + _NOISE)
                answers.append(in_order(places, self._scores(query, places), k))
        return answers

    @cached_property
    def _coarse(self) -> CoarseRows:
        """Of rows in single precision, when they are first searched: a quarter of their bytes more."""
        return CoarseRows.of(self._vectors)

    def _search_few(self, query: Vectors, k: int, among: Rows) -> Ranked | None:
        """The best few in one go; None if that does not settle who they are."""
        if not isinstance(self._index, FlatRows):
            return None
        count = len(among)
        rows, products = self._index.first(query, min(k + _ALIKE, count), among)
        if all(high - low > _NOISE for high, low in pairwise(products[: k + 1].tolist())):
            return Ranked(rows[:k], _rounded(products[:k]))  # no two of them tie
        if k < len(rows) < count and products[-1] >= products[k - 1] - _NOISE:
            return None  # more tie at the border than were found
        if len(set(rows.tolist())) < len(rows):
            return None
        scores = _rounded(products)
        order = np.lexsort((rows, -scores))[:k]
        return Ranked(rows[order], scores[order])

    def codes(self) -> Buffer:
        """The index in FAISS's own format; an exact one holds its rows."""
        return to_bytes(self._index.index)

    def parts(self) -> list[Buffer]:
        """What :meth:`codes` gives, in pieces; the rows of an exact index are not copied."""
        return self._index.parts() if isinstance(self._index, FlatRows) else [self.codes()]

    def rows(self) -> Buffer | Spool:
        """The rows of an inverted index, (n, d) float16; nothing for an exact one."""
        if self.is_exact:
            return b""
        return self._spool or bytes_of(np.ascontiguousarray(self._vectors))

    @classmethod
    def from_parts(cls, codes: Buffer, rows: Buffer = b"") -> VectorIndex:
        """What :meth:`codes` and :meth:`rows` gave. FAISS does not notice damage: the caller has checked the digest."""
        index = from_bytes(codes)
        if not len(rows):
            flat = FlatRows(index)
            return cls(flat, flat.rows)
        return cls(InvertedLists(index), np.frombuffer(rows, np.float16).reshape(index.ntotal, index.d))

    def to_bytes(self) -> bytes:
        """An exact index in one piece."""
        return bytes(self.codes())

    @classmethod
    def from_bytes(cls, data: Buffer) -> VectorIndex:
        """What :meth:`to_bytes` wrote."""
        return cls.from_parts(data)


def _rounded(products: Scores) -> Scores:
    return products.round(DECIMALS, out=products)


def _ascending(rows: Rows) -> Rows:
    """Each row once, ascending; most subsets come so, and looking is much cheaper than sorting."""
    return rows if bool((rows[1:] > rows[:-1]).all()) else np.unique(rows)
