"""Where a demand stands, as its page says it: who acts, by when, why it ended, and nothing more than may be seen."""

from __future__ import annotations

from typing import get_args

import pytest
from fastapi.testclient import TestClient

from api.talks.promise import NEXT
from api.wiring import House
from foundation.actors import SYSTEM
from intake.demand import DemandStatus
from intake.reading.record import read_draft
from intake.service import register_demand
from tests.api.pages import FIRST, begun, form_of
from tests.releasing import end, release


def test_the_status_page_says_where_it_stands_who_acts_and_by_when(browser: TestClient, house: House) -> None:
    with house.working(SYSTEM) as work:
        demand = register_demand(work, read_draft("空调塑料外壳一敲就裂", FIRST + "，联系人王明，13800001111"))
        release(work, demand.id)
    page = browser.get(f"/demand/{demand.id}/status").text
    assert "已发布" in page
    assert "3 月 17 日（星期一）前" in page
    assert "还剩 5 个工作日" in page
    assert "13800001111" not in page
    assert "王明" not in page


def test_every_standing_of_a_demand_has_a_next_step() -> None:
    assert set(NEXT) == set(get_args(DemandStatus))


@pytest.mark.parametrize("event", ["refuse", "withdraw", "complain"])
def test_an_end_is_answered_on_the_page_with_reason_and_next_step(
    browser: TestClient, house: House, event: str
) -> None:
    at = begun(browser, FIRST)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    demand_id = sent.headers["location"].split("/")[2]
    with house.working(SYSTEM) as work:
        end(work, demand_id, event)
    for address in (f"/demand/{demand_id}/status", f"{at}/status"):
        page = browser.get(address).text
        assert "已处理。" in page
        assert "原因：" in page
        assert "请联系协调员。" in page
        assert "个工作日" not in page


def test_what_was_released_for_few_is_not_on_the_page_for_all(browser: TestClient, house: House) -> None:
    at = begun(browser, FIRST)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    demand_id = sent.headers["location"].split("/")[2]
    assert f"{at}/status" in browser.get(f"/demand/{demand_id}/status").text
    with house.working(SYSTEM) as work:
        release(work, demand_id, "partner")
    stranger = browser.get(f"/demand/{demand_id}/status").text
    assert "已发布" in stranger
    assert "裂" not in stranger
    assert at not in stranger
    assert browser.get(f"/demand/{demand_id}/matches").status_code == 404
    assert "裂" in browser.get(f"{at}/status").text
