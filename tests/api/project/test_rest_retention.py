"""How long a project is kept, over HTTP: what is due is told to the desk, held and erased by the association alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House
from engagement.engagement import Engagement
from foundation.clock import SetClock
from tests.api.desk.desk_window import staffed
from tests.api.project.test_rest_packs import closed as closed  # a service that was accepted
from tests.desk_cases import LI
from tests.journeys.services import Party, opened, token_for

WHY = {"reason": "登记簿 2031-07 号"}


def test_what_is_due_is_listed_held_released_and_erased(desk: TestClient, clock: SetClock, closed: Engagement) -> None:
    at = f"/engagements/{closed.id}"
    early = desk.post(f"{at}/erasure", json=WHY)
    assert (early.status_code, early.json()["code"]) == (409, "retention_not_over")
    assert desk.get("/engagements/retention").json() == {"due": [], "kept": []}
    clock.advance(timedelta(days=7 * 366))
    (due,) = desk.get("/engagements/retention").json()["due"]
    assert due == {"engagement_id": closed.id, "kept_until": "2031-03-10"}
    assert desk.post(f"{at}/hold", json=WHY).json()["hold_reason"] == WHY["reason"]
    told = desk.get("/engagements/retention").json()
    assert (told["due"], [one["engagement_id"] for one in told["kept"]]) == ([], [closed.id])
    assert desk.post(f"{at}/erasure", json=WHY).json()["code"] == "engagement_held"
    assert desk.post(f"{at}/release", json=WHY).json()["held_at"] is None
    done = desk.post(f"{at}/erasure", json=WHY).json()
    assert (done["erase_reason"], done["is_compact"]) == (WHY["reason"], True)
    assert "48000" not in desk.get(at).text
    assert desk.post(f"{at}/packs", json={}).json()["code"] == "engagement_erased"
    empty = desk.post(f"{at}/hold", json={"reason": ""})
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "reason")


@pytest.mark.parametrize("path", ["hold", "release", "erasure"])
def test_neither_a_party_nor_a_stranger_holds_or_erases(
    house: House, client: TestClient, closed: Engagement, path: str
) -> None:
    host = Party(house, closed, token_for(house, closed, "host"))
    for reader in (client, host.client):
        refused = reader.post(f"/engagements/{closed.id}/{path}", json=WHY)
        assert refused.status_code in (401, 403), refused.text
        assert reader.get("/engagements/retention").status_code in (401, 403)


def test_a_coordinator_reads_what_is_due_and_leaves_erasing_to_the_association(
    world_folder: Path, tmp_path: Path, clock: SetClock
) -> None:
    with staffed(world_folder, tmp_path, clock) as house:
        desk = TestClient(make_app(house), headers={"Authorization": f"Bearer {LI}"})
        one = opened(house)
        assert desk.get("/engagements/retention").json() == {"due": [], "kept": []}
        assert desk.post(f"/engagements/{one.id}/hold", json=WHY).json()["code"] == "keeping_not_yours"
