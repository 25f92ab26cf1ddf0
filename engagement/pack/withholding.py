"""What a pack of a secret engagement leaves out, and what of its log stays so that the chain can still be followed.

The digests that stay carry no salt: whoever knows everything of an entry but one thing of few values (a yes or no, a
score) can try them. A short pack is therefore for whoever would be told that much; it is no publication (ADR 0029).
"""

from __future__ import annotations

from typing import Any

from engagement.log import Entry, log_digest
from engagement.pack.content import LOG, RECORD, as_json
from engagement.record import Engagement
from evaluation.canonical import canonical_json

LEFT_OUT = "密级为商密，默认不放：需求内容、方案与报价、协议条款、项目组、评审意见、成果、问卷、成效、项目存的文件"
"""The line in the manifest that says so."""

_SHOWN = ("number", "row", "event", "state", "next", "at", "code", "previous")
_KNOWN = (
    "id",
    "demand_id",
    "match_id",
    "profile",
    "level",
    "state",
    "version",
    "opened_at",
    "closed_at",
    "end_reason",
    "archive_digest",
)


def stub(entry: Entry) -> dict[str, Any]:
    """An entry without who and what: its place, its step, the digest of the whole and of the one before."""
    full = entry.model_dump(mode="json", exclude_none=True)
    return {name: full[name] for name in _SHOWN if name in full} | {"digest": log_digest([entry])}


def withheld(engagement: Engagement) -> dict[str, bytes]:
    """The members that stay."""
    full = engagement.model_dump(mode="json", exclude_none=True, exclude={"history"})
    lines = "".join(canonical_json(stub(entry)) + "\n" for entry in engagement.history)
    return {LOG: lines.encode(), RECORD: as_json({name: full[name] for name in _KNOWN if name in full})}
