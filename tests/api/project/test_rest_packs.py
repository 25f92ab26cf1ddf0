"""Closure packs over HTTP: made, listed, downloaded byte for byte, checked by the desk."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.wiring import House
from engagement.engagement import Engagement
from engagement.log import Facts
from engagement.pack.making import make_pack
from engagement.pack.verifying import verified
from engagement.pack.zipping import unzipped, zipped
from engagement.retention.service import erase
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.secrecy import Level
from tests.builders import everybody
from tests.engagement import cases
from tests.intake.attachments.files import PNG
from tests.journeys.services import Party, Scene, opened, played, token_for


def short(host_id: str, level: Level = "internal") -> Iterator[Scene]:
    """The way to an accepted result without anything going wrong."""
    offer = cases.OFFER.model_copy(update={"party": host_id, "level": level})
    yield "coordinator", "start", Facts(contacts=cases.CONTACTS)
    yield from cases.agreed(offer)
    yield "centre", "assign_team", Facts(team=cases.TEAM)
    yield "centre", "submit_plan", Facts(plan=cases.PLAN)
    yield "reviewer", "pass_review", Facts(opinions=cases.FOR)
    yield "centre", "hand_in", Facts(deliverable=cases.REPORT)
    yield "centre", "deliver", Facts()
    yield "centre", "record_measurement", Facts(measurements=cases.GOOD)
    yield "enterprise", "accept", Facts(is_solved=True)


@pytest.fixture
def closed(house: House) -> Engagement:
    """A service that was accepted, with one kept file."""
    one = opened(house)
    host = Party(house, one, token_for(house, one, "host"))
    assert host.client.post(f"{host.at}/files", files={"file": ("扫描件.png", PNG)}).status_code == 201
    return played(house, one, short(one.host_id))


def check(client: TestClient, pack: bytes, **form: str) -> Response:
    return client.post("/packs/verification", files={"pack": ("包.zip", pack)}, data=form)


def test_a_pack_is_made_downloaded_and_holds_and_made_again_is_the_same(
    house: House, closed: Engagement, desk: TestClient
) -> None:
    at = f"/engagements/{closed.id}/packs"
    made = desk.post(at, json={})
    assert made.status_code == 201, made.text
    manifest = made.json()
    assert (manifest["number"], manifest["version"], manifest["keep_until"]) == (1, closed.version, "2031-03-10")
    assert desk.post(at).json() == manifest, "nothing has changed"
    (listed,) = desk.get(at).json()
    assert (listed["number"], listed["digest"]) == (1, manifest["digest"])
    answer = desk.get(f"{at}/1")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{closed.id}-1.zip"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert f"files/{hashlib.sha256(PNG).hexdigest()}" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    with house.working(everybody()) as work:
        assert answer.content == make_pack(work, closed.id).content
    told = check(desk, answer.content, digest=manifest["digest"]).json()
    assert (told["holds"], told["fault"], told["entries"], told["is_recorded"]) == (True, None, closed.version, None)
    assert "members" not in told["manifest"]
    assert check(desk, answer.content, here="true").json()["is_recorded"] is True
    with house.reading() as session:
        trace = entries(session, closed.id)[-1]
    assert (trace.action, trace.actor_id) == ("engagement.pack_opened", "operator")
    assert trace.facts == {"number": 1, "pack": manifest["digest"], "level": "internal"}


def test_a_pack_of_before_is_handed_out_as_it_was_after_the_project_went_on(
    house: House, clock: SetClock, closed: Engagement, desk: TestClient
) -> None:
    at = f"/engagements/{closed.id}"
    desk.post(f"{at}/packs")
    first = desk.get(f"{at}/packs/1").content
    clock.advance(timedelta(minutes=1))
    desk.post(f"{at}/files", files={"file": ("后来.txt", "后来的文件".encode())})
    played(house, closed, [("coordinator", "archive", Facts(code="evaluation_not_applicable", reason="示范"))])
    second = desk.post(f"{at}/packs", json={"with_files": False}).json()
    assert second["number"] == 2
    assert second["previous"] == desk.get(f"{at}/packs").json()[0]["digest"]
    assert "没有放进来" in second["withheld"][0]
    assert desk.get(f"{at}/packs/1").content == first
    assert desk.get(f"{at}/packs/2").content != first
    house.settings = house.settings.model_copy(update={"pack_kept_years": 30})
    changed = desk.get(f"{at}/packs/1")
    assert (changed.status_code, changed.json()["code"]) == (409, "pack_changed_since")
    assert desk.get(f"{at}/packs/3").json()["code"] == "pack_unknown"


def test_who_may_have_a_pack_made_may_download_it_and_nobody_else(house: House, closed: Engagement) -> None:
    parties = {who: Party(house, closed, token_for(house, closed, who)) for who in ("host", "centre", "enterprise")}
    parties["reviewer"] = Party(house, closed, token_for(house, closed, "reviewer"))
    parties["stranger"] = Party(house, closed, "a-wrong-token")
    found = {}
    for who, party in parties.items():
        at = f"{party.at}/packs"
        answers = party.client.post(at), party.client.get(at), party.client.get(f"{at}/1")
        found[who] = [one.status_code for one in answers]
    assert found == {
        "host": [201, 200, 200],
        **{who: [403, 403, 403] for who in ("centre", "enterprise", "reviewer")},
        "stranger": [404, 404, 404],
    }


def test_a_host_gets_no_pack_that_tells_more_than_its_log(house: House, desk: TestClient) -> None:
    one = opened(house)
    passed_over = Facts(reason="CANARY：信誉有疑问")
    played(house, one, [*list(short(one.host_id))[:1], ("coordinator", "try_next", passed_over)])
    host = Party(house, one, token_for(house, one, "host"))
    assert desk.post(f"{host.at}/packs").status_code == 201
    for answer in (
        host.client.post(f"{host.at}/packs"),
        host.client.get(f"{host.at}/packs"),
        host.client.get(f"{host.at}/packs/1"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "pack_tells_more")
    assert b"CANARY" in desk.get(f"{host.at}/packs/1").content


def test_of_an_erased_service_nothing_is_handed_out_any_more_and_that_is_said(
    house: House, clock: SetClock, closed: Engagement, desk: TestClient
) -> None:
    at = f"/engagements/{closed.id}"
    desk.post(f"{at}/packs")
    clock.advance(timedelta(days=365 * 7))
    with house.working(everybody()) as work:
        erase(work, closed.id, "保存期满")
    doors = ("packs", "packs/1", "agreement", "agreement?format=pdf")
    answers = [desk.post(f"{at}/packs"), *(desk.get(f"{at}/{door}") for door in doors)]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(409, "engagement_erased")}
    assert desk.get(f"{at}/files").json() == []
    assert desk.get(f"{at}/files/{hashlib.sha256(PNG).hexdigest()}").json()["code"] == "engagement_file_unknown"
    late = desk.post(f"{at}/files", files={"file": ("a.png", PNG)})
    assert (late.status_code, late.json()["code"]) == (409, "engagement_erased")
    assert desk.get(at).status_code == desk.get(f"{at}/log").status_code == 200


def test_an_open_service_has_no_pack(house: House, desk: TestClient) -> None:
    one = opened(house)
    refused = desk.post(f"/engagements/{one.id}/packs")
    assert (refused.status_code, refused.json()["code"]) == (409, "engagement_not_closed")


def test_at_level_secret_the_content_stays_out_unless_it_is_asked_for(house: House, desk: TestClient) -> None:
    one = opened(house, "secret", host_level="secret")
    played(house, one, short(one.host_id, "secret"))
    at = f"/engagements/{one.id}/packs"
    assert "商密" in desk.post(at).json()["withheld"][0]
    assert desk.post(at, json={"with_secret": True}).json()["withheld"] == []
    without, whole = (desk.get(f"{at}/{number}").content for number in (1, 2))
    assert b"48000.00" not in without
    assert b"48000.00" in whole
    assert all(verified(content).fault is None for content in (without, whole))


def test_a_pack_that_was_altered_is_named_and_anything_else_is_no_pack(
    closed: Engagement, desk: TestClient, client: TestClient
) -> None:
    at = f"/engagements/{closed.id}/packs"
    desk.post(at)
    pack = desk.get(f"{at}/1").content
    members = unzipped(pack)
    altered = zipped(members | {"acceptance.json": members["acceptance.json"] + b" "})
    told = check(desk, altered).json()
    assert told["holds"] is False
    assert told["fault"] == "acceptance.json 与清单里的大小或摘要不符"
    assert check(desk, pack, digest="0" * 64, lang="en").json()["holds"] is False
    noise = check(desk, b"PK\x03\x04 no pack at all")
    assert (noise.status_code, noise.json()["holds"], noise.json()["manifest"]) == (200, False, None)
    malformed = check(desk, pack, digest="yes")
    assert (malformed.status_code, malformed.json()["errors"][0]["field"]) == (422, "digest")
    assert desk.post("/packs/verification").json()["errors"][0]["field"] == "pack"
    for stranger in (check(client, pack), check(client, pack, here="true")):
        assert (stranger.status_code, stranger.json()["code"]) == (403, "pack_check_for_coordinators")


def test_a_forged_pack_that_holds_in_itself_is_told_by_the_chain_of_the_house(
    house: House, closed: Engagement, desk: TestClient
) -> None:
    desk.post(f"/engagements/{closed.id}/packs")
    with house.working(everybody()) as work:
        other = make_pack(work, closed.id, kept_years=9).content
        work.session.rollback()
    told = check(desk, other, here="true").json()
    assert (told["holds"], told["is_recorded"]) == (False, False)
    assert "审计链里没有这个包的摘要" in told["fault"]
