"""Seventeen ways in which a model fails (reliability.md §5.9): the talk ends by rules, in time, and says so."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from foundation.clock import SetClock
from tests.api.talk.talks import TIMEOUT, WORDS, house_with, talk
from tests.stand_ins import OpenAIServer
from tests.stand_ins_model import FAULTS, always

ANSWERED = {"foreign ids": {"ok"}, "chinese quotes": {"ok", "bad_answer"}}
"""Where an answer did come: it is read, and nothing of it is in the person's words."""
SLOW = {"hangs", "one byte a second"}
EVERY_FAULT = ["refused", "no such name", "down for good", *FAULTS]


@pytest.fixture(autouse=True, scope="module")
def _imported() -> None:
    """The first import of the client library takes seconds; no test is about that."""
    import langchain_openai  # noqa: F401


@contextmanager
def model_with(fault: str) -> Iterator[str]:
    """The address of a model with this fault."""
    with ExitStack() as stack:
        if fault == "no such name":
            yield "http://model.invalid/v1"
        elif fault in ("refused", "down for good"):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            yield f"http://127.0.0.1:{port}/v1"
        else:
            yield stack.enter_context(OpenAIServer(always(FAULTS[fault]))).url


def test_there_are_seventeen() -> None:
    assert len(set(EVERY_FAULT)) == 17


@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_the_talk_ends_by_rules_within_the_timeout_and_a_second(tmp_path: Path, clock: SetClock, fault: str) -> None:
    with house_with(tmp_path / "alone", clock) as house:
        alone = talk(house)
    rounds = 3 if fault == "down for good" else 1
    with model_with(fault) as url, house_with(tmp_path / "with", clock, url) as house:
        for _ in range(rounds):
            told = talk(house)
            assert max(told.seconds) < TIMEOUT + 1
            # deterministic parts are the same with and without
            assert [turn["reply"] for turn in told.turns] == [turn["reply"] for turn in alone.turns]
            assert told.demand["draft"] == alone.demand["draft"]
            assert told.audit == alone.audit
        after_a_fault = [turn["model"] for turn in told.turns if turn["model"] != "not_needed"]
        assert after_a_fault
        for turn in told.turns:
            paths = set(turn["read_by"].values())
            if turn["model"] in ("ok", "not_needed"):
                assert paths <= {"rules"}
            else:
                assert paths <= {f"rules_after_model_fault: {turn['model']}"}
    expected = ANSWERED.get(fault, {"timeout", "refused", "bad_answer", "breaker_open"})
    assert set(after_a_fault) <= expected, after_a_fault


@pytest.mark.parametrize("fault", ["hangs", "refused", "broken"])
def test_once_the_breaker_is_open_nobody_waits(tmp_path: Path, clock: SetClock, fault: str) -> None:
    with house_with(tmp_path / "alone", clock) as house:
        alone = talk(house)
        quick = talk(house)
    with model_with(fault) as url, house_with(tmp_path / "with", clock, url) as house:
        for _ in range(3):
            told = talk(house, WORDS[:2])
        told = talk(house)
        assert {turn["model"] for turn in told.turns} <= {"breaker_open", "not_needed"}
        assert told.turns[0]["read_by"]["product"] == "rules_after_model_fault: breaker_open"
        waited = min(told.seconds) - min(*alone.seconds, *quick.seconds)
        assert waited < 0.05
