"""Token counts of many documents, a few ten thousand rows at a time.

Products and standards stand in many rows alike: each distinct text of a batch is cut once, and a sparse product puts
the texts together to rows, each field with its weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.batches import batches
from kb.cutting import BatchCutter
from kb.field_table import Document, FieldTable
from kb.lexical_index.weighing import FIELD_WEIGHTS, MOST_TIMES
from kb.spool import RowsOnDisk
from kb.tokens import CUTS, Analyse, Tokeniser

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROWS_AT_ONCE = 20_000
_CHARACTERS_AT_ONCE = 8_000_000


class TablesOnDisk:
    """Tables of counts one after the other, of which memory holds one at a time."""

    def __init__(self) -> None:
        self._tokens, self._counts = RowsOnDisk(1, np.int32), RowsOnDisk(1, np.float32)
        self._starts: list[NDArray[np.int32]] = []
        self._widths: list[int] = []

    def append(self, table: csr_array) -> None:
        """Put a table behind what is there."""
        self._tokens.append(table.indices)
        self._counts.append(table.data)
        self._starts.append(table.indptr.astype(np.int32))
        self._widths.append(table.shape[1])

    def __iter__(self) -> Iterator[csr_array]:
        from scipy.sparse import csr_array

        begin = 0
        for starts, width in zip(self._starts, self._widths, strict=True):
            end = begin + int(starts[-1])
            named = (self._counts[begin:end].ravel(), self._tokens[begin:end].ravel(), starts)
            yield csr_array(named, shape=(len(starts) - 1, width))
            begin = end


@dataclass
class Counted:
    """Weighted counts of one cut. ``tables``: one after the other, (rows, provisional tokens)."""

    numbers: Mapping[str, int]
    tables: list[csr_array] | TablesOnDisk = field(default_factory=list)

    @property
    def size(self) -> int:
        """Number of rows."""
        return sum(table.shape[0] for table in self.tables)

    def frequency(self) -> NDArray[np.int64]:
        """In how many rows each provisional token stands."""
        found = np.zeros(len(self.numbers), np.int64)
        for table in self.tables:
            found[: table.shape[1]] += np.bincount(table.indices, minlength=table.shape[1])
        return found

    def total(self) -> float:
        """The sum of all counts."""
        return float(sum(table.data.sum(dtype=np.float64) for table in self.tables))


class Counting:
    """Counts by each of ``cuts`` (names of :data:`kb.tokens.CUTS`), taken in a stretch of documents at a time."""

    def __init__(
        self,
        tokeniser: Tokeniser,
        cuts: Collection[str],
        field_weights: Mapping[str, float] = FIELD_WEIGHTS,
        is_large: bool = False,
    ) -> None:
        """``is_large``: counts are kept on disk."""
        self._cutter = BatchCutter(tokeniser.user_words)
        self._cuts = {cut: CUTS[cut] for cut in cuts}
        self._weights = field_weights
        self.counted = {cut: Counted(self._cutter.numbers, TablesOnDisk() if is_large else []) for cut in cuts}
        """What was counted so far, by cut."""

    def add(self, documents: Iterable[Document] | FieldTable) -> None:
        """The next documents; every text of a table, or of a few ten thousand documents, is cut once for all cuts."""
        for table in _tables(documents):
            shares = table.weights(self._weights, 1.0)
            counts = self._counts(table.texts)
            for begin in range(0, len(table), ROWS_AT_ONCE):
                rows = _incidence(table, shares, begin, min(begin + ROWS_AT_ONCE, len(table)))
                for cut, texts in counts.items():
                    self.counted[cut].tables.append(rows @ texts)

    def _counts(self, texts: Sequence[str]) -> dict[str, csr_array]:
        """By cut how often each token counts in each of ``texts``, (texts, tokens)."""
        from scipy.sparse import vstack

        found: dict[str, list[Any]] = {cut: [] for cut in self._cuts}
        for begin, end in batches(texts, _CHARACTERS_AT_ONCE) if texts else [(0, 0)]:
            for cut, counts in self._cutter.tables(texts[begin:end], self._cuts).items():
                np.minimum(counts.data, MOST_TIMES, out=counts.data)
                found[cut].append(counts)
        width = len(self._cutter.numbers)
        for parts in found.values():
            for part in parts:
                part.resize(part.shape[0], width)
        return {cut: parts[0] if len(parts) == 1 else vstack(parts, format="csr") for cut, parts in found.items()}


def count_documents(
    documents: Iterable[Document] | FieldTable,
    tokeniser: Tokeniser,
    cuts: Collection[str],
    field_weights: Mapping[str, float] = FIELD_WEIGHTS,
) -> dict[str, Counted]:
    """Counts of all documents by each of ``cuts``."""
    counting = Counting(tokeniser, cuts, field_weights)
    counting.add(documents)
    return counting.counted


def count_by(
    documents: Iterable[Document], analyse: Analyse, field_weights: Mapping[str, float] = FIELD_WEIGHTS
) -> Counted:
    """Counts by any function from text to tokens, one text after the other."""
    from scipy.sparse import csr_array

    numbers: dict[str, int] = {}
    counted = Counted(numbers)
    for fields in _tables(documents):
        cut = [[numbers.setdefault(token, len(numbers)) for token in analyse(text)] for text in fields.texts]
        starts = np.concatenate(([0], np.cumsum([len(tokens) for tokens in cut], dtype=np.int64)))
        tokens = np.array([token for tokens in cut for token in tokens], np.int32)
        table = csr_array((np.ones(len(tokens), np.float32), tokens, starts), shape=(len(cut), len(numbers)))
        table.sum_duplicates()
        np.minimum(table.data, MOST_TIMES, out=table.data)
        counted.tables.append(_incidence(fields, fields.weights(field_weights, 1.0), 0, len(fields)) @ table)
    return counted


def _tables(documents: Iterable[Document] | FieldTable) -> Iterator[FieldTable]:
    """A table as it is, or documents in tables of :data:`ROWS_AT_ONCE` rows."""
    if isinstance(documents, FieldTable):
        yield documents
        return
    left = iter(documents)
    while batch := list(islice(left, ROWS_AT_ONCE)):
        yield FieldTable.of(batch)


def _incidence(table: FieldTable, shares: NDArray[np.float32], begin: int, end: int) -> csr_array:
    """Which text stands in which of the rows ``begin`` to ``end`` with which weight, (rows, texts)."""
    from scipy.sparse import csr_array

    first, last = table.starts[begin], table.starts[end]
    starts = (table.starts[begin : end + 1] - first).astype(np.int32)
    named = (shares[first:last], table.numbers[first:last], starts)
    return csr_array(named, shape=(end - begin, len(table.texts)))
