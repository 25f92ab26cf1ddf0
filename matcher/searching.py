"""Where the pure method meets the real index: a snapshot made searchable by voice, a demand made a query."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kb.embedding import encoding_once
from kb.lexical_index import Phrases
from kb.passages import Passage
from kb.snapshot import LEXICAL_VIEWS, TRADES, Inquiry, scores_of_each, search_each
from kb.trade.beyond import Nearness
from kb.trade.understanding import Understanding, understand, understand_each
from matcher.expansion import trade_sentence, trade_voice, whole_voice
from matcher.legal.court import Court
from matcher.legal.kin import Kin
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import DEFAULT_POLICY, MatchPolicy, Signal
from matcher.ports import Flags, Reranker, Rows, Scores
from matcher.query import Query, Voice, VoiceName, Wanted

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.encoded_once import EncodedOnce
    from kb.snapshot import Snapshot
    from kb.trade.compiled import Trade


class SnapshotSearch:
    """A snapshot as the method sees it (:class:`matcher.ports.Searchable`)."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._asked: tuple[Query, ...] = ()
        self._inquiries: dict[tuple[int, str, bool], Inquiry] = {}
        self._said: dict[tuple[object, ...], Inquiry] = {}
        self._foreseen: dict[tuple[int, str, str, int], Rows] = {}

    @property
    def identity(self) -> str:
        """The content hash of the snapshot."""
        return self.snapshot.identity

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages of the snapshot."""
        return self.snapshot.passages

    @property
    def breadth(self) -> int:
        """How many trades are served, as :class:`matcher.ports.Searchable` counts them."""
        return round(1000 * log2(max(1.0, self.snapshot.trades_served)))

    @property
    def trade(self) -> Trade:
        """The trade knowledge the snapshot was built with."""
        return self.snapshot.trade

    def foresee(self, signals: Sequence[Signal], queries: Sequence[Query], depth: int) -> None:
        """Search for several queries at once: :meth:`search` then knows what it will be asked for.

        All voices of all queries that point somewhere in a view share one reading of its rows.
        """
        self._ask(*queries)
        by_view: dict[str, list[tuple[Query, str]]] = {}
        for signal in signals:
            by_view.setdefault(signal.view, []).extend((query, signal.voice) for query in queries)
        for view, asked in by_view.items():
            put = [self._inquiry(view, query, voice) for query, voice in asked]
            once = list(dict.fromkeys(put))
            found = dict(zip(once, search_each(view, once, depth), strict=True))
            for (query, voice), inquiry in zip(asked, put, strict=True):
                self._foreseen[id(query), view, voice, depth] = found[inquiry].rows

    def search(self, signals: Sequence[Signal], query: Query, depth: int) -> Sequence[Rows]:
        """The best ``depth`` rows by each signal; the voices of one view are searched together."""
        wanted = [(id(query), signal.view, signal.voice, depth) for signal in signals]
        if not all(one in self._foreseen for one in wanted):
            self.foresee(signals, [query], depth)
        return [self._foreseen[one] for one in wanted]

    def _ask(self, *queries: Query) -> None:
        """From here on these are asked, and nothing is known of others: a number names a query while it is kept."""
        self._asked, self._inquiries, self._said, self._foreseen = queries, {}, {}, {}

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
        if not any(query is one for one in self._asked):
            self._ask(query)
        said, of_trades = query.voice(voice), view == TRADES
        held = self._inquiries.get((id(query), voice, of_trades))
        if held is None:
            vector = self.trade.fields.profile(query.understood.fields) if of_trades else said.vector
            # The tasks of a demand often say the same in a voice: it is then put to the snapshot once.
            same = of_trades or said.parts, None if vector is None else vector.tobytes()
            if same not in self._said:
                self._said[same] = Inquiry(self.snapshot, lambda one: self._tokens(one, said), vector)
            held = self._inquiries[id(query), voice, of_trades] = self._said[same]
        return held

    def _tokens(self, view: str, voice: Voice) -> Phrases:
        """The tokens of a voice with their weights."""
        cut = LEXICAL_VIEWS[view][0]
        return Phrases(voice.parts, cut, lambda text: self.snapshot.tokeniser.cut(cut, text))


def ask(wanted: Wanted, trade: Trade, embedder: Embedder, quoted: str | None = None) -> Query:
    """The demand in its voices, all encoded in one batch; ``quoted`` as for :class:`Query`."""
    encode = encoding_once(embedder)
    understood = understand(wanted.whole, trade, encode, looks_beyond=True)
    return _query(wanted, understood, trade, _said(wanted, understood, trade), encode, quoted, {})


class _Said(NamedTuple):
    """What the voices of a demand say: the texts of each with their weights, and one sentence of each."""

    parts: dict[VoiceName, tuple[tuple[str, float], ...]]
    sentences: list[str]


def _said(wanted: Wanted, understood: Understanding, trade: Trade) -> _Said:
    parts: dict[VoiceName, tuple[tuple[str, float], ...]] = {
        "whole": whole_voice(wanted, understood, trade),
        "focus": ((wanted.focus, 1.0),),
        "trade": trade_voice(understood, trade),
    }
    own = " ".join(text for text, weight in parts["whole"] if weight == 1.0)
    sentences = [own, wanted.focus, trade_sentence(understood)]
    if wanted.product:
        parts["product"] = ((wanted.product, 1.0),)
        sentences.append(wanted.product)
    return _Said(parts, sentences)


def _query(
    wanted: Wanted,
    understood: Understanding,
    trade: Trade,
    said: _Said,
    encode: EncodedOnce,
    quoted: str | None,
    courts: dict[tuple[object, ...], Court],
) -> Query:
    vectors = encode(said.sentences)
    voices = {name: Voice(parts, vector) for (name, parts), vector in zip(said.parts.items(), vectors, strict=True)}
    heard = Court.heard(wanted, understood.called)
    if heard not in courts:
        courts[heard] = Court(wanted, Kin(trade.lexicon, understood.called, trade.kinds))
    court, near = courts[heard], Nearness(trade, understood.matter, understood.asked)
    return Query(wanted, voices, understood, quoted, court.asked.kin, court, near)


class Search(NamedTuple):
    """One of several searches that are made together: what is wanted, how many hits, and ``quoted`` as for
    :class:`Query`; ``is_judged``: whether anybody asks if somebody fits, so that what lies beyond is looked at."""

    wanted: Wanted
    top: int
    quoted: str | None = None
    reranker: Reranker | None = None
    is_judged: bool = True


def find_each(
    searches: Sequence[Search], index: SnapshotSearch, embedder: Embedder, policy: MatchPolicy = DEFAULT_POLICY
) -> list[MatchList]:
    """Make every demand a query and match them; what is found for one does not depend on the others.

    NotReady when the index was built by another model.
    """
    index.snapshot.require_model(embedder.identity)
    texts = [one.wanted.whole for one in searches]
    encode, trade = encoding_once(embedder), index.trade
    understood = understand_each(texts, trade, encode, looks_beyond=[one.is_judged for one in searches])
    said = [_said(one.wanted, each, trade) for one, each in zip(searches, understood, strict=True)]
    encode.foresee([sentence for one in said for sentence in one.sentences])
    courts: dict[tuple[object, ...], Court] = {}
    queries = [
        _query(one.wanted, each, trade, mine, encode, one.quoted, courts)
        for one, each, mine in zip(searches, understood, said, strict=True)
    ]
    search = SnapshotSearch(index.snapshot)
    search.foresee([signal for signal in policy.signals if signal.finds], queries, policy.depth)
    found = []
    for query, one in zip(queries, searches, strict=True):
        models = embedder.identity if one.reranker is None else f"{embedder.identity}+{one.reranker.identity}"
        found.append(match(query, search, policy, models, one.top, one.reranker))
    return found


def find(
    wanted: Wanted,
    index: SnapshotSearch,
    embedder: Embedder,
    top: int,
    policy: MatchPolicy = DEFAULT_POLICY,
    reranker: Reranker | None = None,
    quoted: str | None = None,
) -> MatchList:
    """The same for one demand. NotReady when the index was built by another model."""
    (found,) = find_each([Search(wanted, top, quoted, reranker)], index, embedder, policy)
    return found
