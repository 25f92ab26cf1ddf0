"""No word goes to a model outside the house before the enterprise agreed, in this talk, and none once it is secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.wiring import House
from foundation.audit import entries, verify
from foundation.clock import SetClock
from tests.api.talk.talks import client_of, house_with
from tests.stand_ins import OpenAIServer

FIRST = "壳子用了半年发脆，要看雾影指数"


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def outside(tmp_path: Path, clock: SetClock, server: OpenAIServer) -> Iterator[House]:
    """A house whose model stands elsewhere."""
    with house_with(tmp_path, clock, server.url, model_on_premises=False) as house:
        yield house


@pytest.fixture
def client(outside: House) -> TestClient:
    return client_of(outside)


def begun(client: TestClient) -> str:
    return str(client.post("/conversations", json={}).json()["id"])


def say(client: TestClient, name: str, words: str) -> str:
    """What part the model had in this turn."""
    answer = client.post(f"/conversations/{name}/messages", json={"text": words})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["model"])


def agree(client: TestClient, name: str, given: bool) -> None:
    assert client.put(f"/conversations/{name}/model-consent", json={"given": given}).status_code == 200


def test_nothing_leaves_before_consent_and_nothing_after_it_is_withdrawn(
    client: TestClient, server: OpenAIServer, outside: House
) -> None:
    name = begun(client)
    assert say(client, name, FIRST) == "no_consent"
    assert server.requests == []
    agree(client, name, given=True)
    assert say(client, name, "是空调上的外壳") == "ok"
    assert len(server.requests) == 1
    agree(client, name, given=False)
    assert say(client, name, "大概用了半年") == "no_consent"
    assert len(server.requests) == 1
    with outside.reading() as session:
        trace = [entry.action for entry in entries(session, name)]
        assert verify(session) is None
    assert trace == ["conversation.started", "conversation.consent_given", "conversation.consent_withdrawn"]


def test_consent_is_of_one_talk_alone(client: TestClient, server: OpenAIServer) -> None:
    agreed, other = begun(client), begun(client)
    agree(client, agreed, given=True)
    assert say(client, other, FIRST) == "no_consent"
    assert server.requests == []


def test_secrecy_stops_the_model_in_the_very_turn_and_ever_after(client: TestClient, server: OpenAIServer) -> None:
    name = begun(client)
    agree(client, name, given=True)
    assert say(client, name, FIRST) == "ok"
    asked = len(server.requests)
    assert say(client, name, "配方请保密") == "level"
    assert say(client, name, "是空调上的外壳") == "level"
    agree(client, name, given=False)
    agree(client, name, given=True)
    assert say(client, name, "大概用了半年") == "level"
    assert len(server.requests) == asked


def test_free_to_publish_is_no_consent(client: TestClient, server: OpenAIServer) -> None:
    name = begun(client)
    assert say(client, name, FIRST + "，信息可以公开") == "no_consent"
    assert say(client, name, "是空调上的外壳") == "no_consent"
    assert server.requests == []


def test_a_model_in_the_house_reads_secret_words_too(tmp_path: Path, clock: SetClock, server: OpenAIServer) -> None:
    with house_with(tmp_path, clock, server.url, model_on_premises=True) as house:
        client = client_of(house)
        assert say(client, begun(client), FIRST + "，请保密") == "ok"
    assert len(server.requests) == 1


def test_saying_the_same_twice_is_recorded_once(client: TestClient, outside: House) -> None:
    name = begun(client)
    for _ in range(2):
        agree(client, name, given=True)
    assert client.get(f"/conversations/{name}").json()["model_consent"] is True
    with outside.reading() as session:
        assert [entry.action for entry in entries(session, name)].count("conversation.consent_given") == 1


def test_a_talk_that_is_over_or_unknown_takes_no_consent(client: TestClient) -> None:
    name = begun(client)
    for words in (FIRST, "不知道", "不知道"):
        say(client, name, words)
    assert client.post(f"/conversations/{name}/confirm", json={}).status_code == 201
    assert client.put(f"/conversations/{name}/model-consent", json={"given": True}).status_code == 409
    assert client.put("/conversations/con_none/model-consent", json={"given": True}).status_code == 404
    assert client.put(f"/conversations/{begun(client)}/model-consent", json={"given": "maybe"}).status_code == 422


def test_talks_from_before_have_no_consent(outside: House, client: TestClient) -> None:
    name = begun(client)
    with outside.engine.connect() as connection:
        assert connection.execute(
            text("SELECT model_consent FROM conversations WHERE id = :id"), {"id": name}
        ).scalar() in (0, False)
