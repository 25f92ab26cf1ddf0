"""Each state and step of each profile, tried on purpose: chance alone leaves some out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from engagement.profiles import PROFILES, ProfileId
from tests.engagement.proofs.attempts import flaws_of
from tests.engagement.proofs.design import SUSPENDED, states_of, steps_of
from tests.engagement.proofs.steps_model import PAPER, SHRINKAGE, SOON, THICKNESS, UNLAWFUL, Attempt, refusal
from tests.engagement.proofs.walking import EVENTS, ROLES, Disagreement, Pair, come_to

OFFERED = Attempt("make_offer", "centre")
AGREED = (
    OFFERED,
    *(Attempt("confirm_offer", side) for side in ("enterprise", "host")),
    Attempt("review_contract", "centre"),
)
_SERVED = (Attempt("hand_in", "centre"), Attempt("report_milestone", "centre", item=SHRINKAGE))
_BAD = (
    Attempt("record_measurement", "centre", passes=False),
    Attempt("accept_part", "enterprise", item=THICKNESS),
)
FIRST: Mapping[str, tuple[Attempt, ...]] = {
    "make_offer": AGREED,
    "confirm_offer": (OFFERED,),
    "review_contract": (OFFERED,),
    "check_scope": (OFFERED,),
    "sign": AGREED,
    "deliver": _SERVED,
    "request_change": _SERVED,
    "accept_part": (Attempt("record_measurement", "centre"),),
    "accept": (Attempt("record_measurement", "centre"),),
    "rework": _BAD,
    "reject": _BAD,
    "dispute_criteria": _BAD,
}
"""What is done in a state so that a step can be taken there, and has something to change."""


def every_pair_once(profiles: tuple[ProfileId, ...] = tuple(PROFILES)) -> None:
    """Each step in each state: by everybody as it comes, then prepared, by all who may, rightly and with each flaw."""
    for profile in profiles:
        for event in EVENTS:
            every_state_once(profile, event)


def every_state_once(profile: ProfileId, event: str) -> None:
    """One step in each state of a profile."""
    for state in states_of(profile):
        there = arrived(profile, state)
        for attempt in _by_everybody(profile, event):
            there.again().attempt(attempt)
        _prepared(profile, state, event, there)


def _by_everybody(profile: ProfileId, event: str) -> Iterator[Attempt]:
    step = steps_of(profile).get(event)
    for role in ROLES:
        if step is None or role not in step.roles:
            yield Attempt(event, role)
    if step is not None:
        yield from (Attempt(event, role, item=PAPER) for role in step.roles)


def _prepared(profile: ProfileId, state: str, event: str, there: Pair) -> None:
    step = steps_of(profile).get(event)
    if step is None or state not in step.states:
        return
    ready = there.again()
    if event == "check_scope":
        ready = arrived(profile, state, is_scope_open=True).again()
    if event == "terminate" and state == "negotiating":
        ready = arrived(profile, "agreed").again()
        for attempt in _AMENDED if "request_change" in steps_of(profile) else _SENT_BACK:
            ready.attempt(attempt)
    for attempt in FIRST.get(event, ()):
        if attempt.event in steps_of(profile):
            ready.attempt(attempt)
    agreed = ready.model.agreements
    offer = agreed[-1] if event == "attach_signed_copy" and agreed else ready.model.offer or 1
    for role in step.roles:
        right = Attempt(event, role, offer=offer, item=SHRINKAGE)
        if refusal(ready.model, right) is not None:
            raise Disagreement(f"{right} is not prepared at {ready.model}")
        ready.again().attempt(right)
        ready.again().attempt(Attempt(event, role, offer=offer, item=PAPER, passes=False))
        ready.again().attempt(Attempt(event, role, offer=offer, is_stranger=True))
        for flaw in flaws_of(event):
            ready.again().attempt(Attempt(event, role, flaw=flaw, offer=offer, item=SHRINKAGE))
        twice = ready.again()
        twice.attempt(right)
        twice.attempt(right)
    if event == "sign":
        _signed_unlawfully(there)


def _signed_unlawfully(there: Pair) -> None:
    """Everybody agreed to what nobody may sign, to a day that has passed since, or to what the review objects to."""
    for offer, passes, days in (*((one, True, 0) for one in UNLAWFUL), (SOON, True, 9), (1, False, 0), (1, True, 0)):
        pair = there.again()
        for attempt in AGREED:
            if attempt.event in steps_of(pair.model.profile):
                pair.attempt(replace(attempt, offer=offer, passes=passes))
        pair.wait(days)
        pair.attempt(Attempt("sign", "host"))


_AMENDED = (
    Attempt("assign_team", "centre"),
    Attempt("submit_plan", "centre"),
    Attempt("pass_review", "reviewer"),
    Attempt("request_change", "centre"),
)
_SENT_BACK = (*_AMENDED[:2], Attempt("fail_to_talks", "reviewer"))


@cache
def arrived(profile: ProfileId, state: str, *, is_scope_open: bool = False) -> Pair:
    """A pair that has come to the state on purpose. Kept: take ``again()`` of it to go on."""
    pair, chance = Pair(profile, is_scope_open), random.Random(7)
    plain = state.removeprefix(SUSPENDED)
    if plain == "returned":
        come_to(pair, "negotiating", chance)
        pair.attempt(Attempt("try_next", "coordinator"))
    elif plain == "archived":
        pair = arrived(profile, "closed").again()
        pair.attempt(Attempt("archive", "host"))
    elif plain == "closed":
        come_to(pair, "acceptance", chance)
        pair.attempt(Attempt("record_measurement", "centre"))
        if "accept_part" in steps_of(profile):
            pair.attempt(Attempt("accept_part", "enterprise", item=SHRINKAGE))
        pair.attempt(Attempt("accept", "enterprise"))
    else:
        come_to(pair, plain, chance)
    if state != plain:
        pair.attempt(Attempt("suspend", "centre"))
    if pair.model.state != state:
        raise Disagreement(f"{profile} does not come to {state}: {pair.model}")
    return pair
