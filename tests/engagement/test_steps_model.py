"""Ten thousand steps against a second opinion of what a service is (:mod:`tests.engagement.steps_model`)."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engagement.folding import fold
from engagement.profiles import PROFILES
from tests.engagement.steps_model import STEPS
from tests.engagement.walking import SEEN, TAKEN, Pair, any_attempt, every_pair_once, walk

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
BESIDE = frozenset(
    {
        "say",
        "give_opinion",
        "attach_signed_copy",
        "report_milestone",
        "record_outcome",
        "record_training",
        "accept_part",
        "answer_survey",
        "report_effect",
    }
)
"""What is noted beside the flow moves nothing that the model knows of; ``test_every_attempt`` tries it."""

ROWS = {(row.state, row.event) for row in PROFILES["superset"].process.transitions if row.event not in BESIDE}


class Walk(RuleBasedStateMachine):
    """Begins anywhere; then bursts of attempts from a seed, single ones, and days that go by."""

    pair: Pair

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self.pair = Pair()
        walk(self.pair, seed, 4)

    @rule(seed=SEEDS, count=st.integers(min_value=8, max_value=16))
    def go_on(self, seed: int, count: int) -> None:
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


def test_the_model_knows_every_row_of_the_table() -> None:
    known = {(state, event) for event, (states, _, _) in STEPS.items() for state in states}
    assert ROWS - known == set(), "new rows: write from the design into STEPS (tests/engagement/steps_model.py) who may"
    assert known - ROWS == set(), "steps of the design that the table has not"
    assert all(row.state == row.next for row in PROFILES["superset"].process.transitions if row.event in BESIDE)


def test_ten_thousand_steps_agree_with_the_model_and_leave_no_pair_untried() -> None:
    SEEN.clear()
    TAKEN.clear()
    every_pair_once(Pair)
    run_state_machine_as_test(Walk, settings=WALKS)
    states = {state.id for state in PROFILES["superset"].process.states}
    assert SEEN.total() >= 10_000
    assert set(SEEN) == {(state, event) for state in states for event in STEPS}
    assert ROWS - set(TAKEN) == {("negotiating", "check_scope")}, "only what the legal gate has ruled is never asked"
