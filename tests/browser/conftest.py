"""A real browser against a real server: Debian's Chromium driven by Playwright, the service on a free port."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.app import make_app
from api.wiring import House, open_house
from foundation.settings import Settings
from tests.skipping import lacking

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@contextmanager
def serving(house: House) -> Iterator[str]:
    """The service over this house, on this machine only; its address."""
    server = uvicorn.Server(uvicorn.Config(make_app(house), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
    house.close()


@pytest.fixture(scope="session")
def site(world_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service with the demonstration world; its address."""
    folder = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(world_folder, folder)
    with serving(open_house(Settings(data_dir=folder))) as address:
        yield address


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """``with serve(model_base_url=…) as address`` – a service of its own with these settings, without centres."""

    def begin(**settings: Any) -> Any:
        house = open_house(Settings(data_dir=tmp_path_factory.mktemp("own"), **settings))
        if (model := house.language_model) is not None:
            model._opened()  # type: ignore[attr-defined]  # its first import is slow, and no part of a talk
        return serving(house)

    return begin


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium of this machine."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if binary is None:
        lacking("browser skipped: no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # a busy machine answers late, and late is not wrong

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def screenshots(request: pytest.FixtureRequest) -> Path:
    """Where pictures of this run lie, for a person to look at."""
    folder = Path(request.config.rootpath) / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
