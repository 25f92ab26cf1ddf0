"""Use cases: make the pack of a closed engagement, and how long it has to be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.files import list_kept, read
from engagement.keeping_store import expect_whole
from engagement.pack import store
from engagement.pack.assembling import Pack, assembled
from engagement.pack.evidence import evidence_of
from engagement.pack.store import MadePack
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.errors import Conflict, NotAllowed
from foundation.unit_of_work import Work

KEPT_YEARS = 6
"""No source document says how long; testing bodies in China keep originals and reports for six years at least."""
MOST_FILE_BYTES = 256 * 2**20
"""Of the kept files of one pack."""
_MAKERS = frozenset({"coordinator", "host", "association", "system"})


def make_pack(
    work: Work,
    engagement_id: str,
    *,
    with_secret: bool = False,
    with_files: bool = True,
    kept_years: int = KEPT_YEARS,
) -> Pack:
    """The pack of a closed engagement; nothing changed since the last one gives the same bytes and number again.

    A reopened engagement has none until it is closed again; the next pack then names the digest of the one before.

    :raises NotFound: ``engagement_not_found``. :raises NotAllowed: for others than desk, host and association.
    :raises Conflict: ``engagement_not_closed``, ``pack_files_too_large``.
    """
    engagement = engagements.load(work.session, engagement_id)
    expect_whole(work.session, engagement_id)
    if not work.actor.roles & _MAKERS or not _is_of_host(engagement, work):
        raise NotAllowed("pack_not_yours", "终结材料包由协调员、依托单位或协会制作")
    if engagement.closed_at is None:
        raise Conflict("engagement_not_closed", "项目还没有终结，不能做终结材料包")
    kept = list_kept(work.session, engagement_id)
    evidence = evidence_of(work.session, engagement)
    is_short = engagement.level == "secret" and not with_secret
    files = _files(work.session, engagement_id, {one.sha256: one.size for one in kept}) if with_files else None
    if is_short:
        kept, files = (), None
    keep_until = kept_until(engagement, kept_years)
    made = store.list_of(work.session, engagement_id)

    def numbered(number: int, previous: str | None) -> Pack:
        return assembled(
            engagement,
            evidence,
            kept,
            files,
            number=number,
            previous=previous,
            keep_until=keep_until,
            with_secret=with_secret,
        )

    for place, one in enumerate(made):
        if (one.version, one.with_secret, one.with_files) == (engagement.version, with_secret, with_files):
            again = numbered(one.number, made[place - 1].digest if place else None)
            if again.manifest.digest == one.digest:
                return again
    pack = numbered(len(made) + 1, made[-1].digest if made else None)
    new = MadePack(
        number=pack.manifest.number,
        version=engagement.version,
        digest=pack.manifest.digest,
        with_secret=with_secret,
        with_files=with_files,
        made_at=work.now,
        made_by=work.actor.id,
    )
    store.add(work.session, engagement_id, new)
    work.record("engagement.packed", engagement_id, {"number": new.number, "version": new.version, "pack": new.digest})
    return pack


def list_packs(session: Session, engagement_id: str) -> tuple[MadePack, ...]:
    """Every pack that was made of an engagement, the first one first."""
    return store.list_of(session, engagement_id)


def kept_until(engagement: Engagement, years: int = KEPT_YEARS) -> date | None:
    """The last day on which a closed engagement and its packs have to be kept; ``None`` while it is open."""
    if engagement.closed_at is None:
        return None
    closed = engagement.closed_at.astimezone(CHINA).date()
    leap = (closed.month, closed.day) == (2, 29)
    return closed.replace(year=closed.year + years, day=28 if leap else closed.day)


def _is_of_host(engagement: Engagement, work: Work) -> bool:
    """A host makes packs of its own engagements; who acts for no organisation is not asked."""
    others = work.actor.roles & (_MAKERS - {"host"})
    return bool(others) or work.actor.organisation in (None, engagement.host_id)


def _files(session: Session, engagement_id: str, sizes: Mapping[str, int]) -> dict[str, bytes]:
    total = sum(sizes.values())
    if total > MOST_FILE_BYTES:
        raise Conflict(
            "pack_files_too_large",
            "项目存的文件共 {total} MB，超过一个包的上限 {most} MB；可以做不含文件的包",
            total=total // 2**20,
            most=MOST_FILE_BYTES // 2**20,
        )
    return {sha256: read(session, engagement_id, sha256) for sha256 in sizes}
