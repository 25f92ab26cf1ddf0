"""Who is behind a token. A wrong, expired, used or revoked one, and another engagement's, all look alike."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.access import store
from engagement.access.link import LONGEST_TOKEN, Link, actor_of, hash_of
from engagement.asking.question import Answer
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.errors import NotFound


def actor_by_token(session: Session, engagement_id: str, token: str, now: datetime) -> Actor | None:
    """The party behind a token; ``None`` for one that does not open this engagement now."""
    link = found(session, token)
    if link is None or link.purpose != "party" or link.engagement_id != engagement_id or not link.is_valid(now):
        return None
    return actor_of(link, engagements.load(session, engagement_id))


def look_at(session: Session, token: str, purpose: Answer, now: datetime) -> tuple[Link, Engagement]:
    """What a token is for that waits for its answer. Raises NotFound (``link_not_valid``) for every other one."""
    link = expect_link(session, token, purpose, now)
    if link.used_at is not None:
        raise not_valid()
    return link, engagements.load(session, link.engagement_id)


def purpose_of(session: Session, token: str) -> Answer:
    """Which answer a token is for, valid or not. Raises NotFound (``link_not_valid``) for any other one."""
    link = found(session, token)
    if link is None or link.purpose == "party":
        raise not_valid()
    return link.purpose


def expect_link(session: Session, token: str, purpose: Answer, now: datetime) -> Link:
    """The link of this purpose that is neither expired nor taken back; used or not, for who presses twice.

    Raises NotFound (``link_not_valid``).
    """
    link = found(session, token)
    if link is None or link.purpose != purpose or link.revoked_at is not None or now >= link.expires_at:
        raise not_valid()
    return link


def found(session: Session, token: str) -> Link | None:
    """The link of a token, valid or not."""
    return store.find(session, hash_of(token)) if 1 <= len(token) <= LONGEST_TOKEN else None


def not_valid() -> NotFound:
    """The one answer to a token that opens nothing, whatever the cause."""
    return NotFound("link_not_valid", "这个链接不存在、已经用过或已经过期，请向发给您链接的人再要一个")
