"""Nearest vectors by inner product: the only page that knows FAISS.

Up to :data:`EXACT_UP_TO` rows the search is exact over float32 rows (Flat). Above, an inverted index over int8 codes
(IVF, scalar quantiser) finds candidates, which are then scored exactly from the rows themselves; these are kept in
half precision and may lie in a file mapped into memory, so that only codes stay resident. Callers see rows and scores
only. A search inside a known subset is always an exact scan of that subset: approximate indexes silently lose results
under a selective filter.

Candidates are found by whatever is fastest: a matrix product in stretches for all rows, which several queries share,
FAISS for lists and subsets. Their scores are then worked out one row at a time in one fixed way and rounded to
:data:`DECIMALS`. So equal vectors have equal scores wherever they stand, alone or in a batch, and ties are settled by
row number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array, Buffer, bytes_of
from kb.ranking import NOTHING, Ranked, Rows, Scores, best
from kb.spool import RowsOnDisk, Spool, let_go

if TYPE_CHECKING:
    import faiss

EXACT_UP_TO = 200_000
DECIMALS = 6
_NOISE = 2e-6
"""Two ways to the same inner product differ by less, rounding included."""

LISTS_SHARE = 2
"""Of n rows an inverted index has about this times √n lists."""
TRAINED_ON = 48
"""Rows a list from which the lists are learned."""
PROBES = 24
"""Lists looked into for a few results; more for more."""
REFINED, REFINED_LEAST = 2, 24
"""Candidates scored exactly: so many times k, and at least so many more than k (64 more found nothing further)."""
_ROWS_AT_ONCE = 65_536
_QUERIES_AT_ONCE = 16
_GATHERED_AT_ONCE = 1_024
"""Rows of which a stretch stays in the processor's cache."""

Vectors = NDArray[np.float32]


class VectorIndex:
    """An index over n rows of length 1 (or 0, which nothing is near to)."""

    def __init__(self, index: faiss.Index, vectors: Array, spool: Spool | None = None) -> None:
        """``vectors`` (n, d): float32 inside a flat index; float16 beside an inverted one, ``spool`` may hold them."""
        self._index: Any = index
        self._spool = spool
        self._vectors = vectors
        self._exact = vectors.dtype == np.float32

    @classmethod
    def build(cls, vectors: Vectors | RowsOnDisk, exact_up_to: int = EXACT_UP_TO) -> VectorIndex:
        """Index the rows (n, d) float32 in their order: row number = position. ValueError for other shapes or lengths.

        On disk they are read a stretch at a time.
        """
        import faiss

        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"vectors must be (n, d) float32, not {vectors.shape} {vectors.dtype}")
        for begin in range(0, len(vectors), _ROWS_AT_ONCE):
            some = vectors[begin : begin + _ROWS_AT_ONCE]
            lengths = np.sqrt(np.einsum("ij,ij->i", some, some))
            if not np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)):
                raise ValueError("vectors must have length 1")
        if len(vectors) > exact_up_to:
            return cls(*_inverted(vectors))
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors[:]))
        return cls(index, _rows_of(index))

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
        return bool(self._exact)

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
            rows = _ascending(subset) if hidden is None else np.setdiff1d(subset, hidden)
            return [self._search_rows(query, k, rows) for query in queries]
        if self._exact:
            return self._search_flat(queries, k, hidden)
        return self._search_lists(queries, k, None if hidden is None or not len(hidden) else _without(hidden))

    def scores(self, query: Vectors, rows: Rows | None = None) -> Scores:
        """Inner products of ``query`` (d,) with all rows, or with ``rows``; float32 rounded to six decimals.

        IndexError for a row that does not exist.
        """
        if rows is not None and len(rows) and (rows.min() < 0 or rows.max() >= self.size):
            raise IndexError(f"rows must be 0 … {self.size - 1}")
        return self._scores(query, rows)

    def _scores(self, query: Vectors, rows: Rows | None) -> Scores:
        count = self.size if rows is None else len(rows)
        if rows is not None and count <= _GATHERED_AT_ONCE:
            return _products(self._vectors[rows], query)
        found = np.empty(count, np.float32)
        # A stretch at a time in one place, so that the rows of a wide subset stay in the processor's cache.
        room = np.empty((min(_GATHERED_AT_ONCE, count), self.dimension), self._vectors.dtype)
        for begin in range(0, count, _GATHERED_AT_ONCE):
            end = min(begin + _GATHERED_AT_ONCE, count)
            if rows is None:
                some = self._vectors[begin:end]
            else:
                some = self._vectors.take(rows[begin:end], axis=0, out=room[: end - begin], mode="clip")
            found[begin:end] = _products(some, query)
        return found

    def _search_rows(self, query: Vectors, k: int, rows: Rows) -> Ranked:
        """The best of ``rows`` (ascending); each is looked at where it lies."""
        if len(rows) and (rows[0] < 0 or rows[-1] >= self.size):
            raise IndexError(f"rows must be 0 … {self.size - 1}")
        if not self._exact or len(rows) <= k:
            return best(self._scores(query, rows), k, rows)
        faiss, near = _faiss(), np.empty(len(rows), np.float32)
        rows = np.ascontiguousarray(rows, np.int64)
        near_at, query_at, rows_at = faiss.swig_ptr(near), faiss.swig_ptr(query), faiss.swig_ptr(rows)
        faiss.fvec_inner_products_by_idx(near_at, query_at, self._index.get_xb(), rows_at, len(query), 1, len(rows))
        return self._settle(query, k, rows[_nearest(near, k)])

    def _search_flat(self, queries: Vectors, k: int, hidden: Rows | None) -> list[Ranked]:
        # Several queries meet a stretch of rows while it is in the processor's cache: reading rows takes most time.
        step = self.size if len(queries) == 1 else _GATHERED_AT_ONCE
        found = []
        for first in range(0, len(queries), _QUERIES_AT_ONCE):
            some = queries[first : first + _QUERIES_AT_ONCE]
            near = np.empty((len(some), self.size), np.float32)
            for begin in range(0, self.size, step):
                rows = self._vectors[begin : begin + step]
                for query, scores in zip(some, near, strict=True):
                    np.matmul(rows, query, out=scores[begin : begin + step])
            if hidden is not None:
                near[:, hidden] = -np.inf
            found += [self._settle(query, k, _nearest(scores, k)) for query, scores in zip(some, near, strict=True)]
        return found

    def _search_lists(self, queries: Vectors, k: int, selector: Any) -> list[Ranked]:
        faiss = _faiss()
        wanted = min(max(REFINED * k, k + REFINED_LEAST), self.size)
        probes = min(PROBES + wanted // 32, self._index.nlist)
        facts = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
        _, numbers = self._index.search(queries, wanted, params=facts)
        return [self._settle(query, k, np.sort(rows[rows >= 0])) for query, rows in zip(queries, numbers, strict=True)]

    def _settle(self, query: Vectors, k: int, rows: Rows) -> Ranked:
        """Exact scores and order of candidates (ascending)."""
        return best(self._scores(query, rows), k, rows)

    def codes(self) -> Buffer:
        """The index in FAISS's own format; an exact one holds its rows."""
        import faiss

        return bytes_of(faiss.serialize_index(self._index))

    def parts(self) -> list[Buffer]:
        """What :meth:`codes` gives, in pieces; the rows of an exact index are not copied."""
        if not self._exact:
            return [self.codes()]
        nothing = bytearray(_faiss().serialize_index(_faiss().IndexFlatIP(self.dimension)).tobytes())
        # A flat index is its head, the number of its numbers, and these; the number of its rows stands in the head.
        nothing[8:16] = self.size.to_bytes(8, "little")
        nothing[-8:] = self._vectors.size.to_bytes(8, "little")
        return [nothing, bytes_of(self._vectors)]

    def rows(self) -> Buffer | Spool:
        """The rows of an inverted index, (n, d) float16; nothing for an exact one."""
        if self._exact:
            return b""
        return self._spool or bytes_of(np.ascontiguousarray(self._vectors))

    @classmethod
    def from_parts(cls, codes: Buffer, rows: Buffer = b"") -> VectorIndex:
        """What :meth:`codes` and :meth:`rows` gave. FAISS does not notice damage: the caller has checked the digest."""
        index = _read(codes)
        if not len(rows):
            return cls(index, _rows_of(index))
        return cls(index, np.frombuffer(rows, np.float16).reshape(index.ntotal, index.d))

    def to_bytes(self) -> bytes:
        """An exact index in one piece."""
        return bytes(self.codes())

    @classmethod
    def from_bytes(cls, data: Buffer) -> VectorIndex:
        """What :meth:`to_bytes` wrote."""
        return cls.from_parts(data)


def _products(rows: Array, query: Vectors) -> Scores:
    chosen = rows if rows.dtype == np.float32 else rows.astype(np.float32)
    products: Scores = np.einsum("ij,j->i", chosen, query)
    return products.round(DECIMALS, out=products)


def _nearest(near: Scores, k: int) -> Rows:
    """Places, ascending, of all that may be among the best ``k`` once scored exactly; -inf never is."""
    border = np.partition(near, len(near) - k)[len(near) - k] - _NOISE if k < len(near) else -np.inf
    return (near >= border if border > -np.inf else near > border).nonzero()[0]


def _inverted(vectors: Vectors | RowsOnDisk) -> tuple[faiss.Index, Array, Spool]:
    """An inverted index over int8 codes, and the rows in half precision on disk."""
    import faiss

    count, dimension = vectors.shape
    lists = 1 << round(np.log2(LISTS_SHARE * count**0.5))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.min_points_per_centroid = 1  # fewer than it would like bring a warning on stderr and nothing else
    step = max(count // (lists * TRAINED_ON), 1)
    index.train(np.ascontiguousarray(vectors[::step][: lists * TRAINED_ON]))
    rows = RowsOnDisk(dimension, np.float16)
    for begin in range(0, count, _ROWS_AT_ONCE):
        some = np.ascontiguousarray(vectors[begin : begin + _ROWS_AT_ONCE])
        rows.append(some.astype(np.float16))
        index.add(some)
    return index, rows.mapped(), rows.spool


def _read(codes: Buffer) -> Any:
    """The index, read a stretch at a time, so that a mapped file is never in memory beside it."""
    view, at = memoryview(codes), 0

    def piece(size: int) -> bytes:
        nonlocal at
        data = bytes(view[at : at + size])
        at += len(data)
        let_go(codes)
        return data

    faiss = _faiss()
    return faiss.read_index(faiss.PyCallbackIOReader(piece, 1 << 24))


def _faiss() -> Any:
    """FAISS without its type hints, which know the C++ signatures and not the Python ones."""
    import faiss

    return faiss


def _ascending(rows: Rows) -> Rows:
    """Each row once, ascending; most subsets come so, and looking is much cheaper than sorting."""
    return rows if bool((rows[1:] > rows[:-1]).all()) else np.unique(rows)


def _without(hidden: Rows) -> Any:
    faiss = _faiss()
    return faiss.IDSelectorNot(faiss.IDSelectorBatch(np.ascontiguousarray(hidden, np.int64)))


def _rows_of(index: faiss.Index) -> Vectors:
    """The vectors inside a flat index, without copying them; the index must be kept as long as they are."""
    import faiss

    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    flat: Any = faiss.downcast_index(index)
    rows: Vectors = faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
    rows.flags.writeable = False
    return rows
