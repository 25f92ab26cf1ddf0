"""Use cases of the parties' links: give one out, take it back, list them, and see who knocks.

The token has 256 random bits and is shown once; kept is its SHA-256, so a stolen database opens no door.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import Field
from sqlalchemy.orm import Session

from engagement import store as engagements
from engagement.access import store
from engagement.access.link import PARTY_ROLES, Link, PartyRole, actor_of
from foundation.actors import Actor
from foundation.errors import InvalidInput, NotAllowed, NotFound
from foundation.text import clean
from foundation.unit_of_work import Work
from foundation.values import Value

LASTS_DAYS = 180
"""How long a link opens the door where nobody said otherwise; a default of this product, not of a source document."""
LONGEST_DAYS = 730
LONGEST_TOKEN = 128


class Issued(Value):
    """A fresh link, and the token that nobody can read a second time."""

    link: Link
    token: str = Field(repr=False)


def make_token() -> str:
    """256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def issue_link(
    work: Work,
    engagement_id: str,
    role: PartyRole,
    person: str,
    days: int = LASTS_DAYS,
    token: Callable[[], str] = make_token,
) -> Issued:
    """Give a named person of a party a way in, for so many days. For a coordinator.

    Raises NotAllowed for anybody else, NotFound for an unknown engagement, InvalidInput for a role that is no party's,
    a nameless person or a time outside 1–730 days.
    """
    _expect_coordinator(work.actor)
    engagements.load(work.session, engagement_id)
    name = clean(person)
    if role not in PARTY_ROLES:
        raise InvalidInput(
            "link_role_unknown", "链接只能给这些角色：{roles}", field="role", roles="、".join(PARTY_ROLES)
        )
    if not 1 <= len(name) <= 200:
        raise InvalidInput("link_person_missing", "要写明链接给谁（最多 200 个字）", field="person")
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInput("link_days_out_of_range", "有效天数须在 1 到 {most} 之间", field="days", most=LONGEST_DAYS)
    secret = token()
    link = Link(
        id=work.new_id("lnk"),
        engagement_id=engagement_id,
        role=role,
        person=name,
        issued_by=work.actor.id,
        issued_at=work.now,
        expires_at=work.now + timedelta(days=days),
    )
    store.add(work.session, link, _hash(secret))
    work.record("engagement.link_issued", engagement_id, {"link": link.id, "role": role})
    return Issued(link=link, token=secret)


def revoke_link(work: Work, engagement_id: str, link_id: str) -> Link:
    """Take a link back at once; a second time changes nothing. For a coordinator.

    Raises NotAllowed for anybody else, NotFound for a link that this engagement does not have.
    """
    _expect_coordinator(work.actor)
    link = store.get(work.session, engagement_id, link_id)
    if link is None:
        raise NotFound("link_unknown", "没有这个链接：{link}", link=link_id)
    if link.revoked_at is not None:
        return link
    store.revoke(work.session, link_id, work.now)
    work.record("engagement.link_revoked", engagement_id, {"link": link_id, "role": link.role})
    return link.model_copy(update={"revoked_at": work.now})


def list_links(session: Session, actor: Actor, engagement_id: str) -> tuple[Link, ...]:
    """Every link of an engagement, those that are over too; for a coordinator, who may also be the only to know."""
    _expect_coordinator(actor)
    engagements.load(session, engagement_id)
    return store.of_engagement(session, engagement_id)


def names_of_links(session: Session, engagement_id: str) -> dict[str, str]:
    """The persons behind the links by id, for who may read the log."""
    return {link.id: link.person for link in store.of_engagement(session, engagement_id)}


def actor_by_token(session: Session, engagement_id: str, token: str, now: datetime) -> Actor | None:
    """The party behind a token; ``None`` for a wrong, expired or revoked one, and for another engagement's."""
    if not 1 <= len(token) <= LONGEST_TOKEN:
        return None
    link = store.find(session, _hash(token))
    if link is None or link.engagement_id != engagement_id or not link.is_valid(now):
        return None
    return actor_of(link, engagements.load(session, engagement_id))


def _expect_coordinator(actor: Actor) -> None:
    if not actor.holds("coordinator"):
        raise NotAllowed("links_for_coordinators", "只有协调员可以发放和收回链接")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
