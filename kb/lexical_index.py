"""Lexical search: one view is one way of cutting texts into tokens and one way of weighing them.

Two weighings. *BM25* (Robertson; the idf of Lucene, k1 = 1.5, b = 0.75) over weighted fields: a token counts as often
as it stands in each field, times the field's weight, so that a hit on the product weighs more than one on a remark
(BM25F with a common length norm). *Cosine*: sublinear TF-IDF, every row of length 1.

A row's share of a token (its *impact*) is worked out at build time and stored by token, so a query reads the columns
of its own tokens and nothing else. In BM25 the idf stays apart, one number a token: rows can later be added without
touching the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kb.packing import Array, pack, pack_words, unpack, unpack_words
from kb.ranking import Ranked, Rows, Scores, best
from kb.tokens import Analyse

Weighing = Literal["bm25", "cosine"]

K1, B = 1.5, 0.75

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


@dataclass(frozen=True, eq=False)
class LexicalView:
    """Postings by token: ``rows[start[t]:start[t+1]]`` hold token ``t``, with ``impacts`` beside them."""

    weighing: Weighing
    size: int
    """Number of rows, also of those without any token."""
    terms: Mapping[str, int]
    start: NDArray[np.int64]
    rows: NDArray[np.int32]
    impacts: NDArray[np.float32]
    idf: NDArray[np.float32]

    def query(self, tokens: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Known tokens of a query, ascending, and their weights; for *cosine* of length 1."""
        counts = Counter(term for token in tokens if (term := self.terms.get(token)) is not None)
        known = np.array(sorted(counts), np.int64)
        times = np.array([counts[term] for term in sorted(counts)], np.float32)
        if self.weighing == "cosine":
            weights = _sublinear(times) * self.idf[known]
            return known, (weights / (np.linalg.norm(weights) or 1.0)).astype(np.float32)
        return known, times * self.idf[known]

    def known_share(self, tokens: Sequence[str]) -> float:
        """Share of a query's distinct tokens that the knowledge base has ever seen, 0 … 1; 0 for no tokens."""
        distinct = set(tokens)
        return sum(token in self.terms for token in distinct) / len(distinct) if distinct else 0.0

    def scores(self, tokens: Sequence[str]) -> Scores:
        """The score of every row, (n,) ≥ 0; 0 where nothing is shared."""
        known, weights = self.query(tokens)
        scores = np.zeros(self.size, np.float32)
        for term, weight in zip(known.tolist(), weights, strict=True):
            here = slice(self.start[term], self.start[term + 1])
            scores[self.rows[here]] += weight * self.impacts[here]  # a row stands once in a column
        return scores

    def search(self, tokens: Sequence[str], k: int, subset: Rows | None = None) -> Ranked:
        """The best ``k`` rows that share at least one token with the query; with ``subset`` only among those rows."""
        scores = self.scores(tokens)
        if subset is None:
            return best(scores, k, above=0.0)
        rows = np.unique(subset)
        return best(scores[rows], k, rows, above=0.0)

    def to_bytes(self) -> bytes:
        """One file; equal views give equal bytes."""
        arrays: dict[str, Array] = {
            "start": self.start,
            "rows": self.rows,
            "impacts": self.impacts,
            "idf": self.idf,
            "terms": pack_words(list(self.terms)),
        }
        return pack(arrays, {"weighing": self.weighing, "size": self.size})

    @classmethod
    def from_bytes(cls, data: bytes) -> LexicalView:
        """What :meth:`to_bytes` wrote; the caller has checked the digest."""
        arrays, facts = unpack(data)
        terms = {term: number for number, term in enumerate(unpack_words(arrays.pop("terms")))}
        return cls(weighing=facts["weighing"], size=facts["size"], terms=terms, **arrays)


def build_view(
    documents: Sequence[Mapping[str, str]],
    analyse: Analyse,
    weighing: Weighing,
    field_weights: Mapping[str, float] = FIELD_WEIGHTS,
) -> LexicalView:
    """A view over ``documents`` (each a mapping of field to text, in row order)."""
    from scipy.sparse import coo_array

    terms, row_of, term_of, times = _count(documents, analyse, field_weights)
    size, width = len(documents), len(terms)
    table = coo_array((times, (row_of, term_of)), shape=(size, width)).tocsc()
    table.sum_duplicates()
    table.sort_indices()
    frequency = np.diff(table.indptr).astype(np.float64)
    counts = table.data.astype(np.float64)
    rows = table.indices.astype(np.int32)
    if weighing == "bm25":
        idf = np.log1p((size - frequency + 0.5) / (frequency + 0.5))
        lengths = np.bincount(rows, counts, size)
        norm = K1 * (1 - B + B * lengths / (lengths.mean() if lengths.any() else 1.0))
        impacts = counts * (K1 + 1) / (counts + norm[rows])
    else:
        idf = np.log((1 + size) / (1 + frequency)) + 1
        impacts = _sublinear(counts) * np.repeat(idf, np.diff(table.indptr))
        lengths = np.sqrt(np.bincount(rows, impacts**2, size))
        impacts /= np.where(lengths == 0, 1.0, lengths)[rows]
    return LexicalView(
        weighing=weighing,
        size=size,
        terms=terms,
        start=table.indptr.astype(np.int64),
        rows=rows,
        impacts=impacts.astype(np.float32),
        idf=idf.astype(np.float32),
    )


def _count(
    documents: Sequence[Mapping[str, str]], analyse: Analyse, field_weights: Mapping[str, float]
) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Terms in alphabetical order, and for each token of each field: row, term, weighted count."""
    provisional: dict[str, int] = {}
    seen: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
    found: list[NDArray[np.int64]] = []
    times: list[NDArray[np.float64]] = []
    sizes = np.zeros(len(documents), np.int64)
    for row, fields in enumerate(documents):
        for name in sorted(fields):
            text = fields[name]
            # Products and standards stand in many rows alike: each distinct text is cut once.
            if text not in seen:
                counts = Counter(analyse(text))
                numbers = [provisional.setdefault(token, len(provisional)) for token in counts]
                seen[text] = (np.array(numbers, np.int64), np.array(list(counts.values()), np.float64))
            numbers_, counts_ = seen[text]
            found.append(numbers_)
            times.append(counts_ * field_weights.get(name, 1.0))
            sizes[row] += len(numbers_)
    in_order = sorted(provisional)
    renamed = np.empty(len(in_order), np.int64)
    renamed[[provisional[token] for token in in_order]] = np.arange(len(in_order))
    terms = {token: number for number, token in enumerate(in_order)}
    term_of = renamed[np.concatenate(found)] if found else np.empty(0, np.int64)
    row_of = np.repeat(np.arange(len(documents)), sizes)
    return terms, row_of, term_of, np.concatenate(times) if times else np.empty(0, np.float64)


def _sublinear(times: NDArray[Any]) -> NDArray[Any]:
    """1 + ln(times); a share of less than one occurrence stays as it is."""
    return np.where(times > 1, 1 + np.log(np.maximum(times, 1)), times)
