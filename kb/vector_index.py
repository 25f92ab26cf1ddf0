"""Nearest vectors by inner product: the only page that knows FAISS.

Exact (Flat) at every size this release is made for; above :data:`EXACT_UP_TO` rows the same interface can hold an
inverted or graph index, because callers see rows and scores only. A search inside a known subset is always an exact
scan of that subset: approximate indexes silently lose results under a selective filter.

FAISS finds the candidates; their scores are then worked out one row at a time in one fixed way and rounded to
:data:`DECIMALS`. So equal vectors have equal scores wherever they stand, alone or in a batch, and ties are settled by
row number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.ranking import NOTHING, Ranked, Rows, Scores, best

if TYPE_CHECKING:
    import faiss

EXACT_UP_TO = 200_000
DECIMALS = 6
_NOISE = 2e-6
_SLACK = 16

Vectors = NDArray[np.float32]


class VectorIndex:
    """An exact index over (n, d) float32 rows of length 1 (or 0, which nothing is near to)."""

    def __init__(self, index: faiss.Index, vectors: Vectors) -> None:
        self._index = index
        self._vectors = vectors

    @classmethod
    def build(cls, vectors: Vectors) -> VectorIndex:
        """Index the rows in their order: row number = position. ValueError for other shapes or lengths."""
        import faiss

        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"vectors must be (n, d) float32, not {vectors.shape} {vectors.dtype}")
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0)):
            raise ValueError("vectors must have length 1")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
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
    def vectors(self) -> Vectors:
        """All rows, (n, d); not to be changed."""
        return self._vectors

    def search(self, queries: Vectors, k: int, subset: Rows | None = None) -> list[Ranked]:
        """The best ``k`` rows for each of ``queries`` (m, d); with ``subset`` only rows of it are looked at."""
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries must be (m, {self.dimension}), not {queries.shape}")
        queries = np.ascontiguousarray(queries, np.float32)
        if k <= 0 or self.size == 0:
            return [NOTHING for _ in queries]
        if subset is not None:
            rows = np.unique(subset)
            return [best(self.scores(query, rows), k, rows) for query in queries]
        wanted = min(k + _SLACK, self.size)
        found, numbers = self._index.search(queries, wanted)
        return [
            self._settle(query, k, scores, rows) for query, scores, rows in zip(queries, found, numbers, strict=True)
        ]

    def scores(self, query: Vectors, rows: Rows | None = None) -> Scores:
        """Inner products of ``query`` (d,) with all rows, or with ``rows``; float32 rounded to six decimals."""
        chosen = self._vectors if rows is None else self._vectors[rows]
        return np.asarray(np.round(np.einsum("ij,j->i", chosen, query), DECIMALS), np.float32)

    def _settle(self, query: Vectors, k: int, found: Scores, numbers: Rows) -> Ranked:
        """Exact scores and order; looks wider when rows beyond the candidates may tie with the last one."""
        if len(numbers) < self.size and found[min(k, len(found)) - 1] - found[-1] <= _NOISE:
            floor = float(found[min(k, len(found)) - 1]) - _NOISE
            _, _, numbers = self._index.range_search(query[None], floor)
        rows = np.sort(numbers.astype(np.int64))
        return best(self.scores(query, rows), k, rows)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        import faiss

        return bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> VectorIndex:
        """What :meth:`to_bytes` wrote. FAISS does not notice damage: the caller has checked the digest."""
        import faiss

        index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        return cls(index, _rows_of(index))


def _rows_of(index: faiss.Index) -> Vectors:
    """The vectors inside a flat index, without copying them; the index must be kept as long as they are."""
    import faiss

    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    flat: Any = faiss.downcast_index(index)
    rows: Vectors = faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
    rows.flags.writeable = False
    return rows
