"""Subscriptions and notices: rows in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from foundation.errors import NotFound
from foundation.races import is_first, save_over
from foundation.values import value_of
from matcher.reverse.subscription import Filters, Notice, Subscription, SubscriptionState
from matcher.tables import SubscriptionNoticeRow, SubscriptionRow


def add_subscription(session: Session, subscription: Subscription) -> None:
    """Store a new one."""
    filters = subscription.filters.model_dump_json()
    session.add(SubscriptionRow(**subscription.model_dump(exclude={"filters"}), filters=filters))
    session.flush()


def get_subscription(session: Session, subscription_id: str) -> Subscription:
    """One subscription; NotFound when there is none."""
    row = session.get(SubscriptionRow, subscription_id)
    if row is None:
        raise unknown(subscription_id)
    return _subscription(row)


def unknown(subscription_id: str) -> NotFound:
    """The error for a subscription that is not there, or not this actor's to see."""
    return NotFound("subscription_unknown", "没有这个订阅：{subscription}", subscription=subscription_id)


def list_subscriptions(
    session: Session,
    owner: str | None = None,
    demand_id: str | None = None,
    states: Sequence[SubscriptionState] = (),
    before: str | None = None,
    limit: int | None = None,
) -> tuple[Subscription, ...]:
    """Subscriptions, newest first; ``before`` is the id to go on after."""
    query = select(SubscriptionRow).order_by(SubscriptionRow.id.desc())
    if owner is not None:
        query = query.where(SubscriptionRow.owner == owner)
    if demand_id is not None:
        query = query.where(SubscriptionRow.demand_id == demand_id)
    if states:
        query = query.where(SubscriptionRow.state.in_(states))
    if before is not None:
        query = query.where(SubscriptionRow.id < before)
    if limit is not None:
        query = query.limit(limit)
    return tuple(_subscription(row) for row in session.scalars(query))


def save_state(session: Session, seen: Subscription, state: SubscriptionState, at: datetime) -> Subscription:
    """Move a subscription on if nobody did meanwhile; Conflict otherwise."""
    after = seen.model_copy(update={"state": state, "updated_at": at})
    saved = save_over(session, SubscriptionRow, seen, after, state=state, updated_at=at)
    session.expire_all()
    return saved


def add_notice(session: Session, notice: Notice) -> bool:
    """Store a notice unless this pair was told already, by whomever; whether it is new."""
    return is_first(session, SubscriptionNoticeRow, notice.model_dump(), "subscription_id", "subject_id")


def notices_of(session: Session, subscription_id: str, limit: int | None = None) -> tuple[Notice, ...]:
    """What a subscription was told, newest first."""
    row = SubscriptionNoticeRow
    query = select(row).where(row.subscription_id == subscription_id)
    found = session.scalars(query.order_by(row.told_at.desc(), row.subject_id.desc()).limit(limit))
    return tuple(value_of(Notice, one) for one in found)


def told_of(session: Session, states: Sequence[SubscriptionState]) -> frozenset[tuple[str, str]]:
    """Every pair of subscription and subject told so far, for subscriptions in these states."""
    row = SubscriptionNoticeRow
    query = select(row.subscription_id, row.subject_id).join(SubscriptionRow, SubscriptionRow.id == row.subscription_id)
    return frozenset((one, other) for one, other in session.execute(query.where(SubscriptionRow.state.in_(states))))


def _subscription(row: SubscriptionRow) -> Subscription:
    return value_of(Subscription, row, filters=Filters.model_validate_json(row.filters))
