"""Random walks against the table: the log always folds to the state, illegal moves are refused, pauses cost no time.

A random walk alone rarely reaches the deep states, so a rule may also begin at any of them (reliability.md 0.6).
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engagement.folding import fold
from engagement.log import Facts
from engagement.profiles import PROFILES
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.errors import Conflict
from tests.engagement.cases import BAD, CALENDAR, GOOD, START, at, step
from tests.engagement.test_engagement import BRINGING

PROCESS = PROFILES["superset"].process
ROWS = {(row.state, row.event): row for row in PROCESS.transitions}
EVENTS = sorted(BRINGING)
STATES = ("raised", "negotiating", "agreed", "team_formed", "review", "in_service", "acceptance", "closed")
REACHED: set[tuple[str, str]] = set()


class Walk(RuleBasedStateMachine):
    """An engagement, a clock that only goes forward, and the working days left when a pause began."""

    engagement: Engagement
    moment: datetime
    left: int | None = None

    @initialize(seed=st.integers(min_value=0, max_value=2**32 - 1))
    def begin(self, seed: int) -> None:
        self.engagement = at(random.Random(seed).choice(STATES))
        self.moment = START

    @property
    def today(self) -> date:
        return self.moment.astimezone(CHINA).date()

    def remaining(self) -> int:
        """Working days from today to the day of the step; today is moved to a working day before a pause."""
        assert self.engagement.due is not None
        return CALENDAR.working_days_between(self.today, self.engagement.due.date).days

    @rule(days=st.integers(min_value=1, max_value=9))
    def wait(self, days: int) -> None:
        moment = self.moment + timedelta(days=days)
        while not CALENDAR.is_working_day(moment.astimezone(CHINA).date()):
            moment += timedelta(days=1)
        self.moment = moment

    @rule(seed=st.integers(min_value=0, max_value=2**32 - 1), count=st.integers(min_value=8, max_value=24))
    def take_open_steps(self, seed: int, count: int) -> None:
        """Several steps at once, from a seed: drawn one by one, small choices would hardly leave the shallow states."""
        chance = random.Random(seed)
        for _ in range(count):
            if rows := PROCESS.open_events(self.engagement.state):
                self.attempt(chance.choice(rows).event, chance.choice((GOOD, BAD)))

    @rule(event=st.sampled_from(EVENTS))
    def try_any_step(self, event: str) -> None:
        self.attempt(event)

    def attempt(self, event: str, values: object = GOOD) -> None:
        before, row = self.engagement, ROWS.get((self.engagement.state, event))
        facts = BRINGING[event]
        if event == "suspend":
            facts = facts | {"until": self.today + timedelta(days=30)}
        if event == "record_measurement":
            facts = {"measurements": values}
        if event == "make_offer":
            facts = facts | {"offer": facts["offer"].model_copy(update={"finish_by": self.today})}  # type: ignore[attr-defined]
        if event == "confirm_offer" and before.offer is not None:
            facts = facts | {"digest": before.offer.digest}
        left = self.remaining() if before.due is not None else None
        if row is None:
            with pytest.raises(Conflict, match="不能做"):
                step(before, event, moment=self.moment, **facts)
            return
        try:
            after = step(before, event, moment=self.moment, **facts)
        except Conflict:  # a guard of an open step: what it needs was not done on this walk
            return
        assert (after.state, after.version, after.history[-1].row) == (row.next, before.version + 1, row.id)
        REACHED.add((row.state, row.event))
        self.engagement = after
        if event == "suspend":
            self.left = left
        if event == "resume":
            assert self.remaining() == self.left

    @invariant()
    def the_log_folds_to_the_engagement(self) -> None:
        assert fold(self.engagement.history) == self.engagement

    @invariant()
    def whatever_is_open_has_an_owner_and_a_day(self) -> None:
        is_open = PROFILES["superset"].is_open(self.engagement.state)
        assert (self.engagement.owner is not None) == (self.engagement.due is not None) == is_open

    @invariant()
    def nothing_is_served_without_agreement_team_and_review(self) -> None:
        if self.engagement.state in ("in_service", "acceptance"):
            assert self.engagement.agreement is not None
            assert self.engagement.team is not None
            assert any(review.outcome == "pass" for review in self.engagement.reviews)

    @invariant()
    def what_is_completed_has_passed_every_criterion(self) -> None:
        if self.engagement.end_reason == "completed":
            assert self.engagement.verdict().outcome == "pass"


WALKS = settings(
    max_examples=200,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_random_walks_keep_to_the_table() -> None:
    """That every row is walked ``test_steps_model`` proves; here the steps beside the flow walk along."""
    from hypothesis.stateful import run_state_machine_as_test

    REACHED.clear()
    run_state_machine_as_test(Walk, settings=WALKS)
    assert len(REACHED) >= 40


def test_facts_of_a_step_are_left_as_they_were_brought() -> None:
    facts = Facts.model_validate(BRINGING["sign"])
    assert at("negotiating").history[-1].facts != facts
    assert step(at("negotiating"), "sign", **BRINGING["sign"]).history[-1].facts == facts
