"""Where the host may not hold the level of a service, every door says what is missing, until it is registered."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.wiring import House
from foundation.actors import OPERATOR
from kb.profiles import register_profile
from tests.api.project.test_project_pages import Window
from tests.api.project.test_rest_packs import short
from tests.journeys.services import opened, played


def test_what_is_missing_is_said_and_when_it_is_registered_the_host_is_asked_to_sign(
    house: House, desk: TestClient
) -> None:
    one = opened(house, "secret", host_level="internal")
    with house.working(OPERATOR) as work:
        register_profile(work, one.centre_id, secrecy_level="internal")
    one = played(house, one, list(short(one.host_id, "secret"))[:5])
    assert one.state == "negotiating"
    told = desk.get(f"/engagements/{one.id}").json()["turn"]
    why = "项目密级是“商密”，依托单位只能承担“内部”，须先取得相应保密资格"
    assert [(task["role"], task["label"]) for task in told["tasks"]] == [("coordinator", why)]
    page = Window(house, one, "coordinator").read()
    assert f"现在轮到您：{why}" in page
    assert "签订协议" not in page.partition('id="todo"')[0]
    with house.working(OPERATOR) as work:
        register_profile(work, one.centre_id, secrecy_level="secret")
    told = desk.get(f"/engagements/{one.id}").json()
    assert [task["event"] for task in told["turn"]["tasks"]] == ["sign", "sign"]
    assert next(action for action in told["actions"] if action["event"] == "sign")["is_ready"]
