"""What somebody opens of a project: whether they may, and the trace that they did.

Who reads what is told by :mod:`engagement.access.seeing`; the trace carries level, version and digests, no content.
"""

from __future__ import annotations

from engagement.access.seeing import may_read, sees_terms
from engagement.documents.service import Paper
from engagement.files import KeptFile, list_kept, read
from engagement.files.service import unknown_file
from engagement.record import Engagement
from engagement.store import load
from foundation.actors import Actor
from foundation.errors import NotAllowed
from foundation.unit_of_work import Work


def open_file(work: Work, engagement_id: str, sha256: str) -> tuple[KeptFile, bytes]:
    """A file as it was handed in. One that this actor need not know is as good as not there.

    Raises NotFound (``engagement_not_found``, ``engagement_file_unknown``), Unavailable (``engagement_file_damaged``).
    """
    engagement = load(work.session, engagement_id)
    kept = next((one for one in list_kept(work.session, engagement_id) if one.sha256 == sha256), None)
    if kept is None or not may_read(engagement, work.actor, kept):
        raise unknown_file(sha256)
    content = read(work.session, engagement_id, sha256)
    work.record("engagement.file_opened", engagement_id, {"sha256": sha256, "level": engagement.level})
    return kept, content


def expect_reads_paper(actor: Actor) -> None:
    """The agreement tells the price: it is for whoever sees the terms. Raises NotAllowed (``paper_not_yours``)."""
    if not sees_terms(actor):
        raise NotAllowed("paper_not_yours", "协议文本只给双方和协调员")


def note_paper(work: Work, engagement: Engagement, paper: Paper) -> None:
    """That the agreement was opened: which version, in which form, over which terms."""
    told = {"version": paper.version, "form": paper.form, "terms": paper.digest, "level": engagement.level}
    work.record("engagement.paper_opened", engagement.id, told)


def note_looked(work: Work, engagement: Engagement, what: str) -> None:
    """That somebody looked at a project: at what of it, at which version."""
    told = {"what": what, "version": engagement.version, "level": engagement.level}
    work.record("engagement.looked_at", engagement.id, told)
