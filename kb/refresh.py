"""A new generation of the index: read, think, write. No session is open while anything slow happens.

Only passages whose text changed since the last time are embedded: vectors are kept in the database by model and text
digest, a batch at a time, so a refresh that was broken off goes on where it stood. When little changed in a large
index, the new generation holds the change only; what was built before it stays its base until more has come together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from foundation.actors import SYSTEM, Actor
from foundation.clock import Clock
from foundation.database import reading
from foundation.errors import NotReady
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from kb import store
from kb.archive import archive
from kb.compiled_once import compiled_once
from kb.passage_book import PassageBook
from kb.passages import Passage, passages_of
from kb.snapshot import (
    Progress,
    Snapshot,
    build_snapshot,
    difference,
    embed_missing,
    open_current,
    publish,
)
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.reading import knowledge_digest

if TYPE_CHECKING:
    from kb.embedding import Embedder


LARGE_FROM = 5_000
"""Smaller indexes are always built whole: it takes no time."""
CHANGE_AT_MOST = 5
"""Per cent of the base that may be added or removed before everything is built anew."""


def refresh(
    engine: Engine,
    clock: Clock,
    embedder: Embedder,
    folder: Path,
    progress: Progress | None = None,
    actor: Actor = SYSTEM,
    user_words: Sequence[str] = (),
    saved_at_once: int = 4_096,
    is_full: bool = False,
    large_from: int = LARGE_FROM,
    knowledge: Sequence[Path] | None = None,
    compiled_dir: Path | None = None,
) -> Snapshot:
    """Build the index of everything in the database and make it the current generation; leaves one audit entry.

    ``progress(done, total)`` counts the passages that had to be embedded; ``saved_at_once`` of their vectors go into
    one transaction. ``is_full`` asks for everything to be built anew; otherwise, from ``large_from`` passages on, a
    change of at most :data:`CHANGE_AT_MOST` per cent is published beside what was built before, and no change at all
    leaves the current generation as it is. ``knowledge``: folders with trade files beside the shipped ones; ``None``
    for an index without any trade knowledge; ``compiled_dir``: where it is kept, once compiled, for other indexes.
    Raises ``Unavailable`` when the database or the disk does not answer; the generation before then stays current.
    """
    identifiers = Identifiers(clock)
    with reading(engine) as session:
        passages = passages_of(store.capabilities(session), store.experts(session), store.equipment(session))
        vectors = store.load_embeddings(session, embedder.identity)
    missing = list({p.digest: p for p in passages if p.digest not in vectors}.values())
    for begin in range(0, len(missing), saved_at_once):
        batch: list[Passage] = missing[begin : begin + saved_at_once]
        found = embed_missing(batch, {}, embedder, _from(progress, begin, len(missing)))
        with unit_of_work(engine, actor, clock, identifiers) as work:
            store.save_embeddings(work.session, embedder.identity, found)
        vectors.update(found)
    book = PassageBook.of(passages)
    current = _current(folder, embedder.identity)
    trade = _trade(knowledge, embedder, current, compiled_dir)
    snapshot = None
    if current is not None and current.trade is trade and not is_full and len(book) >= large_from:
        snapshot = _with_change_only(current, folder, book, tuple(user_words), vectors, clock)
    if snapshot is None:
        built = build_snapshot(passages, embedder, vectors, user_words, trade=trade)
        snapshot = publish(built, folder, clock.now())
    with unit_of_work(engine, actor, clock, identifiers) as work:
        forgotten = store.forget_embeddings(work.session, {passage.digest for passage in passages})
        # What stood there before is taken in too: it may be older than the archive, or a crash left it out.
        before = 0 if current is None else archive(work.session, current, work.now)
        archived = before + archive(work.session, snapshot, work.now)
        facts = {
            "generation": snapshot.generation,
            "content": snapshot.content_hash,
            "model": snapshot.model_identity,
            "passages": len(snapshot),
            "embedded": len(missing),
            "forgotten": forgotten,
            "archived": archived,
            "is_full": snapshot.changes is None,
        }
        work.record("index.published", "index", facts)
    return snapshot


def _current(folder: Path, model: str) -> Snapshot | None:
    try:
        return open_current(folder, model)
    except NotReady:
        return None


def _trade(
    knowledge: Sequence[Path] | None, embedder: Embedder, current: Snapshot | None, compiled_dir: Path | None
) -> Trade:
    """The knowledge of the current generation as long as no file has changed; otherwise compiled, once."""
    if knowledge is None:
        return EMPTY_TRADE if current is None or current.trade.digest else current.trade
    if current is not None and current.trade.digest == knowledge_digest(knowledge):
        return current.trade
    return compiled_once(knowledge, embedder, compiled_dir)


def _with_change_only(
    current: Snapshot,
    folder: Path,
    book: PassageBook,
    user_words: tuple[str, ...],
    vectors: Mapping[str, NDArray[np.float32]],
    clock: Clock,
) -> Snapshot | None:
    """The current generation, or a new one that holds the change only; ``None`` when all must be built anew."""
    if current.warnings or current.user_words != user_words:
        return None
    base = current.without_changes()
    added, removed = difference(base.book, book)
    if (len(added) + len(removed)) * 100 > len(base) * CHANGE_AT_MOST:
        return None
    changed = base.with_changes(added, removed, vectors)
    if changed.content_hash == current.content_hash:
        return current
    return publish(changed, folder, clock.now()) if changed.changes else None


def _from(progress: Progress | None, done_before: int, total: int) -> Progress | None:
    """The caller's progress, told of one batch among several."""
    return None if progress is None else lambda done, _: progress(done_before + done, total)
