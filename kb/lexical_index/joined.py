"""A small view of additions beside a big one, searched as one.

The additions carry the big view's statistics. What is in both is weighed alike; a token that only an addition has
is as rare as a token can be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kb.lexical_index.view import LexicalView
from kb.lexical_index.weighing import Tokens
from kb.ranking import Ranked, Rows, Scores, best


@dataclass(frozen=True, eq=False)
class JoinedView:
    """Rows of ``base`` keep their numbers; those of ``added`` follow. ``hidden`` (ascending) are never found."""

    base: LexicalView
    added: LexicalView
    hidden: Rows

    @property
    def size(self) -> int:
        """Number of rows, hidden ones included."""
        return self.base.size + self.added.size

    def known_share(self, tokens: Tokens) -> float:
        """Share of a query's distinct tokens that either side has ever seen, 0 … 1; 0 for no tokens."""
        distinct = set(tokens)
        known = sum(token in self.base.terms or token in self.added.terms for token in distinct)
        return known / len(distinct) if distinct else 0.0

    def search(self, tokens: Tokens, k: int, subset: Rows | None = None) -> Ranked:
        """As :meth:`LexicalView.search`, over both."""
        if subset is not None:
            rows = np.setdiff1d(subset, self.hidden)
            return best(self.scores_of(tokens, rows), k, rows, above=0.0)
        in_base, in_added = self._lengths(tokens)
        old, new = self.base.search(tokens, k, hidden=self.hidden), self.added.search(tokens, k)
        scores = np.concatenate((old.scores * in_base, new.scores * in_added))
        return best(scores, k, np.concatenate((old.rows, new.rows + self.base.size)), above=0.0)

    def scores_of(self, tokens: Tokens, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,), in their order."""
        in_base, in_added = self._lengths(tokens)
        rows = np.asarray(rows, np.int64)
        scores = np.zeros(len(rows), np.float32)
        old = rows < self.base.size
        if old.any():
            scores[old] = self.base.scores_of(tokens, rows[old]) * in_base
        if not old.all():
            scores[~old] = self.added.scores_of(tokens, rows[~old] - self.base.size) * in_added
        return scores

    def _lengths(self, tokens: Tokens) -> tuple[np.float32, np.float32]:
        """What brings either side's cosines to the length of the query in both together."""
        if self.base.weighing != "cosine":
            return np.float32(1), np.float32(1)
        old, new = self.base.weights(tokens), self.added.weights(tokens)
        whole = math.hypot(*(old | new).values()) or 1.0
        return np.float32(math.hypot(*old.values()) / whole), np.float32(math.hypot(*new.values()) / whole)
