"""The world of the proofs: who acts, what each brings, and how to come to any state of any profile.

A row that is new to the table needs what its event brings in ``BRINGING`` (test_engagement.py), and where its guards
look at what was done before, a preparation in ``FIRST`` here; whoever adds a row is told so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

import pytest

from engagement.engagement import advance
from engagement.facts.scope import ScopeCheck, ScopeRuling
from engagement.log import Facts
from engagement.profiles import PROFILES, ProfileId
from engagement.record import Engagement
from foundation.actors import Actor, Role
from foundation.errors import DockingError
from foundation.process import Transition
from tests.engagement.cases import BAD, CALENDAR, GOOD, NEGOTIATION, OFFER, REPORT, START, opened, play, step
from tests.engagement.test_engagement import BRINGING

PARTIES: Mapping[Role, str] = {"enterprise": "ent_1", "centre": "ctr_1", "host": "host_1"}
"""The organisation of each party; the other roles belong to nobody here."""


def person(role: Role, organisation: str | None = None) -> Actor:
    """Somebody with this one role, of the party that goes with it unless said otherwise."""
    of = organisation or PARTIES.get(role)
    return Actor(id=f"{role}@{of}", name="陈工", roles=frozenset({role}), organisation=of)


PEOPLE: tuple[Actor, ...] = (
    *(person(role) for role in get_args(Role)),
    *(person(role, "elsewhere") for role in PARTIES),
    person("host", "ctr_1"),
)
"""Every role once for the right party, once for a stranger; and the centre that would speak as its own host."""

BY_ROLE: dict[tuple[str, Role], dict[str, object]] = {
    ("confirm_offer", "enterprise"): {"side": "enterprise"},
    ("check_scope", "centre"): {"scope_check": ScopeCheck(by="质量负责人", capacity="quality_manager", is_inside=True)},
    ("say", "enterprise"): {"message": {"side": "enterprise", "text": "样品已寄出"}},
    ("say", "host"): {"message": {"side": "host", "text": "样品已收到"}},
    ("say", "coordinator"): {"message": {"side": "coordinator", "text": "请双方周五前答复"}},
}
"""Where one role brings other facts to a step than another."""

OPENINGS: dict[str, dict[str, object]] = {"check_scope": {"scope": ScopeRuling()}}
"""Where a step is for engagements that were opened in another way."""


def _agreed_terms(engagement: Engagement) -> Engagement:
    """The offer on the table, both confirmations, and gate G0 where the profile has it."""
    known = {row.event for row in PROFILES[engagement.profile].process.open_events("negotiating")}
    return play(engagement, [one for one in NEGOTIATION[1:] if one[0] in known])


def _measured(values: object) -> Callable[[Engagement], Engagement]:
    return lambda engagement: step(engagement, "record_measurement", measurements=values)


def _offered(engagement: Engagement) -> Engagement:
    return step(engagement, "make_offer", offer=OFFER)


FIRST: dict[str, Callable[[Engagement], Engagement]] = {
    "confirm_offer": _offered,
    "review_contract": _offered,
    "check_scope": _offered,
    "sign": _agreed_terms,
    "deliver": lambda engagement: step(engagement, "hand_in", deliverable=REPORT),
    "accept": _measured(GOOD),
    "accept_part": _measured(GOOD),
    "rework": _measured(BAD),
    "reject": _measured(BAD),
}
"""What has to be done in the state before a step can be taken."""


def brings(event: str, role: Role | None = None) -> dict[str, object]:
    """What a good attempt at the step brings along, in this role."""
    if event == "next_stage":
        return {}
    if event not in BRINGING:
        pytest.fail(f"{event!r} is new: say in BRINGING (tests/engagement/test_engagement.py) what it brings")
    return BRINGING[event] | (BY_ROLE.get((event, role), {}) if role else {})


def take(engagement: Engagement, row: Transition, role: Role | None = None) -> Engagement:
    """The step of a row with all it needs, by one of its roles (or this one); a failure says what to add where."""
    role = role or sorted(row.roles)[0]
    who = person(role).model_copy(update={"id": f"earlier_{role}"})
    ready = FIRST[row.event](engagement) if row.event in FIRST else engagement
    facts = Facts.model_validate(brings(row.event, role))
    try:
        return advance(ready, row.event, who, facts, START, CALENDAR)
    except DockingError as fault:
        pytest.fail(
            f"{row.id} ({row.event!r}) is refused to {role!r} ({fault.code}, {fault.facts.get('guard')}): "
            "say in FIRST, BY_ROLE or OPENINGS (tests/engagement/proofs/world.py) what it needs"
        )


@cache
def ways(profile: ProfileId) -> Mapping[str, tuple[Transition, ...]]:
    """The shortest way of rows to each state, from the start; by way of ``accept`` to closure."""
    process = PROFILES[profile].process
    found: dict[str, tuple[Transition, ...]] = {process.start: ()}
    frontier = [process.start]
    while frontier:
        here = frontier.pop(0)
        for row in process.open_events(here):
            if row.next not in found and (row.next != "closed" or row.event == "accept"):
                found[row.next] = (*found[here], row)
                frontier.append(row.next)
    return found


@cache
def arrived(state: str, profile: ProfileId = "superset", event: str = "") -> Engagement:
    """An engagement that has come to the state in this profile, for this event's sake."""
    engagement = opened(profile, **OPENINGS.get(event, {}))
    for row in ways(profile)[state]:
        engagement = take(engagement, row)
    assert engagement.state == state
    return engagement


@cache
def prepared(state: str, event: str, profile: ProfileId = "superset") -> Engagement:
    """An engagement in the state, ready for the event if that is open there; otherwise just there."""
    is_open = any(row.event == event for row in PROFILES[profile].process.open_events(state))
    if not is_open:
        return arrived(state, profile)
    base = arrived(state, profile, event if event in OPENINGS else "")
    if (state, event) == ("negotiating", "terminate"):
        base = _amended(profile)
    return FIRST[event](base) if event in FIRST else base


def _amended(profile: ProfileId) -> Engagement:
    """In the talks again with an agreement in force: by a change, or where none may be asked for, by the review."""
    rows = [row for row in PROFILES[profile].process.transitions if row.next == "negotiating"]
    back = next((row for row in rows if row.event == "request_change"), None)
    back = back or next(row for row in rows if row.event == "fail_to_talks")
    return step(arrived(back.state, profile), back.event, **brings(back.event))


def events(profile: ProfileId) -> tuple[str, ...]:
    """Every event any profile knows: one that this profile lacks is refused in every state."""
    every: dict[str, Any] = {row.event: None for one in PROFILES.values() for row in one.process.transitions}
    return tuple(every)


def expected(profile: ProfileId, state: str, event: str, who: Actor) -> Transition | str:
    """What the table alone says of an attempt with all it needs: the row that is taken, or the name of the refusal."""
    rows = [row for row in PROFILES[profile].process.transitions if (row.state, row.event) == (state, event)]
    if not rows:
        return "step_not_open"
    (row,) = rows
    (role,) = who.roles
    if role not in row.roles:
        return "role_not_allowed"
    return row if role not in PARTIES or who.organisation == PARTIES[role] else "not_a_party"
