"""A few passages on a scale that stands by itself, for matching against what has just come in.

The forward method scales each signal to the best row of this query: right for thousands of rows, wrong for five, of
which the best may still be nothing. Here the same voices and views are used with two differences:

- *Background*: everyday wordings of the trade knowledge are indexed along (and never found), so that how telling a
  word is, and what lies near what, does not depend on the few passages there happen to be.
- *Fixed scale*: a signal gives all its points from :data:`FULL` on, what a very good pair reaches; the best of a bad
  lot stays bad. A score can therefore be compared with a threshold, today and tomorrow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.passages import Passage, PassageKind
from kb.snapshot import Snapshot, build_snapshot, embed_missing
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import MatchPolicy, Signal
from matcher.ports import Flags, Rows, Scores
from matcher.query import Query, Wanted
from matcher.searching import SnapshotSearch, ask

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

Vectors = Mapping[str, NDArray[np.float32]]

REVERSE_POLICY = MatchPolicy(
    version="2026.12-reverse",
    depth=1,
    signals=(
        Signal(view="tfidf", voice="whole", points=150_000, finds=True),
        Signal(view="tfidf", voice="focus", points=40_000),
        Signal(view="tfidf", voice="trade", points=180_000),
        Signal(view="latent", voice="whole", points=110_000),
        Signal(view="latent", voice="trade", points=80_000),
        Signal(view="dense", voice="focus", points=40_000),
        Signal(view="dense", voice="whole", points=60_000),
        Signal(view="dense", voice="trade", points=100_000),
        Signal(view="trades", voice="whole", points=120_000),
    ),
    product_points=50_000,
    parameter_points=40_000,
    standard_points=30_000,
    fallen_share=60,
)
"""The cosine signals of the forward method; BM25 has no scale of its own and takes no part."""

FULL: Mapping[tuple[str, str], float] = {
    ("tfidf", "whole"): 0.21,
    ("tfidf", "focus"): 0.21,
    ("tfidf", "trade"): 0.48,
    ("latent", "whole"): 0.58,
    ("latent", "trade"): 0.79,
    ("dense", "focus"): 0.55,
    ("dense", "whole"): 0.55,
    ("dense", "trade"): 0.82,
    ("trades", "whole"): 1.0,
}
"""View and voice → the cosine that counts as whole: three in four targets of the graded sets stay below it with
the best of 323 demands."""

BACKGROUND = 512
_AHEAD = "~"
"""Ids of background and scale begin with it: they sort behind every real id and are never answered."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Passages of one kind to be matched against, in the order of their ids; made by :func:`build_pool`."""

    snapshot: Snapshot
    count: int
    vectors: Vectors
    """Digest → vector of everything embedded so far: hand it to the next pool."""

    @property
    def trade(self) -> Trade:
        """The trade knowledge it was built with."""
        return self.snapshot.trade

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """What can be found; background is left out."""
        return tuple(self.snapshot.passages[row] for row in range(self.count))

    def find(
        self, wanted: Wanted, embedder: Embedder, top: int, among: Collection[str] | None = None
    ) -> tuple[MatchList, Query]:
        """The best ``top`` passages for what is wanted, of those with ids ``among`` when given; and what was asked."""
        rows = [row for row, one in enumerate(self.passages) if among is None or one.id in among]
        self.snapshot.require_model(embedder.identity)
        query = ask(wanted, self.trade, embedder)
        scaled = _Scaled(self, np.array(rows, np.int64))
        found = match(query, scaled, REVERSE_POLICY, embedder.identity, top + 1)
        hits = tuple(hit for hit in found.hits if not hit.passage_id.startswith(_AHEAD))[:top]
        return found.model_copy(update={"hits": hits}), query


def build_pool(
    passages: Iterable[Passage], kind: PassageKind, trade: Trade, embedder: Embedder, vectors: Vectors | None = None
) -> Pool:
    """A pool in memory; ``vectors`` of an earlier one spare the embedder. All passages are of this ``kind``."""
    own = list(passages)
    every = [*own, *background(trade, kind)]
    known = dict(vectors or {})
    known.update(embed_missing(every, known, embedder))
    kept = {passage.digest for passage in every}
    return Pool(
        snapshot=build_snapshot(every, embedder, known, trade=trade),
        count=len(own),
        vectors={digest: vector for digest, vector in known.items() if digest in kept},
    )


def background(trade: Trade, kind: PassageKind, most: int = BACKGROUND) -> list[Passage]:
    """Evenly spaced situations of the trade knowledge with their wordings and the parameters they lead to."""
    known = trade.situations
    step = max(1, -(-len(known) // most))
    made = []
    for number in range(0, len(known), step):
        situation = known.every[number]
        tests = [*situation.tests, *(test for failure in situation.failures for test in trade.failure(failure))]
        first, last = known.range_of(number)
        fields = {
            "product": " ".join(sorted(trade.concept(product).zh for product in situation.products)[:3]),
            "directions": " ".join(dict.fromkeys(tests)),
            "body": "；".join(known.wordings[first:last]),
        }
        fields = {name: text for name, text in fields.items() if text}
        made.append(Passage(id=f"{_AHEAD}{number:06}", kind=kind, fields=fields))
    return made


class _Scaled:
    """A pool as the method sees it (:class:`matcher.ports.Searchable`): every row is judged, on the fixed scale.

    One more row, the scale, reaches :data:`FULL` in every signal; the method scales to it.
    """

    def __init__(self, pool: Pool, rows: Rows) -> None:
        self.pool = pool
        self._search = SnapshotSearch(pool.snapshot)
        self._rows = rows
        kind: PassageKind = pool.passages[0].kind if pool.count else "demand"
        self.passages = (*pool.passages, Passage(id=_AHEAD, kind=kind, fields={}))

    @property
    def identity(self) -> str:
        """Names exactly this pool."""
        return self.pool.snapshot.identity

    def search(self, signals: Sequence[Signal], query: Query, depth: int) -> Sequence[Rows]:
        """Every row that takes part, and the scale."""
        return [np.append(self._rows, self.pool.count).astype(np.int64)]

    @property
    def breadth(self) -> int:
        """Nobody asks how broad a pool of demands is."""
        return 0

    def judge(self, signals: Sequence[Signal], query: Query, rows: Rows) -> Scores:
        """The cosines of the rows, at most :data:`FULL`; what gives no points has no scale, and may reach 1."""
        full = np.array([[FULL.get((signal.view, signal.voice), 1.0)] for signal in signals], np.float32)
        scores = np.repeat(full, len(rows), axis=1)
        real = rows < self.pool.count
        scores[:, real] = np.minimum(self._search.judge(signals, query, rows[real]), full)
        return scores

    def strangeness(self, query: Query, rows: Rows) -> Scores:
        """Nothing is strange here: the trades are one of the signals."""
        return np.zeros(len(rows), np.float32)

    def is_prose(self, rows: Rows) -> Flags:
        """Demands are no prose of centres."""
        return np.zeros(len(rows), bool)

    def is_expert(self, rows: Rows) -> Flags:
        """All passages of a pool are of one kind."""
        return np.full(len(rows), self.passages[-1].kind == "expert")
