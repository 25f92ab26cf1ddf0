"""With a model, without one, with one that dies in the middle: the same talk, the same demand, the same trace (B2)."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from foundation.clock import SetClock
from tests.api.talk.talks import WORDS, client_of, house_with, talk
from tests.stand_ins import Behaviour, OpenAIServer, Request
from tests.stand_ins_model import good

TALKS = (
    WORDS,
    ("我们的壳子用了半年发脆，要看雾影指数", "不知道", "不知道", "电话13800001111"),
    ("童装要一份甲醛检测报告，两周内要，预算3000元", "江苏南通", "不知道"),
    ("螺栓断了，查原因，请保密", "不知道", "M36的，12.9级"),
)


class Dying:
    """A good model that goes down after so many answers."""

    def __init__(self, lives: int) -> None:
        self._left = lives
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Behaviour:
        with self._lock:
            self._left -= 1
            return good(request) if self._left >= 0 else Behaviour(hang_up=True)


def shape(value: Any) -> Any:
    """The schema of an answer: its keys and kinds, without its words."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items() if name not in ("read_by", "model", "proposals")}
    return type(value).__name__


@pytest.mark.parametrize("words", TALKS, ids=["short", "with a contact", "with figures", "secret"])
def test_the_same_talk_with_and_without_a_model(tmp_path: Path, clock: SetClock, words: tuple[str, ...]) -> None:
    with house_with(tmp_path / "alone", clock) as house:
        alone = talk(house, words)
    for name, answering in (("good", good), ("killed after one", Dying(1)), ("killed at once", Dying(0))):
        with OpenAIServer(answering) as server, house_with(tmp_path / name, clock, server.url) as house:
            told = talk(house, words)
        assert told.audit == alone.audit, name
        assert shape(told.demand) == shape(alone.demand), name
        for kept in ("status", "level", "enterprise", "channel", "title", "text", "condensed", "version"):
            assert told.demand[kept] == alone.demand[kept], (name, kept)
        for turn, bare in zip(told.turns, alone.turns, strict=True):
            assert shape(turn) == shape(bare)
            assert turn["conversation"]["status"] == bare["conversation"]["status"]
            assert turn["reply"]["turn"] == bare["reply"]["turn"]
        by_rules = [found for found in told.demand["draft"]["readings"] if found["rule"] != "model"]
        assert by_rules == alone.demand["draft"]["readings"], name


def test_a_good_model_adds_what_rules_do_not_know_and_says_so(tmp_path: Path, clock: SetClock) -> None:
    with OpenAIServer(good) as server, house_with(tmp_path, clock, server.url) as house:
        told = talk(house, ("壳子发脆，要看雾影指数", "不知道", "不知道"))
    assert told.turns[0]["read_by"]["parameters"] == "model"
    assert told.turns[0]["model"] == "ok"
    (found,) = [found for found in told.demand["draft"]["readings"] if found["rule"] == "model"]
    assert (found["value"], found["evidence"][0]["quote"]) == ("雾影指数", "雾影指数")


def test_a_killed_model_is_named_in_the_very_turn(tmp_path: Path, clock: SetClock) -> None:
    with OpenAIServer(Dying(1)) as server, house_with(tmp_path, clock, server.url) as house:
        client = client_of(house)
        name = client.post("/conversations", json={}).json()["id"]
        said = [
            client.post(f"/conversations/{name}/messages", json={"text": words}).json()
            for words in ("壳子发脆，要看雾影指数", "用了半年", "颜色也变了")
        ]
    assert [turn["model"] for turn in said] == ["ok", "refused", "refused"]
    assert set(said[1]["read_by"].values()) == {"rules_after_model_fault: refused"}
