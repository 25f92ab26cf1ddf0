"""At the desk: accepting opens the engagement, the case shows it, and says once what the demand itself leaves open."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.app import make_app
from api.matching.finding import match_demand
from api.wiring import House
from engagement.profiles import PROFILES
from engagement.service import show_engagements_of
from foundation.actors import OPERATOR
from intake.demand import Demand
from intake.reading.record import read_draft
from intake.service import get_demand, register_demand
from matcher.review.handling import ask_enterprise
from tests.api.commands import docking
from tests.api.desk.desk_window import Desk, candidates, words
from tests.api.desk.desk_window import house as house
from tests.desk_cases import LI

CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，材料是ABS，供应商换过，想知道原因，2个月内要结果"


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


def test_a_coordinator_chooses_by_which_flow_it_goes_and_reads_what_each_is_for(house: House) -> None:
    demand, desk = put_up(house), Desk(house, LI)
    read = words(desk.get(f"/desk/{demand.id}").text)
    for one in PROFILES.values():
        assert one.about in read
    first, second = (candidates(house, one)[0] for one in (demand.id, put_up(house).id))
    assert "没有“sub-9”这种流程" in desk.decide(first, "accept", flow="sub-9").text
    with house.reading() as session:
        assert show_engagements_of(session, demand.id) == ()
    assert desk.decide(first, "accept", flow="sub-6.6.2").status_code == 303
    assert desk.decide(second, "accept").status_code == 303
    with house.reading() as session:
        opened = [show_engagements_of(session, one.demand_id)[0].profile for one in (first, second)]
    assert opened == ["sub-6.6.2", "superset"]


def test_the_flow_is_chosen_over_http_and_by_command_too(house: House) -> None:
    first, second = (candidates(house, put_up(house).id)[0] for _ in range(2))
    door = TestClient(make_app(house), headers={"Authorization": f"Bearer {LI}"})
    decision = {"decision": "accept", "version": first.version}
    refused = door.post(f"/matches/{first.id}/decision", json=decision | {"profile": "sub-9"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "profile")
    taken = door.post(f"/matches/{first.id}/decision", json=decision | {"profile": "station-art10"}).json()
    data = house.settings.data_dir
    unknown = docking(data, "review", "accept", second.id, "--profile", "sub-9", check=False)
    assert (unknown.returncode, "没有“sub-9”这种流程；可用：superset" in unknown.stderr) == (2, True)
    told = docking(data, "review", "accept", second.id, "--profile", "fig1-C").stdout
    assert "按“图1 读法丙：评审未通过即终结”办：只走图 1 的八个框" in told
    with house.reading() as session:
        opened = [show_engagements_of(session, one.demand_id)[0] for one in (first, second)]
    assert opened[0].id == taken["engagement_id"]
    assert [one.profile for one in opened] == ["station-art10", "fig1-C"]
    listed = docking(data, "engagement", "profiles").stdout
    assert all(one.id in listed and one.about in listed for one in PROFILES.values())
