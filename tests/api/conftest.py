"""A furnished house: a copy of the demonstration world for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House, open_house
from foundation.clock import SetClock
from foundation.settings import Settings

KEY = "a-key-only-for-tests"


@pytest.fixture
def house(world_folder: Path, tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """A house of one's own over a copy of the world, on Monday 10 March 2025."""
    shutil.copytree(world_folder, tmp_path / "data")
    house = open_house(Settings(data_dir=tmp_path / "data", operator_key=KEY), clock)  # type: ignore[arg-type]
    yield house
    house.close()


@pytest.fixture
def client(house: House) -> TestClient:
    """The service, asked as an enterprise: nobody signed in."""
    return TestClient(make_app(house), raise_server_exceptions=False)


@pytest.fixture
def desk(house: House) -> TestClient:
    """The service, asked with the operator's key."""
    headers = {"Authorization": f"Bearer {KEY}"}
    return TestClient(make_app(house), raise_server_exceptions=False, headers=headers)


@pytest.fixture
def browser(house: House) -> TestClient:
    """A browser without JavaScript: it follows no redirect by itself, so that a test sees it."""
    return TestClient(make_app(house), follow_redirects=False)
