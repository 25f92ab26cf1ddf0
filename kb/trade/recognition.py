"""Which trade a text belongs to: its words beside all that is written of each trade.

One document a trade holds all names, wordings and messages of its file; a text belongs to the trades whose documents
it is most like. Rows of centres are compared in the same way, so demand and row can be told to be of one trade or of
two (断裂 of a bolt, of a yarn).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import LexicalView
from kb.trade.situations import tokens_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Shares = NDArray[np.uint8]

SHARPNESS, FAINTEST_TRADE = 4.0, 0.2
"""How sharply the likeliest trades stand out, and from which share on a trade counts at all."""


@dataclass(frozen=True, eq=False)
class TradeFields:
    """The trades by name, their documents, and how much likeness to each counts (those that serve all count less)."""

    names: tuple[str, ...]
    view: LexicalView
    weights: NDArray[np.float32]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Name → number."""
        return {name: number for number, name in enumerate(self.names)}

    def of(self, folded: str) -> dict[str, float]:
        """How much a text belongs to each trade: 1 for the likeliest, nothing for those far behind."""
        scores = self.view.scores(tokens_of(folded)).astype(np.float64) * self.weights
        best = scores.max(initial=0.0)
        if best <= 0:
            return {}
        shares = (scores / best) ** SHARPNESS
        return {name: float(share) for name, share in zip(self.names, shares, strict=True) if share >= FAINTEST_TRADE}

    def profile(self, fields: Mapping[str, float]) -> NDArray[np.float32]:
        """Shares of the trades as a direction, (trades,) of length 1; zero for none."""
        found = np.array([fields.get(name, 0.0) for name in self.names], np.float32)
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)

    def of_rows(self, said: NDArray[np.float32], impacts: csr_array) -> Shares:
        """To which trades the rows of a *cosine* view belong, (rows, trades); a row's largest share is 255.

        ``said``: :meth:`said_by` of the view; ``impacts`` (rows, tokens of the view). The comparison is the one of
        :meth:`of`, for all rows at once: a row's own length falls out, only the relation of its shares counts.
        """
        if not self.names or impacts.shape[0] == 0:
            return np.zeros((impacts.shape[0], len(self.names)), np.uint8)
        scores = np.asarray(impacts @ said) * self.weights
        best = scores.max(axis=1, keepdims=True)
        shares = (scores / np.where(best > 0, best, 1)) ** SHARPNESS
        counted: Shares = np.rint(np.where(shares < FAINTEST_TRADE, 0, shares) * 255).astype(np.uint8)
        return counted

    def said_by(self, view: LexicalView) -> NDArray[np.float32]:
        """(tokens of a *cosine* view, trades) what an impact of each token says for each trade."""
        mine = self.view
        number = np.array([view.terms.get(term, -1) for term in mine.terms], np.int64)
        known = number >= 0
        said = np.zeros((len(view.terms), mine.size), np.float32)
        weights = mine.table().toarray().T * mine.idf[:, None]
        said[number[known]] = weights[known] / view.idf[number[known], None]
        return said
