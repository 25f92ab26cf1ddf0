"""One engagement for the doors: who knocks, how far it is, whose turn it is, what may be done now, one step taken.

REST, the command line and the pages show this and nothing else, so that they never tell different things.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.projects.door import enterprise_by_talk
from api.projects.turns import Turn, turn_shown
from api.wiring import House
from engagement import service
from engagement.access.knocking import actor_by_token
from engagement.access.link import organisation_of
from engagement.access.seeing import AgreedWork, agreed_work, seen_by
from engagement.actions import OpenRow, open_actions
from engagement.describe import CODE_LABELS
from engagement.log import Facts
from engagement.opening import as_registered
from engagement.profiles import profile
from engagement.record import Engagement
from engagement.word import standing_word
from foundation.actors import Actor, Role
from foundation.clock import today
from foundation.errors import NotFound
from foundation.language import Language, translate
from foundation.unit_of_work import Work
from foundation.values import Value, value_of
from kb.service import find_centre


class StepShown(Value):
    """One visible step of the flow: ``done``, ``now`` or ``todo``."""

    label: str
    place: str


class Code(Value):
    """A reason code and what it says."""

    code: str
    label: str


class ActionShown(OpenRow):
    """One step that the caller may take now: what it asks for, and what it still waits for, in words."""

    codes: tuple[Code, ...]
    is_ready: bool
    waits_for: tuple[str, ...]


class EngagementShown(Value):
    """One engagement as the caller sees it: what their role needs to know, and nothing else."""

    engagement: Engagement
    """Without its history: ``GET /engagements/{id}/log`` has that."""
    work: AgreedWork | None = None
    """What the agreement in force asks for, without price and parties; for the panel too."""
    step: str
    centre: str
    host: str
    steps: tuple[StepShown, ...]
    turn: Turn | None
    offer_digest: str | None = None
    """SHA-256 of the offer on the table: what both sides confirm."""
    word: str | None = None
    """Where it rests or ended because both sides agree: whose word that is."""
    actions: tuple[ActionShown, ...]


def may_open(house: House, session: Session, engagement_id: str, actor: Actor | None, token: str) -> Actor:
    """Who is behind a coordinator's key, a party's token or the talk of the demand, for this engagement.

    NotFound for everybody else, and for an engagement that is not there: a stranger learns nothing.
    """
    if actor is not None and actor.holds("coordinator"):
        return actor
    party = actor_by_token(session, engagement_id, token, house.clock.now()) if token else None
    if party is None and token:
        party = enterprise_by_talk(session, engagement_id, token)
    if party is None:
        raise NotFound("engagement_not_found", "没有这个项目：{engagement}", engagement=engagement_id)
    return party


def show(house: House, session: Session, engagement: Engagement, actor: Actor, language: Language) -> EngagementShown:
    """The engagement as it stands, as far as this actor needs to know it, with what they may do now."""
    reading = profile(engagement.profile)
    centre, host = parties_of(session, engagement)
    engagement = as_registered(session, engagement)
    seen = seen_by(engagement, actor)
    return EngagementShown(
        engagement=seen.model_copy(update={"history": ()}),
        work=agreed_work(engagement),
        step=translate(reading.process.state(engagement.state).label, language),
        centre=centre,
        host=host,
        steps=_steps(engagement, language),
        turn=turn_shown(engagement, seen, centre, host, today(house.clock), house.calendar, language),
        offer_digest=seen.offer.digest if seen.offer is not None else None,
        word=word.text(language) if (word := standing_word(engagement)) is not None else None,
        actions=_actions(house, engagement, actor, language),
    )


def parties_of(session: Session, engagement: Engagement) -> tuple[str, str]:
    """The names of the centre and its host; the ids where nobody knows them any more."""
    try:
        centre = find_centre(session, engagement.centre_id)
    except NotFound:
        return engagement.centre_id, engagement.host_id
    return centre.name, centre.host.name if centre.host.id == engagement.host_id else engagement.host_id


def take(work: Work, house: House, engagement_id: str, version: int, event: str, facts: Facts) -> Engagement:
    """One step by its event. Signing looks up what the centre has registered of its host, as the use case does."""
    if event == "sign" and facts.signatories is not None:
        return service.sign(work, engagement_id, version, facts.signatories)
    return service.take_step(work, engagement_id, version, event, facts, calendar=house.calendar)


def as_party(engagement: Engagement, actor: Actor, role: Role, name: str) -> Actor:
    """The holder of this machine, entering what somebody of a party said: their role and organisation, one's own id."""
    return Actor(id=actor.id, name=name, roles=frozenset({role}), organisation=organisation_of(engagement, role))


def label_of(code: str, language: Language) -> str:
    """What a reason code says; the code itself where it says no more than the step."""
    return translate(CODE_LABELS.get(code, code), language)


def _steps(engagement: Engagement, language: Language) -> tuple[StepShown, ...]:
    """The visible steps in order; the one for a case that went back to matching only when it did."""
    steps = [
        one
        for one in profile(engagement.profile).steps
        if "returned" not in one.states or _is_in(engagement, one.states)
    ]
    now = next(i for i, one in enumerate(steps) if _is_in(engagement, one.states))
    places = ["done" if i < now else "now" if i == now else "todo" for i in range(len(steps))]
    return tuple(
        StepShown(label=translate(one.label, language), place=place) for one, place in zip(steps, places, strict=True)
    )


def _is_in(engagement: Engagement, states: tuple[str, ...]) -> bool:
    return engagement.state in states


def _actions(house: House, engagement: Engagement, actor: Actor, language: Language) -> tuple[ActionShown, ...]:
    found = open_actions(engagement, actor, house.clock.now(), house.calendar)
    return tuple(
        value_of(
            ActionShown,
            one,
            label=translate(one.label, language),
            next_label=translate(one.next_label, language),
            codes=tuple(Code(code=code, label=label_of(code, language)) for code in one.codes),
            waits_for=tuple(dict.fromkeys(refusal.text(language) for refusal in one.waits_for)),
        )
        for one in found
    )
