"""The desk beyond one decision: nobody fits, advice on demand, what waits by level, no test without a row for it."""

from __future__ import annotations

import re

from sqlalchemy import text

from api.matching.finding import match_demand
from api.wiring import House
from foundation.actors import OPERATOR
from intake.reading.record import read_draft
from intake.service import register_demand
from kb.demonstration import files
from matcher import store
from tests.api.desk.desk_window import Desk, candidates, words
from tests.api.desk.desk_window import desk as desk
from tests.api.desk.desk_window import house as house
from tests.desk_cases import CRACKED, matched_demand

SAID = {one.id: one.text for one in files().demands}
COFFEE, CRANE = SAID["dem_demo_emc"], SAID["dem_demo_crane"].replace("检测评估", "检测")
"""That the crane is to be assessed, not only tested, is left out: here a test is asked for and nothing else."""


def test_that_nobody_fits_is_confirmed_with_one_button_and_the_enterprise_answered(house: House, desk: Desk) -> None:
    demand = matched_demand(house, is_abstained=True)
    assert "没有合适的中心" in words(desk.get("/desk").text)
    page = words(desk.get(f"/desk/{demand.id}").text)
    assert "下面是最接近的，只供核实，不是推荐。" in page
    for _ in range(2):
        assert desk.post(f"/desk/{demand.id}/nobody", note="两家都问过").status_code == 303
    held = candidates(house, demand.id)
    assert [(one.state, one.reason_code, one.note) for one in held] == [("declined", "nobody_fits", "两家都问过")] * 2
    page = desk.get(f"/desk/{demand.id}").text
    assert f"/desk/{demand.id}/nobody" not in page
    assert "确认没有合适的中心" in words(page).rpartition("经过")[2]
    other = matched_demand(house, text=CRACKED + "，急")
    refused = desk.post(f"/desk/{other.id}/nobody", note="写过的话")
    assert (refused.status_code, "写过的话" in refused.text) == (409, True)


def test_the_queue_is_filtered_by_level_and_keeps_the_other_filters(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    assert demand.id in desk.get("/desk?level=internal").text
    assert demand.id not in desk.get("/desk?level=secret").text
    assert "level=internal&amp;state=on_hold" in "&amp;".join(
        sorted(re.search(r'href="/desk\?([^"]*on_hold[^"]*)"', desk.get("/desk?level=internal").text)[1].split("&amp;"))  # type: ignore[index]
    )
    assert desk.get("/desk?level=cosmic").status_code == 422


def test_advice_is_loaded_when_it_is_asked_for_and_tells_what_parts_the_first_two(house: House, desk: Desk) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("咖啡机过不了电磁兼容", COFFEE))
    match_demand(house, OPERATOR, demand.id)
    bare = desk.get(f"/desk/{demand.id}").text
    assert f'href="/desk/{demand.id}/advice' in bare
    assert "若补充" not in bare
    page = words(desk.get(f"/desk/{demand.id}/advice").text)
    assert re.search(r"若补充“[^”]+”，A 与 B (可分出先后|能分得更清楚)", page)
    assert "请企业说明" in page
    assert Desk(house).get(f"/desk/{demand.id}/advice").status_code == 401


def test_advice_that_cannot_be_given_any_more_is_said_and_the_case_stands(house: House, desk: Desk) -> None:
    demand = matched_demand(house)
    with house.reading() as session:
        run = store.newest_run(session, demand.id)
    assert run is not None
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE match_runs SET input = NULL, input_digest = NULL"))
    seen = desk.get(f"/desk/{demand.id}/advice")
    assert seen.status_code == 200
    assert "不能重放" in seen.text
    assert "示范·澄原" in seen.text


def test_a_test_that_no_row_may_offer_is_accepted_with_a_reason_only(house: House, desk: Desk) -> None:
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("老行车主梁下挠还能不能用", CRANE))
    match_demand(house, OPERATOR, demand.id)
    one = next(one for one in candidates(house, demand.id) if one.centre_id == "cen_demo_machinery")
    refused = desk.decide(one, "accept")
    assert refused.status_code == 409
    assert "只能按方法开发（6.2）商谈" in refused.text
    assert desk.decide(one, "accept", reason_code="method_development").status_code == 303
