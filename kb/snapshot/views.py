"""Which views there are, as data, and how the dense one is centred."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from kb.field_table import FieldTable
from kb.lexical_index import Tokens, Weighing
from kb.trade.compiled import Trade

LEXICAL_VIEWS: Mapping[str, tuple[str, Weighing]] = {
    "bm25_bigrams": ("bigrams", "bm25"),
    "tfidf": ("grams", "cosine"),
}
"""Name → which of :data:`kb.tokens.CUTS`, which weighing. A line that is taken out leaves no trace elsewhere."""

LATENT_FROM = "tfidf"
"""The *cosine* view from which the latent space is learned."""

VIEWS = (*LEXICAL_VIEWS, "latent", "dense")

TRADES = "trades"
"""One more view, which no text can ask: it compares the trades a demand belongs to with those of each row."""

Asked = str | Tokens
"""A text, or tokens of the view with or without weights."""

_NOWHERE = 1e-9
"""A shorter row has no direction."""


def centre(rows: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows moved by the mean and of length 1 again; a zero row (nothing known) stays zero."""
    moved = np.asarray(rows - mean, np.float32)
    moved[~rows.any(axis=1)] = 0
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved))[:, None]
    lengths[lengths < _NOWHERE] = 1
    moved /= lengths
    return moved


def centre_one(vector: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The same for one row (d,), in a fraction of the time; None for one that points nowhere."""
    if not vector.dot(vector):
        return None
    moved = np.asarray(vector - mean, np.float32)
    length = math.sqrt(moved.dot(moved))
    return moved / np.float32(length) if length >= _NOWHERE else None


def prose_rows(
    trade: Trade, experts: NDArray[np.bool_], rows: Iterable[Mapping[str, str]] | FieldTable
) -> NDArray[np.bool_]:
    """(n,) rows without product, parameter or field of work whose text says what every centre says.

    An expert (n,) is never one: a life told in honours is still a person's.
    """
    table = FieldTable.of(rows)
    silent = table.weights({"product": 1, "parameter": 1, "field": 1, "directions": 1}, 0) == 0
    candidates = ~experts & (np.diff(table.starts) == np.diff(table.where(silent).starts))
    found = np.zeros(len(table), bool)
    for row in np.flatnonzero(candidates).tolist():
        found[row] = trade.prose.holds(" ".join(table.row(row).values()))
    return found
