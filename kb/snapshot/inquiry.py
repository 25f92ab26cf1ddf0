"""One query put to a snapshot, view by view: what several views or signals need of it is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foundation.errors import InvalidInput
from kb.lexical_index import Asking, JoinedAsking, Tokens
from kb.ranking import NOTHING, Ranked, Rows, Scores, best
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, TRADES, centre_one

if TYPE_CHECKING:
    from kb.snapshot.reading import Snapshot


class Inquiry:
    """A query as every view needs it; lives as long as the query. :meth:`Snapshot.search` says what views answer."""

    def __init__(
        self, snapshot: Snapshot, tokens: Callable[[str], Tokens], vector: NDArray[np.float32] | None = None
    ) -> None:
        """``tokens`` gives those of a lexical view; ``vector`` (d,) is as for :meth:`Snapshot.search`."""
        self._snapshot, self._tokens, self._vector = snapshot, tokens, vector
        self._lexical: dict[str, Asking | JoinedAsking] = {}
        self._directions: dict[str, NDArray[np.float32] | None] = {}
        self._trades: tuple[Rows, Scores, NDArray[np.bool_]] | None = None

    def search(self, view: str, k: int, subset: Rows | None = None) -> Ranked:
        """The best ``k`` rows of a view that have something in common, ties by row number."""
        self._snapshot.mapped.keep_within_budget()
        if view in LEXICAL_VIEWS:
            return self._asking(view).search(k, subset)
        if view == TRADES:
            rows = np.arange(len(self._snapshot.passages)) if subset is None else np.unique(subset)
            if self._snapshot.changes is not None:
                rows = np.setdiff1d(rows, self._snapshot.changes.hidden)
            return best(self.scores_of(view, rows), k, rows, above=0.0)
        direction = self.direction(view)
        return NOTHING if direction is None else _shared(self._snapshot.nearest(view, direction[None], k, subset)[0])

    def scores_of(self, view: str, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,) in one view, in their order."""
        self._snapshot.mapped.keep_within_budget()
        rows = np.asarray(rows, np.int64)
        if view in LEXICAL_VIEWS:
            return self._asking(view).scores_of(rows)
        if view == TRADES:
            return self.trades(rows)[0]
        scores: Scores = scores_of_each(view, [self], rows)[0]
        return scores

    def trades(self, rows: Rows) -> tuple[Scores, NDArray[np.bool_]]:
        """Of ``rows`` (m,): how near their trades are to the profile asked for, and of which both are known."""
        if self._trades is None or self._trades[0] is not rows:
            self._trades = rows, *self._snapshot.same_trade(self._vector, rows)
        return self._trades[1:]

    def direction(self, view: str) -> NDArray[np.float32] | None:
        """Where the query points in the space of ``latent`` or ``dense``, (d,) of length 1; None for nowhere."""
        if view not in self._directions:
            self._directions[view] = self._find_direction(view)
        return self._directions[view]

    def _find_direction(self, view: str) -> NDArray[np.float32] | None:
        if view == "latent":
            asking = self._asking(LATENT_FROM)
            old = asking.base if isinstance(asking, JoinedAsking) else asking
            direction = self._snapshot.latent_space.direction(old.known, old.weights)
        elif view == "dense":
            return None if self._vector is None else centre_one(self._vector, self._snapshot.dense_mean)
        else:
            raise InvalidInput("view_unknown", "没有这种检索方式：{view}", field="view", view=view)
        return direction if direction.any() else None

    def _asking(self, view: str) -> Asking | JoinedAsking:
        if view not in self._lexical:
            self._lexical[view] = self._snapshot.lexical_view(view).asking(self._tokens(view))
        return self._lexical[view]


def search_each(view: str, inquiries: Sequence[Inquiry], k: int, subset: Rows | None = None) -> list[Ranked]:
    """What each of several inquiries finds in ``view``; those of ``latent`` and ``dense`` share one reading of rows."""
    if view in LEXICAL_VIEWS or view == TRADES:
        return [inquiry.search(view, k, subset) for inquiry in inquiries]
    inquiries[0]._snapshot.mapped.keep_within_budget()
    directions = [inquiry.direction(view) for inquiry in inquiries]
    known = [direction for direction in directions if direction is not None]
    if not known:
        return [NOTHING for _ in inquiries]
    found = iter(inquiries[0]._snapshot.nearest(view, np.stack(known), k, subset))
    return [NOTHING if direction is None else _shared(next(found)) for direction in directions]


def scores_of_each(view: str, inquiries: Sequence[Inquiry], rows: Rows) -> Scores:
    """(inquiries, m) the exact scores of ``rows`` (m,) by each of several; in ``latent`` and ``dense`` read once."""
    if view in LEXICAL_VIEWS or view == TRADES:
        return np.array([inquiry.scores_of(view, rows) for inquiry in inquiries], np.float32)
    snapshot = inquiries[0]._snapshot
    snapshot.mapped.keep_within_budget()
    directions = [inquiry.direction(view) for inquiry in inquiries]
    known = [place for place, direction in enumerate(directions) if direction is not None]
    scores = np.zeros((len(inquiries), len(rows)), np.float32)
    if known:
        asked = np.stack([direction for direction in directions if direction is not None])
        scores[known] = snapshot.nearness(view, asked, np.asarray(rows, np.int64))
    return scores


def _shared(found: Ranked) -> Ranked:
    """Those that have anything in common with the query."""
    if not len(found.scores) or found.scores[-1] > 0:
        return found
    kept = found.scores > 0
    return Ranked(found.rows[kept], found.scores[kept])
