"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.passages import Passage
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.ports import Rows, Scores
from matcher.query import Query, Wanted

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.snapshot import Snapshot

VOICES = ("focus", "whole")


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
        found = self.snapshot.search(view, query.wanted.voice(voice), depth, query.vectors.get(voice))
        return found.rows, found.scores


def find(
    wanted: Wanted, index: SnapshotSearch, embedder: Embedder, top: int, policy: MatchPolicy = DEFAULT_POLICY
) -> MatchList:
    """Encode both voices in one batch and match. NotReady when the index was built by another model."""
    index.snapshot.require_model(embedder.identity)
    # Both voices and all views cut the same words: they are cut once for this demand.
    snapshot = replace(index.snapshot, tokeniser=index.snapshot.tokeniser.remembering())
    rows = embedder.encode_queries([wanted.voice(voice) for voice in VOICES])
    query = Query(wanted, dict(zip(VOICES, rows, strict=True)))
    return match(query, SnapshotSearch(snapshot), policy, embedder.identity, top)
