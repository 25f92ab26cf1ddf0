"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.passages import Passage
from kb.snapshot import LATENT_FROM, LEXICAL_VIEWS, TRADES
from kb.tokens import Tokeniser
from kb.trade.understanding import understand
from matcher.expansion import trade_sentence, trade_voice, whole_voice
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.ports import Flags, Reranker, Rows, Scores
from matcher.query import Query, Voice, Wanted

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.snapshot import Snapshot
    from kb.trade.compiled import Trade


TERM = 24
"""Texts up to this length are names of the trade, which come again with other demands."""


@lru_cache(maxsize=65_536)
def _cut_term(cut: str, text: str) -> tuple[str, ...]:
    return tuple(Tokeniser().cut(cut, text))


class SnapshotSearch:
    """A snapshot as the method sees it (:class:`matcher.ports.Searchable`)."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._cut: dict[tuple[str, int], tuple[Voice, dict[str, float]]] = {}

    @property
    def identity(self) -> str:
        """Generation and content hash of the snapshot."""
        return self.snapshot.identity

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages of the snapshot."""
        return self.snapshot.passages

    @property
    def trade(self) -> Trade:
        """The trade knowledge the snapshot was built with."""
        return self.snapshot.trade

    def search(self, view: str, voice: str, query: Query, depth: int) -> tuple[Rows, Scores]:
        """The best ``depth`` rows of one view for one voice of the demand."""
        asked, vector = self._asked(view, query, voice)
        found = self.snapshot.search(view, asked, depth, vector)
        return found.rows, found.scores

    def judge(self, view: str, voice: str, query: Query, rows: Rows) -> Scores:
        """The scores of given rows in one view, nothing below 0."""
        return np.maximum(self.snapshot.scores_of(view, *self._asked(view, query, voice), rows), 0)

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """How far the trades of each row are from those of the demand, 0 … 1; 0 where either is not known."""
        profile = self.trade.profile(query.understood.fields)
        if not profile.any():
            return np.zeros(len(rows), np.float32)
        known = self.snapshot.scores_of(TRADES, {}, np.ones_like(profile), rows) > 0
        near = np.clip(self.snapshot.scores_of(TRADES, {}, profile, rows), 0, 1)
        return np.where(known, 1 - near, 0).astype(np.float32)

    def is_prose(self, rows: Rows) -> Flags:
        """Which of ``rows`` say what every centre says."""
        return self.snapshot.is_prose(rows)

    def _asked(self, view: str, query: Query, voice: str) -> tuple[dict[str, float], NDArray[np.float32] | None]:
        said = query.voice(voice)
        if view == TRADES:
            return {}, self.trade.profile(query.understood.fields)
        if view == "dense":
            return {}, said.vector
        return self._tokens(LATENT_FROM if view == "latent" else view, said), None

    def _tokens(self, view: str, voice: Voice) -> dict[str, float]:
        """The tokens of a voice with their weights, cut once for all that ask."""
        cut = LEXICAL_VIEWS[view][0]
        held = self._cut.get((cut, id(voice)))
        if held is None:
            tokens: dict[str, float] = {}
            for text, weight in voice.parts:
                for token in _cut_term(cut, text) if len(text) <= TERM else self.snapshot.tokeniser.cut(cut, text):
                    tokens[token] = tokens.get(token, 0.0) + weight
            # The voice is kept with its tokens: as long as it lives, no other can have its id.
            held = self._cut[cut, id(voice)] = (voice, tokens)
        return held[1]


def ask(wanted: Wanted, trade: Trade, embedder: Embedder) -> Query:
    """The demand in its three voices, all encoded in one batch."""
    understood = understand(wanted.whole, trade, embedder.encode_queries)
    parts = {
        "whole": whole_voice(wanted, understood, trade),
        "focus": ((wanted.focus, 1.0),),
        "trade": trade_voice(understood, trade),
    }
    own = " ".join(text for text, weight in parts["whole"] if weight == 1.0)
    sentences = [own, wanted.focus, trade_sentence(understood)]
    vectors = embedder.encode_queries(sentences)
    voices = {name: Voice(said, vector) for (name, said), vector in zip(parts.items(), vectors, strict=True)}
    return Query(wanted, voices, understood)


def find(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
    reranker: Reranker | None = None,
) -> MatchList:
    """Make the demand a query and match. NotReady when the index was built by another model."""
    index.snapshot.require_model(embedder.identity)
    query = ask(wanted, index.trade, embedder)
    models = embedder.identity if reranker is None else f"{embedder.identity}+{reranker.identity}"
    return match(query, SnapshotSearch(index.snapshot), policy, models, top, reranker)
