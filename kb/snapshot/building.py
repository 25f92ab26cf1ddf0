"""From passages to a snapshot. A small one is made in memory; a large one a stretch at a time, with its files on disk.

Large means more rows than :data:`kb.vector_index.EXACT_UP_TO`: then vectors lie in inverted lists, lexical views in
blocks, and everything that is big is mapped from disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.latent import LatentSpace, learn_space
from kb.lexical_index import Counted, LexicalView, count_documents, view_of
from kb.packing import Buffer, bytes_of
from kb.passage_book import PassageBook
from kb.passages import FIELD_ORDER, Passage
from kb.ranking import Rows
from kb.snapshot.reading import Snapshot
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, centre, prose_rows
from kb.spool import RowsOnDisk, Spool
from kb.tokens import Tokeniser
from kb.trade.compiled import EMPTY_TRADE, Shares, Trade
from kb.vector_index import EXACT_UP_TO, VectorIndex, Vectors

if TYPE_CHECKING:
    from kb.embedding import Embedder

LAYOUT = 3
"""Raise it when equal passages give other views or files; indexes built before are then built anew."""

CENTRED_FROM = 64
"""Fewer passages than this have no mean worth taking away."""

EMBEDDED_AT_ONCE = 256
_ROWS_AT_ONCE = 16_384
_SORTED_BY = 40
"""Characters of a row's text that decide about its neighbours in a block."""

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in passages embedded."""


def build_snapshot(
    passages: Iterable[Passage],
    embedder: Embedder,
    vectors: Mapping[str, NDArray[np.float32]] | None = None,
    user_words: Sequence[str] = (),
    progress: Progress | None = None,
    exact_up_to: int = EXACT_UP_TO,
    trade: Trade = EMPTY_TRADE,
) -> Snapshot:
    """A snapshot in memory. ``vectors`` (digest → (d,)) spares the embedder what is known already.

    More rows than ``exact_up_to`` make a large one. Raises InvalidInput (``passage_twice``) when two passages have
    one id.
    """
    book = PassageBook.of(passages)
    is_large = len(book) > exact_up_to
    tokeniser = Tokeniser(user_words)
    spools: dict[str, Spool] = {}
    if is_large:
        lines = spools["passages.jsonl"] = _spooled([book.lines])
        book = PassageBook(lines.mapped(), book.ends)
    lexical = _lexical_views(book, tokeniser, is_large, spools)
    latent_space = learn_space(lexical[LATENT_FROM])
    latent_rows = _latent_rows(latent_space, lexical[LATENT_FROM], is_large, exact_up_to)
    covered = hashlib.sha256(f"{LAYOUT}\n{embedder.identity}\n{tokeniser.identity}\n{trade.digest}\n".encode())
    for begin in range(0, len(book.lines), 1 << 24):
        covered.update(book.lines[begin : begin + (1 << 24)])
    dense_rows, mean = _dense_rows(book, embedder, vectors or {}, progress, is_large, exact_up_to, covered.update)
    return Snapshot(
        book=book,
        lexical=lexical,
        latent_space=latent_space,
        latent_rows=latent_rows,
        dense_rows=dense_rows,
        dense_mean=mean,
        trade=trade,
        trade_rows=_trade_rows(trade, lexical[LATENT_FROM], is_large),
        prose=prose_rows(trade, book.fields(range(len(book)))),
        model_identity=embedder.identity,
        user_words=tuple(user_words),
        content_hash=covered.hexdigest(),
        tokeniser=tokeniser,
        spools=spools,
    )


def embed_missing(
    passages: Iterable[Passage],
    known: Mapping[str, NDArray[np.float32]],
    embedder: Embedder,
    progress: Progress | None = None,
) -> dict[str, NDArray[np.float32]]:
    """Vectors of the digests that are not ``known``, each distinct text embedded once."""
    texts: dict[str, str] = {}
    for passage in passages:
        digest = passage.digest
        if digest not in known and digest not in texts:
            texts[digest] = passage.text
    missing = list(texts)
    found: dict[str, NDArray[np.float32]] = {}
    for begin in range(0, len(missing), EMBEDDED_AT_ONCE):
        batch = missing[begin : begin + EMBEDDED_AT_ONCE]
        rows = np.asarray(embedder.encode_documents([texts[digest] for digest in batch]), np.float32)
        found.update(zip(batch, rows, strict=True))
        if progress is not None:
            progress(len(found), len(missing))
    return found


def _lexical_views(
    book: PassageBook, tokeniser: Tokeniser, is_large: bool, spools: dict[str, Spool]
) -> dict[str, LexicalView]:
    """All lexical views; the texts of a large one are cut once for each, so that one's counts are held at a time."""
    cuts = {cut for cut, _ in LEXICAL_VIEWS.values()}
    if not is_large:
        counted = count_documents(book.fields(range(len(book))), tokeniser, cuts)
        return {
            name: view_of(Counted(counted[cut].numbers, list(counted[cut].tables)), weighing)
            for name, (cut, weighing) in LEXICAL_VIEWS.items()
        }
    order = _by_text(book)
    views = {}
    for name, (cut, weighing) in LEXICAL_VIEWS.items():
        (one,) = count_documents(book.fields(order.tolist()), tokeniser, [cut]).values()
        spool = spools[f"{name}.safetensors"] = _spooled(view_of(one, weighing, order).to_parts())
        views[name] = LexicalView.from_bytes(spool.mapped())
    return views


def _by_text(book: PassageBook) -> Rows:
    """Row numbers so that rows with like texts stand together."""

    def keys() -> Iterator[str]:
        for fields in book.fields(range(len(book))):
            yield "\n".join(fields[name] for name in FIELD_ORDER if name in fields)[:_SORTED_BY]

    texts = list(keys())
    return np.array(sorted(range(len(texts)), key=texts.__getitem__), np.int64)


def _latent_rows(space: LatentSpace, view: LexicalView, is_large: bool, exact_up_to: int) -> VectorIndex:
    if not is_large or space.dimension == 0:
        return VectorIndex.build(space.directions(view.table()))
    rows = RowsOnDisk(space.dimension, np.float32)
    for begin in range(0, view.size, _ROWS_AT_ONCE):
        rows.append(space.directions(view.table(np.arange(begin, min(begin + _ROWS_AT_ONCE, view.size)))))
    return VectorIndex.build(rows, exact_up_to)


def _trade_rows(trade: Trade, view: LexicalView, is_large: bool) -> Shares:
    said = trade.said_by(view)
    if not is_large:
        return trade.rows_of(said, view.table())
    rows = np.zeros((view.size, len(trade.field_names)), np.uint8)
    for begin in range(0, view.size, _ROWS_AT_ONCE):
        here = np.arange(begin, min(begin + _ROWS_AT_ONCE, view.size))
        rows[here] = trade.rows_of(said, view.table(here))
    return rows


def _dense_rows(
    book: PassageBook,
    embedder: Embedder,
    known: Mapping[str, NDArray[np.float32]],
    progress: Progress | None,
    is_large: bool,
    exact_up_to: int,
    cover: Callable[[Buffer], object],
) -> tuple[VectorIndex, Vectors]:
    """The index of the centred vectors and the mean; ``cover`` is told the vectors as the model gave them."""
    if not is_large:
        found = {**known, **embed_missing(book, known, embedder, progress)}
        rows = np.zeros((len(book), embedder.dimension), np.float32)
        for row, passage in enumerate(book):
            rows[row] = found[passage.digest]
        cover(bytes_of(rows))
        no_mean = np.zeros(embedder.dimension, np.float32)
        mean = np.asarray(rows.mean(axis=0) if len(rows) >= CENTRED_FROM else no_mean, np.float32)
        return VectorIndex.build(centre(rows, mean)), mean
    given, total = RowsOnDisk(embedder.dimension, np.float32), np.zeros(embedder.dimension)
    for begin in range(0, len(book), _ROWS_AT_ONCE):
        some = book[begin : begin + _ROWS_AT_ONCE]
        fresh = embed_missing(some, known, embedder)
        digests = [passage.digest for passage in some]
        batch = np.stack([fresh[digest] if digest in fresh else known[digest] for digest in digests])
        cover(bytes_of(batch))
        total += batch.sum(axis=0, dtype=np.float64)
        given.append(batch)
        if progress is not None:
            progress(begin + len(some), len(book))
    mean = np.asarray(total / len(book), np.float32)
    moved = RowsOnDisk(embedder.dimension, np.float32)
    for begin in range(0, len(book), _ROWS_AT_ONCE):
        moved.append(centre(given[begin : begin + _ROWS_AT_ONCE], mean))
    return VectorIndex.build(moved, exact_up_to), mean


def _spooled(pieces: Iterable[Buffer]) -> Spool:
    spool = Spool()
    for piece in pieces:
        spool.write(piece)
    return spool
