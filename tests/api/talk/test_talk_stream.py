"""The stream of one answer over a real connection: words are back before the reading ends; a cut one is harmless."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House, open_house
from foundation.settings import Settings
from intake import service
from intake.demand import Reading
from intake.fields import FieldName
from intake.reading.rules import RulesReader

FIRST = "我们给空调厂供的塑料壳子，最近这批一敲就裂"
EVENTS = {"Accept": "text/event-stream"}


class PatientReader(RulesReader):
    """Reads by rules, but not before the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun, self.may_end = threading.Event(), threading.Event()

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        self.has_begun.set()
        assert self.may_end.wait(20)
        return super().read(utterance, asked)


def _client(house: House) -> TestClient:
    return TestClient(make_app(house), follow_redirects=False)


@pytest.fixture
def reader() -> PatientReader:
    return PatientReader()


@pytest.fixture
def slow_house(house: House, reader: PatientReader, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(house, "reader_for", lambda talk: reader)
    return house


@pytest.fixture
def address(slow_house: House) -> Iterator[str]:
    """A service whose reader is patient."""
    server = uvicorn.Server(uvicorn.Config(make_app(slow_house), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_the_words_are_back_while_the_reading_goes_on(address: str, slow_house: House, reader: PatientReader) -> None:
    talk = slow_house.identifiers.new("con")
    form = {"text": FIRST, "version": "0"}
    with httpx.stream("POST", f"{address}/talk/{talk}", data=form, headers=EVENTS, timeout=20) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "event: said"
        assert not reader.may_end.is_set()
        reader.may_end.set()
        assert [line for line in lines if line.startswith("event: ")] == ["event: words"] * 3 + ["event: page"]


def test_a_stream_that_is_cut_leaves_the_talk_whole(address: str, slow_house: House, reader: PatientReader) -> None:
    talk = slow_house.identifiers.new("con")
    form = {"text": FIRST, "version": "0"}
    with httpx.stream("POST", f"{address}/talk/{talk}", data=form, headers=EVENTS, timeout=20) as answer:
        assert next(answer.iter_lines()) == "event: said"
        assert reader.has_begun.wait(10)
    reader.may_end.set()
    again = httpx.post(f"{address}/talk/{talk}", data=form, headers=EVENTS, timeout=20)
    assert again.text.rstrip().endswith("</html>")
    assert 'role="alert"' not in again.text
    with slow_house.reading() as session:
        assert service.get_conversation(session, talk).draft.utterances == (FIRST,)


def test_another_replica_goes_on_where_the_first_one_stopped(house: House) -> None:
    talk = house.identifiers.new("con")
    with _client(house) as one:
        assert one.post(f"/talk/{talk}", data={"text": FIRST, "version": 0}).status_code == 303
    replica = open_house(Settings(data_dir=house.settings.data_dir), house.clock)
    with _client(replica) as other:
        assert "塑料壳子" in other.get(f"/talk/{talk}").text
        assert other.post(f"/talk/{talk}", data={"text": "说是ABS", "version": 2}).status_code == 303
    replica.close()
    with _client(house) as one:
        assert "听明白了：ABS" in one.get(f"/talk/{talk}").text
