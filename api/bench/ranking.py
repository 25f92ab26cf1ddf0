"""The service's own matching over a graded set, whole and with parts left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from api.bench.graded import GradedSet
from intake.reading.record import read_draft
from kb.snapshot import build_snapshot
from matcher.matching import match
from matcher.policy import DEFAULT_POLICY, MatchPolicy, Signal
from matcher.query import Query
from matcher.searching import SnapshotSearch, ask
from matcher.service import wanted_of

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

DEPTH = 50
Progress = Callable[[int, int], None]

PARTS: Mapping[str, Callable[[Signal], bool]] = {
    "trade knowledge": lambda signal: signal.voice == "trade" or signal.view == "trades",
    "dense (sentence model)": lambda signal: signal.view == "dense",
    "latent (KB-LSA)": lambda signal: signal.view == "latent",
    "TF-IDF": lambda signal: signal.view == "tfidf",
    "BM25": lambda signal: signal.view.startswith("bm25"),
}
"""What the ablation leaves out: the signals for which the function says yes."""


class Bench:
    """A graded set indexed once, every demand read and asked once."""

    def __init__(
        self, graded: GradedSet, embedder: Embedder, trade: Trade, day: date, index: SnapshotSearch | None = None
    ) -> None:
        self.graded = graded
        self.embedder = embedder
        passages = [target.passage() for target in graded.targets]
        self.index = index or SnapshotSearch(build_snapshot(passages, embedder, trade=trade))
        self.ids = [passage.id for passage in self.index.passages]
        self.grades = graded.matrix(self.ids)
        self.queries: list[Query] = []
        for demand in graded.demands:
            wanted = wanted_of(read_draft(demand.title, demand.text), demand.text, demand.title, day)
            self.queries.append(ask(wanted, self.index.trade, embedder))

    def asking(self, graded: GradedSet, day: date) -> Bench:
        """Other demands over the same targets."""
        return Bench(graded, self.embedder, self.index.trade, day, self.index)

    def ranked(self, policy: MatchPolicy = DEFAULT_POLICY, progress: Progress | None = None) -> NDArray[np.int8]:
        """Grades (demands, :data:`DEPTH`) in the order in which the matcher ranks the targets."""
        place = {target: column for column, target in enumerate(self.ids)}
        found = np.zeros((len(self.queries), DEPTH), np.int8)
        for row, query in enumerate(self.queries):
            hits = match(query, self.index, policy, self.embedder.identity, DEPTH).hits
            columns = [place[hit.passage_id] for hit in hits]
            found[row, : len(columns)] = self.grades[row, columns]
            if progress is not None:
                progress(row + 1, len(self.queries))
        return found

    def questions(self) -> list[str]:
        """What a plain text search is asked: title and text."""
        return [query.wanted.whole for query in self.queries]


def ranked_by(scores: NDArray[np.float32], grades: NDArray[np.int8]) -> NDArray[np.int8]:
    """Grades in the order of plain scores, ties by column."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return np.take_along_axis(grades, order, axis=1)


def without(policy: MatchPolicy, left_out: Callable[[Signal], bool]) -> MatchPolicy:
    """The same policy without some signals."""
    kept: Sequence[Signal] = [signal for signal in policy.signals if not left_out(signal)]
    return policy.model_copy(update={"signals": tuple(kept)})
