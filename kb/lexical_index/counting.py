"""Token counts of many documents, a few ten thousand rows at a time.

Products and standards stand in many rows alike: each distinct text of a batch is cut once, and a sparse product puts
the texts together to rows, each field with its weight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.cutting import BatchCutter
from kb.lexical_index.weighing import FIELD_WEIGHTS, MOST_TIMES
from kb.tokens import CUTS, Analyse, Tokeniser

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROWS_AT_ONCE = 20_000

Document = Mapping[str, str]


@dataclass
class Counted:
    """Weighted counts of one cut. ``tables``: one after the other, (rows, provisional tokens)."""

    numbers: Mapping[str, int]
    tables: list[csr_array] = field(default_factory=list)

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
        self, tokeniser: Tokeniser, cuts: Collection[str], field_weights: Mapping[str, float] = FIELD_WEIGHTS
    ) -> None:
        self._cutter = BatchCutter(tokeniser.user_words)
        self._cuts = {cut: CUTS[cut] for cut in cuts}
        self._weights = field_weights
        self.counted = {cut: Counted(self._cutter.numbers) for cut in cuts}
        """What was counted so far, by cut."""

    def add(self, documents: Iterable[Document]) -> None:
        """The next documents; every text is cut once for all cuts."""
        for rows, texts in _batches(documents, self._weights):
            for cut, table in self._cutter.tables(texts, self._cuts).items():
                self.counted[cut].tables.append(_rows_of(rows, table))


def count_documents(
    documents: Iterable[Document],
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
    for rows, texts in _batches(documents, field_weights):
        cut = [[numbers.setdefault(token, len(numbers)) for token in analyse(text)] for text in texts]
        starts = np.concatenate(([0], np.cumsum([len(tokens) for tokens in cut], dtype=np.int64)))
        tokens = np.array([token for tokens in cut for token in tokens], np.int32)
        table = csr_array((np.ones(len(tokens), np.float32), tokens, starts), shape=(len(texts), len(numbers)))
        table.sum_duplicates()
        counted.tables.append(_rows_of(rows, table))
    return counted


def _batches(documents: Iterable[Document], weights: Mapping[str, float]) -> Iterator[tuple[csr_array, list[str]]]:
    """For each batch: which text stands in which row with which weight, (rows, texts), and the texts."""
    from scipy.sparse import csr_array

    left = iter(documents)
    known: dict[tuple[str, ...], list[float]] = {}
    while batch := list(islice(left, ROWS_AT_ONCE)):
        places: dict[str, int] = {}
        place = places.setdefault
        texts, sizes = [], []
        shares: list[float] = []
        for fields in batch:
            names = tuple(fields)
            if names not in known:
                known[names] = [weights.get(name, 1.0) for name in names]
            texts.extend([place(text, len(places)) for text in fields.values()])
            shares.extend(known[names])
            sizes.append(len(names))
        starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int32)), dtype=np.int32)
        yield (
            csr_array(
                (np.array(shares, np.float32), np.array(texts, np.int32), starts),
                shape=(len(batch), len(places)),
            ),
            list(places),
        )


def _rows_of(rows: csr_array, texts: csr_array) -> Any:
    """Texts put together to rows; tokens of a row in no order."""
    np.minimum(texts.data, MOST_TIMES, out=texts.data)
    return rows @ texts
