"""A whole talk over HTTP against any model: open, say, answer what is asked, confirm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House, open_house
from foundation.audit import entries
from foundation.clock import Clock
from foundation.settings import Settings

WORDS = ("我们的壳子用了半年发脆，要看雾影指数", "材料是ABS，想找出原因", "不知道")
"""The first leaves the industry open, so that a model that may be asked is asked in every turn."""

TIMEOUT = 0.6


@contextmanager
def house_with(folder: Path, clock: Clock, url: str = "", **settings: Any) -> Iterator[House]:
    """An empty house beside a model on the premises at ``url``."""
    chosen = {"model_on_premises": True, "model_timeout_seconds": TIMEOUT, **settings}
    house = open_house(Settings(data_dir=folder, model_base_url=url, model_name="stand-in", **chosen), clock)
    if (model := house.language_model) is not None:
        model._opened()  # type: ignore[attr-defined]  # building the client is not part of any measurement
    yield house
    house.close()


@dataclass
class Told:
    """What a talk gave: every turn's answer and how long it took, the demand, and the trace it left."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    demand: dict[str, Any] = field(default_factory=dict)
    audit: list[str] = field(default_factory=list)


def client_of(house: House) -> TestClient:
    """The service of this house, asked as an enterprise."""
    return TestClient(make_app(house), raise_server_exceptions=False)


def talk(house: House, words: tuple[str, ...] = WORDS, consent: bool = False) -> Told:
    """Say these words one after the other, then confirm."""
    told, client = Told(), client_of(house)
    name = client.post("/conversations", json={}).json()["id"]
    if consent:
        client.put(f"/conversations/{name}/model-consent", json={"given": True})
    for text in words:
        start = time.perf_counter()
        answer = client.post(f"/conversations/{name}/messages", json={"text": text})
        told.seconds.append(time.perf_counter() - start)
        assert answer.status_code == 200, answer.text
        told.turns.append(answer.json())
    answer = client.post(f"/conversations/{name}/confirm", json={})
    assert answer.status_code == 201, answer.text
    told.demand = answer.json()
    with house.reading() as session:
        for subject in (name, told.demand["id"]):
            told.audit += [entry.action for entry in entries(session, subject)]
    return told
