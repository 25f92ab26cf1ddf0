"""All passages of an index as bytes, one decoded when it is looked at: a million rows need no million objects."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from foundation.errors import InvalidInput
from kb.packing import Buffer
from kb.passages import FIELD_ORDER, Passage, searchable
from kb.spool import Spool, let_go

_JSON = TypeAdapter(list[Passage]).serializer.to_json
_AT_ONCE = 2_048
"""So many lines are decoded by one call."""
_LOOKED_AT = 16_384
_WRITTEN_AT_ONCE = 1 << 24
_KEPT = 16_384
"""So many decoded passages are kept."""


class ByRow(Sequence[Passage], ABC):
    """Passages by row number, one at a time or a slice at once."""

    @abstractmethod
    def at(self, place: int) -> Passage:
        """The passage of row ``place``, 0 … n-1."""

    @overload
    def __getitem__(self, row: int) -> Passage: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[Passage, ...]: ...

    def __getitem__(self, row: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(*row.indices(len(self))))
        return self.at(range(len(self))[row])


class PassageBook(ByRow):
    """Passages by row number. Equal to any sequence of the same passages."""

    def __init__(self, lines: Buffer, ends: NDArray[np.int64]) -> None:
        """Row r is the JSON line of ``lines`` that ends before ``ends[r]``."""
        self.lines = lines
        self.ends = ends
        self._decoded: dict[int, Passage] = {}

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> PassageBook:
        """The passages, ordered by kind and id. InvalidInput (``passage_twice``) when two have one id."""
        writing = BookWriting()
        left = iter(passages)
        while batch := list(islice(left, _AT_ONCE)):
            writing.add(batch)
        return writing.book()

    @classmethod
    def read(cls, lines: Buffer) -> PassageBook:
        """The book of a file of lines."""
        return cls(lines, np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n")).astype(np.int64) + 1)

    def line(self, row: int) -> bytes:
        """The JSON line of a row, with its line end."""
        return bytes(self.lines[(int(self.ends[row - 1]) if row else 0) : int(self.ends[row])])

    def record(self, row: int) -> dict[str, Any]:
        """A row as plain values: cheaper than a passage where only its texts matter."""
        found: dict[str, Any] = json.loads(self.line(row))
        return found

    def row_of(self, kind: str, passage_id: str) -> int | None:
        """The row of a passage, or ``None``; looks at a few rows only, because they are in order."""

        def key(row: int) -> str:
            record = self.record(row)
            return f"{record['kind']}\0{record['id']}"

        wanted = f"{kind}\0{passage_id}"
        row = bisect_left(range(len(self)), wanted, key=key)
        return row if row < len(self) and key(row) == wanted else None

    @cached_property
    def experts_from(self) -> int:
        """The row of the first expert: kinds stand in the order of their names, and experts come last."""
        return bisect_left(range(len(self)), "expert", key=lambda row: self.record(row)["kind"])

    def records(self, rows: Iterable[int]) -> Iterator[dict[str, Any]]:
        """Rows as plain values in the order asked for, decoded many at a time."""
        left, done = iter(rows), 0
        while some := list(islice(left, _AT_ONCE)):
            yield from json.loads(b"[%b]" % b",".join([self.line(row) for row in some]))
            done += len(some)
            if done % _LOOKED_AT < _AT_ONCE:
                let_go(self.lines)

    def fields(self, rows: Iterable[int]) -> Iterator[Mapping[str, str]]:
        """The fields of rows that can be searched, in the order asked for."""
        return (searchable(record["fields"]) for record in self.records(rows))

    def __len__(self) -> int:
        return len(self.ends)

    def at(self, place: int) -> Passage:
        """The passage of row ``place``, 0 … n-1."""
        found = self._decoded.get(place)
        if found is None:
            found = Passage.model_validate_json(self.line(place))
            if len(self._decoded) >= _KEPT:
                self._decoded = {}  # replaced, not emptied: another thread may be reading it
            self._decoded[place] = found
        return found

    def __iter__(self) -> Iterator[Passage]:
        for row in range(len(self)):
            yield Passage.model_validate_json(self.line(row))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PassageBook):
            return bytes(self.lines) == bytes(other.lines)
        if isinstance(other, Sequence):
            return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]


class BookWriting:
    """Takes passages in one after the other; those of a large book lie on disk."""

    def __init__(self, on_disk_from: int | None = None) -> None:
        """``on_disk_from``: a book of more passages is kept in :attr:`spool`; ``None`` for never."""
        self.spool: Spool | None = None
        self.order: NDArray[np.int64] | None = None
        """(n,) which of the passages that came stands in each row of the book; ``None`` when they came in order."""
        self._lines, self._sizes, self._keys = bytearray(), array("i"), list[str]()
        self._on_disk_from = on_disk_from

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, passages: Sequence[Passage]) -> None:
        """The next passages."""
        lines = lines_of(passages)
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self._sizes.extend(np.diff(ends, prepend=-1).tolist())
        self._keys += [f"{passage.kind}\0{passage.id}" for passage in passages]
        self._lines += lines
        if len(self._lines) >= _WRITTEN_AT_ONCE and self._on_disk_from is not None and len(self) > self._on_disk_from:
            self._write()

    def book(self) -> PassageBook:
        """All passages, ordered by kind and id. InvalidInput (``passage_twice``) when two have one id."""
        lines: Buffer = self._lines
        if self._on_disk_from is not None and len(self) > self._on_disk_from:
            lines = self._write().mapped()
        sizes, keys = np.array(self._sizes, np.int64), self._keys
        ends = np.cumsum(sizes)
        if all(one < other for one, other in pairwise(keys)):
            return PassageBook(lines, ends)
        order = sorted(range(len(keys)), key=keys.__getitem__)
        for one, other in pairwise(order):
            if keys[one] == keys[other]:
                raise InvalidInput("passage_twice", "编号 {id} 出现了两次", field="id", id=keys[one].split("\0")[1])
        self.order = np.array(order, np.int64)
        moved, view = bytearray(), memoryview(lines)
        old, self.spool = self.spool, None if self.spool is None else Spool()
        for row in order:
            moved += view[ends[row] - sizes[row] : ends[row]]
            if self.spool is not None and len(moved) >= _WRITTEN_AT_ONCE:
                self.spool.write(moved)
                moved.clear()
                let_go(lines)
        if self.spool is not None:
            self.spool.write(moved)
        del old
        return PassageBook(moved if self.spool is None else self.spool.mapped(), np.cumsum(sizes[self.order]))

    def _write(self) -> Spool:
        if self.spool is None:
            self.spool = Spool()
        self.spool.write(self._lines)
        self._lines.clear()
        return self.spool


class Bound(ByRow):
    """Two books read as one: the rows of the second follow those of the first."""

    def __init__(self, first: Sequence[Passage], second: Sequence[Passage]) -> None:
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def at(self, place: int) -> Passage:
        """The passage of row ``place``, 0 … n-1."""
        return self._first[place] if place < len(self._first) else self._second[place - len(self._first)]


def lines_of(passages: Sequence[Passage]) -> bytes:
    """One JSON line each, keys in fixed order; line ends inside a text are escaped."""
    ordered = [
        passage
        if (fields := in_order(passage.fields)) is passage.fields
        else passage.model_copy(update={"fields": fields})
        for passage in passages
    ]
    # Written as one list, which is taken apart where an object ends and the next one begins: a quotation mark inside a
    # text never stands alone.
    return _JSON(ordered)[1:-1].replace(b'},{"id":"', b'}\n{"id":"') + b"\n" if ordered else b""


def in_order(fields: dict[str, str]) -> dict[str, str]:
    """The fields in the order in which lines hold them."""
    names = tuple(fields)
    ordered = _ordered(names)
    return fields if names == ordered else {name: fields[name] for name in ordered}


@lru_cache(maxsize=4_096)
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of fields in the order in which lines hold them, that of texts: most come in it."""
    known = {name: place for place, name in enumerate(FIELD_ORDER)}
    return tuple(sorted(names, key=lambda name: (known.get(name, len(known)), name)))
