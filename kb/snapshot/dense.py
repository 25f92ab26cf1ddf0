"""The vectors of a snapshot that is being built, taken in a stretch of passages at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
        batch = np.zeros((len(fields), self._embedder.dimension), np.float32)
        left = np.arange(len(fields))
        if self._known:
            found = [self._known.get(digest) for digest in digests]
            for place, vector in enumerate(found):
                if vector is not None:
                    batch[place] = vector
            left = np.array([place for place, vector in enumerate(found) if vector is None], np.int64)
        if len(left):
            lines = (fields if len(left) == len(fields) else fields.take(left)).lines()
            if isinstance(self._embedder, JoiningEmbedder):
                batch[left] = self._embedder.encode_joined(lines.texts, lines.numbers, lines.starts)
            else:
                self._embed(lines, left, batch)
        if isinstance(self._given, RowsOnDisk):
            self._given.append(batch)
        else:
            self._given[self._done : self._done + len(batch)] = batch
        self._total += batch.sum(axis=0, dtype=np.float64)
        self._done += len(batch)

    def _embed(self, lines: FieldTable, places: Rows, batch: Vectors) -> None:
        """Each distinct text once; those that were met in an earlier stretch of a small snapshot not again."""
        left: dict[str, list[int]] = {}
        for line, place in zip(lines.spelled(), places.tolist(), strict=True):
            left.setdefault(line, []).append(place)
        before = self._row_of
        for text in before.keys() & left.keys() if before else ():
            batch[left[text]] = self._given[before[text] : before[text] + 1]
        texts = [text for text in left if text not in before]
        if not texts:
            return
        rows = np.asarray(self._embedder.encode_documents(texts), np.float32)
        firsts = [left[text][0] for text in texts]
        batch[firsts] = rows
        for text, first in zip(texts, firsts, strict=True):
            if len(left[text]) > 1:
                batch[left[text]] = batch[first]
        if not self._is_large:
            before.update(zip(texts, (self._done + first for first in firsts), strict=True))

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
