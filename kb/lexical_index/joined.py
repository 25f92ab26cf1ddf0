"""A small view of additions beside a big one, searched as one.

The additions carry the big view's statistics. What is in both is weighed alike; a token that only an addition has
is as rare as a token can be.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.lexical_index.asking import JoinedAsking
from kb.lexical_index.view import LexicalView
from kb.lexical_index.weighing import Tokens
from kb.ranking import Ranked, Rows, Scores


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
        return self.asking(tokens).search(k, subset)

    def scores_of(self, tokens: Tokens, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,), in their order."""
        return self.asking(tokens).scores_of(rows)

    def asking(self, tokens: Tokens) -> JoinedAsking:
        """A query that will be used more than once."""
        return JoinedAsking(self, tokens)
