"""Use cases of files: keep, read, list.

What may come in is what may be attached to a demand: the same kinds, names and limits (:mod:`intake.attachments.gate`).
Reading the text of a document for markings of state secrets is slow: a door calls :func:`look_into` with no session
open, then :func:`keep`, which looks again at name and plain text.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engagement.engagement import acts_for
from engagement.files import store
from engagement.files.kept import MEDIA_TYPES, KeptFile
from engagement.keeping_store import expect_whole
from engagement.record import Engagement
from engagement.store import load
from foundation.actors import Actor, Role
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from foundation.unit_of_work import Work
from intake.attachments.gate import admit
from intake.attachments.keeping import digest
from intake.attachments.kinds import decoded
from intake.attachments.markings import check_markings
from intake.attachments.naming import clean_name
from intake.attachments.reading import FileReader

MOST_BYTES = 20 * 2**20
"""Of one file, where a door gives no other limit."""
MOST_FILES = 200
"""Of one engagement."""
_HANDS_IN: tuple[Role, ...] = ("coordinator", "enterprise", "centre", "host", "reviewer", "association", "system")


def look_into(name: str, content: bytes, reader: FileReader, most_bytes: int = MOST_BYTES) -> None:
    """Look for what must not come in at all, in the text of a document too. Slow; no session should be open.

    :raises InvalidInput: as :func:`keep`.
    """
    shown = clean_name(name)
    check_markings(shown)
    check_markings(reader.read(content, admit(content, shown, most_bytes)).text)


def keep(work: Work, engagement_id: str, name: str, content: bytes, most_bytes: int = MOST_BYTES) -> KeptFile:
    """Keep a file with an engagement, under the SHA-256 of its bytes; the same bytes again are the first file.

    :raises NotFound: ``engagement_not_found``. :raises NotAllowed: ``not_a_party``. :raises Conflict:
        ``engagement_files_full``. :raises InvalidInput: those of :func:`intake.attachments.gate.admit`,
        ``state_secret_refused``.
    """
    engagement = load(work.session, engagement_id)
    expect_whole(work.session, engagement_id)
    expect_party(engagement, work.actor)
    shown = clean_name(name)
    check_markings(shown)
    kind = admit(content, shown, most_bytes)
    if kind in ("txt", "csv"):
        check_markings(decoded(content) or "")
    sha256 = digest(content)
    held = store.find(work.session, engagement_id, sha256)
    if held is not None:
        return held
    if store.count(work.session, engagement_id) >= MOST_FILES:
        raise Conflict("engagement_files_full", "一个项目最多存 {most} 个文件", most=MOST_FILES)
    file = KeptFile(
        sha256=sha256,
        name=shown,
        size=len(content),
        media_type=MEDIA_TYPES[kind],
        kept_at=work.now,
        kept_by=work.actor.id,
    )
    store.add(work.session, engagement_id, file, content)
    work.record("engagement.file_kept", engagement_id, {"sha256": sha256, "kind": kind, "bytes": len(content)})
    return file


def read(session: Session, engagement_id: str, sha256: str) -> bytes:
    """A file, byte for byte as it was handed in.

    :raises NotFound: ``engagement_file_unknown``. :raises Unavailable: ``engagement_file_damaged``.
    """
    content = store.content_of(session, engagement_id, sha256)
    if content is None:
        raise unknown_file(sha256)
    if digest(content) != sha256:
        raise Unavailable("engagement_file_damaged", "文件已损坏，请从备份恢复：{sha256}", sha256=sha256)
    return content


def list_kept(session: Session, engagement_id: str) -> tuple[KeptFile, ...]:
    """The files of an engagement, oldest first."""
    return store.list_of(session, engagement_id)


def expect_kept(session: Session, engagement_id: str, sha256: str) -> None:
    """Expect a file to be there.

    :raises InvalidInput: ``engagement_file_not_kept``.
    """
    if store.find(session, engagement_id, sha256) is None:
        raise InvalidInput(
            "engagement_file_not_kept",
            "先交这个文件，再登记：没有摘要为 {sha256} 的文件",
            sha256=sha256,
            field="sha256",
        )


def unknown_file(sha256: str) -> NotFound:
    """The same words for a file that is not there and for one that the asker need not know."""
    return NotFound("engagement_file_unknown", "这个项目里没有这个文件：{sha256}", sha256=sha256)


def expect_party(engagement: Engagement, actor: Actor) -> None:
    """Who has no role here, or acts for another organisation, hands nothing in."""
    if not any(actor.holds(role) and acts_for(engagement, role, actor) for role in _HANDS_IN):
        raise NotAllowed("not_a_party", "您的单位不是这个项目的一方，不能“{event}”", event="交文件")
