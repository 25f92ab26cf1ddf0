"""How long projects are kept, at a door: what is due, and erasing with the freed space written over."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.wiring import House
from engagement.keeping import Due, Keeping
from engagement.retention import service
from engagement.retention.compacting import compact
from foundation.actors import Actor
from foundation.clock import today
from foundation.errors import NotAllowed
from foundation.values import Value


class Retention(Value):
    """Projects whose time is over and that nobody holds; those that are held or were erased, with who, when and why."""

    due: tuple[Due, ...]
    kept: tuple[Keeping, ...]


class Erased(Keeping):
    """What is known of a project that was erased."""

    is_compact: bool
    """The freed space was written over; false while the database was busy: erasing again does that alone."""


def retention_of(house: House, session: Session, actor: Actor) -> Retention:
    """What is due, held and erased. Raises NotAllowed for others than desk and association."""
    if not actor.roles & {"coordinator", "association"}:
        raise NotAllowed("retention_for_desk", "保存期限和删除记录，只有协调员和协会可以看")
    due = service.due(session, today(house.clock), house.settings.pack_kept_years)
    return Retention(due=due, kept=service.list_kept(session))


def erased_for_good(house: House, actor: Actor, engagement_id: str, reason: str) -> Erased:
    """Erase, then write over what was freed. Errors as :func:`engagement.retention.service.erase`."""
    with house.working(actor) as work:
        done = service.erase(work, engagement_id, reason, house.settings.pack_kept_years)
    return Erased(**done.model_dump(), is_compact=compact(house.engine))
