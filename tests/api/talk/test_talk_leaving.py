"""Out of the funnel on pages: taken back before and after confirming, or made a complaint, each asked for once more."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.wiring import House
from foundation.actors import OPERATOR, SYSTEM
from intake.cares.caring import care_of
from intake.complaints.cases import list_complaints
from tests.api.pages import FIRST, begun, form_of, new_talk, say, talk_of
from tests.releasing import release


def confirmed(browser: TestClient, at: str) -> str:
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    return sent.headers["location"].split("/")[2]


def complaints(house: House) -> list[str]:
    with house.reading() as session:
        return [one.words for one in list_complaints(session, OPERATOR)]


def test_a_talk_is_taken_back_after_one_more_question_and_a_reason(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    assert f'href="{at}/withdraw' in browser.get(at).text
    asked = browser.get(f"{at}/withdraw").text
    assert "真的不办了吗" in asked
    assert "不再需要" in asked
    refused = browser.post(f"{at}/withdraw", data={})
    assert refused.status_code == 422
    assert "请选一个原因" in refused.text
    assert talk_of(house, at).status == "open"
    for _ in range(2):
        sent = browser.post(f"{at}/withdraw", data={"reason": "not_needed"})
        assert (sent.status_code, sent.headers["location"]) == (303, at)
    html = browser.get(at).text
    assert "这个对话已经结束" in html
    assert "原因：不再需要" in html
    with house.reading() as session:
        assert care_of(session, at.rpartition("/")[2]).ending is not None


def test_whoever_goes_on_talking_opens_it_again(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    browser.post(f"{at}/withdraw", data={"reason": "solved"})
    assert say(browser, at, "说是ABS", talk_of(house, at).version).status_code == 303
    assert talk_of(house, at).status == "open"
    assert "这个对话已经结束" not in browser.get(at).text


@pytest.mark.parametrize("is_released", [False, True])
def test_a_demand_is_taken_back_and_its_status_says_so(browser: TestClient, house: House, is_released: bool) -> None:
    at = begun(browser, FIRST)
    demand_id = confirmed(browser, at)
    if is_released:
        with house.working(SYSTEM) as work:
            release(work, demand_id)
    assert f'href="/talk/{at.rpartition("/")[2]}/withdraw' in browser.get(f"{at}/status").text
    assert "停止办理" in browser.get(f"{at}/withdraw").text
    sent = browser.post(f"{at}/withdraw", data={"reason": "found_elsewhere"})
    assert sent.headers["location"] == f"{at}/status"
    html = browser.get(f"{at}/status").text
    assert "您的需求：已撤回" in html
    assert "原因：已另找到服务方" in html
    assert "/withdraw" not in html
    assert "会发布的文字" not in html
    assert browser.get(f"{at}/withdraw").headers["location"] == f"{at}/status"
    english = browser.get(f"{at}/status", headers={"Accept-Language": "en"}).text
    assert "Reason: somebody else was found" in english


def test_who_only_knows_a_published_number_is_shown_no_way_to_take_it_back(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    demand_id = confirmed(browser, at)
    with house.working(SYSTEM) as work:
        release(work, demand_id)
    html = browser.get(f"/demand/{demand_id}/status").text
    assert "/withdraw" not in html
    assert "/complaint" not in html


def test_a_talk_made_a_complaint_gets_a_number_and_a_day(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    assert f'href="{at}/complaint' in browser.get(at).text
    for _ in range(2):
        sent = browser.post(f"{at}/complaint", data={"text": "上次的报告把牌号写错了"})
        assert sent.status_code == 303
    assert complaints(house) == ["上次的报告把牌号写错了"]
    assert talk_of(house, at).status == "complaint"
    for page in (browser.get(at).text, browser.get(f"{at}/complaint").text):
        assert "cmp_" in page
        assert "3 月 13 日（星期四）前有专人答复" in page
    assert "上次的报告把牌号写错了" in browser.get(at).text


def test_a_complaint_that_was_only_heard_shows_its_number_after_a_reload(browser: TestClient, house: House) -> None:
    at = begun(browser, "我要投诉你们上次的检测报告")
    assert "cmp_" in browser.get(at).text
    assert complaints(house) == ["我要投诉你们上次的检测报告"]


def test_a_complaint_about_a_demand_leaves_the_demand_as_it_is(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    confirmed(browser, at)
    browser.post(f"{at}/complaint", data={"text": "一直没有人联系我"})
    html = browser.get(f"{at}/status").text
    assert "您的需求：已确认" in html
    assert "cmp_" in html
    assert complaints(house) == ["一直没有人联系我"]


def test_a_complaint_may_be_the_first_thing_said_and_needs_words(browser: TestClient, house: House) -> None:
    at = new_talk(browser)
    empty = browser.post(f"{at}/complaint", data={"text": " "})
    assert empty.status_code == 422
    assert 'id="text-fault"' in empty.text
    secret = browser.post(f"{at}/complaint", data={"text": "机密★10年 某装备"})
    assert secret.status_code == 422
    assert "某装备" not in secret.text
    assert browser.post(f"{at}/complaint", data={"text": "报告错了"}).status_code == 303
    assert browser.get("/talk/con_1/complaint").status_code == 422
