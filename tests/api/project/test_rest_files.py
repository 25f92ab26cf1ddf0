"""Files of a service over HTTP: handed in, listed, read back byte for byte, by whom the page would show them to."""

from __future__ import annotations

import hashlib

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.wiring import House
from engagement.engagement import Engagement
from engagement.facts.deliverables import Deliverable
from engagement.facts.signed_copy import SignedCopy
from engagement.log import Facts
from foundation.audit import entries
from tests.engagement import cases
from tests.intake.attachments.files import PNG, word
from tests.journeys.services import Party, opened, played, story, token_for

SCAN = hashlib.sha256(PNG).hexdigest()


@pytest.fixture
def service(house: House) -> Engagement:
    return opened(house)


def hand_in(party: Party, name: str, content: bytes) -> Response:
    return party.client.post(f"{party.at}/files", files={"file": (name, content)})


def test_a_file_is_handed_in_listed_and_read_back_byte_for_byte(
    house: House, service: Engagement, desk: TestClient
) -> None:
    host = Party(house, service, token_for(house, service, "host"))
    given = hand_in(host, "..\\协议\u202e扫描件.png", PNG)
    assert given.status_code == 201, given.text
    told = given.json()
    assert (told["sha256"], told["name"], told["size"]) == (SCAN, "协议扫描件.png", len(PNG))
    assert told["kept_by"].startswith("lnk_"), "who handed it in is told so"
    assert hand_in(host, "又一次.png", PNG).json() == told, "the same bytes are the first file"
    (listed,) = desk.get(f"{host.at}/files").json()
    assert listed == told
    answer = host.client.get(f"{host.at}/files/{SCAN}")
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"attachment.png\"; filename*=UTF-8''%E5%8D%8F%E8%AE%AE%E6%89%AB%E6%8F%8F%E4%BB%B6.png"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    with house.reading() as session:
        trace = entries(session, service.id)[-1]
    assert (trace.action, trace.facts) == ("engagement.file_opened", {"sha256": SCAN, "level": "internal"})
    assert trace.actor_id == told["kept_by"]


def test_no_character_set_is_guessed_for_a_text(house: House, service: Engagement) -> None:
    host = Party(house, service, token_for(house, service, "host"))
    content = "报告，用旧编码写的".encode("gb18030")
    sha256 = hand_in(host, "report.txt", content).json()["sha256"]
    answer = host.client.get(f"{host.at}/files/{sha256}")
    assert (answer.content, answer.headers["content-type"]) == (content, "text/plain")
    assert 'filename="report.txt"' in answer.headers["content-disposition"]


def test_a_reviewer_reads_over_http_what_the_page_lets_them_read_and_learns_of_nothing_else(house: House) -> None:
    one = opened(house)
    host, reviewer = (Party(house, one, token_for(house, one, who)) for who in ("host", "reviewer"))
    hand_in(host, "扫描件.png", PNG)
    own = hand_in(reviewer, "意见.txt", "可以开展".encode()).json()["sha256"]
    offer = cases.OFFER.model_copy(update={"party": one.host_id})
    signed = story(one.host_id)[:7]
    copy = SignedCopy(side="host", signed_by="李院长", signed_on=cases.START.date(), digest=offer.digest, sha256=SCAN)
    now = played(house, one, (*signed, ("host", "attach_signed_copy", Facts(signed_copy=copy))))
    assert len(now.signed_copies) == 1
    assert [file["sha256"] for file in reviewer.client.get(f"{reviewer.at}/files").json()] == [own]
    refused, absent = (reviewer.client.get(f"{reviewer.at}/files/{sha256}") for sha256 in (SCAN, "0" * 64))
    assert refused.status_code == absent.status_code == 404
    assert refused.text.replace(SCAN, "") == absent.text.replace("0" * 64, "")
    assert reviewer.client.get(f"{reviewer.at}/files/{own}").status_code == 200
    whose = {file["sha256"]: file["kept_by"] for file in host.client.get(f"{host.at}/files").json()}
    assert set(whose) == {SCAN, own}
    assert whose[SCAN] is not None
    assert whose[own] is None, "who handed it in is told to a coordinator and to who did"
    browser = TestClient(make_app(house), base_url="http://desk.test")
    browser.get(f"/project/{one.id}/enter/{token_for(house, one, 'reviewer')}")
    assert browser.get(f"/project/{one.id}/files/{SCAN}").status_code == 404, "as on the page"


def test_a_stranger_and_another_project_find_no_file(house: House, service: Engagement) -> None:
    hand_in(Party(house, service, token_for(house, service, "host")), "a.png", PNG)
    for token in ("", "a-wrong-token"):
        stranger = Party(house, service, token)
        answers = [
            stranger.client.get(f"{stranger.at}/files"),
            stranger.client.get(f"{stranger.at}/files/{SCAN}"),
            hand_in(stranger, "b.png", PNG + b"x"),
        ]
        assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "engagement_not_found")}


def test_the_enterprise_comes_in_with_the_talk_of_its_demand(house: House, client: TestClient) -> None:
    talk = client.post("/conversations", json={}).json()["id"]
    words = (
        "塑料外壳一敲就裂，PC/ABS料注塑的，想查断裂原因，做缺口冲击强度和熔体质量流动速率，一个月内要结论，预算两万。"
    )
    client.post(f"/conversations/{talk}/messages", json={"text": words})
    demand = client.post(f"/conversations/{talk}/confirm", json={}).json()["id"]
    own, other = opened(house, demand_id=demand), opened(house, demand_id="dem_2", match_id="mat_2")
    enterprise = Party(house, own, talk)
    assert hand_in(enterprise, "样品.png", PNG).status_code == 201
    assert enterprise.client.get(f"{enterprise.at}/files/{SCAN}").content == PNG
    assert Party(house, other, talk).client.get(f"/engagements/{other.id}/files").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ\x90\x00" * 20, "attachment_type_unknown"),
        ("a.pdf", PNG, "attachment_mismatch"),
        ("b.txt", b"", "attachment_empty"),
        ("方案.docx", word("秘密★5年\n隔膜"), "state_secret_refused"),
    ],
)
def test_what_may_not_come_in_is_refused_with_the_field_and_nothing_is_kept(
    house: House, service: Engagement, name: str, content: bytes, code: str
) -> None:
    centre = Party(house, service, token_for(house, service, "centre"))
    refused = hand_in(centre, name, content)
    assert (refused.status_code, refused.json()["code"], refused.json()["facts"]["field"]) == (422, code, "file")
    assert refused.headers["content-type"] == "application/problem+json"
    assert centre.client.get(f"{centre.at}/files").json() == []


def test_a_file_that_is_too_large_is_refused_in_words_with_the_limit(house: House, service: Engagement) -> None:
    house.settings = house.settings.model_copy(update={"max_upload_bytes": 2**20})
    centre = Party(house, service, token_for(house, service, "centre"))
    announced = hand_in(centre, "a.txt", b"x" * 2**20)

    def arriving() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(20):
            yield b"x" * 2**16

    form = {"Content-Type": "multipart/form-data; boundary=b"}
    counted = centre.client.post(f"{centre.at}/files", content=arriving(), headers=form)  # type: ignore[arg-type]
    for refused in (announced, counted):
        assert (refused.status_code, refused.json()["code"]) == (413, "http_413")
        assert refused.json()["title"] == "内容太大：一次最多 1 MB"
        assert refused.json()["facts"]["most_bytes"] == 2**20
    assert centre.client.get(f"{centre.at}/files").json() == []


def test_a_deliverable_names_a_file_that_was_handed_in_over_http(house: House) -> None:
    one = opened(house)
    scenes = story(one.host_id)
    served = next(i for i, scene in enumerate(scenes) if scene[1] == "hand_in")
    played(house, one, scenes[:served])
    centre = Party(house, one, token_for(house, one, "centre"))
    report = Deliverable(name="失效分析报告", sha256=SCAN)
    refused = centre.step("hand_in", Facts(deliverable=report))
    assert (refused.status_code, refused.json()["code"]) == (422, "file_not_kept")
    hand_in(centre, "报告.png", PNG)
    assert centre.do("hand_in", Facts(deliverable=report))["engagement"]["deliverables"][0]["sha256"] == SCAN
