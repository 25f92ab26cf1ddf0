"""The fields of many documents with each distinct text held once.

Rows of a scope annex repeat themselves: a product stands in a dozen rows together, a parameter and a standard in rows
of many centres. So whatever is to be known of a text (its tokens, its vector, its trade) is worked out once, and what
is to be known of the rows is put together from that with whole-array steps.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from kb.batches import numbering, one_behind_the_other, starts_of
from kb.passages import FIELD_ORDER, repeats_itself

Document = Mapping[str, str]


class FieldTable:
    """Row r has the texts ``texts[numbers[i]]`` in fields ``names[fields[i]]`` for i in ``starts[r]:starts[r+1]``."""

    def __init__(
        self,
        texts: Sequence[str],
        names: Sequence[str],
        starts: NDArray[np.int64],
        numbers: NDArray[np.int32],
        fields: NDArray[np.int32],
    ) -> None:
        """``starts`` (n + 1), ``numbers`` and ``fields`` (m,): texts and fields in the order they stand in a row."""
        self.texts, self.names = texts, names
        self.starts, self.numbers, self.fields = starts, numbers, fields

    @classmethod
    def of(cls, documents: Iterable[Document] | FieldTable) -> FieldTable:
        """The table of any documents; one that is a table already stays."""
        if isinstance(documents, FieldTable):
            return documents
        gathering = Gathering()
        gathering.add(list(documents))
        return gathering.table()

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def row_of(self) -> NDArray[np.int64]:
        """(m,) the row in which each text stands."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def weights(self, weights: Mapping[str, float], other: float) -> NDArray[np.float32]:
        """(m,) the weight of each text by the field it stands in, ``other`` for fields that are not named."""
        return np.array([weights.get(name, other) for name in self.names], np.float32)[self.fields]

    def row(self, number: int) -> dict[str, str]:
        """One document."""
        here = slice(self.starts[number], self.starts[number + 1])
        pairs = zip(self.fields[here].tolist(), self.numbers[here].tolist(), strict=True)
        return {self.names[field]: self.texts[text] for field, text in pairs}

    def part(self, begin: int, end: int) -> FieldTable:
        """Rows ``begin`` to ``end``, with all texts."""
        first, last = self.starts[begin], self.starts[end]
        starts = self.starts[begin : end + 1] - first
        return FieldTable(self.texts, self.names, starts, self.numbers[first:last], self.fields[first:last])

    def take(self, rows: NDArray[np.int64]) -> FieldTable:
        """These rows, in this order."""
        lengths = np.diff(self.starts)[rows]
        at = one_behind_the_other(self.starts[rows], lengths)
        return FieldTable(self.texts, self.names, starts_of(lengths), self.numbers[at], self.fields[at])

    def where(self, kept: NDArray[np.bool_]) -> FieldTable:
        """All rows with only those of their texts that are ``kept`` (m,)."""
        return FieldTable(self.texts, self.names, starts_of(kept)[self.starts], self.numbers[kept], self.fields[kept])

    def searchable(self) -> FieldTable:
        """Without the texts that say nothing, see :func:`kb.passages.searchable`."""
        silent = np.array([repeats_itself(text) for text in self.texts], bool)
        return self.where(~silent[self.numbers]) if silent.any() else self

    def lines(self) -> FieldTable:
        """What :func:`kb.passages.text_of` joins to one line: texts that are not empty, fields in their order."""
        rank = np.array([FIELD_ORDER.index(name) if name in FIELD_ORDER else -1 for name in self.names], np.int64)
        filled = np.array([bool(text) for text in self.texts], bool)
        ranks = rank[self.fields]
        table, kept = self, (ranks >= 0) & filled[self.numbers]
        if not kept.all():
            table, ranks = self.where(kept), ranks[kept]
        keys = table.row_of * len(FIELD_ORDER) + ranks
        if (keys[1:] > keys[:-1]).all():
            return table
        order = np.argsort(keys, kind="stable")
        return FieldTable(table.texts, table.names, table.starts, table.numbers[order], table.fields[order])

    def spelled(self) -> Iterator[str]:
        """The texts of each row as one line."""
        texts, starts = self.texts, self.starts.tolist()
        numbers = self.numbers.tolist()
        for begin, end in pairwise(starts):
            yield " ".join([texts[number] for number in numbers[begin:end]])


class Gathering:
    """Takes documents in, many at a time."""

    def __init__(self) -> None:
        self._texts = numbering()
        self._shapes = numbering()
        self._numbers, self._shape_of = array("i"), array("i")

    def add(self, documents: Sequence[Document]) -> None:
        """The next documents."""
        self._shape_of.extend(map(self._shapes.__getitem__, map(tuple, documents)))
        texts = chain.from_iterable(document.values() for document in documents)
        self._numbers.extend(map(self._texts.__getitem__, texts))

    def table(self) -> FieldTable:
        """Everything that was taken in."""
        names = list(dict.fromkeys(name for shape in self._shapes for name in shape))
        field = {name: number for number, name in enumerate(names)}
        widest = max(map(len, self._shapes), default=0)
        spread = np.full((max(len(self._shapes), 1), widest), -1, np.int32)
        for number, shape in enumerate(self._shapes):
            spread[number, : len(shape)] = [field[name] for name in shape]
        shape_of = np.array(self._shape_of, np.int64)
        fields = spread[shape_of].ravel()
        starts = starts_of((spread >= 0).sum(axis=1)[shape_of])
        numbers = np.array(self._numbers, np.int32)
        return FieldTable(list(self._texts), names, starts, numbers, fields[fields >= 0])
