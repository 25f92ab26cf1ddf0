"""A change applied: the same method on a demand or an index in which exactly that is different.

Text that changes (a new row, another edition) goes into the index as a refresh puts it in, beside what is there
(:meth:`kb.snapshot.Snapshot.with_changes`). A certificate is no part of what is searched: its rows are read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from foundation.errors import NotFound
from kb.passages import Passage
from kb.snapshot import Snapshot, embed_missing
from matcher.advice.change import Answered, Change, Extended, Renewed, Updated
from matcher.doubt.confidence import Calibration
from matcher.legal.validity import validity_of
from matcher.matching import match
from matcher.matchlist import MatchList
from matcher.policy import MatchPolicy
from matcher.ports import Reranker
from matcher.query import Query, Wanted
from matcher.searching import SnapshotSearch, ask

if TYPE_CHECKING:
    from kb.embedding import Embedder


@dataclass(frozen=True, eq=False)
class Matching:
    """How a run was matched: everything but the demand and the index, which changes replace."""

    embedder: Embedder
    policy: MatchPolicy
    top: int
    reranker: Reranker | None = None
    calibration: Calibration | None = None

    def query(self, wanted: Wanted, snapshot: Snapshot) -> Query:
        """The demand in its voices; one query serves every change of the index."""
        snapshot.require_model(self.embedder.identity)
        return ask(wanted, snapshot.trade, self.embedder)

    def matched(self, query: Query, index: SnapshotSearch, top: int | None = None) -> MatchList:
        """The list that the run's own method gives; ``top`` other than the run's to look further down."""
        models = [self.embedder.identity, *([self.reranker.identity] if self.reranker else [])]
        return match(query, index, self.policy, "+".join(models), top or self.top, self.reranker)


def applied(change: Change, wanted: Wanted, snapshot: Snapshot, matching: Matching) -> MatchList:
    """The match after the change. NotFound (``advice_row_unknown``) when the row to be changed is not there."""
    after = changed_demand(change, wanted)
    index = changed_index(change, snapshot, matching.embedder)
    return matching.matched(matching.query(after, snapshot), index)


def changed_demand(change: Change, wanted: Wanted) -> Wanted:
    """The demand as it would be; the same for a change of the index."""
    if not isinstance(change, Answered):
        return wanted
    value = change.value
    said = {"text": "。".join(part for part in (wanted.text.rstrip("。 \n"), value) if part)}
    match change.field:
        case "product":
            return wanted.model_copy(update={**said, "product": value})
        case "parameter":
            return wanted.model_copy(update={**said, "parameters": (*wanted.parameters, value)})
        case "standard":
            return wanted.model_copy(update={**said, "standards": (*wanted.standards, value)})
        case "mark":
            return wanted.model_copy(update={"marks": (value,)})
        case "service":
            return wanted.model_copy(update={"service_category": value})
        case "condition":
            return wanted.model_copy(update=said)


def changed_index(change: Change, snapshot: Snapshot, embedder: Embedder) -> SnapshotSearch:
    """The index as it would be; the same for a change of the demand."""
    if isinstance(change, Renewed):
        return Reread(snapshot, lambda passage: renewed(change, passage), change)
    row = changed_row(change, snapshot)
    if row is None:
        return SnapshotSearch(snapshot)
    return SnapshotSearch(snapshot.with_changes([row], (), embed_missing([row], {}, embedder)))


def changed_row(change: Change, snapshot: Snapshot) -> Passage | None:
    """The row that is added or stands in the place of one with its id; ``None`` where no text of the index changes."""
    if isinstance(change, Extended):
        return change.passage
    if not isinstance(change, Updated):
        return None
    row = row_of(snapshot, change.passage_id)
    return row.model_copy(update={"fields": {**row.fields, "standards": change.standards}})


def row_of(snapshot: Snapshot, passage_id: str) -> Passage:
    """A capability row of the snapshot by its id; NotFound when there is none."""
    added = snapshot.changes.added if snapshot.changes is not None else None
    for book in (added, snapshot.book):
        row = book.row_of("capability", passage_id) if book is not None else None
        if book is not None and row is not None:
            return book[row]
    raise NotFound("advice_row_unknown", "索引里没有这一行：{row}", row=passage_id)


def renewed(change: Renewed, passage: Passage) -> Passage:
    """The row under the renewed certificate; any other row, and one in force already, as it stands."""
    facts = passage.scope
    if passage.provider_id != change.centre_id or facts is None:
        return passage
    if (facts.qualification, facts.certificate_number) != (change.qualification, change.number):
        return passage
    if validity_of(facts, change.on) == "inside":
        return passage
    begins = facts.valid_from if facts.valid_from is None or facts.valid_from <= change.on else change.on
    until = change.on if facts.valid_until is None else max(facts.valid_until, change.on)
    in_force = facts.model_copy(update={"valid_from": begins, "valid_until": until})
    return passage.model_copy(update={"scope": in_force})


class Reread(SnapshotSearch):
    """An index whose passages read otherwise than they are stored, in nothing that is searched."""

    def __init__(self, snapshot: Snapshot, reading: Callable[[Passage], Passage], change: Change) -> None:
        super().__init__(snapshot)
        self._read = _Read(snapshot.passages, reading)
        self._identity = hashlib.sha256(f"{snapshot.identity}{change.model_dump_json()}".encode()).hexdigest()

    @property
    def identity(self) -> str:
        """Of the snapshot and the change."""
        return self._identity

    @property
    def passages(self) -> Sequence[Passage]:
        """All passages, each read as the change has it."""
        return self._read


class _Read(Sequence[Passage]):
    def __init__(self, stored: Sequence[Passage], reading: Callable[[Passage], Passage]) -> None:
        self._stored, self._reading = stored, reading

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, row: int) -> Passage: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[Passage]: ...

    def __getitem__(self, row: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(row, slice):
            return [self._reading(one) for one in self._stored[row]]
        return self._reading(self._stored[row])
