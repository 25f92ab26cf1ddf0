"""The measurements. Each gives lines; peers and ours run in turn in the same process."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.shipped import shipped_trade
from benchmarks.speed.around import Neighbourhood
from benchmarks.speed.peers import (
    RawBm25s,
    langchain_filtered,
    langchain_store,
    sentence_transformer,
    tuned_fetch_k,
)
from benchmarks.speed.report import Line, medians, timed, times_of
from benchmarks.speed.world import Demand, demands, passages
from kb.embedding import Embedder, open_embedder
from kb.passages import Passage
from kb.snapshot import Snapshot, build_snapshot, open_current, publish
from kb.vector_index import EXACT_UP_TO as EXACT_UP_TO
from matcher.doubt.confidence import shipped
from matcher.outcome import Outcome
from matcher.parts import match_parts
from matcher.policy import DEFAULT_POLICY
from matcher.query import Wanted
from matcher.run import RunInput, complete
from matcher.searching import SnapshotSearch
from matcher.surroundings import Surroundings

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Say = Callable[[str], None]
RAW_PROBES = 24
"""Lists raw FAISS looks into; its recall then stands beside ours and is not the higher one."""


class Bench:
    """Snapshots by size, built once, published and opened from disk as a service would."""

    def __init__(self, folder: Path, say: Say, rounds: int = 60) -> None:
        self.folder, self.say, self.rounds = folder, say, rounds
        self.embedder: Embedder = open_embedder()
        self.asked = demands(rounds)
        self.queries = np.asarray(self.embedder.encode_queries([demand.text for demand in self.asked]), np.float32)
        self.trade = shipped_trade(self.embedder)
        self._snapshots: dict[int, Snapshot] = {}

    def home(self, rows: int) -> Path:
        """Where the index of this size lies."""
        return self.folder / str(rows)

    def snapshot(self, rows: int) -> Snapshot:
        """The snapshot of the first ``rows`` rows."""
        if rows not in self._snapshots:
            if not self.home(rows).exists():
                self.say(f"building the index of {rows:,} rows")
                built = build_snapshot(passages(rows), self.embedder, trade=self.trade)
                publish(built, self.home(rows), NOW)
            self._snapshots[rows] = open_current(self.home(rows))
        return self._snapshots[rows]

    def forget(self, rows: int) -> None:
        """Make room for the next size."""
        self._snapshots.pop(rows, None)


def filtered(bench: Bench, rows: int) -> Iterator[Line]:
    """The vector step inside a known subset, against LangChain's store tuned until it loses nothing."""
    snapshot = bench.snapshot(rows)
    vectors = np.asarray(snapshot.dense_rows.vectors, np.float32)
    bench.say(f"filling LangChain's store with {rows:,} rows")
    given = iter(vectors)
    store = langchain_store(passages(rows), lambda texts: [next(given) for _ in texts], snapshot.dense_rows.dimension)
    queries = _centred(bench, snapshot)
    for share, goal in ((0.01, "≥ 50"), (0.2, "")):
        inside = np.random.default_rng(7).random(rows) < share
        subset = np.flatnonzero(inside)
        truth = [set(snapshot.dense_rows.search(query[None], 10, subset)[0].rows.tolist()) for query in queries]
        bench.say(f"tuning LangChain's fetch_k at {share:.0%}")
        fetch_k = tuned_fetch_k(store, inside, queries, truth)
        theirs = langchain_filtered(store, inside, fetch_k)
        default = langchain_filtered(store, inside, 20)
        kept = np.mean([len(set(default(query)) & wanted) / 10 for query, wanted in zip(queries, truth, strict=True)])
        ours, peer = medians(
            [
                lambda n: snapshot.dense_rows.search(queries[n][None], 10, subset),  # noqa: B023
                lambda n: theirs(queries[n]),  # noqa: B023
            ],
            bench.rounds,
        )
        note = f"{rows:,} rows; recall 1.0 both; fetch_k {fetch_k} (at its default 20 it keeps {kept:.2f})"
        yield Line(f"filtered search {share:.0%}: LangChain FAISS store / ours", peer / ours, goal, note)


def vector_step(bench: Bench, rows: int) -> Iterator[Line]:
    """The dense view against the same FAISS index asked directly."""
    snapshot, queries = bench.snapshot(rows), _centred(bench, bench.snapshot(rows))
    index: Any = snapshot.dense_rows._index.index
    # Each side asks what the other asked half a run ago: nobody finds in the cache what was just read for its rival.
    other = [queries[(n + bench.rounds // 2) % bench.rounds][None] for n in range(bench.rounds)]
    if snapshot.dense_rows.is_exact:
        raw, note = (lambda n: index.search(other[n], 10)), "Flat"
    else:
        import faiss

        facts = faiss.SearchParametersIVF(nprobe=RAW_PROBES)
        raw = lambda n: index.search(other[n], 10, params=facts)  # noqa: E731
        note = f"IVF{index.nlist}, int8, nprobe {RAW_PROBES}; ours chooses its lists and refines exactly"
    given = bench.queries
    ours, peer = medians([lambda n: snapshot.search("dense", "", 10, given[n]), raw], bench.rounds)
    yield Line("vector step / raw FAISS on the same index", ours / peer, "≤ 1.3", f"{rows:,} rows; {note}; k 10")


def whole_match(bench: Bench, rows: int) -> Iterator[Line]:
    """Demand in; tasks, ten reasoned hits of the whole and lists of every task, the gate, facts, confidence and teams
    out; against one raw FAISS search plus one raw bm25s query over the same rows, all with one thread."""
    import faiss

    snapshot = bench.snapshot(rows)
    bench.say(f"bm25s over {rows:,} rows")
    cut = snapshot.tokeniser.bigrams
    lexical = RawBm25s([cut(" ".join(fields.values())) for fields in snapshot.book.fields(range(rows))])
    flat = faiss.IndexFlatIP(snapshot.dense_rows.dimension)
    for begin in range(0, rows, 65_536):
        flat.add(np.asarray(snapshot.dense_rows.vectors[begin : begin + 65_536], np.float32))
    tokens = [cut(demand.text) for demand in bench.asked]
    match = whole(bench, snapshot)
    queries = _centred(bench, snapshot)
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    ours, vector, words = times_of(
        [match, lambda n: flat.search(queries[n][None], 10), lambda n: lexical.search(tokens[n])], bench.rounds
    )
    faiss.omp_set_num_threads(threads)
    name, both = "whole match / (raw FAISS + raw bm25s)", vector.wall + words.wall
    note = f"{rows:,} rows; k 10, one thread each; FAISS Flat {vector.wall / both:.0%} of the sum"
    yield Line(name, ours.wall / both, "≤ 5", note)
    note = f"{rows:,} rows; each demand's fastest of three passes"
    yield Line(name, ours.quiet / (vector.quiet + words.quiet), "", note)
    yield Line(name, ours.processor / (vector.processor + words.processor), "", f"{rows:,} rows; processor time")


def whole(bench: Bench, snapshot: Snapshot) -> Callable[[int], Outcome]:
    """One whole match of a demand by its number; what stands around its lists is drawn when it is first asked for."""
    index, neighbourhood, calibration = SnapshotSearch(snapshot), Neighbourhood(bench.trade), shipped()
    wanted = [_wanted(demand) for demand in bench.asked]
    around: dict[int, Surroundings] = {}

    def match(number: int) -> Outcome:
        found = match_parts(wanted[number], index, bench.embedder, 10)
        if number not in around:
            around[number] = neighbourhood.around(found)
        asked = RunInput(
            wanted=wanted[number],
            top=10,
            policy=DEFAULT_POLICY,
            surroundings=around[number],
            index_identity=found.whole.index_identity,
            model_identity=found.whole.model_identity,
            calibration=calibration,
        )
        return complete(found, asked)

    return match


def recall(bench: Bench, rows: int) -> Iterator[Line]:
    """What the approximate index of a large snapshot loses, and what it keeps in memory."""
    import faiss

    index = bench.snapshot(rows).dense_rows
    queries = _centred(bench, bench.snapshot(rows))
    everything = np.arange(rows)
    raw: Any = index._index.index
    facts = faiss.SearchParametersIVF(nprobe=RAW_PROBES)
    kept, raw_kept = [], []
    for query in queries:
        scores = index.scores(query, everything)
        border = float(np.sort(scores)[-10])
        (found,) = index.search(query[None], 10)
        kept.append(float((found.scores >= border).mean()))  # equal vectors are equally right
        raw_kept.append(float((scores[raw.search(query[None], 10, params=facts)[1][0]] >= border).mean()))
    note = f"{rows:,} rows; against a full scan; raw FAISS, nprobe {RAW_PROBES}: {np.mean(raw_kept):.3f}"
    yield Line("recall@10 of the vector index", float(np.mean(kept)), "≥ 0.97", note)
    share = len(index.codes()) / (4 * rows * index.dimension)
    yield Line(
        "resident bytes of the vector index / Flat", share, "≤ 0.35", f"{rows:,} rows; rows for refinement mapped"
    )


def across(bench: Bench, small: int, large: int) -> Iterator[Line]:
    """How times grow with the number of rows: both sizes in turn, so that the load of the moment meets both alike."""
    pair = [bench.snapshot(rows) for rows in (small, large)]
    kinds = " → ".join("Flat" if snapshot.dense_rows.is_exact else "IVF" for snapshot in pair)
    calls = [lambda n, one=one: one.search("dense", "", 10, bench.queries[n]) for one in pair]
    calls += [whole(bench, one) for one in pair]
    new = Passage(
        id="cap_new", kind="capability", fields={"product": "石墨烯浆料", "parameter": "片径分布"}, provider_id="cen_x"
    )
    vectors: dict[str, NDArray[np.float32]] = {new.digest: bench.embedder.encode_documents([new.text])[0]}
    calls += [lambda n, one=one: one.with_changes([new], [], vectors) for one in pair]
    times = medians(calls, bench.rounds)
    sizes = f"{small:,} → {large:,} rows"
    for place, name, goal, note in (
        (0, "vector", "≤ 0.3", f"{sizes}; {kinds}"),
        (2, "match", "≤ 0.7", sizes),
    ):
        grown = math.log(times[place + 1] / times[place]) / math.log(large / small)
        yield Line(f"exponent of the {name} latency", grown, goal, note)
    for snapshot, rows in zip(pair, (small, large), strict=True):
        found = snapshot.with_changes([new], [], vectors).search("bm25_bigrams", "石墨烯浆料片径", 1).rows
        assert found.tolist() == [rows], "the new capability is not found"
    yield Line("adding one row, large / small", times[5] / times[4], "≤ 2", f"{sizes}; the row is then found")


def building(bench: Bench, rows: int) -> Iterator[Line]:
    """Rows in, a searchable index on disk out, against LangChain with the same model through sentence-transformers."""
    given = list(passages(rows))
    with tempfile.TemporaryDirectory() as folder:
        bench.say(f"building ours, {rows:,} rows")
        _, ours = timed(lambda: publish(build_snapshot(given, bench.embedder, trade=bench.trade), Path(folder), NOW))
    bench.say(f"building LangChain's, {rows:,} rows")
    encode = sentence_transformer()
    store, peer = timed(lambda: langchain_store(given, encode, bench.embedder.dimension))
    with tempfile.TemporaryDirectory() as folder:
        _, saving = timed(lambda: store.save_local(folder))
    note = f"{rows:,} rows; ours with all lexical views and LSA, on disk; theirs vectors only, saved"
    yield Line("index building: LangChain / ours", (peer + saving) / ours, "≥ 10", note)


def _centred(bench: Bench, snapshot: Snapshot) -> NDArray[np.float32]:
    from kb.snapshot.views import centre

    return centre(bench.queries, snapshot.dense_mean)


def _wanted(demand: Demand) -> Wanted:
    return Wanted(
        text=demand.text,
        title=demand.title,
        product=demand.product,
        parameters=(demand.parameter,),
        standards=(demand.standard,),
        planned_on=date(2026, 1, 1),
    )
