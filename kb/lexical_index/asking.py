"""One query put to one view: its weights are worked out once, and a full scan is kept for whoever asks next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index.blocks import Blocks
from kb.ranking import NOTHING, Ranked, Rows, Scores, best

if TYPE_CHECKING:
    from kb.lexical_index.joined import JoinedView
    from kb.lexical_index.view import LexicalView
    from kb.lexical_index.weighing import Tokens


class Asking:
    """``known`` tokens (t,) of the query, ascending, and their ``weights``; lives as long as the query."""

    def __init__(self, view: LexicalView, tokens: Tokens) -> None:
        self._layout = view.layout
        self._every: Scores | None = None
        self.known: NDArray[np.int64]
        self.weights: Scores
        self.known, self.weights = view.query(tokens)

    def search(self, k: int, subset: Rows | None = None, hidden: Rows | None = None) -> Ranked:
        """The best ``k`` rows that share at least one token with the query; see :meth:`LexicalView.search`."""
        if subset is not None:
            rows = np.unique(subset) if hidden is None else np.setdiff1d(subset, hidden)
            return best(self.scores_of(rows), k, rows, above=0.0) if len(rows) else NOTHING
        if isinstance(self._layout, Blocks):
            return self._layout.search(self.known, self.weights, k, hidden)
        scores = self._scores()
        if hidden is not None:
            scores = scores.copy()
            scores[hidden] = 0
        return best(scores, k, above=0.0)

    def scores_of(self, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,), in their order, each ≥ 0."""
        if self._every is None and self._layout.reads_sooner(self.known, rows):
            return self._layout.scores_of(self.known, self.weights, rows)
        return self._scores()[rows]

    def _scores(self) -> Scores:
        if self._every is None:
            self._every = self._layout.scores(self.known, self.weights)
        return self._every


class JoinedAsking:
    """The same for a view with additions: either side's scores are brought to the length of the whole query."""

    def __init__(self, view: JoinedView, tokens: Tokens) -> None:
        self._border, self._hidden = view.base.size, view.hidden
        self.base, self.added = Asking(view.base, tokens), Asking(view.added, tokens)
        self._in_base, self._in_added = np.float32(1), np.float32(1)
        if view.base.weighing == "cosine":
            old, new = view.base.weights(tokens), view.added.weights(tokens)
            whole = math.hypot(*(old | new).values()) or 1.0
            self._in_base = np.float32(math.hypot(*old.values()) / whole)
            self._in_added = np.float32(math.hypot(*new.values()) / whole)

    def search(self, k: int, subset: Rows | None = None) -> Ranked:
        """As :meth:`Asking.search`, over both."""
        if subset is not None:
            rows = np.setdiff1d(subset, self._hidden)
            return best(self.scores_of(rows), k, rows, above=0.0)
        old, new = self.base.search(k, hidden=self._hidden), self.added.search(k)
        scores = np.concatenate((old.scores * self._in_base, new.scores * self._in_added))
        return best(scores, k, np.concatenate((old.rows, new.rows + self._border)), above=0.0)

    def scores_of(self, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,), in their order."""
        rows = np.asarray(rows, np.int64)
        scores = np.zeros(len(rows), np.float32)
        old = rows < self._border
        if old.any():
            scores[old] = self.base.scores_of(rows[old]) * self._in_base
        if not old.all():
            scores[~old] = self.added.scores_of(rows[~old] - self._border) * self._in_added
        return scores
