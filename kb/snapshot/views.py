"""Which views there are, as data, and how the dense one is centred."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import Tokens, Weighing

LEXICAL_VIEWS: Mapping[str, tuple[str, Weighing]] = {
    "bm25_bigrams": ("bigrams", "bm25"),
    "bm25_words": ("words", "bm25"),
    "tfidf": ("mixed", "cosine"),
}
"""Name → which of :data:`kb.tokens.CUTS`, which weighing. A line that is taken out leaves no trace elsewhere."""

LATENT_FROM = "tfidf"
"""The *cosine* view from which the latent space is learned."""

VIEWS = (*LEXICAL_VIEWS, "latent", "dense")

Asked = str | Tokens
"""A text, or tokens of the view with or without weights."""


def centre(rows: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows moved by the mean and of length 1 again; a zero row (nothing known) stays zero."""
    moved = np.where(rows.any(axis=1, keepdims=True), rows - mean, 0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths < 1e-9, 1.0, lengths), np.float32)
