"""The vectors of a snapshot that is being built, taken in a stretch of passages at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.batches import numbering
from kb.embedding import JoiningEmbedder
from kb.field_table import FieldTable
from kb.packing import Buffer, bytes_of
from kb.ranking import Rows
from kb.snapshot.views import centre
from kb.spool import RowsOnDisk
from kb.vector_index import VectorIndex, Vectors

if TYPE_CHECKING:
    from kb.embedding import Embedder

CENTRED_FROM = 64
"""Fewer passages than this have no mean worth taking away."""
_ROWS_AT_ONCE = 16_384


class DenseRows:
    """Vectors of ``size`` passages; those of a large snapshot lie on disk, and memory holds one stretch of them."""

    def __init__(
        self, size: int, embedder: Embedder, known: Mapping[str, NDArray[np.float32]], exact_up_to: int
    ) -> None:
        """``known`` (digest → (d,)) spares the embedder what was embedded before."""
        self._embedder, self._known, self._exact_up_to = embedder, known, exact_up_to
        self._is_large = size > exact_up_to
        self._given: Vectors | RowsOnDisk = (
            RowsOnDisk(embedder.dimension, np.float32)
            if self._is_large
            else np.zeros((size, embedder.dimension), np.float32)
        )
        self._done = 0
        self._total = np.zeros(embedder.dimension)
        self._row_of: dict[str, int] = {}

    def add(self, fields: FieldTable, digests: Sequence[str]) -> None:
        """The next passages: what can be searched of them, and their digests where vectors are known before."""
        batch = self._vectors_of(fields, digests)
        if isinstance(self._given, RowsOnDisk):
            self._given.append(batch)
        else:
            self._given[self._done : self._done + len(batch)] = batch
        self._total += batch.sum(axis=0, dtype=np.float64)
        self._done += len(batch)

    def _vectors_of(self, fields: FieldTable, digests: Sequence[str]) -> Vectors:
        if not self._known:
            return self._embedded(fields.lines(), np.arange(self._done, self._done + len(fields)))
        known = [self._known.get(digest) for digest in digests]
        left = np.array([place for place, vector in enumerate(known) if vector is None], np.int64)
        batch = np.zeros((len(fields), self._embedder.dimension), np.float32)
        for place, vector in enumerate(known):
            if vector is not None:
                batch[place] = vector
        if len(left):
            batch[left] = self._embedded(fields.take(left).lines(), self._done + left)
        return batch

    def _embedded(self, lines: FieldTable, rows: Rows) -> Vectors:
        """Each distinct line once, and not again what was met in an earlier stretch of a small snapshot.

        An embedder that joins looks at each text of which lines are made once instead. ``rows`` (n,) say where the
        lines will stand.
        """
        if isinstance(self._embedder, JoiningEmbedder):
            return self._embedder.encode_joined(lines.texts, lines.numbers, lines.starts)
        places, before = numbering(), self._row_of
        which = np.fromiter(map(places.__getitem__, lines.spelled()), np.int64)
        _, first = np.unique(which, return_index=True)
        batch = np.zeros((len(places), self._embedder.dimension), np.float32)
        new = [text for text in places if text not in before]
        if new:
            batch[[places[text] for text in new]] = self._embedder.encode_documents(new)
        for text in places.keys() & before.keys() if before else ():
            batch[places[text]] = self._given[before[text] : before[text] + 1]
        if not self._is_large:
            before.update((text, int(rows[first[places[text]]])) for text in new)
        return batch[which]

    def finish(self, cover: Callable[[Buffer], object]) -> tuple[VectorIndex, Vectors]:
        """The index of the centred vectors and the mean; ``cover`` is told the vectors as the model gave them."""
        size, given, self._row_of = self._done, self._given, {}
        enough = size >= CENTRED_FROM or (self._is_large and size > 0)
        mean = np.asarray(self._total / size if enough else np.zeros(self._embedder.dimension), np.float32)
        moved = RowsOnDisk(self._embedder.dimension, np.float32) if self._is_large else given
        for begin in range(0, size, _ROWS_AT_ONCE):
            some = given[begin : begin + _ROWS_AT_ONCE]
            cover(bytes_of(some))
            centred = centre(some, mean)
            if isinstance(moved, RowsOnDisk):
                moved.append(centred)
            else:
                moved[begin : begin + _ROWS_AT_ONCE] = centred
        return VectorIndex.build(moved, self._exact_up_to), mean
