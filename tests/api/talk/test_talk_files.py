"""Files on the page of a talk, handed in without JavaScript: kept, read, refused by name, taken back."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.security import ENTERPRISE
from api.wiring import House, open_house
from foundation.audit import entries
from foundation.clock import SetClock
from foundation.settings import Settings
from intake.attachments.service import list_attachments
from tests.api.pages import FIRST, begun, form_of, hidden, new_talk, talk_of
from tests.api.talk.talks import client_of
from tests.intake.attachments import files

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600


def hand_in(browser: TestClient, at: str, *named: tuple[str, bytes], text: str = "") -> Response:
    parts = [("files", (name, content, "text/html")) for name, content in named]
    return browser.post(f"{at}/files", data={"text": text}, files=parts)


def kept(house: House, at: str) -> list[str]:
    with house.reading() as session:
        return [one.name for one in list_attachments(session, ENTERPRISE, at.rpartition("/")[2])]


def test_limits_are_said_before_a_file_is_chosen(browser: TestClient) -> None:
    html = browser.get("/talk").text
    assert "每个最大 20 MB" in html
    assert "还能交 20 个" in html
    assert 'enctype="multipart/form-data"' in html


def test_files_are_kept_read_and_told_of(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    sent = hand_in(browser, at, ("要求.docx", files.word()), ("照片.png", files.PNG))
    assert sent.status_code == 303
    assert kept(house, at) == ["要求.docx", "照片.png"]
    html = browser.get(at).text
    assert "从里面读到：ABS" in html
    assert "图片只保存，不识别里面的文字" in html
    assert "文件里的话：" in html
    assert "文件：要求.docx" in html
    assert "还能交 18 个" in html
    assert talk_of(house, at).draft.value("product") == "塑料壳子", "what the person said stands"


def test_one_that_is_refused_is_named_beside_the_field_and_the_others_are_kept(
    browser: TestClient, house: House
) -> None:
    at = begun(browser, FIRST)
    answer = hand_in(browser, at, ("旧.doc", OLD), ("要求.docx", files.word()), text="还没写完的话")
    assert answer.status_code == 422
    html = answer.text
    assert re.search(r'id="file-faults"><li>“旧\.doc”是旧格式', html)
    assert '<details id="attach" class="attach" open>' in html
    assert ">还没写完的话</textarea>" in html
    assert kept(house, at) == ["要求.docx"]


def test_words_and_files_go_in_one_form_and_the_words_come_first(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    sent = browser.post(at, data={"text": FIRST, "version": "0"}, files=[("files", ("要求.docx", files.word()))])
    assert sent.status_code == 303
    draft = talk_of(house, at).draft
    assert draft.utterances[0] == FIRST
    assert [one.utterance for one in draft.attached] == [1]


def test_a_file_may_be_the_first_word(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    hand_in(browser, at, ("要求.docx", files.word()))
    assert talk_of(house, at).draft.value("product") == "空调外壳"
    refused = hand_in(browser, "/talk/con_1", ("要求.docx", files.word()))
    assert "网址不完整" in refused.text


def test_handing_in_nothing_is_met_kindly_and_keeps_the_words(browser: TestClient) -> None:
    answer = hand_in(browser, new_talk(browser), ("", b""), text="还没写完的话")
    assert "请先选文件" in answer.text
    assert ">还没写完的话</textarea>" in answer.text


def test_a_file_is_taken_back_with_all_that_was_read_of_it(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    before = talk_of(house, at).draft
    hand_in(browser, at, ("要求.docx", files.word("要求冲击强度 ≥ 8 kJ/m²，金丝雀")))
    action = re.search(r'action="(/talk/\S+?/remove)\?', browser.get(at).text)
    assert action is not None
    for _ in range(2):
        assert browser.post(action[1]).status_code == 303
    after = talk_of(house, at).draft
    assert {(r.field, r.value) for r in after.readings} == {(r.field, r.value) for r in before.readings}
    assert "金丝雀" not in talk_of(house, at).model_dump_json()
    assert kept(house, at) == []
    assert "（这个文件已经拿走）" in browser.get(at).text
    with house.reading() as session:
        assert entries(session, action[1].split("/")[4])[-1].action == "attachment.removed"
    assert browser.get(action[1]).headers["location"] == at


def test_after_confirmation_a_file_is_evidence_and_stays(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    hand_in(browser, at, ("要求.docx", files.word()))
    action = re.search(r'action="(/talk/\S+?/remove)\?', browser.get(at).text)
    assert action is not None
    assert browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text)).status_code == 303
    assert browser.post(action[1]).status_code == 409
    assert "拿走</button>" not in browser.get(at).text
    assert kept(house, at) == ["要求.docx"]


def test_another_talks_file_is_not_there(browser: TestClient) -> None:
    at, other = begun(browser, FIRST), begun(browser, FIRST)
    hand_in(browser, at, ("要求.docx", files.word()))
    action = re.search(r"/files/(\w+)/remove", browser.get(at).text)
    assert action is not None
    assert browser.post(f"{other}/files/{action[1]}/remove").status_code == 404


def test_a_form_that_is_too_large_is_answered_with_a_page_and_a_way_back(tmp_path: Path, clock: SetClock) -> None:
    house = open_house(Settings(data_dir=tmp_path, max_upload_bytes=2**20), clock)
    browser = client_of(house)
    at = new_talk(browser)
    answer = hand_in(browser, at, ("大.txt", b"x" * 2**21))
    assert answer.status_code == 413
    assert "合起来不能超过 1 MB" in answer.text
    assert f'href="{at}?' in answer.text
    house.close()


def test_a_talk_of_words_and_files_becomes_a_demand_in_the_persons_words(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    hand_in(browser, at, ("要求.docx", files.word("按 GB/T 1043.1-2008 检测冲击强度")))
    html = browser.get(f"{at}/confirm").text
    assert "文件里的话：<q>GB/T 1043.1-2008</q>" in html
    assert hidden(html, "version")
    sent = browser.post(f"{at}/confirm", data=form_of(html))
    demand = TestClient(make_app(house)).get(f"/demands/{sent.headers['location'].split('/')[2]}").json()
    assert demand["text"] == FIRST
