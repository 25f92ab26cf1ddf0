"""Use cases of subscriptions (S0-37): subscribe, look, pause, resume, end; :mod:`matcher.reverse.telling` tells."""

from __future__ import annotations

from sqlalchemy.orm import Session

from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.listing import check_limit
from foundation.process import ROLE_LABELS, advance
from foundation.races import check_seen
from foundation.text import clean
from foundation.unit_of_work import Work
from intake.demand import unknown_demand
from intake.lexicon import data
from intake.service import get_demand
from intake.wording import check_utterance
from kb.service import find_centre, get_expert
from matcher import store as matches
from matcher.policy import POINTS
from matcher.reverse import subscription_store as store
from matcher.reverse.subscription import (
    MAY_SUBSCRIBE,
    SUBSCRIBING,
    WORTH_TELLING,
    Filters,
    Notice,
    Step,
    SubscriberKind,
    Subscription,
    SubscriptionState,
)

LONGEST_NAME = 120
LONGEST_WORD = 64
MOST_WORDS = 20
_STATES: dict[str, SubscriptionState] = {"active": "active", "paused": "paused", "ended": "ended"}


def subscribe(
    work: Work,
    kind: SubscriberKind,
    subscriber: str = "",
    title: str = "",
    text: str = "",
    filters: Filters | None = None,
    min_score: int | None = None,
    demand_id: str | None = None,
) -> Subscription:
    """Ask to be told from now on: of new demands, or (an enterprise) of new capabilities for its demand.

    ``min_score`` in points of a million; when a text is given without one, it is
    :data:`matcher.reverse.subscription.WORTH_TELLING`.
    Raises NotAllowed for another role or organisation, NotFound for an unknown centre, expert or demand, Conflict for
    a demand that still has centres under review, InvalidInput naming the field.
    """
    _check_role(work.actor, kind)
    wanted = _checked(filters or Filters())
    title, text = _words(title, "title"), _words(text, "text")
    if kind == "enterprise":
        if title or text or not wanted.is_empty:
            field = "text" if title or text else "filters"
            raise InvalidInput("subscription_demand_speaks", "企业按需求本身的文字订阅，不另写条件", field=field)
        subscriber = _whose_demand(work, demand_id)
    else:
        if demand_id is not None:
            raise InvalidInput("subscription_no_demand", "只有企业按自己的需求订阅", field="demand_id")
        if not text and wanted.is_empty:
            raise InvalidInput("subscription_empty", "请写一段文字，或至少一个条件", field="text")
        subscriber = _whose(work, kind, clean(subscriber))
    if min_score is not None and not 1 <= min_score <= POINTS:
        raise InvalidInput("min_score_out_of_range", "最低分在 0 与 1 之间", field="min_score")
    is_scored = kind == "enterprise" or bool(text)
    if min_score is not None and not is_scored:
        raise InvalidInput(
            "min_score_without_text", "没有文字就没有分数；请写一段文字，或不设最低分", field="min_score"
        )
    made = Subscription(
        id=work.new_id("sub"),
        kind=kind,
        subscriber=subscriber,
        owner=_owner(work.actor),
        title=title,
        text=text,
        filters=wanted,
        min_score=(min_score or WORTH_TELLING) if is_scored else None,
        demand_id=demand_id,
        created_at=work.now,
        updated_at=work.now,
    )
    store.add_subscription(work.session, made)
    work.record("subscription.made", made.id, {"kind": kind, "min_score": made.min_score, "demand": demand_id})
    return made


def change(work: Work, subscription_id: str, step: Step, expected_version: int | None = None) -> Subscription:
    """Pause, resume or end. What is released during a pause is told after it.

    Raises NotFound when it is not this actor's, Conflict when it moved on or the step is not open.
    """
    seen = get_subscription(work.session, work.actor, subscription_id)
    check_seen(expected_version, seen.version)
    row = advance(SUBSCRIBING, seen.state, step, work.actor)
    after = store.save_state(work.session, seen, _STATES[row.next], work.now)
    work.record(f"subscription.{row.next}", subscription_id, {"version": after.version})
    return after


def get_subscription(session: Session, actor: Actor, subscription_id: str) -> Subscription:
    """One subscription of this actor's organisation, any for a coordinator; NotFound otherwise."""
    found = store.get_subscription(session, subscription_id)
    if not actor.holds("coordinator") and found.owner != _owner(actor):
        raise store.unknown(subscription_id)
    return found


def list_subscriptions(
    session: Session, actor: Actor, demand_id: str | None = None, before: str | None = None, limit: int = 50
) -> tuple[Subscription, ...]:
    """A coordinator's view of all, everybody else's of their own, newest first; ``before`` as for demands.

    Who acts for no organisation (nobody signed in) must name the demand: its id is the key to it.
    """
    check_limit(limit)
    if actor.holds("coordinator"):
        return store.list_subscriptions(session, None, demand_id, before=before, limit=limit)
    if actor.organisation is None and demand_id is None:
        raise NotAllowed("subscriptions_not_listed", "没有登录的企业须写明需求编号，才能查看它的订阅")
    return store.list_subscriptions(session, _owner(actor), demand_id, before=before, limit=limit)


def list_notices(session: Session, actor: Actor, subscription_id: str, limit: int = 50) -> tuple[Notice, ...]:
    """What a subscription was told, newest first; NotFound when it is not this actor's."""
    check_limit(limit)
    return store.notices_of(session, get_subscription(session, actor, subscription_id).id, limit)


def _owner(actor: Actor) -> str:
    return (actor.organisation or actor.id)[:64]


def _check_role(actor: Actor, kind: SubscriberKind) -> None:
    if not actor.roles & MAY_SUBSCRIBE[kind]:
        roles = "、".join(ROLE_LABELS[role] for role in sorted(MAY_SUBSCRIBE[kind]))
        raise NotAllowed("subscription_role", "这种订阅须由{roles}办理", roles=roles)


def _whose(work: Work, kind: SubscriberKind, subscriber: str) -> str:
    """The provider's id or the station's name, after it was found to be this actor's to speak for."""
    if not subscriber:
        raise InvalidInput("subscriber_missing", "请写明为谁订阅", field="subscriber")
    if len(subscriber) > LONGEST_NAME:
        raise InvalidInput("name_too_long", "名称太长：最多 {most} 个字", field="subscriber", most=LONGEST_NAME)
    actor = work.actor
    if kind == "centre":
        centre = find_centre(work.session, subscriber)
        subscriber, own = centre.id, {centre.id, centre.host.id}
    elif kind == "expert":
        own = {get_expert(work.session, subscriber).provider_id or ""}
    else:
        own = {actor.organisation or ""}
    if not actor.holds("coordinator") and (not actor.organisation or actor.organisation not in own):
        raise NotAllowed("subscription_not_yours", "只能为本单位订阅")
    return subscriber


def _whose_demand(work: Work, demand_id: str | None) -> str:
    if not demand_id:
        raise InvalidInput("subscription_demand_missing", "请写明是哪条需求", field="demand_id")
    demand = get_demand(work.session, demand_id)
    actor = work.actor
    is_other = actor.organisation is not None and demand.enterprise not in (None, actor.organisation)
    if is_other and not actor.holds("coordinator"):
        raise unknown_demand(demand_id)
    if demand.status in ("draft", "docked", "withdrawn", "refused", "complaint"):
        raise Conflict("demand_not_open", "这条需求已经不在等待能力")
    if demand.status != "no_capability":
        candidates = matches.candidates_of(work.session, demand_id)
        if not candidates:
            raise Conflict("demand_not_matched", "这条需求还没有匹配过，请先匹配")
        if any(candidate.state != "declined" for candidate in candidates):
            raise Conflict("demand_has_candidates", "这条需求已有候选中心，不必等新的能力")
    return (demand.enterprise or _owner(actor))[:LONGEST_NAME]


def _words(text: str, field: str) -> str:
    return check_utterance(text, field) if clean(text) else ""


def _checked(filters: Filters) -> Filters:
    """The filters without spaces around and doubles; InvalidInput naming the list at fault."""
    kept: dict[str, tuple[str, ...]] = {}
    for field in ("products", "parameters", "industries", "regions"):
        words = tuple(dict.fromkeys(clean(word) for word in getattr(filters, field)))
        if len(words) > MOST_WORDS:
            raise InvalidInput("filter_too_long", "条件太多：每项最多 {most} 个", field=field, most=MOST_WORDS)
        for word in words:
            if not word:
                raise InvalidInput("filter_word_empty", "条件里有空的词", field=field)
            if len(word) > LONGEST_WORD:
                raise InvalidInput(
                    "filter_word_too_long", "条件的词太长：最多 {most} 个字", field=field, most=LONGEST_WORD
                )
        kept[field] = words
    industries = data("industries")
    for word in kept["industries"]:
        if not any(word in name for name in industries):
            raise InvalidInput("industry_unknown", "没有这个行业：{value}", field="industries", value=word)
    return Filters(**kept)
