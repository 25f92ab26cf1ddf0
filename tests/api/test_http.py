"""The service through its HTTP door: answers, refusals, and nothing acknowledged that is not stored."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from api.app import make_app
from api.wiring import House
from foundation.actors import SYSTEM
from foundation.settings import Settings
from intake.reading.record import read_draft
from intake.service import register_demand

CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因"


def confirmed(client: TestClient, text: str = CRACKED) -> dict[str, object]:
    """A demand confirmed over HTTP."""
    talk = client.post("/conversations", json={}).json()
    client.post(f"/conversations/{talk['id']}/messages", json={"text": text})
    answer = client.post(f"/conversations/{talk['id']}/confirm", json={})
    assert answer.status_code == 201, answer.text
    demand: dict[str, object] = answer.json()
    return demand


def test_the_service_says_that_it_lives_and_is_ready(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    ready = client.get("/health/ready").json()
    assert ready["status"] == "ok"
    assert ready["embedder"] == "embedded"


def test_an_empty_house_lives_but_is_not_ready(tmp_path, clock) -> None:  # type: ignore[no-untyped-def]
    from api.wiring import open_house

    house = open_house(Settings(data_dir=tmp_path), clock)
    client = TestClient(make_app(house))
    assert client.get("/health/live").status_code == 200
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["reason"]
    house.close()


def test_a_text_finds_centres_with_reasons(client: TestClient) -> None:
    answer = client.post("/match", json={"text": "盐雾 48 小时就起泡，是镀锌件", "top": 3}).json()
    assert answer["centres"][0]["id"] == "cen_demo_coatings"
    assert answer["centres"][0]["rows"][0]["reasons"]
    for hit in answer["hits"]:
        assert sum(c["points"] for c in hit["contributions"]) == round(float(hit["score"]) * 1_000_000)


def test_a_published_demand_shows_its_owners_words_to_coordinators_only(
    client: TestClient, desk: TestClient, house: House
) -> None:
    with house.working(SYSTEM) as work:
        demand = register_demand(work, read_draft("空调塑料外壳一敲就裂", CRACKED))
    assert client.get(f"/demands/{demand.id}").json()["text"] == CRACKED
    form = {"title": demand.title, "text": demand.condensed, "audience": "public", "version": demand.version}
    released = desk.post(f"/demands/{demand.id}/publication", json=form)
    assert released.status_code == 200, released.text
    assert "text" not in client.get(f"/demands/{demand.id}").json()
    assert desk.get(f"/demands/{demand.id}").json()["text"] == CRACKED


def test_a_talk_becomes_a_demand_and_gets_matched_and_decided(client: TestClient, desk: TestClient) -> None:
    demand = confirmed(client)
    run = client.post(f"/demands/{demand['id']}/matches").json()
    best = run["candidates"][0]
    assert best["centre_id"] == "cen_demo_plastics"
    form = {"decision": "accept", "version": best["version"]}
    assert client.post(f"/matches/{best['id']}/decision", json=form).status_code == 403
    accepted = desk.post(f"/matches/{best['id']}/decision", json=form)
    assert accepted.json()["state"] == "accepted"
    again = desk.post(f"/matches/{best['id']}/decision", json=form)
    assert (again.status_code, again.json()) == (200, accepted.json())
    other = desk.post(f"/matches/{best['id']}/decision", json={**form, "note": "想了想"})
    assert (other.status_code, other.json()["code"]) == (409, "changed_meanwhile")


def test_declining_needs_a_reason(client: TestClient, desk: TestClient) -> None:
    run = client.post(f"/demands/{confirmed(client)['id']}/matches").json()
    path = f"/matches/{run['candidates'][0]['id']}/decision"
    refused = desk.post(path, json={"decision": "decline", "version": 1})
    assert refused.status_code == 422
    assert refused.json()["facts"]["field"] == "reason_code"
    done = desk.post(path, json={"decision": "decline", "version": 1, "reason_code": "wrong_product"})
    assert done.json()["reason_code"] == "wrong_product"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/match", {"text": ""}, "text"),
        ("/match", {}, "text"),
        ("/match", {"text": "x", "top": 0}, "top"),
        ("/match", {"text": "x", "surprise": 1}, "surprise"),
        ("/match", {"text": "字" * 20_001}, "text"),
        ("/conversations", {"channel": "nobody"}, "channel"),
    ],
)
def test_bad_input_names_the_field(client: TestClient, path: str, body: object, field: str) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("path", ["/demands/dem_none", "/conversations/con_none", "/matches/mat_none", "/nowhere"])
def test_what_is_not_there_is_a_problem_with_a_code(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_problem_speaks_the_language_that_is_asked_for(client: TestClient) -> None:
    english = client.get("/matches/mat_none", headers={"Accept-Language": "en-GB,en"}).json()
    assert english["title"] == "There is no such match: mat_none"


def test_a_wrong_key_is_refused_rather_than_ignored(client: TestClient) -> None:
    answer = client.get("/health/live", headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 200  # a route that asks nobody who they are
    answer = client.post("/conversations", json={}, headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"{", b'{"text": NaN}', b'{"text": "\\ud800"}', b'["x"]', b'{"text": "a\\u0000b"}'])
def test_hostile_json_never_breaks_the_service(client: TestClient, body: bytes) -> None:
    for path in ("/match", "/conversations"):
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text


def test_a_body_that_is_too_large_is_refused_before_it_is_read(house: House) -> None:
    client = TestClient(make_app(house), raise_server_exceptions=False)
    limit = house.settings.max_upload_bytes
    assert client.post("/match", content=b"x" * (limit + 1)).status_code == 413


def test_a_commit_that_fails_leaves_no_2xx_answer(house: House, client: TestClient) -> None:
    before = len(client.get("/demands").json())

    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(house.engine, "commit", fail)
    try:
        answer = client.post("/conversations", json={})
    finally:
        event.remove(house.engine, "commit", fail)
    assert answer.status_code == 503
    assert answer.json()["code"] == "database_unavailable"
    assert len(client.get("/demands").json()) == before


def test_pages_carry_a_strict_policy_and_fetch_nothing_from_elsewhere(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "http://" not in answer.text.replace("http://testserver", "")
    assert "https://" not in answer.text


def test_the_first_page_finds_without_scripts_and_escapes_what_was_typed(client: TestClient) -> None:
    answer = client.post("/", data={"text": "<script>alert(1)</script> 塑料外壳一敲就裂"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "示范·澄原" in answer.text


def test_the_openapi_document_is_3_1_and_names_every_route(house: House) -> None:
    document = make_app(house).openapi()
    assert document["openapi"].startswith("3.1")
    assert "/conversations/{conversation_id}/messages" in document["paths"]
    assert "/" not in document["paths"]


def test_the_description_of_every_route_says_how_it_refuses_and_it_does(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for path, routes in document["paths"].items():
        for told in routes.values():
            assert list(told["responses"]["4XX"]["content"]) == ["application/problem+json"], path
            assert "422" not in told["responses"], path
    said = document["paths"]["/match"]["post"]["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
    broken = client.post("/match", content=b'{"text":', headers={"Content-Type": "application/json"})
    missing = client.post("/match")
    for refused in (broken, missing):
        assert refused.headers["content-type"] == "application/problem+json"
        assert set(said["required"]) <= set(refused.json()) <= set(said["properties"])
        assert [one["field"] for one in refused.json()["errors"]] == ["body"]


def test_a_form_that_cannot_be_read_is_refused_in_words(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = client.post("/packs/verification", content=b"junk", headers=headers)
    assert (answer.status_code, answer.json()["title"]) == (400, "请求的正文读不出来")
