"""A pack held against the audit chain of the house that made it: what tells a whole forgery without a noted digest.

A pack proves that it holds in itself. That it is the one that was made here, only something outside of it can tell:
the chain remembers the digest of every pack and of every entry of the log.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engagement.pack.manifest import Manifest
from foundation import audit
from foundation.language import Sentence, sentence


def recorded_fault(session: Session, manifest: Manifest) -> Sentence | None:
    """Why this pack is none that this house made; ``None`` when the audit chain holds and remembers it."""
    if audit.verify(session) is not None:
        return sentence("这里的审计链断了，不能作证：先运行 docking verify")
    made = [one for one in audit.entries(session, manifest.engagement_id) if one.action == "engagement.packed"]
    if not made:
        return sentence("这里没有做过项目 {engagement} 的终结材料包", engagement=manifest.engagement_id)
    told = {(one.facts.get("number"), one.facts.get("version"), one.facts.get("pack")) for one in made}
    if (manifest.number, manifest.version, manifest.digest) not in told:
        return sentence("审计链里没有这个包的摘要：不是这里做的那一份")
    return None
