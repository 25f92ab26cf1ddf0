"""Use cases: hold an engagement back from erasing, release it, erase it when its time is over, tell what is due.

Erasing leaves the log verifiable: of each entry its place, step, time and digest remain, and the audit chain still
knows the digests (:mod:`engagement.retention.checking`). Packs that were made lie elsewhere and are not reached.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from engagement import keeping_store as store
from engagement import store as engagements
from engagement.access import store as links
from engagement.files import store as files
from engagement.keeping import Due, Keeping
from engagement.log import log_digest
from engagement.pack.making import KEPT_YEARS, kept_until
from engagement.retention.erased import erased, remains_digest
from foundation.clock import CHINA
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.races import changed_meanwhile
from foundation.unit_of_work import Work

_KEEPERS = frozenset({"association", "system"})


def hold(work: Work, engagement_id: str, reason: str) -> Keeping:
    """Nothing of it is erased until it is released (a dispute, an audit, a court); held again, the new reason counts.

    :raises NotFound: ``engagement_not_found``. :raises NotAllowed: ``keeping_not_yours``. :raises InvalidInput:
        ``reason_missing``. :raises Conflict: ``engagement_erased``.
    """
    known = _known(work, engagement_id, reason)
    store.expect_whole(work.session, engagement_id)
    held = known.model_copy(update={"held_at": work.now, "held_by": work.actor.id, "hold_reason": reason.strip()})
    store.put(work.session, held)
    work.record("engagement.held", engagement_id, {})
    return held


def release(work: Work, engagement_id: str, reason: str) -> Keeping:
    """End a hold; what is not held stays as it is. Raises as :func:`hold`."""
    known = _known(work, engagement_id, reason)
    if known.held_at is None:
        return known
    free = known.model_copy(update={"held_at": None, "held_by": None, "hold_reason": None})
    store.put(work.session, free)
    work.record("engagement.released", engagement_id, {})
    return free


def erase(work: Work, engagement_id: str, reason: str, years: int = KEPT_YEARS) -> Keeping:
    """Erase persons, terms, words and files of an engagement whose time is over; once is enough.

    :raises NotFound: ``engagement_not_found``. :raises NotAllowed: ``keeping_not_yours``. :raises InvalidInput:
        ``reason_missing``. :raises Conflict: ``engagement_not_closed``, ``retention_not_over``, ``engagement_held``,
        ``changed_meanwhile``.
    """
    known = _known(work, engagement_id, reason)
    if known.erased_at is not None:
        return known
    whole = engagements.load(work.session, engagement_id)
    until = kept_until(whole, years)
    if until is None:
        raise Conflict("engagement_not_closed", "项目还没有终结")
    if work.now.astimezone(CHINA).date() <= until:
        raise Conflict("retention_not_over", "项目要保存到 {day}，还不能删除", day=until.isoformat())
    if known.held_at is not None:
        raise Conflict("engagement_held", "项目已暂缓删除：{reason}", reason=known.hold_reason)
    left = erased(whole)
    digests = tuple(log_digest([entry]) for entry in whole.history)
    if not engagements.strike(work.session, left, digests):
        raise changed_meanwhile()
    gone = files.remove_all(work.session, engagement_id)
    links.remove_all(work.session, engagement_id)
    facts = {"erased_at": work.now, "erased_by": work.actor.id, "erase_reason": reason.strip()}
    done = known.model_copy(update={**facts, "remains": remains_digest(left, digests)})
    store.put(work.session, done)
    work.record(
        "engagement.erased",
        engagement_id,
        {"entries": len(digests), "files": gone, "remains": done.remains, "kept_until": until.isoformat()},
    )
    return done


def due(session: Session, today: date, years: int = KEPT_YEARS) -> tuple[Due, ...]:
    """Every engagement whose time is over, not held and not erased, by id."""
    known = {one.engagement_id: one for one in store.every(session)}
    found = []
    for engagement in engagements.load_closed(session, datetime(1970, 1, 1, tzinfo=UTC), _day_after(today)):
        keeping, until = known.get(engagement.id), kept_until(engagement, years)
        if until is not None and until < today and not (keeping and (keeping.held_at or keeping.erased_at)):
            found.append(Due(engagement_id=engagement.id, kept_until=until))
    return tuple(found)


def list_kept(session: Session) -> tuple[Keeping, ...]:
    """Every hold and every erasure, by id of the engagement."""
    return store.every(session)


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def _known(work: Work, engagement_id: str, reason: str) -> Keeping:
    if not work.actor.roles & _KEEPERS:
        raise NotAllowed("keeping_not_yours", "暂缓删除和删除由协会办理")
    if not reason.strip() or len(reason) > _LONGEST:
        raise InvalidInput("reason_missing", "要写明原因（不超过 {most} 字）", most=_LONGEST, field="reason")
    engagements.load(work.session, engagement_id)
    return store.find(work.session, engagement_id)


_LONGEST = 1_000
