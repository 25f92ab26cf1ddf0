"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kb.passages import Passage
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

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

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
        found = self.snapshot.search(view, asked.parts, depth, asked.vector)
        return found.rows, found.scores

    def judge(self, view: str, voice: str, query: Query, rows: Rows) -> Scores:
        """The scores of given rows in one view, nothing below 0."""
        asked = query.voice(voice)
        return np.maximum(self.snapshot.scores_of(view, asked.parts, rows, asked.vector), 0)


def ask(wanted: Wanted, trade: Trade, embedder: Embedder) -> Query:
    """The demand in its three voices, all encoded in one batch."""
    understood = understand(wanted.whole, trade)
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
    trade: Trade,
    policy: MatchPolicy = DEFAULT_POLICY,
) -> MatchList:
    """Make the demand a query and match. NotReady when the index was built by another model."""
    index.snapshot.require_model(embedder.identity)
    # All voices and views cut the same words: they are cut once for this demand.
    snapshot = replace(index.snapshot, tokeniser=index.snapshot.tokeniser.remembering())
    return match(ask(wanted, trade, embedder), SnapshotSearch(snapshot), policy, embedder.identity, top)
