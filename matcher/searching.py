"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.passages import Passage
from kb.snapshot import LEXICAL_VIEWS, _nearest
from kb.trade.understanding import understand
from matcher.expansion import trade_sentence, trade_voice, whole_voice
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.ports import Rows, Scores
from matcher.query import Query, Voice, Wanted

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.snapshot import Snapshot
    from kb.trade.compiled import Trade


class SnapshotSearch:
    """A snapshot as the method sees it (:class:`matcher.ports.Searchable`)."""

    def __init__(self, snapshot: Snapshot, trade: Trade) -> None:
        self.snapshot = snapshot
        self.trade = trade
        self._cut: dict[tuple[str, Voice], dict[str, float]] = {}

    @property
    def identity(self) -> str:
        """Generation and content hash of the snapshot."""
        return self.snapshot.identity

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages of the snapshot."""
        return self.snapshot.passages

    def search(self, view: str, voice: str, query: Query, depth: int) -> tuple[Rows, Scores]:
        """The best ``depth`` rows of one view for one voice of the demand."""
        asked = query.voice(voice)
        if view == "dense":
            found = self.snapshot.search(view, "", depth, asked.vector)
        elif view == "latent":
            found = _nearest(self.snapshot.latent_rows, self._direction(asked), depth, None)
        else:
            found = self.snapshot.lexical[view].search(self._tokens(view, asked), depth)
        return found.rows, found.scores

    def judge(self, view: str, voice: str, query: Query, rows: Rows) -> Scores:
        """The scores of given rows in one view, nothing below 0."""
        asked = query.voice(voice)
        if view == "trades":
            return self._same_trade(query, rows)
        if view == "dense":
            if asked.vector is None or not asked.vector.any():
                return np.zeros(len(rows), np.float32)
            return np.maximum(self.snapshot.dense_rows.scores(self.snapshot._centred(asked.vector), rows), 0)
        if view == "latent":
            return np.maximum(self.snapshot.latent_rows.scores(self._direction(asked), rows), 0)
        return self.snapshot.lexical[view].scores_of(self._tokens(view, asked), rows)

    def _tokens(self, view: str, voice: Voice) -> dict[str, float]:
        held = self._cut.get((view, voice))
        if held is None:
            held = self._cut[view, voice] = {}
            for text, weight in voice.parts:
                for token in self.snapshot.tokeniser.cut(LEXICAL_VIEWS[view][0], text):
                    held[token] = held.get(token, 0.0) + weight
        return held

    def _direction(self, voice: Voice) -> NDArray[np.float32]:
        return self.snapshot.latent_space.project(self.snapshot.lexical["tfidf"], self._tokens("tfidf", voice))

    def _same_trade(self, query: Query, rows: Rows) -> Scores:
        wanted = self.trade.profile(query.understood.fields)
        texts = [self.passages[row].text for row in rows]
        return np.asarray(self.trade.profiles(texts) @ wanted, np.float32)


def ask(wanted: Wanted, trade: Trade, embedder: Embedder) -> Query:
    """The demand in its three voices, all encoded in one batch."""
    understood = understand(wanted.whole, trade, embedder.encode_queries)
    parts = {
        "whole": whole_voice(wanted, trade),
        "focus": ((wanted.focus, 1.0),),
        "trade": trade_voice(understood, trade),
    }
    sentences = [" ".join(text for text, _ in parts["whole"]), wanted.focus, trade_sentence(understood)]
    vectors = embedder.encode_queries(sentences)
    voices = {name: Voice(said, vector) for (name, said), vector in zip(parts.items(), vectors, strict=True)}
    return Query(wanted, voices, understood)


def find(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
) -> MatchList:
    """Make the demand a query and match. NotReady when the index was built by another model."""
    index.snapshot.require_model(embedder.identity)
    # All voices and views cut the same words: they are cut once for this demand.
    snapshot = replace(index.snapshot, tokeniser=index.snapshot.tokeniser.remembering())
    fresh = SnapshotSearch(snapshot, index.trade)
    return match(ask(wanted, index.trade, embedder), fresh, policy, embedder.identity, top)
