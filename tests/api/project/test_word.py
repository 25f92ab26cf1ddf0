"""Page, interface and command line say whose word an agreement of both sides is."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from api.wiring import House
from engagement.log import Facts
from tests.api.commands import docking
from tests.api.project.test_project_pages import Window
from tests.api.project.test_rest_packs import short
from tests.engagement.test_engagement import PAUSE
from tests.journeys.services import Party, opened, played, token_for


def test_page_interface_and_command_line_say_it(house: House, desk: TestClient, tmp_path: Path) -> None:
    one = opened(house)
    played(house, one, list(short(one.host_id))[:6])
    host = Party(house, one, token_for(house, one, "host"))
    host.do("suspend", Facts.model_validate(PAUSE))
    told = "“双方同意”是依托单位一方写的，另一方没有在这里确认"
    assert desk.get(f"/engagements/{one.id}").json()["word"] == told
    assert list(desk.get(f"/engagements/{one.id}/log").json()["words"].values()) == [told]
    assert Window(house, one, "enterprise").read().count(told) == 2, "where it rests, and in what happened"
    for command in ("show", "log"):
        assert told in docking(tmp_path / "data", "engagement", command, one.id).stdout
