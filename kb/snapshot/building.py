"""From passages to a snapshot. A small one is made in memory; a large one a stretch at a time, with its files on disk.

Large means more rows than :data:`kb.vector_index.EXACT_UP_TO`: then vectors lie in inverted lists, lexical views in
blocks, and everything that is big is mapped from disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.field_table import FieldTable, Gathering
from kb.latent import LatentSpace, learn_space, sampled
from kb.lexical_index import Counted, Counting, LexicalView, view_of
from kb.packing import Buffer
from kb.passage_book import BookWriting, PassageBook, in_order
from kb.passages import Passage, digest_of
from kb.ranking import Rows
from kb.snapshot.dense import DenseRows
from kb.snapshot.reading import Snapshot
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, prose_rows
from kb.spool import MappedFiles, RowsOnDisk, Spool, let_go
from kb.tokens import Tokeniser
from kb.trade.compiled import EMPTY_TRADE, Trade
from kb.vector_index import EXACT_UP_TO, VectorIndex

if TYPE_CHECKING:
    from kb.embedding import Embedder

LAYOUT = 6
"""Raise it when equal passages give other views or files; indexes built before are then built anew."""

EMBEDDED_AT_ONCE = 1_024
_TAKEN_AT_ONCE = 2_048
_ROWS_AT_ONCE = 16_384
_WRITTEN_AT_ONCE = 1 << 24
_MAPPED = 64 << 20
"""Bytes of files that may stay in memory while an index is made."""
_SORTED_BY = 40
"""Characters of a row's text that decide about its neighbours in a block."""

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in passages."""


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
    book, table, lines = _taken_in(passages, exact_up_to)
    is_large = table is None
    tokeniser = Tokeniser(user_words)
    spools: dict[str, Spool] = {} if lines is None else {"passages.jsonl": lines}
    dense = DenseRows(len(book), embedder, vectors or {}, exact_up_to)
    prose, trades, keys = [np.empty(0, bool)], [trade.fields.of_rows(())], list[str]()
    begin = 0
    for fields in _stretches(book, table):
        end = begin + len(fields)
        dense.add(fields, _digests(book, begin, end) if vectors else ())
        if is_large:
            trades.append(trade.fields.of_rows(fields))
            prose.append(prose_rows(trade, np.arange(begin, end) >= book.experts_from, fields))
            keys.extend(line[:_SORTED_BY] for line in fields.lines().spelled())
        if progress is not None:
            progress(end, len(book))
        begin = end
    counting = Counting(tokeniser, {cut for cut, _ in LEXICAL_VIEWS.values()})
    if table is not None:
        counting.add(table)
        trades.append(trade.fields.of_rows(table))
        prose.append(prose_rows(trade, np.arange(len(book)) >= book.experts_from, table))
        del table
    covered = hashlib.sha256(f"{LAYOUT}\n{embedder.identity}\n{tokeniser.identity}\n{trade.digest}\n".encode())
    for begin in range(0, len(book.lines), 1 << 24):
        covered.update(book.lines[begin : begin + (1 << 24)])
    let_go(book.lines)
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    keys.clear()
    dense_rows, mean = dense.finish(covered.update)
    del dense
    if is_large:
        lexical, mapped = _large_views(book, order, tokeniser, spools)
    else:
        lexical, mapped = _small_views(counting), MappedFiles()
    latent_space, latent_rows = _latent(lexical[LATENT_FROM], mapped, exact_up_to)
    return Snapshot(
        book=book,
        lexical=lexical,
        latent_space=latent_space,
        latent_rows=latent_rows,
        dense_rows=dense_rows,
        dense_mean=mean,
        trade=trade,
        trade_rows=np.concatenate(trades),
        prose=np.concatenate(prose),
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


def _taken_in(passages: Iterable[Passage], exact_up_to: int) -> tuple[PassageBook, FieldTable | None, Spool | None]:
    """The book; of a small one also what can be searched of all rows, of a large one the file of its lines."""
    writing, gathering = BookWriting(exact_up_to), Gathering()
    left = iter(passages)
    while batch := list(islice(left, _TAKEN_AT_ONCE)):
        writing.add(batch)
        if len(writing) <= exact_up_to:
            gathering.add([in_order(passage.fields) for passage in batch])
    book = writing.book()
    if len(book) > exact_up_to:
        return book, None, writing.spool
    table = gathering.table()
    return book, (table if writing.order is None else table.take(writing.order)).searchable(), None


def _stretches(book: PassageBook, table: FieldTable | None) -> Iterator[FieldTable]:
    """What can be searched of all rows, a stretch at a time; ``table`` holds it where it is held anyway."""
    for begin in range(0, len(book), _ROWS_AT_ONCE):
        end = min(begin + _ROWS_AT_ONCE, len(book))
        yield FieldTable.of(book.fields(range(begin, end))) if table is None else table.part(begin, end)


def _digests(book: PassageBook, begin: int, end: int) -> list[str]:
    return [digest_of(record["kind"], record["fields"]) for record in book.records(range(begin, end))]


def _small_views(counting: Counting) -> dict[str, LexicalView]:
    """All lexical views in memory; each table of counts goes when the last view has been made of it."""
    cuts = [cut for cut, _ in LEXICAL_VIEWS.values()]
    views = {}
    for place, (name, (cut, weighing)) in enumerate(LEXICAL_VIEWS.items()):
        counted = counting.counted[cut] if cut in cuts[place + 1 :] else counting.counted.pop(cut)
        views[name] = view_of(Counted(counted.numbers, list(counted.tables)), weighing)
    return views


def _large_views(
    book: PassageBook, order: Rows, tokeniser: Tokeniser, spools: dict[str, Spool]
) -> tuple[dict[str, LexicalView], MappedFiles]:
    """All lexical views, and the files on which they lie.

    Texts are cut once for all of them; counts lie on disk. ``order``: row numbers so that rows with like texts stand
    together.
    """
    views, files = {}, []
    counting = Counting(tokeniser, {cut for cut, _ in LEXICAL_VIEWS.values()}, is_large=True)
    counting.add(book.fields(order.tolist()))
    for name, (cut, weighing) in LEXICAL_VIEWS.items():
        spool = spools[f"{name}.safetensors"] = _spooled(view_of(counting.counted[cut], weighing, order).to_parts())
        mapped = spool.mapped()
        views[name] = LexicalView.from_bytes(mapped)
        files.append(mapped)
    return views, MappedFiles(files, _MAPPED)


def _latent(view: LexicalView, mapped: MappedFiles, exact_up_to: int) -> tuple[LatentSpace, VectorIndex]:
    """The latent space of a view, and where all its rows point in it; ``mapped``: the files of a large view."""
    is_large = view.size > exact_up_to
    table = None if is_large else view.table()
    sample = view.table(sampled(view.size)) if table is None else table[sampled(view.size)]
    mapped.keep_within_budget()
    space = learn_space(view, sample=sample)
    del sample
    latent: RowsOnDisk | NDArray[np.float32] = (
        RowsOnDisk(space.dimension, np.float32)
        if is_large and space.dimension
        else np.zeros((view.size, space.dimension), np.float32)
    )
    for begin in range(0, view.size, _ROWS_AT_ONCE):
        here = slice(begin, min(begin + _ROWS_AT_ONCE, view.size))
        impacts = view.table(np.arange(here.start, here.stop)) if table is None else table[here]
        mapped.keep_within_budget()
        directions = space.directions(impacts)
        if isinstance(latent, RowsOnDisk):
            latent.append(directions)
        else:
            latent[here] = directions
    del table
    return space, VectorIndex.build(latent, exact_up_to if space.dimension else view.size)


def _spooled(pieces: Iterable[Buffer]) -> Spool:
    spool = Spool()
    for piece in pieces:
        for begin in range(0, len(piece), _WRITTEN_AT_ONCE):
            spool.write(piece[begin : begin + _WRITTEN_AT_ONCE])
            let_go(piece)
    return spool
