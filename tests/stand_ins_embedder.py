"""A sentence embedder for tests: character pairs hashed into 64 dimensions. Same port, no model, always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams


class FixedEmbedder:
    """Counts what it is asked to embed; ``identity`` may be changed to play another model."""

    dimension = 64

    def __init__(self, identity: str = "fixed-64") -> None:
        self.identity = identity
        self.embedded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 64) float32 rows of length 1; a text without tokens is a zero row."""
        self.embedded.extend(texts)
        return self._encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as for documents."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for token in bigrams(text):
                digest = hashlib.sha256(f"{self.identity}/{token}".encode()).digest()
                rows[row, digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)
