"""Whether what remains of an erased engagement is what was left: the stubs, their digests, and the audit chain."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.keeping import Keeping
from engagement.record import Engagement
from engagement.retention.erased import remains_digest
from foundation.audit import entries


def fault_of(session: Session, stored: Engagement, keeping: Keeping) -> tuple[Literal["chain", "audit"], int] | None:
    """What does not hold and at which entry: a stub that does not follow, or what the audit chain remembers otherwise.

    The chain is followed by the digests that were left: each stub names that of the entry before it.
    """
    digests = engagements.entry_digests(session, stored.id)
    before: str | None = None
    is_chained = False
    for place, (one, digest) in enumerate(zip(stored.history, digests, strict=True), start=1):
        is_chained = is_chained or one.previous is not None
        if one.number != place or digest is None or (is_chained and place > 1 and one.previous != before):
            return "chain", place
        before = digest
    traces = entries(session, stored.id)
    traced = {one.facts["version"]: one.facts["entry"] for one in traces if "entry" in one.facts}
    others = [number for number, digest in enumerate(digests, start=1) if traced.get(number, digest) != digest]
    if others:
        return "audit", others[0]
    told = [one.facts.get("remains") for one in traces if one.action == "engagement.erased"]
    remains = remains_digest(stored, (digest or "" for digest in digests))
    return None if told == [remains] and keeping.remains == remains else ("audit", stored.version)
