"""What workflow.md says of each step, written from it by hand: in which states, for whom, where it leads.

The readings of figure 1 are cut out of it and the five stages of clause 6.6.2 put into it, without a look at the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from engagement.profiles import ProfileId

SIDES = ("enterprise", "centre", "host")
PARTIES = ("coordinator", *SIDES)
TALKS, SERVICE = ("negotiating",), ("in_service",)
PAUSABLE = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")
SIGNED = ("agreed", "team_formed", "review", "in_service", "acceptance")
OVER = ("closed", "archived")
STAGES = ("refining", "drafting", "applying", "developing", "concluding")
SUSPENDED = "suspended_"


class Step(NamedTuple):
    """One step. ``to``: the next state, one for each state, or ``None`` where the state stays."""

    states: tuple[str, ...]
    roles: tuple[str, ...]
    to: str | Mapping[str, str] | None = None

    def leads(self, state: str) -> str:
        """Where it leads from here."""
        if isinstance(self.to, Mapping):
            return self.to[state]
        return self.to or state


def _pauses(states: tuple[str, ...]) -> dict[str, Step]:
    return {
        "suspend": Step(states, PARTIES, {state: SUSPENDED + state for state in states}),
        "resume": Step(tuple(SUSPENDED + one for one in states), PARTIES, {SUSPENDED + one: one for one in states}),
    }


_SUPERSET: dict[str, Step] = {
    "start": Step(("raised",), ("coordinator",), "negotiating"),
    "make_offer": Step(TALKS, SIDES),
    "confirm_offer": Step(TALKS, ("enterprise", "host")),
    "review_contract": Step(TALKS, ("centre", "host")),
    "check_scope": Step(TALKS, ("coordinator", "centre")),
    "sign": Step(TALKS, ("enterprise", "host"), "agreed"),
    "try_next": Step(TALKS, ("coordinator",), "returned"),
    "stop": Step(TALKS, PARTIES, "closed"),
    "say": Step(PAUSABLE, PARTIES),
    "attach_signed_copy": Step((*SIGNED, "closed"), PARTIES),
    "assign_team": Step(("agreed",), ("centre", "host"), "team_formed"),
    "change_team": Step(("team_formed",), ("centre", "host")),
    "submit_plan": Step(("team_formed",), ("centre",), "review"),
    "give_opinion": Step(("review",), ("reviewer",)),
    "pass_review": Step(("review",), ("reviewer",), "in_service"),
    "fail_to_talks": Step(("review",), ("reviewer",), "negotiating"),
    "fail_to_team": Step(("review",), ("reviewer",), "team_formed"),
    "fail_to_end": Step(("review",), ("reviewer",), "closed"),
    "hand_in": Step(SERVICE, ("centre",)),
    "report_milestone": Step(SERVICE, ("centre",)),
    "record_outcome": Step((*SERVICE, "acceptance", "closed"), SIDES),
    "record_training": Step(SERVICE, ("centre", "host")),
    "deliver": Step(SERVICE, ("centre",), "acceptance"),
    "request_change": Step(SERVICE, SIDES, "negotiating"),
    "record_measurement": Step(("acceptance",), ("enterprise", "centre")),
    "accept_part": Step(("acceptance",), ("enterprise",)),
    "accept": Step(("acceptance",), ("enterprise",), "closed"),
    "rework": Step(("acceptance",), ("enterprise", "centre"), "in_service"),
    "dispute_criteria": Step(("acceptance",), SIDES, "negotiating"),
    "reject": Step(("acceptance",), ("coordinator", "enterprise", "host"), "closed"),
    **_pauses(PAUSABLE),
    "withdraw": Step(("raised", "negotiating"), ("enterprise",), "closed"),
    "terminate": Step((*TALKS, *SIGNED), ("coordinator", "enterprise", "host"), "closed"),
    "reopen": Step(("closed",), ("host",), "in_service"),
    "archive": Step(("closed",), ("coordinator", "host", "association"), "archived"),
    "answer_survey": Step(OVER, ("enterprise",)),
    "report_effect": Step(OVER, PARTIES),
}

_TRUNK = (
    *("start", "make_offer", "confirm_offer", "check_scope", "sign", "say", "attach_signed_copy"),
    *("assign_team", "change_team", "submit_plan", "give_opinion", "pass_review"),
    *("hand_in", "deliver", "record_measurement", "accept"),
    *("stop", "terminate"),
)
"""What every reading of the figure draws, and the work that belongs to it; none draws a gate or a pause. The two ends
with a reason are in none of them drawn and in all of them kept: nothing stays open for ever."""

_DRAWN: Mapping[str, tuple[str, ...]] = {
    "fig1-A": ("fail_to_talks", "fail_to_team"),
    "fig1-B": ("rework",),
    "fig1-C": ("fail_to_end",),
}
_ENTERED = {"pass_review": "refining", "rework": "developing", "reopen": "concluding"}


@cache
def steps_of(profile: ProfileId) -> Mapping[str, Step]:
    """Every step of a profile by its event."""
    if profile in _DRAWN:
        events = (*_TRUNK, *_DRAWN[profile])
        ended = {"attach_signed_copy": Step(SIGNED, PARTIES)}  # the figure ends with 项目终结
        if "fail_to_talks" not in events:  # nothing leads back to the talks: no agreement is in force there
            ended["terminate"] = _SUPERSET["terminate"]._replace(states=SIGNED)
        return {event: ended.get(event, _SUPERSET[event]) for event in events}
    if profile != "sub-6.6.2":
        return _SUPERSET
    pausable = tuple(name for one in PAUSABLE for name in (STAGES if one == "in_service" else (one,)))
    found = {event: _staged(event, step) for event, step in _SUPERSET.items()} | _pauses(pausable)
    found["next_stage"] = Step(STAGES[:-1], ("centre",), dict(pairwise(STAGES)))
    return found


def _staged(event: str, step: Step) -> Step:
    inside = STAGES[-1:] if event == "deliver" else STAGES
    states = tuple(name for one in step.states for name in (inside if one == "in_service" else (one,)))
    return Step(states, step.roles, _ENTERED.get(event, step.to))


@cache
def states_of(profile: ProfileId) -> tuple[str, ...]:
    """Every state that some step leaves or leads to, in the order in which the steps name them."""
    found: dict[str, None] = {}
    for step in steps_of(profile).values():
        for state in step.states:
            found |= {state: None, step.leads(state): None}
    return tuple(found)


def ends_of(profile: ProfileId) -> frozenset[str]:
    """The states in which nobody owes a step any more."""
    return frozenset({"returned", "archived"} if profile not in _DRAWN else {"closed"})


def has_contract_review(profile: ProfileId) -> bool:
    """Whether gate G0 is part of the profile."""
    return "review_contract" in steps_of(profile)
