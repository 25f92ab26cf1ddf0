"""Somebody at the desk without JavaScript: what the tests of its pages share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from shutil import copytree

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.wiring import House, open_house
from foundation.clock import SetClock
from foundation.settings import Settings
from matcher import store
from matcher.store import Candidate
from tests.desk_cases import COORDINATORS, LI

OWN = {"Sec-Fetch-Site": "same-origin"}


@contextmanager
def staffed(world_folder: Path, folder: Path, clock: SetClock) -> Iterator[House]:
    """The demonstration world, copied into ``folder``, with two coordinators."""
    copytree(world_folder, folder / "data")
    settings = Settings(data_dir=folder / "data", coordinators=COORDINATORS)  # type: ignore[arg-type]
    with open_house(settings, clock) as house:
        yield house


@pytest.fixture
def house(world_folder: Path, tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """A house with two coordinators."""
    with staffed(world_folder, tmp_path, clock) as house:
        yield house


class Desk:
    """Somebody at a browser window without JavaScript."""

    def __init__(self, house: House, key: str = "") -> None:
        self.client = TestClient(make_app(house), follow_redirects=False, base_url="http://desk.test")
        if key:
            assert self.post("/desk/sign-in", key=key).status_code == 303

    def get(self, at: str) -> Response:
        return self.client.get(at)

    def post(self, at: str, headers: dict[str, str] | None = None, **form: object) -> Response:
        return self.client.post(at, data=form, headers=OWN if headers is None else headers)  # type: ignore[arg-type]

    def decide(self, one: Candidate, event: str, **more: object) -> Response:
        form = {"candidate": one.id, "event": event, "version": one.version, **more}
        return self.post(f"/desk/{one.demand_id}/decision", **form)


def candidates(house: House, demand_id: str) -> tuple[Candidate, ...]:
    with house.reading() as session:
        return store.candidates_of(session, demand_id)


def words(html: str) -> str:
    """What a person reads, without the tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def desk(house: House) -> Desk:
    """李工, signed in."""
    return Desk(house, LI)
