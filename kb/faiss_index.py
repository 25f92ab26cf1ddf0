"""The only page that knows FAISS: rows in a flat index, or int8 codes in inverted lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array, Buffer, bytes_of
from kb.ranking import Rows, Scores
from kb.spool import RowsOnDisk, Spool, let_go

if TYPE_CHECKING:
    import faiss

LISTS_SHARE = 2
"""Of n rows an inverted index has about this times √n lists."""
TRAINED_ON = 48
"""Rows a list from which the lists are learned."""
PROBES = 48
"""At most so many lists are looked into for a few results; more for more."""
FAR = 0.55
"""A list whose centre is less than this part as near as the nearest one's is not looked into."""
REFINED, REFINED_LEAST = 2, 24
"""Candidates taken from lists: so many times k, and at least so many more than k."""
ROWS_LEAST = 4
"""The lists looked into hold at least so many rows for each candidate wanted, were they ever so far."""
DOUBT = 10
"""Standard deviations by which codes may misjudge the difference of two rows."""
_ROWS_AT_ONCE = 65_536

Vectors = NDArray[np.float32]


class FlatRows:
    """Rows (n, d) float32, one after the other in memory.

    Products are worked out one row at a time in one way, whether all rows are looked at for one query or some of them:
    equal rows have equal products wherever they stand.
    """

    def __init__(self, index: Any) -> None:
        self.index = index
        self.rows = _rows_of(index)
        self._first = _faiss().downcast_index(index).get_xb() if index.ntotal else None

    @classmethod
    def build(cls, vectors: Vectors) -> FlatRows:
        """Of rows (n, d) float32."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    def first(self, query: Vectors, count: int, among: Rows) -> tuple[Rows, Scores]:
        """The ``count`` rows nearest to ``query`` (d,) and their products, best first, ties in any order.

        They are looked for ``among`` rows that exist, at least ``count`` of them. A row given twice is found twice.
        """
        found, rows = np.empty(count, np.float32), np.empty(count, np.int64)
        faiss = _faiss()
        at = faiss.swig_ptr
        shape = len(query), 1, len(self.rows), len(among), count
        faiss.knn_inner_products_by_idx(at(query), self._first, at(among), *shape, at(found), at(rows))
        return rows, found

    def products(self, query: Vectors, rows: Rows) -> Scores:
        """Inner products of ``query`` (d,) with ``rows``, which must exist: each is read where it lies."""
        found = np.empty(len(rows), np.float32)
        if len(rows):
            faiss = _faiss()
            at = faiss.swig_ptr
            faiss.fvec_inner_products_by_idx(at(found), at(query), self._first, at(rows), len(query), 1, len(rows))
        return found

    def parts(self) -> list[Buffer]:
        """What :func:`to_bytes` gives, in pieces, the rows not copied."""
        count, dimension = self.rows.shape
        nothing = bytearray(to_bytes(_faiss().IndexFlatIP(dimension)))
        # A flat index is its head, the number of its numbers, and these; the number of its rows stands in the head.
        nothing[8:16] = count.to_bytes(8, "little")
        nothing[-8:] = self.rows.size.to_bytes(8, "little")
        return [nothing, bytes_of(self.rows)]


class InvertedLists:
    """Int8 codes of n rows, in lists of rows that lie near one centre."""

    def __init__(self, index: Any) -> None:
        faiss = _faiss()
        self.index = index
        self._centres = _rows_of(index.quantizer)
        self._sizes = np.array([index.invlists.list_size(number) for number in range(index.nlist)], np.int64)
        lowest_and_widths = faiss.vector_to_array(index.sq.trained)
        step = float(lowest_and_widths[index.d :].max()) / 255
        # Rounding to steps is off by step / √12, the difference of two rows √2 times that.
        self._doubt = DOUBT * step / 6**0.5
        self._known_facts: dict[int, Any] = {}

    @classmethod
    def build(cls, vectors: Vectors | RowsOnDisk) -> tuple[InvertedLists, Array, Spool]:
        """Of rows (n, d) float32, read a stretch at a time; and the rows in half precision on disk."""
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
        return cls(index), rows.mapped(), rows.spool

    def candidates(self, queries: Vectors, k: int, hidden: Rows | None = None) -> list[Rows]:
        """For each of ``queries`` (m, d) the rows, ascending, among which the best ``k`` are looked for."""
        wanted = min(max(REFINED * k, k + REFINED_LEAST), self.index.ntotal)
        most = min(PROBES + wanted // 32, self.index.nlist)
        enough = ROWS_LEAST * wanted + (0 if hidden is None else len(hidden))
        chosen = [self._worth_looking(query, most, enough) for query in queries]
        shape = len(chosen), max(len(lists) for lists, _ in chosen)
        lists, near = np.full(shape, -1, np.int64), np.empty(shape, np.float32)  # FAISS passes by what is -1
        for place, (some, nearness) in enumerate(chosen):
            lists[place, : len(some)], near[place, : len(some)] = some, nearness
        scores, rows = np.empty((len(chosen), wanted), np.float32), np.empty((len(chosen), wanted), np.int64)
        at, facts = _faiss().swig_ptr, self._facts(shape[1], hidden)
        self.index.search_preassigned_c(
            len(chosen), at(queries), wanted, at(lists), at(near), at(scores), at(rows), False, facts
        )
        return [self._worth_scoring(found, some, k) for found, some in zip(rows, scores, strict=True)]

    def _worth_looking(self, query: Vectors, most: int, enough: int) -> tuple[Rows, Scores]:
        """The lists to be looked into, and the products of their centres.

        A query that lies in the middle of its like needs few lists, one that lies between all needs many.
        """
        near = self._centres @ query
        nearest = near.max()
        border = FAR * nearest if nearest > 0 else -np.inf
        lists = (near >= border).nonzero()[0]
        if len(lists) > most or self._sizes[lists].sum() < enough:
            ranked = np.argsort(-near, kind="stable")[:most]
            least = 1 + int(self._sizes[ranked].cumsum().searchsorted(enough))
            lists = ranked[: max(len(lists), least)]
        return lists, near[lists]

    def _worth_scoring(self, rows: Rows, scores: Scores, k: int) -> Rows:
        """Of ``rows``, best first by their codes, those that may be among the best ``k``; ascending."""
        if k < len(rows) and rows[k - 1] >= 0:
            return np.sort(rows[scores >= scores[k - 1] - self._doubt])
        return np.sort(rows[rows >= 0])

    def _facts(self, probes: int, hidden: Rows | None) -> Any:
        """How FAISS is to search; without hidden rows made once, as that takes as long as a list."""
        faiss = _faiss()
        if hidden is not None and len(hidden):
            without = faiss.IDSelectorNot(faiss.IDSelectorBatch(np.ascontiguousarray(hidden, np.int64)))
            return faiss.SearchParametersIVF(nprobe=probes, sel=without)
        if probes not in self._known_facts:
            self._known_facts[probes] = faiss.SearchParametersIVF(nprobe=probes)
        return self._known_facts[probes]


def to_bytes(index: faiss.Index) -> Buffer:
    """An index in FAISS's own format."""
    import faiss

    return bytes_of(faiss.serialize_index(index))


def from_bytes(codes: Buffer) -> Any:
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


def _rows_of(index: faiss.Index) -> Vectors:
    """The vectors inside a flat index, without copying them; the index must be kept as long as they are."""
    import faiss

    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    flat: Any = faiss.downcast_index(index)
    rows: Vectors = faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
    rows.flags.writeable = False
    return rows
