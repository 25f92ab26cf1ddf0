"""A second, small opinion of what a service is: written from the design by hand, without table, guards or effects.

It knows just enough of an engagement to say which attempt succeeds and what each other is refused for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SIDES = ("enterprise", "centre", "host")
PARTIES = ("coordinator", *SIDES)
TALKS, SERVICE = ("negotiating",), ("in_service",)
PAUSABLE = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")
SIGNED = ("agreed", "team_formed", "review", "in_service", "acceptance")
REWORK_LIMIT = 1

STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str | None]] = {
    "start": (("raised",), ("coordinator",), "negotiating"),
    "make_offer": (TALKS, SIDES, None),
    "confirm_offer": (TALKS, ("enterprise", "host"), None),
    "review_contract": (TALKS, ("centre", "host"), None),
    "check_scope": (TALKS, ("coordinator", "centre"), None),
    "sign": (TALKS, ("enterprise", "host"), "agreed"),
    "try_next": (TALKS, ("coordinator",), "returned"),
    "stop": (TALKS, PARTIES, "closed"),
    "assign_team": (("agreed",), ("centre", "host"), "team_formed"),
    "change_team": (("team_formed",), ("centre", "host"), None),
    "submit_plan": (("team_formed",), ("centre",), "review"),
    "pass_review": (("review",), ("reviewer",), "in_service"),
    "fail_to_talks": (("review",), ("reviewer",), "negotiating"),
    "fail_to_team": (("review",), ("reviewer",), "team_formed"),
    "fail_to_end": (("review",), ("reviewer",), "closed"),
    "hand_in": (SERVICE, ("centre",), None),
    "deliver": (SERVICE, ("centre",), "acceptance"),
    "request_change": (SERVICE, SIDES, "negotiating"),
    "record_measurement": (("acceptance",), ("enterprise", "centre"), None),
    "accept": (("acceptance",), ("enterprise",), "closed"),
    "rework": (("acceptance",), ("enterprise", "centre"), "in_service"),
    "dispute_criteria": (("acceptance",), SIDES, "negotiating"),
    "reject": (("acceptance",), ("coordinator", "enterprise", "host"), "closed"),
    "suspend": (PAUSABLE, PARTIES, "suspended_*"),
    "resume": (tuple(f"suspended_{state}" for state in PAUSABLE), PARTIES, "*"),
    "withdraw": (("raised", "negotiating"), ("enterprise",), "closed"),
    "terminate": (SIGNED, ("coordinator", "enterprise", "host"), "closed"),
    "reopen": (("closed",), ("host",), "in_service"),
    "archive": (("closed",), ("coordinator", "host", "association"), "archived"),
}
"""Each step: in which states, for whom, and where it leads; ``None``: the state stays."""


@dataclass(frozen=True)
class Attempt:
    """Somebody tries something: ``flaw`` names what is wrong with what they bring, ``""`` nothing."""

    event: str
    role: str
    flaw: str = ""
    is_stranger: bool = False
    offer: int = 1
    """Which of several offers is made, confirmed."""
    passes: bool = True
    """Whether the measured values pass."""


@dataclass(frozen=True)
class Model:
    """What matters of an engagement."""

    state: str = "raised"
    version: int = 1
    offers: tuple[int, ...] = ()
    confirmed: frozenset[str] = frozenset()
    reviewed: int | None = None
    agreements: tuple[int, ...] = ()
    has_plan: bool = False
    passed_reviews: int = 0
    is_new_in: bool = False
    values: bool | None = None
    reworks: int = 0
    end: str | None = None

    @property
    def offer(self) -> int | None:
        return self.offers[-1] if self.offers else None


NO_CRITERIA, CENTRE_SIGNS = 8, 9
"""Offers that nobody may sign: one without criteria, one whose party is the centre."""


def refusal(model: Model, attempt: Attempt) -> str | None:
    """The name of the refusal; ``None``: the step is taken."""
    states, roles, _ = STEPS.get(attempt.event, ((), (), None))
    if model.state not in states:
        return "step_not_open"
    if attempt.role not in roles:
        return "role_not_allowed"
    if attempt.is_stranger and attempt.role in SIDES:
        return "not_a_party"
    if attempt.flaw == "no reason":
        return "reason_missing"
    return "guard_refused" if attempt.flaw or not _holds(model, attempt) else None


def _holds(model: Model, attempt: Attempt) -> bool:
    match attempt.event:
        case "confirm_offer":
            return model.offer is not None and attempt.offer == model.offer
        case "review_contract":
            return model.offer is not None
        case "check_scope":
            return False  # the legal gate has ruled
        case "sign":
            return (
                model.confirmed == {"enterprise", "host"}
                and model.offer not in (None, NO_CRITERIA, CENTRE_SIGNS)
                and model.reviewed == model.offer
            )
        case "try_next" | "withdraw":
            return not model.agreements
        case "deliver":
            return model.is_new_in
        case "record_measurement":
            return True
        case "accept":
            return model.values is True
        case "rework":
            return model.values is False and model.reworks < REWORK_LIMIT
        case "reject":
            return model.values is False
        case "reopen":
            return model.end == "completed"
        case _:
            return True


def taken(model: Model, attempt: Attempt) -> Model:
    """The model after a step that was not refused."""
    event, to = attempt.event, STEPS[attempt.event][2]
    if to == "suspended_*":
        to = f"suspended_{model.state}"
    elif to == "*":
        to = model.state.removeprefix("suspended_")
    after = replace(model, state=to or model.state, version=model.version + 1)
    match event:
        case "make_offer":
            return replace(after, offers=(*model.offers, attempt.offer), confirmed=frozenset())
        case "confirm_offer":
            return replace(after, confirmed=model.confirmed | {attempt.role})
        case "review_contract":
            return replace(after, reviewed=model.offer)
        case "sign":
            return replace(after, agreements=(*model.agreements, model.offer or 0), confirmed=frozenset())
        case "assign_team" | "change_team":
            return replace(after, has_plan=False)
        case "submit_plan":
            return replace(after, has_plan=True)
        case "pass_review":
            return replace(after, passed_reviews=model.passed_reviews + 1)
        case "hand_in":
            return replace(after, is_new_in=True)
        case "record_measurement":
            return replace(after, values=attempt.passes)
        case "rework":
            return replace(after, reworks=model.reworks + 1, values=None, is_new_in=False)
        case "fail_to_talks" | "request_change" | "dispute_criteria":
            return replace(after, confirmed=frozenset(), reviewed=None, has_plan=False, values=None)
        case "accept":
            return replace(after, end="completed")
        case "reopen":
            return replace(after, end=None, values=None)
        case "stop":
            return replace(after, end="not_agreed")
        case "withdraw":
            return replace(after, end="withdrawn")
        case "try_next":
            return replace(after, end="candidate_excluded")
        case "reject":
            return replace(after, end="terminated_after_acceptance")
        case "terminate":
            return replace(after, end="terminated_by_agreement")
        case "fail_to_end":
            return replace(after, end="not_feasible")
        case _:
            return after
