"""One lexical view: tokens in, rows and scores out, whichever layout holds the rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index.asking import Asking
from kb.lexical_index.blocks import ARRAYS, Blocks, Stretch, build_blocks
from kb.lexical_index.columns import Columns
from kb.lexical_index.counting import Counted, count_by
from kb.lexical_index.phrases import Phrases
from kb.lexical_index.weighing import FIELD_WEIGHTS, Tokens, Weighing, idf_of, impacts_of, occurrences, sublinear
from kb.packing import Buffer, pack_parts, pack_words, unpack, unpack_words
from kb.ranking import Ranked, Rows, Scores
from kb.tokens import Analyse

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TERM, MOST_TERMS = 24, 65_536
"""Texts up to this length are names of the trade, which come again with other queries; so many are remembered."""
_TOKENS_AT_ONCE = 1 << 22
COLUMNS_UP_TO = 200_000
"""So many rows are scanned whole for every query; more stand in blocks."""


@dataclass(frozen=True, eq=False)
class LexicalView:
    """Tokens of all rows with their impacts, laid out for searching."""

    weighing: Weighing
    terms: Mapping[str, int]
    """Token → number, in alphabetical order."""
    idf: NDArray[np.float32]
    mean_length: float
    """Mean weighted token count of a row, 1 when there is no token."""
    layout: Columns | Blocks

    @cached_property
    def rarest(self) -> float:
        """The idf of the rarest token, at least 1."""
        return float(self.idf.max(initial=1.0))

    @property
    def size(self) -> int:
        """Number of rows, also of those without any token."""
        return self.layout.size

    def weights(self, tokens: Tokens) -> dict[str, float]:
        """Known tokens of a query and what each is worth, idf included; not yet of length 1 for *cosine*."""
        number = self.terms
        times = {token: count for token, count in occurrences(tokens).items() if token in number}
        known = np.array([number[token] for token in times], np.int64)
        return dict(zip(times, self._worth(known, np.array(list(times.values()), np.float64)).tolist(), strict=True))

    def _worth(self, known: NDArray[np.int64], times: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each of ``known`` tokens is worth that counts so many ``times``."""
        if self.weighing == "cosine" and times.max(initial=0) > 1:
            times = sublinear(times)
        return times * self.idf[known]

    def query(self, tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Known tokens of a query, ascending, and their weights; for *cosine* of length 1."""
        if not isinstance(tokens, Phrases):
            return self._queries([tokens])[:2]
        known_of, cut = self._remembered.get, tokens.cut_name
        every = [
            numbers if (numbers := known_of((cut, text))) is not None else self._numbers_of(text, tokens)
            for text, _ in tokens.parts
        ]
        if not every:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        counts = np.repeat([weight for _, weight in tokens.parts], list(map(len, every)))
        known, place = np.unique(np.concatenate(every), return_inverse=True)
        times = np.bincount(place, counts, len(known)).astype(np.float64, copy=False)
        return known, self._weighed(known, times, [len(known)])

    def _queries(self, queries: Sequence[Tokens]) -> tuple[NDArray[np.int64], NDArray[np.float32], list[int]]:
        """Known tokens and weights of several queries one after the other, and where each ends."""
        number = self.terms.get
        known: list[int] = []
        times: list[float] = []
        ends: list[int] = []
        for tokens in queries:
            counts = occurrences(tokens).items()
            found = dict(sorted([(term, count) for token, count in counts if (term := number(token)) is not None]))
            known.extend(found)
            times.extend(found.values())
            ends.append(len(known))
        terms = np.array(known, np.int64)
        return terms, self._weighed(terms, np.array(times, np.float64), ends), ends

    def _weighed(
        self, known: NDArray[np.int64], times: NDArray[np.float64], ends: Sequence[int]
    ) -> NDArray[np.float32]:
        """The weights of queries that stand one after the other."""
        weights = self._worth(known, times).astype(np.float32)
        if self.weighing == "cosine":
            for begin, end in pairwise((0, *ends)):
                mine = weights[begin:end]
                mine /= math.sqrt(mine.dot(mine)) or 1.0
        return weights

    def _numbers_of(self, text: str, phrases: Phrases) -> NDArray[np.int64]:
        """The numbers of a text's known tokens; those of short texts are remembered."""
        found = [term for token in phrases.cut(text) if (term := self.terms.get(token)) is not None]
        numbers = np.array(found, np.int64)
        if len(text) <= TERM and len(self._remembered) < MOST_TERMS:
            self._remembered[phrases.cut_name, text] = numbers
        return numbers

    @cached_property
    def _remembered(self) -> dict[tuple[str, str], NDArray[np.int64]]:
        return {}

    def known_share(self, tokens: Tokens) -> float:
        """Share of a query's distinct tokens that the knowledge base has ever seen, 0 … 1; 0 for no tokens."""
        distinct = set(tokens)
        return sum(token in self.terms for token in distinct) / len(distinct) if distinct else 0.0

    def scores(self, tokens: Tokens) -> Scores:
        """The score of every row, (n,) ≥ 0; 0 where nothing is shared."""
        return self.layout.scores(*self.query(tokens))

    def scores_each(self, queries: Sequence[Tokens]) -> Scores:
        """The same for each of m queries, (m, n)."""
        return self.layout.scores_each(*self._queries(queries))

    def in_order(self, place: NDArray[np.int64]) -> LexicalView:
        """The same rows in another order: row r stands at ``place[r]``."""
        return replace(self, layout=self.layout.in_order(place))

    def scores_of(self, tokens: Tokens, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,), in their order, each ≥ 0."""
        return self.asking(tokens).scores_of(rows)

    def search(self, tokens: Tokens, k: int, subset: Rows | None = None, hidden: Rows | None = None) -> Ranked:
        """The best ``k`` rows that share at least one token with the query.

        With ``subset`` only among those rows, exactly; rows that are ``hidden`` (ascending) are never found. Without
        a subset the search is exact up to 200,000 rows (:mod:`kb.lexical_index.blocks`); scores always are.
        """
        return self.asking(tokens).search(k, subset, hidden)

    def asking(self, tokens: Tokens) -> Asking:
        """A query that will be used more than once."""
        return Asking(self, tokens)

    def table(self, rows: Rows | None = None) -> csr_array:
        """The impacts of all rows, or of ``rows``, as a sparse matrix (m, tokens)."""
        if isinstance(self.layout, Blocks):
            return self.layout.table(np.arange(self.size) if rows is None else rows)
        from scipy.sparse import csc_array

        columns = self.layout
        shape = (self.size, len(self.terms))
        # Places of 32 bits, as the rows have, or both would be widened.
        start = columns.start if len(columns.rows) > np.iinfo(np.int32).max else columns.start.astype(np.int32)
        table = csc_array((columns.impacts, columns.rows, start), shape=shape).tocsr()
        return table if rows is None else table[rows]

    def frequency(self) -> NDArray[np.int64]:
        """In how many rows each token stands."""
        if isinstance(self.layout, Columns):
            return np.diff(self.layout.start)
        found, tokens = np.zeros(len(self.terms), np.int64), self.layout.tokens
        for begin in range(0, len(tokens), _TOKENS_AT_ONCE):
            found += np.bincount(tokens[begin : begin + _TOKENS_AT_ONCE], minlength=len(self.terms))
        return found

    def to_parts(self) -> list[Buffer]:
        """One file in pieces; equal views give equal bytes."""
        arrays = {**self.layout.arrays(), "idf": self.idf, "terms": pack_words(list(self.terms))}
        return pack_parts(arrays, {"weighing": self.weighing, "size": self.size, "mean_length": self.mean_length})

    def to_bytes(self) -> bytes:
        """The same in one piece."""
        return b"".join(self.to_parts())

    @classmethod
    def from_bytes(cls, data: Buffer) -> LexicalView:
        """What :meth:`to_bytes` wrote, its arrays lying in ``data``; the caller has checked the digest."""
        arrays, facts = unpack(data)
        terms = {term: number for number, term in enumerate(unpack_words(arrays["terms"]))}
        layout = (
            Blocks(**{name: arrays[name] for name in ARRAYS})
            if "order" in arrays
            else Columns(facts["size"], arrays["start"], arrays["rows"], arrays["impacts"])
        )
        return cls(facts["weighing"], terms, arrays["idf"], facts["mean_length"], layout)


def build_view(
    documents: Sequence[Mapping[str, str]],
    analyse: Analyse,
    weighing: Weighing,
    field_weights: Mapping[str, float] = FIELD_WEIGHTS,
) -> LexicalView:
    """A view over ``documents`` (each a mapping of field to text, in row order), cut by any function."""
    return view_of(count_by(documents, analyse, field_weights), weighing)


def empty_view(weighing: Weighing) -> LexicalView:
    """A view of no rows."""
    nothing = Columns(0, np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
    return LexicalView(weighing, {}, np.empty(0, np.float32), 1.0, nothing)


def view_of(counted: Counted, weighing: Weighing, order: Rows | None = None) -> LexicalView:
    """A view of counted rows; may use up ``counted.tables``.

    ``order`` (n,) names the row of each counted place, when documents were counted in another order than that of the
    rows: with it the view stands in blocks, without it in columns.
    """
    size, total = counted.size, counted.total()
    mean_length = total / size if total else 1.0
    frequency = counted.frequency()
    provisional = list(counted.numbers)
    seen = sorted(np.flatnonzero(frequency).tolist(), key=provisional.__getitem__)
    renamed = np.zeros(len(provisional), np.int32)
    renamed[seen] = np.arange(len(seen), dtype=np.int32)
    terms = {provisional[number]: place for place, number in enumerate(seen)}
    idf = idf_of(frequency[seen].astype(np.float64), size, weighing)
    layout: Columns | Blocks
    if order is not None:
        layout = build_blocks(order, _forward(counted, renamed, idf, mean_length, weighing), len(terms))
    else:
        layout = _columns(counted, renamed, idf, mean_length, weighing)
    return LexicalView(weighing, terms, idf.astype(np.float32), mean_length, layout)


def segment_of(counted: Counted, base: LexicalView) -> LexicalView:
    """A small view of counted rows weighed with the statistics of ``base``, as if they had always stood in it."""
    provisional = list(counted.numbers)
    seen = sorted(np.flatnonzero(counted.frequency()).tolist(), key=provisional.__getitem__)
    renamed = np.zeros(len(provisional), np.int32)
    renamed[seen] = np.arange(len(seen), dtype=np.int32)
    terms = {provisional[number]: place for place, number in enumerate(seen)}
    (new,) = idf_of(np.zeros(1), base.size, base.weighing)
    idf = np.array([base.idf[base.terms[term]] if term in base.terms else new for term in terms], np.float64)
    layout = _columns(counted, renamed, idf, base.mean_length, base.weighing)
    return LexicalView(base.weighing, terms, idf.astype(np.float32), base.mean_length, layout)


def _forward(
    counted: Counted, renamed: NDArray[np.int32], idf: NDArray[np.float64], mean_length: float, weighing: Weighing
) -> Iterator[Stretch]:
    """The forward index, a table of counts at a time."""
    from scipy.sparse import csr_array

    for counts in counted.tables:
        named = (counts.data.copy(), renamed[counts.indices], counts.indptr)
        table = csr_array(named, shape=(counts.shape[0], len(idf)))
        table.sort_indices()
        lengths = np.diff(table.indptr).astype(np.int64)
        rows = np.repeat(np.arange(len(lengths)), lengths)
        impacts = impacts_of(len(lengths), rows, table.indices, table.data, idf, mean_length, weighing)
        yield lengths, table.indices.astype(np.int32, copy=False), impacts


def _columns(
    counted: Counted, renamed: NDArray[np.int32], idf: NDArray[np.float64], mean_length: float, weighing: Weighing
) -> Columns:
    """Postings by token; uses up ``counted.tables``."""
    from scipy.sparse import csr_array, vstack

    size, width = counted.size, len(renamed)
    tables = list(counted.tables)
    for table in tables:
        table.resize(table.shape[0], width)
    whole = vstack(tables, format="csr") if tables else csr_array((0, width), dtype=np.float32)
    tables.clear()
    counted.tables = []
    named = (whole.data, renamed[whole.indices], whole.indptr)
    table = csr_array(named, shape=(size, len(idf))).tocsc()
    del whole, named
    tokens = np.repeat(np.arange(len(idf), dtype=np.int32), np.diff(table.indptr))
    impacts = impacts_of(size, table.indices, tokens, table.data, idf, mean_length, weighing)
    return Columns(size, table.indptr.astype(np.int64), table.indices.astype(np.int32, copy=False), impacts)
