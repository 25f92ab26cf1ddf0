"""The status page once a centre serves: running, completed, ended early – it says what is true at that hour."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import make_app
from api.wiring import House
from engagement.engagement import Engagement
from engagement.log import Facts
from engagement.service import take_step
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from intake.living import docked_with, end_with
from tests.api.desk.desk_window import OWN, words
from tests.api.project.test_project_entry import over, service, talk
from tests.api.project.test_project_pages import Window, fields_of
from tests.builders import everybody
from tests.engagement import cases
from tests.journeys.services import opened

__all__ = ["over", "service", "talk"]
PROMISED = "承接的中心与您联系"
SOON = "中心会在两个工作日内与您联系"


@pytest.fixture
def docked(house: House, browser: TestClient, talk: str) -> Engagement:
    """The service of a demand that was answered "docked"; nobody has begun to talk."""
    found = re.search(r"dem_\w+", browser.get(f"{talk}/status").text)
    assert found is not None
    one = opened(house, demand_id=found[0], enterprise=found[0])
    with house.working(OPERATOR) as work:
        end_with(work, found[0], "dock", docked_with("示范中心"))
    return one


def signed(house: House, one: Engagement) -> Engagement:
    """The same with an agreement."""
    offer = cases.OFFER.model_copy(update={"party": one.host_id})
    with house.working(everybody()) as work:
        for _, event, facts in cases.agreed(offer):
            one = take_step(work, one.id, one.version, event, facts)
    return one


def test_a_demand_that_a_centre_takes_on_waits_for_its_call_until_the_talks_begin(
    browser: TestClient, house: House, talk: str, docked: Engagement
) -> None:
    said = words(browser.get(f"{talk}/status").text)
    assert "您的需求：已对接" in said
    assert PROMISED in said
    assert SOON in said
    with house.working(everybody()) as work:
        take_step(work, docked.id, 1, "start", Facts(contacts=cases.CONTACTS))
    said = words(browser.get(f"{talk}/status").text)
    assert "正在与中心谈方案与报价" in said
    assert PROMISED not in said
    assert SOON not in said


def test_a_service_under_way_is_said_by_its_step(
    browser: TestClient, house: House, talk: str, docked: Engagement
) -> None:
    with house.working(everybody()) as work:
        docked = take_step(work, docked.id, 1, "start", Facts(contacts=cases.CONTACTS))
    signed(house, docked)
    page = browser.get(f"{talk}/status").text
    said = words(page)
    assert "您的需求：服务中" in said
    assert "服务正在进行：签订技术服务协议" in said
    assert re.search(r'aria-current="step">服务中<', page)
    assert "看初步匹配" not in said
    english = words(browser.get(f"{talk}/status?lang=en").text)
    assert "Your demand: in service" in english
    assert not re.search("[\u4e00-\u9fff]", english[english.index("Where it stands") :].split(".")[0])


def test_a_completed_service_is_said_with_its_day_its_page_and_its_questionnaire(
    browser: TestClient, clock: SetClock, talk: str, over: Engagement
) -> None:
    page = browser.get(f"{talk}/status").text
    said = words(page)
    assert "您的需求：服务已完成" in said
    assert "服务已经完成，3 月 10 日（星期一）验收通过" in said
    assert "正常完成" in said
    assert PROMISED not in said
    assert "对接专员看需求" not in said
    assert "个工作日" not in said
    assert "核对后会发布的文字" not in said
    assert "到哪一步了" in said
    assert f"/projects/{over.id}" in page
    assert "评价这次服务" in said
    clock.advance(timedelta(days=400))
    assert "2025 年 3 月 10 日（星期一）验收通过" in words(browser.get(f"{talk}/status").text)


def test_a_service_that_came_to_nothing_is_answered_with_the_reason_and_what_next(
    browser: TestClient, house: House, talk: str, docked: Engagement
) -> None:
    with house.working(everybody()) as work:
        docked = take_step(work, docked.id, 1, "start", Facts(contacts=cases.CONTACTS))
    one = signed(house, docked)
    with house.working(everybody()) as work:
        facts = Facts(code="terminated_by_agreement", reason="样品没有了", delivered="无", is_agreed_by_both=True)
        take_step(work, one.id, one.version, "terminate", facts)
    said = words(browser.get(f"{talk}/status").text)
    assert "您的需求：服务已终止" in said
    assert "服务没有做完，3 月 10 日（星期一）终止：协商终止" in said
    assert "还要继续，请联系协调员" in said
    assert PROMISED not in said


def test_a_stranger_learns_that_a_centre_took_it_on_and_nothing_of_the_service(
    house: House, over: Engagement, browser: TestClient, talk: str
) -> None:
    with house.working(OPERATOR) as work:
        end_with(work, over.demand_id, "dock", docked_with("示范中心"))
    with house.engine.begin() as connection:  # its id is no secret any more
        connection.execute(text("UPDATE demands SET published_at = :at"), {"at": "2025-03-10 01:00:00+00:00"})
    said = words(TestClient(make_app(house)).get(f"/demand/{over.demand_id}/status").text)
    assert "已有中心承接" in said
    for told in ("与您联系", "服务已经完成", "验收", "正常完成"):
        assert told not in said


def test_the_project_page_of_a_service_that_is_over_hurries_nobody_but_who_archives_it(
    browser: TestClient, house: House, clock: SetClock, talk: str, over: Engagement
) -> None:
    clock.advance(timedelta(days=60))
    assert browser.get(f"{talk}/projects/{over.id}").status_code == 303
    page = browser.get(f"/project/{over.id}").text
    said = words(page)
    assert "服务已经结束" in said
    assert "只剩归档： 协调员：评价并归档" in said
    assert "已超期" not in said, "that is the coordinator's day, not the enterprise's"
    assert said.count("没有报告完成") == 2, "a milestone that nobody reported is no alarm when all is over"
    assert 'class="late"' not in page
    assert "由谁核实" not in said, "the coordinator alone enters who verified a figure"
    desk = words(Window(house, over, "coordinator").read())
    assert "已超期" in desk
    assert "由谁核实" in desk


def test_a_yes_to_these_terms_is_asked_for_once(
    browser: TestClient, house: House, talk: str, service: Engagement
) -> None:
    assert browser.get(f"{talk}/projects/{service.id}").status_code == 303
    at = f"/project/{service.id}"
    assert 'id="do-confirm_offer"' in browser.get(at).text
    form = fields_of(browser.get(at).text, "confirm_offer")
    assert browser.post(f"{at}/steps/confirm_offer", data=form, headers=OWN).status_code == 303
    assert 'id="do-confirm_offer"' not in browser.get(at).text
    with house.working(everybody()) as work:
        other = service.offers[-1].model_copy(update={"price": "47000.00"})
        take_step(work, service.id, service.version + 1, "make_offer", Facts(offer=other))
    assert 'id="do-confirm_offer"' in browser.get(at).text, "other terms, another yes"
