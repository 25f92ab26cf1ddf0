"""Does every stored engagement still stand as its log tells? What ``docking verify`` asks, and a crash test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sqlalchemy.orm import Session

from engagement import keeping_store as kept
from engagement import store
from engagement.folding import fold
from engagement.keeping import Keeping
from engagement.log import chain_fault, log_digest
from engagement.retention.checking import fault_of
from foundation.audit import entries
from foundation.values import Value

What = Literal["unreadable", "chain", "fold", "columns", "audit"]


class Fault(Value):
    """The first thing that is wrong with one engagement."""

    engagement_id: str
    what: What
    """``unreadable``: content or log cannot be read, or an entry is missing. ``chain``: an entry does not follow the
    one before it. ``fold``: the stored content is not what the log tells. ``columns``: what lists are made of is not
    the content. ``audit``: the audit chain remembers another entry than the log holds."""
    number: int | None = None
    """The entry at which it shows, where one can be named."""


class Checked(Value):
    """How many engagements were looked at, and what is wrong, in the order of their ids."""

    count: int
    faults: tuple[Fault, ...] = ()
    erased: int = 0
    """Of them, whose content was erased when their time was over; their stubs still follow each other."""


def check_all(session: Session) -> Checked:
    """Fold every engagement's log and hold it against what is stored. Reads everything; writes nothing."""
    count = 0
    faults: list[Fault] = []
    erased = {one.engagement_id: one for one in kept.every(session) if one.erased_at is not None}
    for id in store.every_id(session):
        count += 1
        faults += _first_fault(session, id) if id not in erased else _fault_of_erased(session, id, erased[id])
    return Checked(count=count, faults=tuple(faults), erased=len(erased))


def _fault_of_erased(session: Session, id: str, keeping: Keeping) -> Iterator[Fault]:
    try:
        stored = store.load(session, id)
        found = fault_of(session, stored, keeping)
    except ValueError:
        yield Fault(engagement_id=id, what="unreadable")
        return
    if found is not None:
        yield Fault(engagement_id=id, what=found[0], number=found[1])
    elif not store.has_its_columns(session, stored):
        yield Fault(engagement_id=id, what="columns")


def _first_fault(session: Session, id: str) -> Iterator[Fault]:
    try:
        stored = store.load(session, id)
        broken = chain_fault(stored.history)
        folded = fold(stored.history) if broken is None else stored
    except ValueError:  # pydantic's too: what is there cannot be an engagement
        yield Fault(engagement_id=id, what="unreadable")
        return
    if broken is not None:
        yield Fault(engagement_id=id, what="chain", number=broken)
    elif folded != stored:
        yield Fault(engagement_id=id, what="fold", number=stored.version)
    elif not store.has_its_columns(session, stored):
        yield Fault(engagement_id=id, what="columns")
    else:
        digests = {entry.number: log_digest([entry]) for entry in stored.history}
        traced = {one.facts["version"]: one.facts["entry"] for one in entries(session, id) if "entry" in one.facts}
        others = [
            number for number, digest in traced.items() if isinstance(number, int) and digests.get(number) != digest
        ]
        if others:
            yield Fault(engagement_id=id, what="audit", number=min(others))
