"""The project and its log as one party sees it, by the table of :mod:`engagement.access.needs`. Pure.

Opinions of a round are between their writers until the outcome is stated: whoever wrote sees their own. A digest over
something that is withheld is withheld too, for a price could be guessed from it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from engagement.access.link import PARTY_ROLES
from engagement.access.needs import (
    FACTS,
    INTERNAL_REASONS,
    OF_THE_REVIEW,
    PANEL_BY_NAME,
    PARTIES,
    PEOPLE_IN_FULL,
    RECORD,
)
from engagement.facts.acceptance import Criterion
from engagement.facts.team import Member, Team
from engagement.facts.technical_review import EVENTS, Opinion, Plan, Review
from engagement.files.kept import KeptFile
from engagement.log import Entry, Facts, log_digest
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.secrecy import Level
from foundation.values import Value

ANONYMOUS = "reviewer_{number}"
"""What a member of the panel is called for whoever does not see its names: by place."""


class AgreedWork(Value):
    """What the agreement asks for, without its price and its parties: what a plan is judged by."""

    scope: str
    finish_by: date
    level: Level
    criteria: tuple[Criterion, ...]
    deliverables: tuple[str, ...]


def seen_by(engagement: Engagement, actor: Actor) -> Engagement:
    """The engagement with what this actor needs to know of it; whole for a coordinator."""
    if actor.holds("coordinator"):
        return engagement
    sight = _Sight(engagement, actor)
    hidden = {
        name: field.get_default()
        for name, field in Engagement.model_fields.items()
        if not field.is_required() and not sight.sees(RECORD, name)
    }
    changes: dict[str, Any] = {
        "team": sight.team(engagement.team),
        "plan": sight.plan(engagement.plan),
        "opinions": sight.opinions(engagement.opinions, is_open=True),
        "reviews": tuple(sight.review(one) for one in engagement.reviews),
        "history": sight.log(),
        "owner": sight.owner(),
    }
    if changes["history"] != engagement.history:
        hidden["archive_digest"] = None
    return engagement.model_copy(update=changes | hidden)


def agreed_work(engagement: Engagement) -> AgreedWork | None:
    """What the agreement in force asks for: for its parties and the panel alike."""
    if engagement.agreement is None:
        return None
    offer = engagement.agreement.offer
    return AgreedWork.model_validate({name: getattr(offer, name) for name in AgreedWork.model_fields})


def digest_for(engagement: Engagement, actor: Actor) -> str | None:
    """The digest of the log; ``None`` for whoever does not see all that it is made of."""
    seen = seen_by(engagement, actor)
    return log_digest(engagement.history) if seen.history == engagement.history else None


def may_read(engagement: Engagement, actor: Actor, file: KeptFile) -> bool:
    """Whether this actor may read a file that is kept with the engagement.

    Its parties any; a reviewer their own and those that something they see names: a scanned copy tells the price.
    """
    if actor.holds("coordinator") or any(actor.holds(role) for role in PARTIES):
        return True
    return file.kept_by == actor.id or file.sha256 in seen_by(engagement, actor).model_dump_json()


def sees_terms(actor: Actor) -> bool:
    """Whether this actor sees what is offered and agreed, price and all."""
    return actor.holds("coordinator") or any(actor.holds(role) for role in RECORD["agreements"])


class _Sight:
    """How one actor looks at one engagement."""

    def __init__(self, engagement: Engagement, actor: Actor) -> None:
        self._engagement = engagement
        self._roles = frozenset(role for role in PARTY_ROLES if actor.holds(role))
        self._actor = actor
        self._stated = max((one.number for one in engagement.history if one.event in EVENTS.values()), default=0)

    def sees(self, table: Any, name: str) -> bool:
        return bool(self._roles & table.get(name, frozenset()))

    def log(self) -> tuple[Entry, ...]:
        """After the first thing that is withheld every link of the chain depends on it."""
        shown: list[Entry] = []
        whole = True
        for entry in self._engagement.history:
            kept = self._entry(entry)
            if kept is not None:
                shown.append(kept if whole else kept.model_copy(update={"previous": None}))
            whole = whole and kept == entry
        return tuple(shown)

    def _entry(self, entry: Entry) -> Entry | None:
        if self._roles == {"reviewer"} and entry.event not in OF_THE_REVIEW:
            return None
        facts, is_open = entry.facts, entry.number > self._stated
        if entry.event == "give_opinion" and not self.opinions(facts.opinions, is_open):
            return None
        changes: dict[str, Any] = {
            name: Facts.model_fields[name].get_default() for name in Facts.model_fields if not self.sees(FACTS, name)
        }
        if entry.event in INTERNAL_REASONS:
            changes["reason"] = None
        seen = {
            "team": self.team(facts.team),
            "plan": self.plan(facts.plan),
            "opinions": self.opinions(facts.opinions, is_open),
        }
        is_nameless = entry.event in ("give_opinion", *EVENTS.values()) and not self._knows_panel
        return entry.model_copy(
            update={
                "facts": facts.model_copy(update=seen | changes),
                "owner": self._called(entry.owner) if entry.owner_role == "reviewer" else entry.owner,
                "actor_id": "" if is_nameless else entry.actor_id,
                "actor_name": None if is_nameless else entry.actor_name,
            }
        )

    def owner(self) -> str | None:
        is_chair = self._engagement.owner_role == "reviewer"
        return self._called(self._engagement.owner) if is_chair else self._engagement.owner

    def team(self, team: Team | None) -> Team | None:
        if team is None or self._roles & PEOPLE_IN_FULL:
            return team
        return Team(lead=_by_name(team.lead), staff=tuple(_by_name(member) for member in team.staff))

    def plan(self, plan: Plan | None) -> Plan | None:
        return plan if plan is None or self._knows_panel else plan.model_copy(update={"reviewers": ()})

    def opinions(self, opinions: tuple[Opinion, ...], is_open: bool) -> tuple[Opinion, ...]:
        """While the round is open one's own alone; afterwards all, by name for whoever knows the panel."""
        if is_open:
            return tuple(one for one in opinions if one.reviewer_id == self._actor.seat)
        if self._knows_panel:
            return opinions
        return tuple(
            one.model_copy(update={"reviewer_id": ANONYMOUS.format(number=place)})
            for place, one in enumerate(opinions, start=1)
        )

    def review(self, review: Review) -> Review:
        return review.model_copy(update={"opinions": self.opinions(review.opinions, is_open=False)})

    @property
    def _knows_panel(self) -> bool:
        return bool(self._roles & PANEL_BY_NAME)

    def _called(self, owner: str | None) -> str | None:
        return owner if owner is None or self._knows_panel else ANONYMOUS.format(number=1)


def _by_name(member: Member) -> Member:
    return Member(id=member.id, name=member.name)
