"""KB-LSA: latent semantic analysis of the knowledge base's own texts, worked out when the index is built.

A truncated singular value decomposition of the TF-IDF matrix (Deerwester et al. 1990) by a randomised range finder
(Halko, Martinsson & Tropp 2011) from a fixed seed. Words that live in the same rows come to lie near each other, so a
demand finds rows with which it shares no word. No labels, no model from outside.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from kb.lexical_index import LexicalView, Tokens
from kb.packing import Buffer, pack, unpack

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DIMENSIONS = 256
SAMPLE = 15_000
"""The decomposition is learned from at most this many rows, evenly spaced; all rows are then projected."""
WIDEST = 40_000
"""At most this many tokens take part: those that stand in most rows."""
_OVERSAMPLING, _ROUNDS, _SEED = 16, 2, 2025
_QR_UP_TO = 5_000
_alone = threading.Lock()
"""One at a time: whoever is done first would give the other its threads back."""


@dataclass(frozen=True, eq=False)
class LatentSpace:
    """``axes`` (t, d): where each of the ``terms`` (t,) of the TF-IDF view points in the latent space."""

    terms: NDArray[np.int64]
    axes: NDArray[np.float32]

    @property
    def dimension(self) -> int:
        """d, at most :data:`DIMENSIONS`; 0 for a knowledge base without tokens."""
        return int(self.axes.shape[1])

    def project(self, view: LexicalView, tokens: Tokens) -> NDArray[np.float32]:
        """A query's direction, (d,) of length 1; zero when no token of it takes part."""
        return self.direction(*view.query(tokens))

    def direction(self, known: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same for the view's own tokens (ascending) and weights."""
        if self.dimension == 0:
            return np.zeros(0, np.float32)
        places = np.searchsorted(self.terms, known)
        inside = (places < len(self.terms)) & (self.terms[np.minimum(places, len(self.terms) - 1)] == known)
        if not inside.all():
            places, weights = places[inside], weights[inside]
        axes = self.axes.take(places, axis=0)
        axes *= weights[:, None]
        (direction,) = _unit(axes.sum(axis=0)[None])
        return np.asarray(direction, np.float32)

    def directions(self, table: csr_array) -> NDArray[np.float32]:
        """Where rows point that hold tokens with the impacts of ``table`` (m, all tokens of the view): (m, d)."""
        if self.dimension == 0:
            return np.zeros((table.shape[0], 0), np.float32)
        return _unit((table if len(self.terms) == table.shape[1] else table[:, self.terms]) @ self.axes)

    def to_bytes(self) -> bytes:
        """One file; equal spaces give equal bytes."""
        return pack({"terms": self.terms, "axes": self.axes}, {})

    @classmethod
    def from_bytes(cls, data: Buffer) -> LatentSpace:
        """What :meth:`to_bytes` wrote; the caller has checked the digest."""
        arrays, _ = unpack(data)
        return cls(terms=arrays["terms"], axes=arrays["axes"])


def learn(view: LexicalView, dimensions: int = DIMENSIONS) -> tuple[LatentSpace, NDArray[np.float32]]:
    """The space of a *cosine* view, and the directions of its rows, (n, d) of length 1 (zero for an empty row)."""
    space = learn_space(view, dimensions)
    return space, space.directions(view.table())


def sampled(size: int) -> NDArray[np.int64]:
    """The rows from which a space of ``size`` rows is learned."""
    return np.arange(0, size, max(-(-size // SAMPLE), 1))


def learn_space(view: LexicalView, dimensions: int = DIMENSIONS, sample: csr_array | None = None) -> LatentSpace:
    """The space of a *cosine* view; ``sample``: :meth:`LexicalView.table` of the :func:`sampled` rows, if held."""
    frequency = view.frequency()
    by_frequency = np.lexsort((np.arange(len(frequency)), -frequency))
    terms = np.sort(by_frequency[:WIDEST]).astype(np.int64)
    depth = min(dimensions, view.size, len(terms))
    if depth == 0:
        return LatentSpace(terms, np.zeros((len(terms), 0), np.float32))
    if sample is None:
        sample = view.table(sampled(view.size))
    sample = sample if len(terms) == sample.shape[1] else sample[:, terms]
    axes = np.zeros((len(terms), depth), np.float32)
    # A token that no row of the sample holds points nowhere.
    seen = np.flatnonzero(np.bincount(sample.indices, minlength=len(terms)))
    # More threads would add in another order, and are no faster: the same rows give the same axes on one alone.
    with _alone, threadpool_limits(1, "blas"):
        found = _right_singular_vectors(sample[:, seen] if len(seen) < len(terms) else sample, depth)
    axes[seen, : found.shape[1]] = found
    return LatentSpace(terms, np.ascontiguousarray(axes[:, : found.shape[1]]))


def _right_singular_vectors(table: NDArray[np.float32], depth: int) -> NDArray[np.float32]:
    """(t, at most depth) float32, each column's largest entry positive; ``table`` is sparse (n, t)."""
    width = min(depth + _OVERSAMPLING, *table.shape)
    generator = np.random.Generator(np.random.PCG64(_SEED))
    start = generator.standard_normal((table.shape[1], width), dtype=np.float32)
    basis = _orthonormal(table @ start)
    for _ in range(_ROUNDS):
        # Made orthogonal on the side of the rows alone: there are at most SAMPLE of them.
        basis = _orthonormal(table @ (table.T @ basis))
    small = table.T @ basis
    # The small matrix (t, width) is decomposed through its Gram matrix, which is only width × width. Where there are
    # many tokens it comes from the side of the rows, which are fewer.
    wide = table.shape[1] > max(_QR_UP_TO, table.shape[0])
    gram = basis.T.astype(np.float64) @ (table @ small) if wide else small.T.astype(np.float64) @ small
    values, vectors = np.linalg.eigh((gram + gram.T) / 2)
    order = np.argsort(-values, kind="stable")[:depth]
    kept = order[values[order] > values[order[0]] * 1e-10]
    turned = vectors[:, kept] / np.sqrt(values[kept])
    axes = turned.T.astype(np.float32) @ small.T if wide else turned.T @ small.T
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    return np.ascontiguousarray((axes * signs[:, None]).T, np.float32)


def _orthonormal(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Orthonormal columns that span the same space."""
    if len(columns) <= _QR_UP_TO:
        return np.asarray(np.linalg.qr(columns)[0], np.float32)
    # A tall matrix through its Gram matrix: dozens of times faster than QR and exact enough in double precision.
    wide = columns.astype(np.float64)
    values, vectors = np.linalg.eigh(wide.T @ wide)
    kept = values > values[-1] * 1e-12
    return np.asarray(wide @ (vectors[:, kept] / np.sqrt(values[kept])), np.float32)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows / np.where(lengths < 1e-12, 1, lengths), np.float32)
