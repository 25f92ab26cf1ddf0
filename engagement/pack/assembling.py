"""An engagement and what belongs to it → the bytes of its pack. Pure: the same input, the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from engagement.files.kept import KeptFile
from engagement.pack import content, summary
from engagement.pack.evidence import Evidence
from engagement.pack.manifest import MANIFEST, Manifest, listed
from engagement.pack.readme import README
from engagement.pack.withholding import LEFT_OUT, stub, withheld
from engagement.pack.zipping import zipped
from engagement.record import Engagement
from foundation.values import Value

WITHOUT_FILES = "项目存的文件没有放进来，清单和摘要在 files.json"
PAGES = ("summary.html", "summary.en.html", "README.txt")


class Pack(Value):
    """A pack: its manifest and its bytes."""

    manifest: Manifest
    content: bytes


def assembled(
    engagement: Engagement,
    evidence: Evidence,
    kept: tuple[KeptFile, ...],
    files: Mapping[str, bytes] | None,
    *,
    number: int = 1,
    previous: str | None = None,
    keep_until: date | None = None,
    with_secret: bool = False,
) -> Pack:
    """The pack. ``files``: the bytes of the kept files by SHA-256, ``None`` to leave them out.

    At level secret only numbers, states, days and digests go in unless ``with_secret``.
    """
    left_out: tuple[str, ...] = ()
    label = labelled(number, previous, keep_until)
    if engagement.level == "secret" and not with_secret:
        members, left_out = withheld(engagement), (LEFT_OUT,)
        lines = [stub(entry) for entry in engagement.history]
        record = json.loads(members[content.RECORD])
        members |= summary.short(record, lines, digests(members), label)
    else:
        members = content.derived(engagement) | content.brought(engagement, evidence, kept)
        if files is None and kept:
            left_out = (WITHOUT_FILES,)
        members |= {content.FILE + sha256: found for sha256, found in (files or {}).items()}
        seen = digests(members)
        members["summary.html"] = summary.whole(engagement, evidence.parties, seen, "zh", label)
        members["summary.en.html"] = summary.whole(engagement, evidence.parties, seen, "en", label)
    members["README.txt"] = README.encode()
    manifest = Manifest(
        engagement_id=engagement.id,
        version=engagement.version,
        number=number,
        previous=previous,
        keep_until=keep_until,
        withheld=left_out,
        members=listed(members, {path: content.about(path) for path in members}),
    ).sealed()
    members[MANIFEST] = content.as_json(manifest.model_dump(mode="json", exclude_none=True))
    return Pack(manifest=manifest, content=zipped(members))


def digests(members: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 by path, of what is no page."""
    return {path: hashlib.sha256(found).hexdigest() for path, found in members.items() if path not in PAGES}


def labelled(number: int, previous: str | None, keep_until: date | None) -> tuple[tuple[str, str], ...]:
    """What the pages say of the pack itself."""
    kept = keep_until.isoformat() if keep_until else "—"
    return ("第几份", str(number)), ("前一份的摘要", previous or "—"), ("保存到", kept)
