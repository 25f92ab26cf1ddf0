"""The archive of published indexes (B8): what a match looked at years ago is built again, byte for byte.

Every passage that was ever published is kept once, by the SHA-256 of its whole line (texts and scope facts); an index
is the list of its passages, and what else shapes it: model, tokeniser, trade knowledge, format. What is built from
these has the content hash of then, or is refused by the name of what differs. Vectors are no part of it: they are
worked out anew by the model of then.

A person who asks for it is struck (PIPL 47): their passages go from the pool and from the archive, and an index that
held them can no longer be built, which is said by name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from foundation.database import reading
from foundation.errors import Conflict, NotFound, NotReady
from foundation.unit_of_work import Work
from kb import archive_store
from kb.archive_store import ArchivedIndex
from kb.passage_book import PassageBook
from kb.passages import Passage
from kb.snapshot import FORMAT, Snapshot, build_snapshot, embed_missing, open_held
from kb.snapshot.changes import apply_changes
from kb.spool import let_go
from kb.store import load_embeddings
from kb.tokens import Tokeniser
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.trade.keeping import from_bytes, to_bytes

if TYPE_CHECKING:
    from kb.embedding import Embedder

_AT_ONCE = 2_048
_ID = re.compile(rb'\{"id":"([^"]*)"')
_NAMED = 3
"""So many struck passages are named."""


def archive(session: Session, snapshot: Snapshot, at: datetime) -> int:
    """Keep what builds this index again, in the caller's transaction; how many passages the archive lacked.

    An index that is there costs one look. Memory holds one stretch of passages.
    """
    if archive_store.knows_index(session, snapshot.content_hash):
        return 0
    archive_store.alone(session)
    if archive_store.knows_index(session, snapshot.content_hash):  # another refresh was quicker
        return 0
    changes = snapshot.changes
    new = 0 if changes is None else archive(session, snapshot.without_changes(), at)
    added, numbers = _keep_passages(session, snapshot.book if changes is None else changes.added)
    trade, model = snapshot.trade, snapshot.model_identity
    if trade.digest and not archive_store.knows_trade(session, trade.digest, model):
        archive_store.add_trade(session, trade.digest, model, to_bytes(trade))
    index = ArchivedIndex(
        content_hash=snapshot.content_hash,
        base=None if changes is None else changes.base,
        model=model,
        tokeniser=snapshot.tokeniser.identity,
        user_words=snapshot.user_words,
        trade=trade.digest,
        format=FORMAT,
    )
    hidden = np.empty(0, np.int64) if changes is None else np.asarray(changes.hidden, np.int64)
    archive_store.add_index(session, index, numbers, hidden, at)
    return new + added


def _keep_passages(session: Session, book: PassageBook) -> tuple[int, NDArray[np.int64]]:
    """How many the archive lacked, and the numbers of all (n,)."""
    numbers, new, free = np.empty(len(book), np.int64), 0, archive_store.alone(session)
    for begin in range(0, len(book), _AT_ONCE):
        rows = range(begin, min(begin + _AT_ONCE, len(book)))
        lines = [book.line(row).rstrip(b"\n") for row in rows]
        keys = [hashlib.sha256(line).digest() for line in lines]
        ids = [_id_of(line) for line in lines]
        numbers[begin : rows.stop], added = archive_store.keep_passages(session, keys, ids, lines, free + new)
        new += added
        let_go(book.lines)
    return new, numbers


def _id_of(line: bytes) -> str:
    found = _ID.match(line)
    return found[1].decode() if found and b"\\" not in found[1] else Passage.model_validate_json(line).id


def index_of_then(
    engine: Engine, folder: Path, content_hash: str, embedder: Embedder, now: Snapshot | None = None
) -> Snapshot:
    """The index with this content hash: the one in use ``now``, one that stands on disk, or built again.

    Raises NotFound (``index_not_archived``), Conflict (``index_struck``: something in it was removed at somebody's
    request; ``index_not_the_same``), NotReady (``index_of_other_model``, ``_format``, ``_tokeniser``, ``_knowledge``).
    """
    with reading(engine) as session:
        kept = archive_store.index_of(session, content_hash)
        _refuse_struck(session, content_hash, kept)
    if kept is not None:
        _refuse_others(kept, embedder.identity)
    held = now if now is not None and now.content_hash == content_hash else open_held(folder, content_hash)
    if held is not None:
        held.require_model(embedder.identity)
        return held
    if kept is None:
        raise NotFound("index_not_archived", "档案里没有这份索引：{index}，不能照它重放", index=content_hash[:16])
    snapshot = _rebuilt(engine, kept, embedder)
    if snapshot.content_hash != content_hash:
        raise Conflict(
            "index_not_the_same",
            "照档案重建的索引与当时不同（当时 {then}，现在 {now}）：句向量算出来不一样，请用当时的机器与模型",
            then=content_hash[:16],
            now=snapshot.content_hash[:16],
        )
    return snapshot


def _refuse_struck(session: Session, content_hash: str, kept: ArchivedIndex | None) -> None:
    struck = archive_store.struck(session)
    while struck and kept is not None:
        numbers, _ = archive_store.numbers_of(session, kept.content_hash)
        gone = sorted({struck[number] for number in np.intersect1d(numbers, list(struck)).tolist()})
        if gone:
            raise Conflict(
                "index_struck",
                "当时的索引里有应本人要求删除的内容（{count} 条：{passages}），不能再重建",
                count=len(gone),
                passages="、".join(gone[:_NAMED]),
            )
        kept = archive_store.index_of(session, kept.base) if kept.base else None


def _refuse_others(kept: ArchivedIndex, model: str) -> None:
    """Whatever differs makes another index: it is named instead of built."""
    if kept.model != model:
        raise NotReady(
            "index_of_other_model",
            "当时用的是句向量模型 {then}，现在是 {now}：请换回当时的模型再重放",
            then=kept.model,
            now=model,
        )
    if kept.format != FORMAT:
        raise NotReady(
            "index_of_other_format",
            "当时的索引是第 {then} 版格式，现在是第 {now} 版：请用当时的程序版本重放",
            then=kept.format,
            now=FORMAT,
        )
    tokeniser = Tokeniser(kept.user_words).identity
    if kept.tokeniser != tokeniser:
        raise NotReady(
            "index_of_other_tokeniser",
            "当时的分词规则是 {then}，现在是 {now}：请用当时的程序版本重放",
            then=kept.tokeniser,
            now=tokeniser,
        )


def _rebuilt(engine: Engine, kept: ArchivedIndex, embedder: Embedder) -> Snapshot:
    with reading(engine) as session:
        numbers, hidden = archive_store.numbers_of(session, kept.content_hash)
        base = archive_store.index_of(session, kept.base) if kept.base else None
        vectors = load_embeddings(session, embedder.identity)
        trade = EMPTY_TRADE if not kept.trade else _trade_of(session, kept)
    passages = _passages(engine, numbers)
    if kept.base is None:
        return build_snapshot(passages, embedder, vectors, kept.user_words, trade=trade)
    if base is None:
        raise NotFound("index_not_archived", "档案里没有这份索引：{index}，不能照它重放", index=kept.base[:16])
    added = PassageBook.of(passages)
    vectors |= embed_missing(added, vectors, embedder)
    rows = np.array([vectors[passage.digest] for passage in added], np.float32).reshape(-1, embedder.dimension)
    return apply_changes(_rebuilt(engine, base, embedder), added, rows, hidden)


def _trade_of(session: Session, kept: ArchivedIndex) -> Trade:
    content = archive_store.trade_of(session, kept.trade, kept.model)
    if content is None:
        raise NotReady(
            "index_of_other_knowledge", "档案里没有当时的行业知识（{then}），不能重建索引", then=kept.trade[:16]
        )
    return from_bytes(content)


def _passages(engine: Engine, numbers: NDArray[np.int64]) -> Iterator[Passage]:
    """In their order; no session stays open while something is made of them."""
    for begin in range(0, len(numbers), _AT_ONCE):
        with reading(engine) as session:
            lines = archive_store.lines_of(session, numbers[begin : begin + _AT_ONCE].tolist())
        yield from (Passage.model_validate_json(line) for line in lines if line is not None)


def passages_in(session: Session, content_hash: str, ids: Sequence[str]) -> dict[str, Passage] | None:
    """Those passages of an archived index that have one of ``ids``, by id; ``None`` when it is not archived."""
    kept = archive_store.index_of(session, content_hash)
    if kept is None:
        return None
    numbers, hidden = archive_store.numbers_of(session, content_hash)
    if kept.base is not None:
        if not archive_store.knows_index(session, kept.base):
            return None
        below, _ = archive_store.numbers_of(session, kept.base)
        numbers = np.concatenate((np.delete(below, hidden), numbers))
    lines = archive_store.lines_with(session, ids)
    inside = np.isin(np.array([number for number, _ in lines], np.int64), numbers).tolist()
    found = [Passage.model_validate_json(line) for (_, line), is_in in zip(lines, inside, strict=True) if is_in]
    return {passage.id: passage for passage in found}


def erase_expert(work: Work, expert_id: str) -> int:
    """Take a person out of the pool and strike all that was archived of them (PIPL 47); how many passages.

    The next refresh leaves them out of the index. Raises NotFound when neither pool nor archive knows the id.
    """
    was_known = archive_store.remove_expert(work.session, expert_id)
    count = archive_store.strike(work.session, expert_id, work.now)
    if not was_known and not count:
        raise NotFound("expert_unknown", "没有这位专家：{expert}", expert=expert_id)
    work.record("expert.erased", expert_id, {"archived": count})
    return count
