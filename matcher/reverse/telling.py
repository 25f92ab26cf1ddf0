"""Telling subscribers what is new, each pair once (S0-37): read – :func:`news_of` – :func:`run_subscriptions`.

Thinking happens with no session open and may be out of date when its result is written; so the write looks again: at
the subscription, at the demand, at the import. Notice and outbox job are written in one transaction: a failed commit
tells nobody, and of two runners at once the second finds the pair taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import NotAllowed, NotFound
from foundation.outbox import enqueue
from foundation.secrecy import may_leave
from foundation.unit_of_work import Work
from foundation.values import Value
from intake.demand import Demand
from intake.reading.record import read_draft
from intake.releasing.released import released
from intake.service import get_demand
from kb.capability import Capability
from kb.passages import passage_of_capability
from kb.service import get_import, imported_since
from matcher.reverse import subscription_store as store
from matcher.reverse.finding import DemandIndex, find_demands
from matcher.reverse.offered import wanted_by_result
from matcher.reverse.pool import Vectors, build_pool
from matcher.reverse.subscription import WORTH_TELLING, Notice, Subscription, may_hear, passes
from matcher.service import wanted_of

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.trade.compiled import Trade

NOTICE = "subscription.notice"
"""The kind of the outbox job."""


class News(Value):
    """One thing worth telling one subscription: a demand, or an import with its best row."""

    subscription_id: str
    subject_id: str
    best_id: str | None = None
    points: int | None = None


class Told(Value):
    """What a run did, by number of pairs. ``known``: somebody told it already; ``held``: no longer to be told."""

    told: int = 0
    known: int = 0
    held: int = 0


class Imported(NamedTuple):
    """The rows an import brought that stand as it left them."""

    import_id: str
    at: datetime
    rows: tuple[Capability, ...]


class Waiting(NamedTuple):
    """Everything a run has to think about, read at one moment."""

    subscriptions: tuple[Subscription, ...]
    told: frozenset[tuple[str, str]]
    demands: Mapping[str, Demand]
    """The demands of enterprises' subscriptions, by id."""
    imports: tuple[Imported, ...]


def waiting(session: Session) -> Waiting:
    """Active subscriptions, what they were told, and what came in since the oldest of those that wait for rows."""
    subscriptions = tuple(sorted(store.list_subscriptions(session, states=("active",)), key=lambda one: one.id))
    asking = [one for one in subscriptions if one.demand_id is not None]
    demands = {one.demand_id: get_demand(session, one.demand_id) for one in asking if one.demand_id is not None}
    imports: tuple[Imported, ...] = ()
    if asking:
        found = imported_since(session, min(one.created_at for one in asking))
        imports = tuple(Imported(report.import_id, report.at, rows) for report, rows in found)
    return Waiting(subscriptions, store.told_of(session, ("active",)), demands, imports)


def news_of(
    now: Waiting, index: DemandIndex, embedder: Embedder, on: date, vectors: Vectors | None = None
) -> tuple[News, ...]:
    """What every subscription should hear, in the order of subscriptions and subjects. Pure thinking, no session."""
    found = [news for one in now.subscriptions for news in _new_demands(one, now.told, index, embedder, on)]
    found += _new_capabilities(now, index.pool.trade, embedder, on, vectors)
    return tuple(sorted(found, key=lambda news: (news.subscription_id, news.subject_id)))


def _new_demands(
    one: Subscription, told: frozenset[tuple[str, str]], index: DemandIndex, embedder: Embedder, on: date
) -> Iterator[News]:
    fresh = {
        demand.id
        for demand in index.demands.values()
        if demand.published_at >= one.created_at
        and (one.id, demand.id) not in told
        and may_hear(one.kind, demand)
        and passes(one.filters, demand, index.understood[demand.id])
    }
    if not fresh or one.demand_id is not None:
        return
    if not one.text:
        yield from (News(subscription_id=one.id, subject_id=demand) for demand in sorted(fresh))
        return
    wanted = wanted_by_result(read_draft(one.title, one.text), one.text, one.title, on)
    found = find_demands(wanted, index, embedder, len(fresh), one.min_score or WORTH_TELLING, fresh)
    for hit in found.demands:
        yield News(subscription_id=one.id, subject_id=hit.demand.id, points=hit.score)


def _new_capabilities(
    now: Waiting, trade: Trade, embedder: Embedder, on: date, vectors: Vectors | None
) -> Iterator[News]:
    open_pairs = [
        (one, imported)
        for one in now.subscriptions
        if one.demand_id is not None and is_waiting(now.demands[one.demand_id])
        for imported in now.imports
        if imported.at >= one.created_at and (one.id, imported.import_id) not in now.told
    ]
    rows = {row.id: row for _, imported in open_pairs for row in imported.rows}
    if not rows:
        return
    pool = build_pool(map(passage_of_capability, rows.values()), "capability", trade, embedder, vectors)
    for one, imported in open_pairs:
        demand = now.demands[one.demand_id or ""]
        wanted = wanted_of(demand.draft, demand.text, demand.title, on)
        found, _ = pool.find(wanted, embedder, 1, {row.id for row in imported.rows})
        if found.hits and found.hits[0].score >= (one.min_score or WORTH_TELLING):
            (best,) = found.hits
            yield News(
                subscription_id=one.id, subject_id=imported.import_id, best_id=best.passage_id, points=best.score
            )


def is_waiting(demand: Demand) -> bool:
    """Whether an enterprise still looks for somebody."""
    return demand.status in ("confirmed", "published", "matched", "no_capability")


def check_runner(actor: Actor) -> None:
    """Raise NotAllowed unless this is the system or a coordinator."""
    if not (actor.holds("system") or actor.holds("coordinator")):
        raise NotAllowed("subscription_run_role", "只有系统或协调员可以发送订阅通知")


def run_subscriptions(work: Work, news: Iterable[News]) -> Told:
    """Tell what is still to be told: one notice and one outbox job for each pair, ever. For system and coordinators.

    What was withdrawn, docked, made secret, undone or paused since it was thought about is held back.
    """
    check_runner(work.actor)
    active = {one.id: one for one in store.list_subscriptions(work.session, states=("active",))}
    ends = {"told": 0, "known": 0, "held": 0}
    heard: dict[str, list[str]] = {}
    # Everybody goes through the pairs in one order: two runners queue instead of blocking each other.
    for item in sorted(news, key=lambda one: (one.subscription_id, one.subject_id)):
        subscription = active.get(item.subscription_id)
        payload = None if subscription is None else _payload(work.session, subscription, item)
        if payload is None:
            ends["held"] += 1
            continue
        if not store.add_notice(work.session, Notice(**item.model_dump(), told_at=work.now)):
            ends["known"] += 1
            continue
        enqueue(work, NOTICE, payload, key=f"{item.subscription_id}/{item.subject_id}")
        ends["told"] += 1
        heard.setdefault(item.subscription_id, []).append(item.subject_id)
    for subscription_id, subjects in heard.items():
        work.record("subscription.told", subscription_id, {"subjects": subjects})
    return Told(**ends)


def _payload(session: Session, subscription: Subscription, item: News) -> dict[str, object] | None:
    """What the job carries: of the demand only what its level lets leave; ``None`` when it is not to be told now."""
    try:
        demand = get_demand(session, subscription.demand_id or item.subject_id)
    except NotFound:
        return None
    facts: dict[str, object] = {"subscription": subscription.id, "kind": subscription.kind}
    if subscription.demand_id is None:
        public = released(demand)
        if public is None or not may_hear(subscription.kind, public):
            return None
        title = public.title
    else:
        if not is_waiting(demand) or not _stands(session, item.subject_id):
            return None
        facts |= {"import": item.subject_id, "capability": item.best_id}
        title = demand.title
    known = {"id": demand.id, "state": demand.status, "title": title}
    return {**facts, "demand": {name: known[name] for name in may_leave(demand.level, "webhook").fields}}


def _stands(session: Session, import_id: str) -> bool:
    try:
        return get_import(session, import_id).undone_at is None
    except NotFound:
        return False
