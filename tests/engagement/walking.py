"""An engagement and its model, walked side by side: the first step on which they differ is a ``Disagreement``."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import get_args

from engagement import engagement as kernel
from engagement.deadlines import Rules
from engagement.folding import fold
from engagement.log import Facts, chain_fault
from engagement.profiles import PROFILES
from engagement.record import Engagement
from foundation.actors import Actor, Role
from foundation.clock import CHINA
from foundation.errors import DockingError
from tests.engagement.cases import AGAINST, BAD, CALENDAR, FOR, GOOD, OFFER, PLAN, START, TEAM, opened
from tests.engagement.steps_model import (
    CENTRE_SIGNS,
    NO_CRITERIA,
    REWORK_LIMIT,
    SIDES,
    STEPS,
    Attempt,
    Model,
    refusal,
    taken,
)
from tests.engagement.world import brings, person

RULES = Rules(rework_limit=REWORK_LIMIT)
ROLES: tuple[Role, ...] = get_args(Role)
LAWFUL = (1, 2, 3)
REASONED = ("stop", "try_next", "fail_to_talks", "fail_to_team", "fail_to_end", "request_change", "rework", "reject")
_OF_THE_TEAM = PLAN.reviewers[0].model_copy(update={"id": TEAM.lead.id})
FLAWS: dict[str, dict[str, dict[str, object]]] = {
    "start": {"no contacts": {"contacts": None}},
    "make_offer": {"no offer": {"offer": None}},
    "review_contract": {"no answers": {"contract_review": None}},
    "sign": {"no signatories": {"signatories": None}},
    "assign_team": {"no team": {"team": None}, "alone": {"team": TEAM.model_copy(update={"staff": ()})}},
    "change_team": {"no team": {"team": None}},
    "submit_plan": {
        "no plan": {"plan": None},
        "of the team": {"plan": PLAN.model_copy(update={"reviewers": (_OF_THE_TEAM,)})},
    },
    "pass_review": {
        "no opinions": {"opinions": ()},
        "one against": {"opinions": AGAINST},
        "one alone": {"opinions": FOR[:1]},
    },
    "fail_to_end": {"no opinions": {"opinions": ()}},
    "hand_in": {"nothing": {"deliverable": None}},
    "record_measurement": {"no values": {"measurements": ()}},
    "suspend": {"one side": {"is_agreed_by_both": None}, "no day": {"until": None}},
    "terminate": {"not stated": {"delivered": None}, "one side": {"is_agreed_by_both": None}},
    "archive": {"not evaluated": {"assessment_id": None}},
    **{event: {"no reason": {"reason": None}} for event in (*REASONED, "reopen", "dispute_criteria")},
}
"""What may be wrong with what somebody brings."""


class Disagreement(AssertionError):
    """The engagement and the model differ."""


class Pair:
    """One engagement beside its model, and a clock that only goes forward."""

    def __init__(self) -> None:
        self.engagement = self.open()
        self.model = Model()
        self.moment = START
        self.closed_on: date | None = None
        self.left: int | None = None

    def open(self) -> Engagement:
        return opened()

    @property
    def today(self) -> date:
        return self.moment.astimezone(CHINA).date()

    def wait(self, days: int) -> None:
        """So many days, and on to a working day."""
        moment = self.moment + timedelta(days=days)
        while not CALENDAR.is_working_day(moment.astimezone(CHINA).date()):
            moment += timedelta(days=1)
        self.moment = moment

    def attempt(self, attempt: Attempt) -> None:
        """One try on both sides."""
        before, says = self.engagement, refusal(self.model, attempt)
        if says is None and attempt.event == "reopen" and self._is_late():
            says = "guard_refused"
        left = self._left()
        answer = self.take(who(attempt), attempt.event, self.facts(attempt))
        SEEN[before.state, attempt.event] += 1
        if isinstance(answer, str):
            self.agree(answer, says, attempt)
            return
        self.agree(None, says, attempt)
        TAKEN[before.state, attempt.event] += 1
        self.engagement, self.model = answer, taken(self.model, attempt)
        if attempt.event == "suspend":
            self.left = left
        if attempt.event == "resume":
            self.agree(self._left(), self.left, attempt)
        if attempt.event == "accept":
            self.closed_on = self.today
        self.compare(attempt)

    def take(self, actor: Actor, event: str, facts: Facts) -> Engagement | str:
        """The engagement's own answer, or the name of its refusal."""
        try:
            return kernel.advance(self.engagement, event, actor, facts, self.moment, CALENDAR, RULES)
        except DockingError as fault:
            return fault.code

    def compare(self, attempt: Attempt) -> None:
        """Everything that the model knows of, and that the log tells the same."""
        is_, says = self.engagement, self.model
        verdict = None if not is_.measurements else is_.verdict().outcome == "pass"
        self.agree(
            {
                "state": is_.state,
                "version": is_.version,
                "entries": len(is_.history),
                "offers": tuple(number(offer.price) for offer in is_.offers),
                "confirmed": {one.side for one in is_.confirmations},
                "reviewed": is_.contract_review is not None,
                "agreements": tuple(number(one.offer.price) for one in is_.agreements),
                "plan": is_.plan is not None,
                "passed": sum(review.outcome == "pass" for review in is_.reviews),
                "new in": is_.has_new_deliverables,
                "values": verdict,
                "reworks": is_.rework_count,
                "end": is_.end_reason,
                "owned": (is_.owner is not None, is_.due is not None),
                "chained": chain_fault(is_.history[-2:]),
                "folds": is_.version % 6 == 0 and fold(is_.history) != is_,
            },
            {
                "state": says.state,
                "version": says.version,
                "entries": says.version,
                "offers": says.offers,
                "confirmed": set(says.confirmed),
                "reviewed": says.reviewed is not None,
                "agreements": says.agreements,
                "plan": says.has_plan,
                "passed": says.passed_reviews,
                "new in": says.is_new_in,
                "values": says.values,
                "reworks": says.reworks,
                "end": says.end,
                "owned": (says.state not in ("archived", "returned"),) * 2,
                "chained": None,
                "folds": False,
            },
            attempt,
        )

    def agree(self, found: object, expected: object, attempt: Attempt) -> None:
        if found != expected:
            raise Disagreement(f"{attempt} at {self.model}: {found} instead of {expected}")

    def facts(self, attempt: Attempt) -> Facts:
        """What the attempt brings along, flaw and all."""
        given = brings(attempt.event, attempt.role if attempt.role in SIDES else None)  # type: ignore[arg-type]
        day = self.today + timedelta(days=60)
        match attempt.event:
            case "make_offer":
                given = given | {"offer": terms(attempt.offer)}
            case "confirm_offer":
                side = "enterprise" if attempt.role == "enterprise" else "host"
                on_table = self.engagement.offer
                is_it = on_table is not None and self.model.offer == attempt.offer
                given = given | {"side": side, "digest": on_table.digest if is_it and on_table else "0" * 64}
            case "suspend":
                given = given | {"until": day}
            case "record_measurement":
                given = given | {"measurements": GOOD if attempt.passes else BAD}
        return Facts.model_validate(given | FLAWS.get(attempt.event, {}).get(attempt.flaw, {}))

    def _left(self) -> int | None:
        due = self.engagement.due
        return None if due is None else CALENDAR.working_days_between(self.today, due.date).days

    def _is_late(self) -> bool:
        return self.closed_on is not None and CALENDAR.working_days_between(self.closed_on, self.today).days > 20


SEEN: Counter[tuple[str, str]] = Counter()
TAKEN: Counter[tuple[str, str]] = Counter()


def terms(kind: int) -> object:
    """One of several offers, told apart by the price; for a day far off."""
    changes: dict[str, object] = {"price": f"{kind}.00", "finish_by": date(2030, 5, 30)}
    if kind == NO_CRITERIA:
        changes["criteria"] = ()
    if kind == CENTRE_SIGNS:
        changes["party"] = "ctr_1"
    return OFFER.model_copy(update=changes)


def number(price: str) -> int:
    return int(price.partition(".")[0])


def who(attempt: Attempt) -> Actor:
    role: Role = attempt.role  # type: ignore[assignment]
    return person(role, "elsewhere" if attempt.is_stranger else None)


def purposeful(model: Model, chance: random.Random) -> Attempt:
    """The next step of somebody who wants to get on."""
    match model.state.partition("_")[0] if model.state.startswith("suspended") else model.state:
        case "raised":
            return Attempt("start", "coordinator")
        case "negotiating":
            return _talking(model, chance)
        case "agreed":
            return Attempt("assign_team", "centre")
        case "team_formed":
            return Attempt("submit_plan", "centre")
        case "review":
            return Attempt("pass_review", "reviewer")
        case "in_service":
            return Attempt("deliver" if model.is_new_in else "hand_in", "centre")
        case "acceptance" if model.values is None:
            return Attempt("record_measurement", "centre", passes=chance.random() < 0.4)
        case "acceptance" if model.values:
            return Attempt("accept", "enterprise")
        case "acceptance":
            return Attempt(chance.choice(("rework", "rework", "rework", "reject")), "enterprise")
        case "suspended":
            return Attempt("resume", "coordinator")
        case "closed":
            return Attempt(chance.choice(("reopen", "archive")), "host")
        case _:
            return Attempt("start", "coordinator")


def _talking(model: Model, chance: random.Random) -> Attempt:
    """What is lacking for signing, in any order; now and then terms that nobody may sign, or signing too early."""
    if model.offer is None or (model.offer not in LAWFUL and chance.random() < 0.2):
        return Attempt("make_offer", "centre", offer=chance.choice((*LAWFUL, NO_CRITERIA, CENTRE_SIGNS)))
    lacking = [
        Attempt("confirm_offer", side, offer=model.offer)
        for side in ("enterprise", "host")
        if side not in model.confirmed
    ]
    if model.reviewed != model.offer:
        lacking.append(Attempt("review_contract", "centre"))
    return Attempt("sign", "host") if not lacking or chance.random() < 0.15 else chance.choice(lacking)


def any_attempt(model: Model, chance: random.Random) -> Attempt:
    """Something that somebody might try: mostly what is open, mostly by one who may, mostly without a flaw."""
    if chance.random() < 0.4:
        return purposeful(model, chance)
    is_open = [event for event, (states, _, _) in STEPS.items() if model.state in states]
    event = chance.choice(is_open if is_open and chance.random() < 0.75 else sorted(STEPS))
    role = chance.choice(STEPS[event][1] if chance.random() < 0.75 else ROLES)
    flaws = sorted(FLAWS.get(event, ()))
    return Attempt(
        event,
        role,
        flaw=chance.choice(flaws) if flaws and chance.random() < 0.25 else "",
        is_stranger=chance.random() < 0.1,
        offer=chance.choice((*LAWFUL, NO_CRITERIA, CENTRE_SIGNS))
        if event == "make_offer" or chance.random() < 0.2
        else model.offer or 1,
        passes=chance.random() < 0.5,
    )


def come_to(pair: Pair, state: str, chance: random.Random) -> None:
    """Go on, step by step, until the pair is there or has passed it."""
    for _ in range(40):
        if pair.model.state == state or pair.model.state in ("archived", "returned"):
            return
        pair.attempt(purposeful(pair.model, chance))


def walk(pair: Pair, seed: int, count: int) -> None:
    """Begin deep or shallow, then so many attempts, some of them days apart."""
    chance = random.Random(seed)
    deep = (*(one for one in PROFILES["superset"].boxes if one != "archived"), "negotiating", "negotiating")
    come_to(pair, chance.choice(deep), chance)
    for _ in range(count):
        if chance.random() < 0.15:
            pair.wait(chance.randint(1, 6))
        pair.attempt(any_attempt(pair.model, chance))


def every_pair_once(pair: type[Pair]) -> None:
    """Each (state, step), by every role that may not and one that may: chance alone leaves some out."""
    for state in (*PROFILES["superset"].boxes, *(f"suspended_{one}" for one in STEPS["suspend"][0]), "returned"):
        for event in STEPS:
            one, chance = pair(), random.Random(7)
            come_to(one, state.removeprefix("suspended_") if state != "returned" else "negotiating", chance)
            if state.startswith("suspended_"):
                one.attempt(Attempt("suspend", "centre"))
            if state == "returned":
                one.attempt(Attempt("try_next", "coordinator"))
            allowed = STEPS[event][1]
            for role in (*(role for role in ROLES if role not in allowed), allowed[0]):
                one.attempt(Attempt(event, role, offer=one.model.offer or 1))
