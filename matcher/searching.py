"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kb.lexical_index import Phrases
from kb.passages import Passage
from kb.snapshot import LEXICAL_VIEWS, TRADES, Inquiry, scores_of_each, search_each
from kb.trade.beyond import Nearness
from kb.trade.understanding import understand
from matcher.expansion import trade_sentence, trade_voice, whole_voice
from matcher.legal.kin import Kin
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy, Signal
from matcher.ports import Flags, Reranker, Rows, Scores
from matcher.query import Query, Voice, Wanted

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.snapshot import Snapshot
    from kb.trade.compiled import Trade


class SnapshotSearch:
    """A snapshot as the method sees it (:class:`matcher.ports.Searchable`)."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._asked: Query | None = None
        self._inquiries: dict[tuple[str, bool], Inquiry] = {}

    @property
    def identity(self) -> str:
        """The content hash of the snapshot."""
        return self.snapshot.identity

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages of the snapshot."""
        return self.snapshot.passages

    @property
    def trade(self) -> Trade:
        """The trade knowledge the snapshot was built with."""
        return self.snapshot.trade

    def search(self, signals: Sequence[Signal], query: Query, depth: int) -> Sequence[Rows]:
        """The best ``depth`` rows by each signal; the voices of one view are searched together."""
        by_view: dict[str, list[Inquiry]] = {}
        for signal in signals:
            by_view.setdefault(signal.view, []).append(self._inquiry(signal.view, query, signal.voice))
        return [found.rows for view, asked in by_view.items() for found in search_each(view, asked, depth)]

    def judge(self, signals: Sequence[Signal], query: Query, rows: Rows) -> Scores:
        """(signals, rows) the scores of given rows, nothing below 0; the voices of one view are judged together."""
        by_view: dict[str, list[int]] = {}
        for place, signal in enumerate(signals):
            by_view.setdefault(signal.view, []).append(place)
        judged = np.empty((len(signals), len(rows)), np.float32)
        for view, places in by_view.items():
            asked = [self._inquiry(view, query, signals[place].voice) for place in places]
            judged[places] = scores_of_each(view, asked, rows)
        return np.maximum(judged, 0, out=judged)

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """How far the trades of each row are from those of the demand, 0 … 1; 0 where either is not known."""
        near, known = self._inquiry(TRADES, query, "whole").trades(rows)
        return np.where(known, 1 - np.clip(near, 0, 1), 0).astype(np.float32)

    def is_prose(self, rows: Rows) -> Flags:
        """Which of ``rows`` say what every centre says."""
        return self.snapshot.is_prose(rows)

    def is_expert(self, rows: Rows) -> Flags:
        """Which of ``rows`` are experts."""
        return self.snapshot.is_expert(rows)

    def _inquiry(self, view: str, query: Query, voice: str) -> Inquiry:
        """A voice of the demand put to the snapshot, once for all signals; for the trades it is their profile."""
        if query is not self._asked:
            self._asked, self._inquiries = query, {}
        said, of_trades = query.voice(voice), view == TRADES
        held = self._inquiries.get((voice, of_trades))
        if held is None:
            vector = self.trade.fields.profile(query.understood.fields) if of_trades else said.vector
            held = Inquiry(self.snapshot, lambda one: self._tokens(one, said), vector)
            self._inquiries[voice, of_trades] = held
        return held

    def _tokens(self, view: str, voice: Voice) -> Phrases:
        """The tokens of a voice with their weights."""
        cut = LEXICAL_VIEWS[view][0]
        return Phrases(voice.parts, cut, lambda text: self.snapshot.tokeniser.cut(cut, text))


def ask(wanted: Wanted, trade: Trade, embedder: Embedder, quoted: str | None = None) -> Query:
    """The demand in its three voices, all encoded in one batch; ``quoted`` as for :class:`Query`."""
    understood = understand(wanted.whole, trade, embedder.encode_queries, looks_beyond=True)
    parts = {
        "whole": whole_voice(wanted, understood, trade),
        "focus": ((wanted.focus, 1.0),),
        "trade": trade_voice(understood, trade),
    }
    own = " ".join(text for text, weight in parts["whole"] if weight == 1.0)
    sentences = [own, wanted.focus, trade_sentence(understood)]
    vectors = embedder.encode_queries(sentences)
    voices = {name: Voice(said, vector) for (name, said), vector in zip(parts.items(), vectors, strict=True)}
    kin = Kin(trade.lexicon, understood.products)
    return Query(wanted, voices, understood, quoted, kin, Nearness(trade, understood.matter))


def find(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
    reranker: Reranker | None = None,
    quoted: str | None = None,
) -> MatchList:
    """Make the demand a query and match. NotReady when the index was built by another model."""
    index.snapshot.require_model(embedder.identity)
    query = ask(wanted, index.trade, embedder, quoted)
    models = embedder.identity if reranker is None else f"{embedder.identity}+{reranker.identity}"
    return match(query, SnapshotSearch(index.snapshot), policy, models, top, reranker)
