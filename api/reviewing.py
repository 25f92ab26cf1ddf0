"""Reviewing at a door: the queue and one case for whoever asks, with the site's own rules and calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.wiring import House
from foundation.actors import Actor
from foundation.clock import today
from foundation.secrecy import Level
from matcher.review import case as review_case
from matcher.review import queue as review_queue
from matcher.review.views import CaseState, QueuePage, ReviewCase


def read_queue(
    house: House,
    actor: Actor,
    states: Sequence[CaseState] = (),
    owner: str | None = None,
    service: str | None = None,
    until: date | None = None,
    after: str | None = None,
    limit: int = 50,
    level: Level | None = None,
) -> QueuePage:
    """Demands under review, the soonest due first; see :func:`matcher.review.queue.queue`."""
    with house.reading() as session:
        return review_queue.queue(
            session,
            actor,
            today(house.clock),
            states=states,
            owner=owner,
            service=service,
            level=level,
            until=until,
            after=after,
            limit=limit,
            calendar=house.calendar,
        )


def read_case(house: House, actor: Actor, demand_id: str) -> ReviewCase:
    """One demand with all that a decision needs; see :func:`matcher.review.case.case`."""
    with house.reading() as session:
        return review_case.case(session, actor, demand_id, house.review_policy, today(house.clock), house.calendar)
