"""Use cases of learning (B18): read what was decided, adopt what it teaches, forget it, say which policy is in use.

Learning reads many runs: :func:`lesson_from` (read and think) → :func:`adopt` (write).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import NotAllowed, NotReady
from foundation.unit_of_work import Work
from matcher.learning import lesson_store
from matcher.learning.judging import Judged, weighed
from matcher.learning.learning import Lesson, learned
from matcher.learning.lesson_store import Decided, KeptLesson
from matcher.policy import DEFAULT_POLICY, MatchPolicy
from matcher.store import kept_run
from matcher.understood import Understood

TELLING = frozenset({"outside_scope", "wrong_product", "wrong_parameter"})
"""Reasons for declining that say something of fit. The others (no capacity, price, a conflict …) would teach the
signals what they cannot see."""
SUBJECT = "match_policy"
"""What the audit entries of learning are about."""


def policy_in_use(session: Session) -> MatchPolicy:
    """The learned policy, or the shipped one: where nothing was learned, or it was learned on another shipped one."""
    lesson = lesson_store.active_lesson(session)
    is_ours = lesson is not None and lesson.base_digest == DEFAULT_POLICY.digest
    return lesson.policy if lesson is not None and is_ours else DEFAULT_POLICY


def expect_coordinator(actor: Actor) -> None:
    """NotAllowed for all but coordinators."""
    if not actor.holds("coordinator"):
        raise NotAllowed("learning_desk_only", "只有协调员可以让匹配学习或忘记")


def lesson_from(session: Session, actor: Actor) -> Lesson:
    """What all decisions so far teach about the shipped policy; always anew, so that lessons do not pile up."""
    expect_coordinator(actor)
    return learned(tuple(_judged(session)), DEFAULT_POLICY)


def adopt(work: Work, lesson: Lesson) -> KeptLesson | None:
    """Use a lesson from now on in place of the one before; one that was not adopted leaves a trace and no more."""
    expect_coordinator(work.actor)
    facts = {"decisions": lesson.decisions, "pairs": lesson.pairs, "base": lesson.base_digest}
    if lesson.policy is None:
        work.record("match.nothing_learned", SUBJECT, facts)
        return None
    active = lesson_store.active_lesson(work.session)
    if active is not None and (active.digest, active.base_digest) == (lesson.policy.digest, lesson.base_digest):
        return active
    lesson_store.withdraw(work.session)
    kept = lesson_store.add_lesson(work.session, work.new_id("les"), lesson, lesson.policy, work.now)
    work.record("match.learned", SUBJECT, facts | {"lesson": kept.id, "policy": kept.digest})
    return kept


def forget(work: Work) -> KeptLesson | None:
    """Back to the shipped policy; the lesson that was in use, ``None`` where there was none."""
    expect_coordinator(work.actor)
    active = lesson_store.active_lesson(work.session)
    if active is not None:
        lesson_store.withdraw(work.session)
        work.record("match.forgotten", SUBJECT, {"lesson": active.id, "policy": active.digest})
    return active


def _judged(session: Session) -> Iterator[Judged]:
    telling = (one for one in lesson_store.decided(session) if one.state == "accepted" or one.reason_code in TELLING)
    for run_id, every in groupby(telling, key=lambda one: one.run_id):
        yield from _of_run(session, run_id, tuple(every))


def _of_run(session: Session, run_id: str, every: tuple[Decided, ...]) -> Iterator[Judged]:
    kept = kept_run(session, run_id)
    try:
        policy = kept.asked(any_method=True).policy
    except NotReady:  # of the time before inputs were kept: with which weights it was found is not known
        return
    found = kept.outcome().found.whole
    rows = {centre.provider_id: centre.rows for centre in found.centres}
    for one in every:
        if one.centre_id not in rows:
            continue
        points, rest = weighed(rows[one.centre_id], policy, DEFAULT_POLICY)
        yield Judged(
            id=one.id,
            run_id=run_id,
            demand_id=one.demand_id,
            trade=_trade(found.understood),
            is_accepted=one.state == "accepted",
            points=points,
            rest=rest,
        )


def _trade(understood: tuple[Understood, ...]) -> str:
    return next((one.name for one in understood if one.kind == "trade"), "")
