"""Ten thousand steps against a second opinion of what a service is (:mod:`tests.engagement.proofs.steps_model`)."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engagement.folding import fold
from engagement.profiles import PROFILES, ProfileId
from tests.engagement.proofs.design import ends_of, states_of, steps_of
from tests.engagement.proofs.every_pair import every_pair_once
from tests.engagement.proofs.scenes import play_every_scene
from tests.engagement.proofs.walking import EVENTS, REFUSED, SEEN, TAKEN, Pair, any_attempt, walk

EVERY = pytest.mark.parametrize("profile", list(PROFILES))
SEEDS = st.integers(min_value=0, max_value=2**32 - 1)


class Walk(RuleBasedStateMachine):
    """Begins anywhere, in any profile; then bursts of attempts from a seed, single ones, and days that go by."""

    pair: Pair
    profile: ProfileId

    @initialize(seed=SEEDS, profile=st.sampled_from(list(PROFILES)))
    def begin(self, seed: int, profile: ProfileId) -> None:
        self.profile = profile
        self.pair = Pair(profile, is_scope_open=seed % 3 == 0 and "check_scope" in steps_of(profile))
        walk(self.pair, seed, 4)

    @rule(seed=SEEDS, count=st.integers(min_value=12, max_value=24))
    def go_on(self, seed: int, count: int) -> None:
        """A burst; where nothing more can happen another one begins."""
        if self.pair.model.is_over:
            self.begin(seed, self.profile)
        chance = random.Random(seed)
        for _ in range(count):
            self.pair.attempt(any_attempt(self.pair.model, chance))

    @rule(seed=SEEDS)
    def try_something(self, seed: int) -> None:
        self.pair.attempt(any_attempt(self.pair.model, random.Random(seed)))

    @rule(days=st.integers(min_value=1, max_value=9))
    def wait(self, days: int) -> None:
        self.pair.wait(days)

    def teardown(self) -> None:
        if hasattr(self, "pair"):
            assert fold(self.pair.engagement.history) == self.pair.engagement


WALKS = settings(
    max_examples=160,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@EVERY
def test_the_design_and_the_table_name_the_same_steps(profile: ProfileId) -> None:
    process = PROFILES[profile].process
    rows = {(row.state, row.event): (row.next, set(row.roles)) for row in process.transitions}
    steps = steps_of(profile).items()
    design = {(state, event): (step.leads(state), set(step.roles)) for event, step in steps for state in step.states}
    assert rows == design, "write from the design (tests/engagement/proofs/design.py) who may do what where"
    assert {state.id for state in process.states} == set(states_of(profile))
    assert {state.id for state in process.states if state.is_end} == ends_of(profile)


def test_ten_thousand_steps_agree_with_the_model_and_leave_no_pair_untried() -> None:
    """Every state and event of every profile: refused where it must be, and taken wherever the design has it."""
    for counter in (SEEN, TAKEN, REFUSED):
        counter.clear()
    run_state_machine_as_test(Walk, settings=WALKS)
    assert SEEN.total() >= 10_000
    every_pair_once()
    for profile in ("superset", "station-art10", "sub-6.6.2"):
        play_every_scene(profile)
    every = {(profile, state, event) for profile in PROFILES for state in states_of(profile) for event in EVENTS}
    designed = {
        (profile, state, event)
        for profile in PROFILES
        for event, step in steps_of(profile).items()
        for state in step.states
    }
    assert set(SEEN) == set(REFUSED) == every
    assert set(TAKEN) == designed
