"""A new generation of the index: read, think, write. No session is open while anything slow happens.

Only passages whose text changed since the last time are embedded: vectors are kept in the database by model and text
digest, a batch at a time, so a refresh that was broken off goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from foundation.actors import SYSTEM, Actor
from foundation.clock import Clock
from foundation.database import reading
from foundation.identifiers import Identifiers
from foundation.unit_of_work import unit_of_work
from kb import store
from kb.passages import Passage, passages_of
from kb.snapshot import Progress, Snapshot, build_snapshot, embed_missing, publish

if TYPE_CHECKING:
    from kb.embedding import Embedder


def refresh(
    engine: Engine,
    clock: Clock,
    embedder: Embedder,
    folder: Path,
    progress: Progress | None = None,
    actor: Actor = SYSTEM,
    user_words: Sequence[str] = (),
    saved_at_once: int = 4_096,
) -> Snapshot:
    """Build the index of everything in the database and make it the current generation; leaves one audit entry.

    ``progress(done, total)`` counts the passages that had to be embedded; ``saved_at_once`` of their vectors go into
    one transaction. Raises ``Unavailable`` when the database or
    the disk does not answer; the generation before then stays current.
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
    snapshot = publish(build_snapshot(passages, embedder, vectors, user_words), folder, clock.now())
    with unit_of_work(engine, actor, clock, identifiers) as work:
        forgotten = store.forget_embeddings(work.session, {passage.digest for passage in passages})
        facts = {
            "generation": snapshot.generation,
            "content": snapshot.content_hash,
            "model": snapshot.model_identity,
            "passages": len(snapshot),
            "embedded": len(missing),
            "forgotten": forgotten,
        }
        work.record("index.published", "index", facts)
    return snapshot


def _from(progress: Progress | None, done_before: int, total: int) -> Progress | None:
    """The caller's progress, told of one batch among several."""
    return None if progress is None else lambda done, _: progress(done_before + done, total)
