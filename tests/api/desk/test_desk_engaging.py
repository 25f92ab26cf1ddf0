"""At the desk: accepting opens the engagement, the case shows it, and says once what the demand itself leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.matching.finding import match_demand
from api.wiring import House
from engagement.service import show_engagements_of
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from intake.demand import Demand
from intake.reading.record import read_draft
from intake.service import get_demand, register_demand
from matcher.review.handling import ask_enterprise
from tests.api.desk.desk_window import Desk, candidates, staffed, words
from tests.desk_cases import LI

CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，材料是ABS，供应商换过，想知道原因，2个月内要结果"


@pytest.fixture
def house(world_folder: Path, tmp_path: Path, clock: SetClock) -> Iterator[House]:
    with staffed(world_folder, tmp_path, clock) as house:
        yield house


def put_up(house: House, text: str = CRACKED) -> Demand:
    """A demand that the matcher really matched."""
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("空调塑料外壳一敲就裂", text))
    match_demand(house, OPERATOR, demand.id)
    return demand


def test_accepting_at_the_desk_opens_the_engagement_and_the_case_shows_it(house: House) -> None:
    demand, desk = put_up(house), Desk(house, LI)
    one = candidates(house, demand.id)[0]
    assert desk.decide(one, "accept").status_code == 303
    with house.reading() as session:
        (opened,) = show_engagements_of(session, demand.id)
        assert get_demand(session, demand.id).status == "docked"
    assert (opened.match_id, opened.opened_by, opened.host_level) == (one.id, "li", "secret")
    assert opened.scope is not None
    assert (opened.scope.run_id, str(opened.scope.planned_on)) == (one.run_id, "2025-05-10")
    read = words(desk.get(f"/desk/{demand.id}").text)
    assert "已经开始的项目" in read
    assert f"需求提出，3 月 12 日（星期三）前 · 项目编号 {opened.id}" in read
    assert "没有期限" not in read
    english = words(desk.get(f"/desk/{demand.id}?lang=en").text)
    assert "Engagements that have begun" in english
    assert desk.decide(one, "accept").status_code == 303
    with house.reading() as session:
        assert show_engagements_of(session, demand.id) == (opened,)


def test_the_case_says_for_which_day_the_certificates_were_held_and_why(house: House) -> None:
    desk = Desk(house, LI)
    stated = words(desk.get(f"/desk/{put_up(house).id}").text)
    assert "资质按 2025-05-10 核对：企业写的期限“2个月内”" in stated
    unstated = words(desk.get(f"/desk/{put_up(house, CRACKED.replace('，2个月内要结果', '')).id}").text)
    assert "资质按 2025-03-10 核对：企业没有写期限，按匹配当天" in unstated


def test_what_the_demand_leaves_open_is_said_once_and_not_of_every_centre(house: House) -> None:
    desk = Desk(house, LI)
    read = words(desk.get(f"/desk/{put_up(house).id}").text)
    assert read.count("需求没有写明企业") == 1
    assert read.count("需求没有写地区") == 1
    named = put_up(house, "我们是宁波明途塑料有限公司，" + CRACKED)
    assert "需求没有写明企业" not in words(desk.get(f"/desk/{named.id}").text)


def test_an_answer_entered_at_the_desk_shows_the_new_run_and_the_queue_says_so(house: House) -> None:
    demand, desk = put_up(house), Desk(house, LI)
    with house.working(OPERATOR) as work:
        question = ask_enterprise(work, demand.id, "材料牌号？")
    before = {one.id for one in candidates(house, demand.id)}
    assert desk.post(f"/desk/{demand.id}/answer", question=question.id, note="牌号是 PA-757").status_code == 303
    after = candidates(house, demand.id)
    assert before.isdisjoint(one.id for one in after)
    assert {one.state for one in after} == {"proposed"}
    assert "企业已答复" in words(desk.get("/desk").text)
    assert desk.decide(after[0], "hold", reason_code="ask_centre").status_code == 303
    assert "企业已答复" not in words(desk.get("/desk").text)
