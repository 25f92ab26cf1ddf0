"""Additions and removals beside a snapshot: searchable at once, at a cost that does not depend on its size.

The added passages form a small segment of their own, searched exactly and weighed with the big one's statistics;
removed rows are hidden. The next full refresh takes both in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.field_table import FieldTable
from kb.lexical_index import LexicalView, count_documents, segment_of
from kb.passage_book import PassageBook
from kb.passages import Passage
from kb.ranking import Rows
from kb.snapshot.views import LATENT_FROM, LEXICAL_VIEWS, centre, prose_rows
from kb.trade.recognition import Shares
from kb.vector_index import VectorIndex, Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from kb.snapshot.reading import Snapshot


@dataclass(frozen=True, eq=False)
class Changes:
    """What came and went since the snapshot was built: a small segment searched exactly beside the big one.

    Row numbers of the added passages follow those of the base; ``hidden`` rows of the base (ascending) are not found.
    ``vectors`` (m, d) are the added passages' as the model gave them. ``base`` is the content hash of what it adds to.
    """

    added: PassageBook
    vectors: NDArray[np.float32]
    hidden: Rows
    lexical: Mapping[str, LexicalView]
    latent_rows: VectorIndex
    dense_rows: VectorIndex
    trade_rows: Shares
    prose: NDArray[np.bool_]
    base: str


def with_changes(
    snapshot: Snapshot,
    added: Iterable[Passage],
    removed: Iterable[str],
    vectors: Mapping[str, NDArray[np.float32]],
) -> Snapshot:
    """``snapshot`` with passages added (or put in the place of those with the same id) and ids removed.

    ``vectors`` (digest → (d,)) holds the model's vector of every added passage. Ids that nobody has may be removed:
    nothing happens. Changes add up; with none left the snapshot is again what was built.
    """
    base = snapshot.without_changes()
    fresh, gone = {(passage.kind, passage.id): passage for passage in added}, set(removed)
    known = dict(vectors)
    hidden: set[int] = set()
    if (before := snapshot.changes) is not None:
        hidden.update(before.hidden.tolist())
        for passage, vector in zip(before.added, before.vectors, strict=True):
            known.setdefault(passage.digest, vector)
            if passage.id not in gone:
                fresh.setdefault((passage.kind, passage.id), passage)
    for one in gone:
        hidden.update(row for kind in ("capability", "expert") if (row := base.book.row_of(kind, one)) is not None)
    for kind, one in fresh:
        if (row := base.book.row_of(kind, one)) is not None:
            hidden.add(row)
    if not fresh and not hidden:
        return base
    book = PassageBook.of(fresh.values())
    rows = np.zeros((len(book), len(base.dense_mean)), np.float32)
    for place, passage in enumerate(book):
        rows[place] = known[passage.digest]
    return apply_changes(base, book, rows, np.array(sorted(hidden), np.int64))


def apply_changes(base: Snapshot, added: PassageBook, vectors: Vectors, hidden: NDArray[np.int64]) -> Snapshot:
    """A snapshot without changes, with these: rows of ``vectors`` (m, d) belong to ``added``, ``hidden`` ascends."""
    fields = FieldTable.of(added.fields(range(len(added))))
    lexical = _segments(base, fields)
    impacts = _in_base_columns(lexical[LATENT_FROM], base.lexical[LATENT_FROM])
    latent = base.latent_space.directions(impacts)
    changes = Changes(
        added=added,
        vectors=vectors,
        hidden=hidden,
        lexical=lexical,
        latent_rows=VectorIndex.build(latent),
        dense_rows=VectorIndex.build(centre(vectors, base.dense_mean)),
        trade_rows=base.trade.fields.of_rows(fields),
        prose=prose_rows(base.trade, np.arange(len(added)) >= added.experts_from, fields),
        base=base.content_hash,
    )
    content = hashlib.sha256(base.content_hash.encode())
    for part in (hidden.tobytes(), bytes(added.lines), vectors.tobytes()):
        content.update(part)
    return replace(
        base,
        changes=changes,
        content_hash=content.hexdigest(),
        generation=0,
        built_generation=base.generation,
        spools={},
    )


def difference(book: PassageBook, wanted: PassageBook) -> tuple[list[Passage], list[str]]:
    """What must be added to ``book`` and which ids removed so that it holds what ``wanted`` holds."""
    have = {book.line(row) for row in range(len(book))}
    new = [row for row in range(len(wanted)) if wanted.line(row) not in have]
    have.difference_update(wanted.line(row) for row in range(len(wanted)))
    added = [wanted[row] for row in new]
    replaced = {passage.id for passage in added}
    gone = [Passage.model_validate_json(line).id for line in have]
    return added, sorted(one for one in gone if one not in replaced)


def _segments(base: Snapshot, added: FieldTable) -> dict[str, LexicalView]:
    cuts = {cut for cut, _ in LEXICAL_VIEWS.values()}
    counted = count_documents(added, base.tokeniser, cuts)
    return {name: segment_of(counted[cut], base.lexical[name]) for name, (cut, _) in LEXICAL_VIEWS.items()}


def _in_base_columns(segment: LexicalView, base: LexicalView) -> csr_array:
    """The impacts of a segment as a sparse matrix over the tokens of the base; tokens that it lacks are left out."""
    from scipy.sparse import coo_array

    table = segment.table().tocoo()
    number = np.array([base.terms.get(term, -1) for term in segment.terms], np.int64)
    rows, columns = table.row, number[table.col] if table.nnz else table.col.astype(np.int64)
    inside = columns >= 0
    places = (rows[inside], columns[inside])
    return coo_array((table.data[inside], places), shape=(segment.size, len(base.terms))).tocsr()
