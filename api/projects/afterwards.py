"""What closed engagements tell the evaluation, at a door: for the desk."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from api.wiring import House
from engagement.afterwards.followups import FollowUp, due
from engagement.afterwards.ratings import IndicatorValues, Window
from engagement.afterwards.sources import sources_of
from engagement.service import rate
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import NotAllowed


def facts_of(
    house: House, session: Session, actor: Actor, first: date, before: date, centre_id: str | None = None
) -> IndicatorValues:
    """The indicator values of a window, with what the stores hold of it. Raises NotAllowed for others than the desk,
    InvalidInput (``window_empty``)."""
    _expect_desk(actor)
    window, days = Window(first=first, before=before), house.settings.complaint_close_days
    sources = sources_of(session, window, house.calendar, centre_id=centre_id, close_days=days)
    return rate(session, window, centre_id=centre_id, sources=sources, calendar=house.calendar)


def followups_due(house: House, session: Session, actor: Actor) -> tuple[FollowUp, ...]:
    """Reports of effects that are due by today. Raises NotAllowed for others than the desk."""
    _expect_desk(actor)
    return due(session, today(house.clock), rules=house.engagement_rules)


def _expect_desk(actor: Actor) -> None:
    if not actor.holds("coordinator"):
        raise NotAllowed("facts_for_coordinators", "评价指标的原始值和到期未报的成效，只有协调员可以看")
