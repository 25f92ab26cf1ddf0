"""Use cases: make the pack of a closed engagement, hand one out again, and how long it has to be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.access.seeing import digest_for
from engagement.engagement import acts_for
from engagement.files import KeptFile, list_kept, read
from engagement.folding import fold
from engagement.keeping_store import expect_whole
from engagement.pack import store
from engagement.pack.assembling import Pack, assembled
from engagement.pack.evidence import evidence_of
from engagement.pack.store import MadePack
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.clock import CHINA
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.unit_of_work import Work

KEPT_YEARS = 6
"""No source document says how long; testing bodies in China keep originals and reports for six years at least."""
MOST_FILE_BYTES = 256 * 2**20
"""Of the kept files of one pack."""
_OF_THE_DESK = frozenset({"coordinator", "association", "system"})


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

    :raises NotFound: ``engagement_not_found``. :raises NotAllowed: for others than desk, host and association
        (``pack_not_yours``), and for a host from whom some of the log is kept (``pack_tells_more``).
    :raises Conflict: ``engagement_not_closed``, ``pack_files_too_large``.
    """
    engagement = _for_maker(work.session, engagement_id, work.actor)
    if engagement.closed_at is None:
        raise Conflict("engagement_not_closed", "项目还没有终结，不能做终结材料包")
    _expect_sees_all(engagement, work.actor)
    kept, made = list_kept(work.session, engagement_id), store.list_of(work.session, engagement_id)
    numbered = _maker(work.session, engagement, kept, with_secret, with_files, kept_years)
    for one in made:
        if (one.version, one.with_secret, one.with_files) == (engagement.version, with_secret, with_files):
            again = numbered(one.number, made)
            if again.manifest.digest == one.digest:
                return again
    pack = numbered(len(made) + 1, made)
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


def open_pack(work: Work, engagement_id: str, number: int, *, kept_years: int = KEPT_YEARS) -> Pack:
    """A pack that was made, byte for byte: made again from the log and the files of its day; that it was is recorded.

    :raises NotFound: ``engagement_not_found``, ``pack_unknown``. :raises NotAllowed: as :func:`make_pack`.
    :raises Conflict: ``pack_changed_since``: names, settings or the program are others by now.
    """
    engagement = _for_maker(work.session, engagement_id, work.actor)
    made = store.list_of(work.session, engagement_id)
    one = next((one for one in made if one.number == number), None)
    if one is None:
        raise NotFound("pack_unknown", "没有第 {number} 份终结材料包", number=number)
    then = fold(engagement.history[: one.version])
    _expect_sees_all(then, work.actor)
    kept = tuple(file for file in list_kept(work.session, engagement_id) if file.kept_at <= one.made_at)
    pack = _maker(work.session, then, kept, one.with_secret, one.with_files, kept_years)(number, made)
    if pack.manifest.digest != one.digest:
        raise Conflict(
            "pack_changed_since", "第 {number} 份以后有内容变了，做不出原样的一份：请用当时保存的", number=number
        )
    told = {"number": number, "pack": one.digest, "level": engagement.level}
    work.record("engagement.pack_opened", engagement_id, told)
    return pack


def packs_for(session: Session, engagement_id: str, actor: Actor) -> tuple[MadePack, ...]:
    """Every pack that was made, for whoever may have one made. Raises as :func:`make_pack`."""
    _expect_sees_all(_for_maker(session, engagement_id, actor), actor)
    return list_packs(session, engagement_id)


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


def _for_maker(session: Session, engagement_id: str, actor: Actor) -> Engagement:
    """The engagement, whole, for desk, association and its own host; who acts for nobody in particular is not asked."""
    engagement = engagements.load(session, engagement_id)
    expect_whole(session, engagement_id)
    is_own_host = actor.holds("host") and acts_for(engagement, "host", actor)
    if not actor.roles & _OF_THE_DESK and not is_own_host:
        raise NotAllowed("pack_not_yours", "终结材料包由协调员、依托单位或协会制作")
    return engagement


def _expect_sees_all(engagement: Engagement, actor: Actor) -> None:
    """A pack holds the whole log: a host from whom some of it is kept has it made by the desk."""
    if not actor.roles & _OF_THE_DESK and digest_for(engagement, actor) is None:
        raise NotAllowed("pack_tells_more", "这个项目的日志里有不告诉依托单位的内容，材料包由协调员制作")


def _maker(
    session: Session,
    engagement: Engagement,
    kept: tuple[KeptFile, ...],
    with_secret: bool,
    with_files: bool,
    kept_years: int,
) -> Callable[[int, Sequence[MadePack]], Pack]:
    """Number and the packs before it → the pack. A short one of a secret engagement has no files."""
    evidence, is_short = evidence_of(session, engagement), engagement.level == "secret" and not with_secret
    files = _files(session, engagement.id, {one.sha256: one.size for one in kept}) if with_files else None
    keep_until = kept_until(engagement, kept_years)

    def numbered(number: int, made: Sequence[MadePack]) -> Pack:
        return assembled(
            engagement,
            evidence,
            () if is_short else kept,
            None if is_short else files,
            number=number,
            previous=made[number - 2].digest if number > 1 else None,
            keep_until=keep_until,
            with_secret=with_secret,
        )

    return numbered


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
