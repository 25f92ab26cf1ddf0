"""The two weighings of lexical search.

*BM25* (Robertson; the idf of Lucene, k1 = 1.5, b = 0.75) over weighted fields: a token counts as often as it stands in
each field, at most :data:`MOST_TIMES`, times the field's weight, so that a hit on the product weighs more than one on a
remark (BM25F with a common length norm) and a word that is written fifty times counts no more than three times.
*Cosine*: sublinear TF-IDF, every row of length 1.

A row's share of a token is its *impact*. In BM25 the idf stays apart, one number a token: rows can later be added
without touching the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Weighing = Literal["bm25", "cosine"]
Tokens = Sequence[str] | Mapping[str, float]
"""A query: tokens as they were found, or tokens with their weights (how often each counts)."""

K1, B = 1.5, 0.75
_AT_ONCE = 1 << 16
"""Counts of which a stretch stays in the processor's cache."""
MOST_TIMES = 3
"""How often one token counts in one field of a document."""

FIELD_WEIGHTS: Mapping[str, float] = {
    "product": 2.0,
    "parameter": 2.0,
    "standards": 1.0,
    "title": 2.0,
    "field": 1.5,
    "directions": 1.5,
    "equipment": 0.5,
    "limit": 0.5,
    "body": 1.0,
}
"""How often a token of each field counts; a field that is not named here counts once."""


def idf_of(frequency: NDArray[Any], rows: int, weighing: Weighing) -> NDArray[np.float64]:
    """How telling tokens are that stand in ``frequency`` (t,) of ``rows`` rows."""
    if weighing == "bm25":
        return np.asarray(np.log1p((rows - frequency + 0.5) / (frequency + 0.5)))
    return np.asarray(np.log((1 + rows) / (1 + frequency)) + 1)


def impacts_of(
    size: int,
    rows: NDArray[Any],
    tokens: NDArray[np.int32],
    counts: NDArray[Any],
    idf: NDArray[np.float64],
    mean_length: float,
    weighing: Weighing,
) -> NDArray[np.float32]:
    """The impact of each of the m counted tokens: ``counts`` (m,) of ``tokens`` in ``rows``; there are ``size`` rows.

    Inside a row tokens ascend, or else lengths of rows that are alike may differ in their last bit.
    """
    lengths, impacts = np.zeros(size), np.empty(len(counts), np.float32)
    stretches = [slice(begin, begin + _AT_ONCE) for begin in range(0, len(counts), _AT_ONCE)]
    for here in stretches:
        worth = _worth(counts[here], tokens[here], idf, weighing)
        np.add.at(lengths, rows[here], worth if weighing == "bm25" else worth**2)
    if weighing == "bm25":
        norm = K1 * (1 - B + B * lengths / mean_length)
    else:
        norm = np.sqrt(np.where(lengths == 0, 1.0, lengths))
    for here in stretches:
        worth, of_rows = _worth(counts[here], tokens[here], idf, weighing), norm[rows[here]]
        impacts[here] = worth * (K1 + 1) / (worth + of_rows) if weighing == "bm25" else worth / of_rows
    return impacts


def _worth(
    counts: NDArray[Any], tokens: NDArray[np.int32], idf: NDArray[np.float64], weighing: Weighing
) -> NDArray[np.float64]:
    times = counts.astype(np.float64)
    return times if weighing == "bm25" else sublinear(times) * idf[tokens]


def occurrences(tokens: Tokens) -> Mapping[str, float]:
    """How often each token of a query counts."""
    return tokens if isinstance(tokens, Mapping) else Counter(tokens)


def sublinear(times: NDArray[Any]) -> NDArray[Any]:
    """1 + ln(times); a share of less than one occurrence stays as it is."""
    return np.where(times > 1, 1 + np.log(np.maximum(times, 1)), times)
