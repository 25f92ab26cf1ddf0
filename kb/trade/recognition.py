"""Which trade a text belongs to: its words beside all that is written of each trade.

One document a trade holds all names, wordings and messages of its file; a text belongs to the trades whose documents
it is most like. Rows of centres are compared in the same way, so demand and row can be told to be of one trade or of
two (断裂 of a bolt, of a yarn).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.field_table import FieldTable
from kb.lexical_index import LexicalView, count_documents, segment_of
from kb.tokens import Tokeniser
from kb.trade.situations import CUT, tokens_of

Shares = NDArray[np.uint8]

SHARPNESS, FAINTEST_TRADE = 4.0, 0.2
"""How sharply the likeliest trades stand out, and from which share on a trade counts at all."""


ROW_WEIGHTS: Mapping[str, float] = {"product": 2.0, "field": 2.0, "parameter": 1.0, "directions": 1.0, "body": 1.0}
"""How much each field of a row tells of its trade; titles, limits and equipment are alike everywhere."""


@dataclass(frozen=True, eq=False)
class TradeFields:
    """The trades by name, their documents, and how much likeness to each counts (those that serve all count less)."""

    names: tuple[str, ...]
    view: LexicalView
    weights: NDArray[np.float32]

    @cached_property
    def of_all(self) -> frozenset[str]:
        """Those that serve every trade."""
        return frozenset(name for name, weight in zip(self.names, self.weights, strict=True) if weight < 1.0)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Name → number."""
        return {name: number for number, name in enumerate(self.names)}

    def of(self, folded: str) -> dict[str, float]:
        """How much a text belongs to each trade: 1 for the likeliest, nothing for those far behind."""
        return self.shares(self.likeness(folded))

    def likeness(self, folded: str) -> NDArray[np.float64]:
        """(trades,) how like a text is to what is written of each trade, 0 … 1: little for what no trade knows."""
        return np.asarray(self.view.scores(tokens_of(folded)).astype(np.float64) * self.weights)

    def shares(self, scores: NDArray[np.float64]) -> dict[str, float]:
        """The same told of each beside the likeliest."""
        best = scores.max(initial=0.0)
        if best <= 0:
            return {}
        shares = (scores / best) ** SHARPNESS
        return {name: float(share) for name, share in zip(self.names, shares, strict=True) if share >= FAINTEST_TRADE}

    def profile(self, fields: Mapping[str, float]) -> NDArray[np.float32]:
        """Shares of the trades as a direction, (trades,) of length 1; zero for none."""
        found = np.array([fields.get(name, 0.0) for name in self.names], np.float32)
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)

    def of_rows(self, rows: Iterable[Mapping[str, str]] | FieldTable) -> Shares:
        """To which trades rows of centres belong by their fields, (rows, trades); a row's largest share is 255.

        The comparison is the one of :meth:`of`, for each distinct text of a field once; a product says most.
        """
        table = FieldTable.of(rows)
        weights = table.weights(ROW_WEIGHTS, 0.0)
        filled = np.array([bool(text) for text in table.texts], bool)
        told = (weights > 0) & filled[table.numbers]
        table, weights = table.where(told), weights[told]
        if not self.names or not len(weights):
            return np.zeros((len(table), len(self.names)), np.uint8)
        from scipy.sparse import csr_array

        known, texts = np.unique(table.numbers, return_inverse=True)
        parts = csr_array((weights, texts.astype(np.int32), table.starts), shape=(len(table), len(known)))
        likeness = self._likeness([table.texts[number] for number in known.tolist()])
        scores = np.asarray(parts @ likeness, np.float32) * self.weights
        best = scores.max(axis=1, keepdims=True)
        ratios = scores / np.where(best > 0, best, 1)
        found = np.zeros(ratios.shape, np.uint8)
        near = ratios > 0.99 * FAINTEST_TRADE ** (1 / SHARPNESS)  # most are far behind, and powers take time
        shares = ratios[near] ** SHARPNESS
        found[near] = np.rint(np.where(shares < FAINTEST_TRADE, 0, shares) * 255)
        return found

    def _likeness(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts, trades) cosines of many texts."""
        counted = count_documents(({"body": text} for text in texts), Tokeniser(), [CUT])[CUT]
        others = segment_of(counted, self.view)
        number = np.array([self.view.terms.get(term, -1) for term in others.terms], np.int64)
        known = np.flatnonzero(number >= 0)
        return np.asarray(others.table()[:, known] @ self._by_token[number[known]], np.float32)

    @cached_property
    def _by_token(self) -> NDArray[np.float32]:
        """(tokens, trades) the documents by token."""
        return np.ascontiguousarray(self.view.table().toarray().T)
