"""What a snapshot answers: the best rows of a view, or the scores of given rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from foundation.errors import NotReady
from foundation.language import Sentence
from kb.latent import LatentSpace
from kb.lexical_index import JoinedView, LexicalView, Tokens
from kb.passage_book import Bound, PassageBook
from kb.passages import Passage
from kb.ranking import Ranked, Rows, Scores, best
from kb.snapshot.breadth import rows_of_trades, trades_served
from kb.snapshot.changes import Changes, with_changes
from kb.snapshot.inquiry import Inquiry
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, Asked
from kb.spool import MappedFiles, Spool
from kb.tokens import Tokeniser
from kb.trade.compiled import Trade
from kb.trade.recognition import Shares
from kb.vector_index import VectorIndex


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Passages and their views. ``generation`` 0: made in memory, never published."""

    book: PassageBook
    """The passages it was built from, by row number; see :attr:`passages`."""
    lexical: Mapping[str, LexicalView]
    latent_space: LatentSpace
    latent_rows: VectorIndex
    dense_rows: VectorIndex
    dense_mean: NDArray[np.float32]
    trade: Trade
    """The trade knowledge it was built with."""
    trade_rows: Shares
    """(n, trades) to which trades each row belongs, the largest share 255."""
    prose: NDArray[np.bool_]
    """(n,) which rows are free texts that say what every centre says."""
    model_identity: str
    user_words: tuple[str, ...]
    content_hash: str
    generation: int = 0
    built_generation: int = 0
    """The generation that holds all but the changes; the same as ``generation`` when there are none."""
    created_at: datetime | None = None
    warnings: tuple[Sentence, ...] = ()
    """What a user should know: an answer from an older generation because the newest was damaged."""
    tokeniser: Tokeniser = field(default_factory=Tokeniser)
    changes: Changes | None = None
    spools: Mapping[str, Spool] = field(default_factory=dict)
    """Files of a large snapshot that was just built and already lie on disk."""
    mapped: MappedFiles = field(default_factory=MappedFiles)
    """Files that are looked at where they lie."""

    @property
    def identity(self) -> str:
        """The content hash: names exactly this index, whichever generation holds it or whether it was built again."""
        return self.content_hash

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages by row number, decoded when looked at; removed ones keep their number and are never found."""
        return self.book if self.changes is None else Bound(self.book, self.changes.added)

    def __len__(self) -> int:
        """How many passages can be found."""
        return len(self.book) + (len(self.changes.added) - len(self.changes.hidden) if self.changes else 0)

    def require_model(self, identity: str) -> None:
        """Raise NotReady (``index_other_model``) unless the dense view was made by this very model."""
        if identity != self.model_identity:
            raise NotReady(
                "index_other_model",
                "索引是用另一个句向量模型建的（{built}，现在是 {now}），请重新建立索引",
                built=self.model_identity,
                now=identity,
            )

    def search(
        self, view: str, asked: Asked, k: int, vector: NDArray[np.float32] | None = None, subset: Rows | None = None
    ) -> Ranked:
        """The best ``k`` rows of a view (also ``trades``) that have something in common, ties by row number.

        ``vector`` (d,), the query as the model encoded it, is needed by ``dense``, the profile of the query
        (:meth:`kb.trade.compiled.Trade.profile`) by ``trades``; without it, or when it is zero, that view finds
        nothing. Scores of ``latent`` and ``dense`` are cosines, of the others ≥ 0.
        With a ``subset`` of rows only these are looked at, exactly, whatever its size; an empty one finds nothing.
        """
        return self.inquiry(asked, vector).search(view, k, subset)

    def scores_of(self, view: str, asked: Asked, vector: NDArray[np.float32] | None, rows: Rows) -> Scores:
        """The exact scores of ``rows`` (m,) in one view, in their order; arguments as for :meth:`search`.

        A cosine may be negative here. Zero where nothing is shared or nothing is known of the query. Rows that were
        removed are scored like any other.
        """
        return self.inquiry(asked, vector).scores_of(view, rows)

    def inquiry(self, asked: Asked, vector: NDArray[np.float32] | None = None) -> Inquiry:
        """A query that will be put to several views; tokens, if given, are those of the lexical view that is asked."""
        return Inquiry(self, lambda view: self.tokens(view, asked), vector)

    def is_prose(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of ``rows`` are free texts that say what every centre says."""
        every = self.prose if self.changes is None else np.concatenate((self.prose, self.changes.prose))
        return np.asarray(every[rows])

    def is_expert(self, rows: Rows) -> NDArray[np.bool_]:
        """Which of ``rows`` are experts; no passage is decoded for it."""
        found = (rows >= self.book.experts_from) & (rows < len(self.book))
        if self.changes is not None:
            found |= rows >= len(self.book) + self.changes.added.experts_from
        return found

    @cached_property
    def trades_served(self) -> float:
        """How many trades the passages that can be found belong to (:func:`kb.snapshot.breadth.trades_served`)."""
        rows = rows_of_trades(self.trade_rows)
        if self.changes is not None:
            hidden = rows_of_trades(self.trade_rows[self.changes.hidden])
            rows = rows + rows_of_trades(self.changes.trade_rows) - hidden
        return trades_served(rows)

    def known_share(self, asked: Asked) -> float:
        """Share of the text's distinct tokens (of the latent space's cut) that the knowledge base knows, 0 … 1."""
        return self.lexical_view(LATENT_FROM).known_share(self.tokens(LATENT_FROM, asked))

    def tokens(self, view: str, asked: Asked) -> Tokens:
        """A text as the tokens of a lexical view; tokens as they are."""
        return self.tokeniser.cut(LEXICAL_VIEWS[view][0], asked) if isinstance(asked, str) else asked

    def with_changes(
        self, added: Iterable[Passage], removed: Iterable[str], vectors: Mapping[str, NDArray[np.float32]]
    ) -> Snapshot:
        """This snapshot with passages added (or put in the place of those with the same id) and ids removed.

        ``vectors`` (digest → (d,)) holds the model's vector of every added passage. Costs as much as there is changed,
        whatever the size of the snapshot. Ids that nobody has may be removed: nothing happens.
        """
        return with_changes(self, added, removed, vectors)

    def without_changes(self) -> Snapshot:
        """The snapshot as it was built."""
        if self.changes is None:
            return self
        return replace(self, changes=None, content_hash=self.changes.base, generation=self.built_generation)

    def lexical_view(self, view: str) -> LexicalView | JoinedView:
        """A lexical view with the changes."""
        if self.changes is None:
            return self.lexical[view]
        return JoinedView(self.lexical[view], self.changes.lexical[view], self.changes.hidden)

    def nearest(self, view: str, directions: NDArray[np.float32], k: int, subset: Rows | None = None) -> list[Ranked]:
        """The best ``k`` rows of ``latent`` or ``dense`` for each of ``directions`` (m, d)."""
        base, added = self._rows(view)
        if added is None or self.changes is None:
            return base.search(directions, k, subset)
        inside = outside = None
        if subset is not None:
            inside, outside = subset[subset < base.size], subset[subset >= base.size] - base.size
        both = zip(
            base.search(directions, k, inside, hidden=self.changes.hidden),
            added.search(directions, k, outside),
            strict=True,
        )
        return [
            best(np.concatenate((old.scores, new.scores)), k, np.concatenate((old.rows, new.rows + base.size)))
            for old, new in both
        ]

    def nearness(self, view: str, directions: NDArray[np.float32], rows: Rows) -> Scores:
        """(q, m) the cosines of ``rows`` (m,) with directions (q, d) of ``latent`` or ``dense``."""
        base, added = self._rows(view)
        if added is None:
            return base.scores_of_each(directions, rows)
        scores = np.zeros((len(directions), len(rows)), np.float32)
        old = rows < base.size
        scores[:, old] = base.scores_of_each(directions, rows[old])
        scores[:, ~old] = added.scores_of_each(directions, rows[~old] - base.size)
        return scores

    def same_trade(self, profile: NDArray[np.float32] | None, rows: Rows) -> tuple[Scores, NDArray[np.bool_]]:
        """How near the trades of ``rows`` (m,) are to a profile (trades,), a cosine, and of which both are known.

        0 where either is not known.
        """
        if profile is None or not profile.any():
            return np.zeros(len(rows), np.float32), np.zeros(len(rows), bool)
        shares = self._trades_of(rows).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", shares, shares))
        known = lengths > 0
        return np.asarray(shares @ profile / np.where(known, lengths, 1), np.float32), known

    def _trades_of(self, rows: Rows) -> Shares:
        if self.changes is None:
            return self.trade_rows[rows]
        shares = np.empty((len(rows), self.trade_rows.shape[1]), self.trade_rows.dtype)
        old = rows < len(self.book)
        shares[old] = self.trade_rows[rows[old]]
        shares[~old] = self.changes.trade_rows[rows[~old] - len(self.book)]
        return shares

    def _rows(self, view: str) -> tuple[VectorIndex, VectorIndex | None]:
        changes = self.changes
        if view == "latent":
            return self.latent_rows, changes.latent_rows if changes else None
        return self.dense_rows, changes.dense_rows if changes else None
