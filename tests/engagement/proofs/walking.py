"""An engagement and its model, walked side by side: the first step on which they differ is a ``Disagreement``."""

from __future__ import annotations

import random
from collections import Counter
from copy import copy
from datetime import date, timedelta
from typing import Self, get_args

from engagement import engagement as kernel
from engagement.deadlines import Rules
from engagement.facts.scope import ScopeRuling
from engagement.folding import fold
from engagement.log import Facts, chain_fault
from engagement.profiles import ProfileId
from engagement.record import Engagement
from foundation.actors import Actor, Role
from foundation.clock import CHINA
from foundation.errors import DockingError
from tests.engagement.cases import CALENDAR, INSIDE, START, opened
from tests.engagement.proofs.attempts import facts_of, flaws_of, kind_of, terms, who
from tests.engagement.proofs.design import SUSPENDED, states_of, steps_of
from tests.engagement.proofs.steps_model import (
    PAPER,
    REWORK_LIMIT,
    SHRINKAGE,
    SOON,
    THICKNESS,
    UNLAWFUL,
    Attempt,
    Model,
    refusal,
    scope_of,
    taken,
)

RULES = Rules(rework_limit=REWORK_LIMIT)
ROLES: tuple[Role, ...] = get_args(Role)
LAWFUL = (1, 2, 3)
EVENTS = tuple(dict.fromkeys((*steps_of("superset"), *steps_of("sub-6.6.2"))))
"""Every event that any profile knows: one that a profile lacks is refused in each of its states."""

Place = tuple[str, str, str]
"""Profile, state, event."""
SEEN: Counter[Place] = Counter()
TAKEN: Counter[Place] = Counter()
REFUSED: Counter[Place] = Counter()


class Disagreement(AssertionError):
    """The engagement and the model differ."""


class Pair:
    """One engagement beside its model, and a clock that only goes forward."""

    def __init__(self, profile: ProfileId = "superset", is_scope_open: bool = False) -> None:
        self.model = Model(profile=profile, is_scope_open=is_scope_open)
        self.engagement = self.open()
        self.moment = START
        self.closed_on: date | None = None
        self.left: int | None = None

    def open(self) -> Engagement:
        return opened(self.model.profile, scope=ScopeRuling() if self.model.is_scope_open else INSIDE)

    def again(self) -> Self:
        """Another one that has come as far."""
        return copy(self)

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
        if says is None and self._is_late(attempt):
            says = "guard_refused"
        left = self._left() if attempt.event == "suspend" else None
        place = (self.model.profile, before.state, attempt.event)
        answer = self.take(who(attempt), attempt.event, facts_of(attempt, before, self.today))
        SEEN[place] += 1
        if isinstance(answer, str):
            self.agree(answer, says, attempt)
            REFUSED[place] += 1
            return
        self.agree(None, says, attempt)
        TAKEN[place] += 1
        self.engagement, self.model = answer, taken(self.model, attempt)
        if attempt.event == "suspend":
            self.left = left
        if attempt.event == "resume":
            self.agree(self._left(), self.left, attempt)
        if attempt.event == "accept":
            self.closed_on = self.today
        self.compare(attempt)

    def take(self, actor: Actor, event: str, facts: Facts) -> Engagement | str:
        """The engagement's own answer, or the name of its refusal; a step without its facts breaks down."""
        try:
            return kernel.advance(self.engagement, event, actor, facts, self.moment, CALENDAR, RULES)
        except DockingError as fault:
            return fault.code
        except (AttributeError, IndexError, StopIteration, ValueError) as fault:
            return type(fault).__name__

    def compare(self, attempt: Attempt) -> None:
        """Everything that the model knows of, and that the log tells the same."""
        is_, says = self.engagement, self.model
        judged = {one.criterion_id: one.outcome for one in is_.verdict().judgements}
        rest = is_.remainder()
        parts = {"shrinkage": SHRINKAGE, "thickness": THICKNESS, "失效分析报告": PAPER}
        milestones = {"热分析": 1, "断面形貌": 2}
        self.agree(
            {
                "state": is_.state,
                "version": is_.version,
                "entries": len(is_.history),
                "offers": tuple(kind_of(offer.price) for offer in is_.offers),
                "confirmed": {one.side for one in is_.confirmations},
                "contacts": is_.contacts is not None,
                "reviewed": is_.contract_review and is_.contract_review.is_passed,
                "reviewed terms": is_.contract_review_digest is not None,
                "checked": is_.scope_check and is_.scope_check.is_inside,
                "checked terms": is_.scope_checked is not None,
                "agreements": tuple(kind_of(one.offer.price) for one in is_.agreements),
                "copies": tuple(one.version for one in is_.signed_copies),
                "team": len(is_.team.staff) if is_.team else 0,
                "plan": is_.plan is not None,
                "opinions": {one.reviewer_id: one.is_in_favour for one in is_.opinions},
                "milestones": {milestones[one.name] for one in is_.milestone_states if one.done_on},
                "reported": len(is_.milestones),
                "reviews": (len(is_.reviews), sum(review.outcome == "pass" for review in is_.reviews)),
                "deliverables": len(is_.deliverables),
                "new in": is_.has_new_deliverables,
                "values": tuple(judged.get(name) for name in ("shrinkage", "thickness")),
                "parts": {parts[name] for name in (*rest.accepted_criteria, *rest.accepted_deliverables)},
                "acceptances": len(is_.acceptances),
                "disputes": len(is_.disputes),
                "reworks": is_.rework_count,
                "outcomes": len(is_.outcomes),
                "trainings": len(is_.trainings),
                "solved": is_.is_solved,
                "surveys": len(is_.surveys),
                "effects": len(is_.effect_reports),
                "end": (is_.end_reason, is_.closed_at is not None),
                "archived": (is_.assessment_id is not None, is_.archive_digest is not None),
                "paused": is_.pause is not None,
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
                "contacts": says.has_contacts,
                "reviewed": says.reviewed and says.reviewed[1],
                "reviewed terms": says.reviewed is not None,
                "checked": says.checked and says.checked[1],
                "checked terms": says.checked is not None,
                "agreements": says.agreements,
                "copies": says.copies,
                "team": says.staff,
                "plan": says.has_plan,
                "opinions": {
                    name: one for name, one in zip(("rev_1", "rev_2"), says.opinions, strict=True) if one is not None
                },
                "milestones": set(says.done) if says.has_plan else set(),
                "reported": says.reported,
                "reviews": (says.reviews, says.passed_reviews),
                "deliverables": says.handed_in,
                "new in": says.is_new_in,
                "values": tuple(OUTCOMES[one] for one in says.values) if says.agreements else (None, None),
                "parts": set(says.parts),
                "acceptances": len(says.parts),
                "disputes": says.disputes,
                "reworks": says.reworks,
                "outcomes": says.outcomes,
                "trainings": says.trainings,
                "solved": says.is_solved,
                "surveys": says.surveys,
                "effects": says.effects,
                "end": (says.end, says.end is not None),
                "archived": (says.state == "archived",) * 2,
                "paused": says.state.startswith(SUSPENDED),
                "owned": (not says.is_over,) * 2,
                "chained": None,
                "folds": False,
            },
            attempt,
        )

    def agree(self, found: object, expected: object, attempt: Attempt) -> None:
        if found != expected:
            raise Disagreement(f"{attempt} at {self.model}: {found} instead of {expected}")

    def _left(self) -> int | None:
        due = self.engagement.due
        return None if due is None else CALENDAR.working_days_between(self.today, due.date).days

    def _is_late(self, attempt: Attempt) -> bool:
        """A day has passed that the step needs."""
        match attempt.event:
            case "reopen":
                closed = self.closed_on
                return closed is not None and CALENDAR.working_days_between(closed, self.today).days > 20
            case "make_offer":
                return terms(attempt.offer).finish_by < self.today
            case "sign":
                return terms(self.model.offer or 1).finish_by < self.today
            case _:
                return False


OUTCOMES = {None: "unmeasured", True: "pass", False: "fail"}


def purposeful(model: Model, chance: random.Random) -> Attempt:
    """The next step of somebody who wants to get on."""
    if model.state.startswith(SUSPENDED):
        return Attempt("resume", "coordinator")
    steps = steps_of(model.profile)
    match model.state:
        case "raised":
            return Attempt("start", "coordinator")
        case "negotiating":
            return _talking(model, chance)
        case "agreed":
            return Attempt("assign_team", "centre")
        case "team_formed":
            return Attempt("submit_plan", "centre")
        case "review" if None in model.opinions and model.opinions != (None, None):
            return Attempt("give_opinion", "reviewer", item=SHRINKAGE if model.opinions[0] is None else THICKNESS)
        case "review" if False in model.opinions:
            return Attempt("fail_to_team", "reviewer", flaw="no opinions")
        case "review" if True in model.opinions and not model.is_evidenced:
            return Attempt("give_opinion", "reviewer", passes=False, item=THICKNESS, seat=2)
        case "review":
            return Attempt("pass_review" if model.is_evidenced else "fail_to_team", "reviewer")
        case "acceptance" if model.passes is None:
            return Attempt("record_measurement", "centre", passes=chance.random() < 0.5)
        case "acceptance" if model.passes:
            return Attempt("accept", "enterprise")
        case "acceptance":
            again = Attempt("record_measurement", "centre")
            wanted = chance.choice(("rework", "rework", "rework", "reject"))
            return Attempt(wanted, "enterprise") if wanted in steps else again
        case "closed":
            return Attempt(chance.choice(("reopen", "archive")), "host")
        case _ if not (model.is_new_in and model.has_paper and model.is_issuable):
            return Attempt("hand_in", "centre")
        case _:
            return Attempt(
                "next_stage" if "next_stage" in steps and model.state != "concluding" else "deliver", "centre"
            )


def _talking(model: Model, chance: random.Random) -> Attempt:
    """What is lacking for signing, in any order; now and then terms that nobody may sign, or signing too early."""
    if model.offer is None or (model.offer not in LAWFUL and chance.random() < 0.3):
        return Attempt("make_offer", "centre", offer=chance.choice((*LAWFUL, *LAWFUL, SOON, *UNLAWFUL)))
    lacking = [
        Attempt("confirm_offer", side, offer=model.offer)
        for side in ("enterprise", "host")
        if side not in model.confirmed
    ]
    if model.reviewed != (model.offer, True) and "review_contract" in steps_of(model.profile):
        lacking.append(Attempt("review_contract", "centre"))
    if model.is_scope_open and model.checked != (scope_of(model.offer), True):
        lacking.append(Attempt("check_scope", "coordinator", passes=chance.random() < 0.8))
    return Attempt("sign", "host") if not lacking or chance.random() < 0.15 else chance.choice(lacking)


def any_attempt(model: Model, chance: random.Random) -> Attempt:
    """Something that somebody might try: mostly what is open, mostly by one who may, mostly without a flaw."""
    if chance.random() < 0.4:
        return purposeful(model, chance)
    steps = steps_of(model.profile)
    is_open = [event for event, step in steps.items() if model.state in step.states]
    event = chance.choice(is_open if is_open and chance.random() < 0.75 else EVENTS)
    role = chance.choice(steps[event].roles if event in steps and chance.random() < 0.75 else ROLES)
    flaws = flaws_of(event)
    offer = model.offer or 1
    if event == "attach_signed_copy" and model.agreements:
        offer = chance.choice(model.agreements)
    if event == "make_offer" or chance.random() < 0.2:
        offer = chance.choice((*LAWFUL, SOON, *UNLAWFUL))
    return Attempt(
        event,
        role,
        flaw=chance.choice(flaws) if flaws and chance.random() < 0.25 else "",
        is_stranger=chance.random() < 0.1,
        offer=offer,
        passes=chance.random() < 0.5,
        item=chance.choice((SHRINKAGE, THICKNESS) if event == "report_milestone" else (SHRINKAGE, THICKNESS, PAPER)),
        seat=chance.choice((0, 1, 1, 2, 2, 3)) if role == "reviewer" else 0,
    )


def come_to(pair: Pair, state: str, chance: random.Random) -> None:
    """Go on, step by step, until the pair is there or has passed it."""
    for _ in range(40):
        if pair.model.state == state or pair.model.is_over:
            return
        pair.attempt(purposeful(pair.model, chance))


def walk(pair: Pair, seed: int, count: int) -> None:
    """Begin deep or shallow, then so many attempts, some of them days apart."""
    chance = random.Random(seed)
    plain = [one for one in states_of(pair.model.profile) if not one.startswith(SUSPENDED)]
    deep = (*(one for one in plain if one not in ("returned", "archived")), "negotiating", "negotiating")
    come_to(pair, chance.choice(deep), chance)
    for _ in range(count):
        if chance.random() < 0.15:
            pair.wait(chance.randint(1, 6))
        pair.attempt(any_attempt(pair.model, chance))
