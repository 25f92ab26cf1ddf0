"""Who reads a secret service over HTTP is on record, a coordinator as well as a party; of others what they open."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House
from engagement.access.giving import list_links
from engagement.log import Facts
from foundation.audit import entries, verify
from foundation.secrecy import Level
from tests.api.project.test_rest_packs import short
from tests.builders import everybody
from tests.intake.attachments.files import PNG
from tests.journeys.services import Party, opened, played, token_for


def looks(house: House, engagement_id: str) -> list[tuple[str, Any]]:
    """Who looked at what of it, oldest first."""
    with house.reading() as session:
        found = [one for one in entries(session, engagement_id) if one.action == "engagement.looked_at"]
        assert verify(session) is None
    return [(one.actor_id, one.facts["what"]) for one in found]


@pytest.mark.parametrize("level", ["internal", "secret"])
def test_looking_at_a_secret_service_is_recorded_for_everybody_and_at_other_levels_for_nobody(
    house: House, desk: TestClient, level: Level
) -> None:
    one = opened(house, level, host_level="secret")
    played(house, one, list(short(one.host_id, level))[:2])
    host = Party(house, one, token_for(house, one, "host"))
    (link,) = desk.get(f"{host.at}/links").json()
    for reader in (host.client, desk):
        for path in ("", "/log", "/files", "/offers/changes?before=1&after=1"):
            assert reader.get(f"{host.at}{path}").status_code == 200
    seen = ["record", "log", "files", "offers"]
    expected = [(who, what) for who in (link["id"], "operator") for what in seen]
    assert looks(house, one.id) == (expected if level == "secret" else [])


def test_a_page_leaves_the_same_trace_as_the_interface(house: House) -> None:
    one = opened(house, "secret", host_level="secret")
    token = token_for(house, one, "host")
    host = Party(house, one, token)
    sha256 = host.client.post(f"{host.at}/files", files={"file": ("a.png", PNG)}).json()["sha256"]
    browser = TestClient(make_app(house), base_url="http://desk.test")
    assert browser.get(f"/project/{one.id}/enter/{token}").status_code == 200
    file = browser.get(f"/project/{one.id}/files/{sha256}")
    assert (file.content, file.headers["cache-control"]) == (PNG, "private, no-store")
    with house.reading() as session:
        (link,) = list_links(session, everybody(), one.id)
        traces = [(entry.actor_id, entry.action) for entry in entries(session, one.id)][-2:]
    assert looks(house, one.id) == [(link.id, "page")]
    assert traces == [(link.id, "engagement.looked_at"), (link.id, "engagement.file_opened")]


def test_who_was_refused_left_no_trace_of_having_read(house: House) -> None:
    one = opened(house, "secret", host_level="secret")
    reviewer = Party(house, one, token_for(house, one, "reviewer"))
    host = Party(house, one, token_for(house, one, "host"))
    sha256 = host.client.post(f"{host.at}/files", files={"file": ("a.png", PNG)}).json()["sha256"]
    assert reviewer.client.get(f"{host.at}/files/{sha256}").status_code == 404
    assert reviewer.client.get(f"{host.at}/agreement").status_code == 403
    assert Party(house, one, "a-wrong-token").client.get(host.at).status_code == 404
    with house.reading() as session:
        actions = {entry.action for entry in entries(session, one.id)}
    assert not actions & {"engagement.looked_at", "engagement.file_opened", "engagement.paper_opened"}


def test_nothing_of_the_content_stands_in_the_trace(house: House, desk: TestClient) -> None:
    one = opened(house, "secret", host_level="secret")
    played(house, one, list(short(one.host_id, "secret"))[:2])
    assert desk.get(f"/engagements/{one.id}").status_code == 200
    assert desk.get(f"/engagements/{one.id}/agreement").status_code == 200
    with house.reading() as session:
        told = [str(entry.facts) for entry in entries(session, one.id)]
    assert not any("48000" in line or "隔膜" in line for line in told)


def test_the_list_is_cut_by_stage_and_goes_on_where_it_ended(house: House, desk: TestClient) -> None:
    ids = [opened(house, demand_id=f"dem_{i}", match_id=f"mat_{i}").id for i in range(3)]
    one = opened(house, demand_id="dem_4", match_id="mat_4")
    played(house, one, list(short(one.host_id))[:1])
    shown = desk.get("/engagements?stage=P1").json()
    assert {item["id"] for item in shown} == set(ids)
    assert [item["id"] for item in desk.get("/engagements?stage=P2").json()] == [one.id]
    assert desk.get("/engagements?stage=paused").json() == []
    assert desk.get("/engagements?stage=P1&start=2&limit=2").json() == shown[2:]
    assert desk.get("/engagements?stage=P99").json()["errors"][0]["field"] == "stage"


def test_what_was_entered_wrongly_is_put_right_over_http_by_who_entered_it_with_the_reason(house: House) -> None:
    one = opened(house)
    served = [scene for scene in short(one.host_id) if scene[1] not in ("hand_in", "deliver", "record_measurement")]
    played(house, one, served[:-1])
    centre, host = (Party(house, one, token_for(house, one, who)) for who in ("centre", "host"))
    training = {"topic": "取样", "on": "2025-03-10", "hours": "2", "trainer": "顾工", "trainees": ["小林"]}
    assert centre.step("record_training", Facts.model_validate({"training": training})).status_code == 200
    right = {"training": training | {"hours": "3", "corrects": 1}}
    silent = centre.step("record_training", Facts.model_validate(right))
    assert (silent.status_code, silent.json()["code"]) == (409, "guard_refused")
    assert silent.json()["title"].endswith("更正要写明原因"), silent.json()["title"]
    said = Facts.model_validate(right | {"reason": "少记了一小时"})
    assert "只有登记的人能更正" in host.step("record_training", said).json()["title"]
    unknown = {"training": training | {"corrects": 9}, "reason": "错了"}
    assert "没有第 9 项可以更正" in centre.step("record_training", Facts.model_validate(unknown)).json()["title"]
    told = centre.do("record_training", said)["engagement"]["trainings"]
    assert [one["hours"] for one in told] == ["3"]
    log = centre.client.get(f"{centre.at}/log").json()["entries"]
    assert [one["facts"]["training"]["hours"] for one in log[-2:]] == ["2", "3"], "the log keeps both"
