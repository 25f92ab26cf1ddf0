"""The enterprise reaches its service from its own status page, with nothing but the address it has already."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import make_app
from api.notices import leaving
from api.projects.notices import headline
from api.wiring import House
from engagement import store
from engagement.access.giving import list_links
from engagement.engagement import Engagement
from engagement.log import Facts
from engagement.service import take_step
from foundation.actors import OPERATOR
from foundation.clock import SetClock
from tests.api.desk.desk_window import OWN, words
from tests.api.pages import FIRST, begun, form_of
from tests.api.project.test_project_pages import fields_of
from tests.builders import everybody
from tests.engagement import cases
from tests.journeys.services import opened, token_for


@pytest.fixture
def talk(browser: TestClient) -> str:
    """The address of a talk whose demand is confirmed."""
    return confirmed(browser)


def confirmed(browser: TestClient) -> str:
    at = begun(browser, FIRST)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    assert sent.status_code == 303
    return at


@pytest.fixture
def service(house: House, browser: TestClient, talk: str) -> Engagement:
    """A service of that demand, in the talks, with an offer that everybody but the enterprise has said yes to."""
    found = re.search(r"dem_\w+", browser.get(f"{talk}/status").text)
    assert found is not None
    one = opened(house, demand_id=found[0], enterprise=found[0])
    offer = cases.OFFER.model_copy(update={"party": one.host_id})
    with house.working(OPERATOR) as work:
        steps = (
            ("start", Facts(contacts=cases.CONTACTS)),
            ("make_offer", Facts(offer=offer)),
            ("confirm_offer", Facts(side="host", digest=offer.digest)),
            ("review_contract", Facts(contract_review=cases.REVIEWED)),
        )
        for version, (event, facts) in enumerate(steps, start=1):
            one = take_step(work, one.id, version, event, facts)
    return one


def test_the_status_page_leads_to_the_service_and_the_enterprise_confirms_there(
    browser: TestClient, house: House, talk: str, service: Engagement
) -> None:
    status = browser.get(f"{talk}/status").text
    assert "现在轮到您" in words(status)
    button = re.search(r'class="button" href="([^"]+)">查看项目进展', status)
    assert button is not None
    entry = browser.get(button[1])
    assert (entry.status_code, entry.headers["location"]) == (303, f"/project/{service.id}?lang=zh")
    assert "HttpOnly" in entry.headers["set-cookie"]
    page = browser.get(f"/project/{service.id}").text
    assert "现在轮到您：确认方案与报价" in words(page)
    form = fields_of(page, "confirm_offer")
    sent = browser.post(f"/project/{service.id}/steps/confirm_offer", data=form, headers=OWN)
    assert sent.status_code == 303
    with house.reading() as session:
        entry_made = store.load(session, service.id).history[-1]
    assert (entry_made.actor_name, entry_made.actor_roles, entry_made.facts.side) == (
        "企业",
        ("enterprise",),
        "enterprise",
    )
    assert talk.rpartition("/")[2] not in entry_made.model_dump_json()


def test_the_talk_opens_its_own_service_only_and_nobody_else_finds_the_way(
    browser: TestClient, house: House, talk: str, service: Engagement
) -> None:
    other = opened_elsewhere(house)
    assert browser.get(f"{talk}/projects/{other}").status_code == 404
    stranger = TestClient(make_app(house), follow_redirects=False)
    assert stranger.get(f"/project/{service.id}").status_code == 404
    elsewhere = begun(stranger, FIRST + "，另一件事")
    assert stranger.get(f"{elsewhere}/projects/{service.id}").status_code == 404
    assert "查看项目进展" not in stranger.get(f"{elsewhere}/status", follow_redirects=True).text
    with house.engine.begin() as connection:  # its id is no secret any more
        connection.execute(text("UPDATE demands SET published_at = :at"), {"at": "2025-03-10 01:00:00+00:00"})
    assert "查看项目进展" not in stranger.get(f"/demand/{service.demand_id}/status").text


def opened_elsewhere(house: House) -> str:
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE engagements SET match_id = 'mat_of_the_talk'"))
    return opened(house).id


def test_notices_to_the_enterprise_name_the_way_and_hold_no_key_to_it(
    house: House, talk: str, service: Engagement
) -> None:
    with house.engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, payload FROM outbox_jobs")).all()
    jobs = [(kind, json.loads(payload)) for kind, payload in rows]
    assert jobs
    assert all(talk.rpartition("/")[2] not in json.dumps(payload) for _, payload in jobs)
    to = {
        payload["to"]: headline(leaving(kind, payload), "zh") for kind, payload in jobs if kind == "engagement.notice"
    }
    assert "请在您的需求页面点“查看项目进展”" in to["enterprise"]
    assert "查看项目进展" not in to["centre"]


def test_page_rest_list_and_notice_name_the_same_turn(
    browser: TestClient, desk: TestClient, house: House, service: Engagement
) -> None:
    given = {"Authorization": f"Bearer {token_for(house, service, 'host')}"}
    turn = TestClient(make_app(house), headers=given).get(f"/engagements/{service.id}").json()["turn"]
    assert ([one["event"] for one in turn["tasks"]], turn["roles"]) == (["confirm_offer"], ["enterprise"])
    (listed,) = desk.get("/engagements").json()
    assert listed["turn"] == ["enterprise"]
    assert desk.get("/engagements?owner_role=enterprise").json() == [listed]
    assert desk.get("/engagements?owner_role=centre").json() == []
    with house.engine.connect() as connection:
        payloads = connection.execute(text("SELECT payload FROM outbox_jobs WHERE kind = 'engagement.notice'"))
        last = max((json.loads(payload) for (payload,) in payloads), key=lambda one: one.get("version", 0))
    assert last["by"] == ["enterprise"]
    assert "由企业办理" in headline(leaving("engagement.notice", last), "zh")


@pytest.fixture
def over(house: House, talk: str, service: Engagement) -> Engagement:
    """That service, played to its accepted end."""
    rest = (
        ("confirm_offer", Facts(side="enterprise", digest=service.offers[-1].digest)),
        ("sign", Facts(signatories=cases.SIGNATORIES)),
        ("assign_team", Facts(team=cases.TEAM)),
        ("submit_plan", Facts(plan=cases.PLAN)),
        ("pass_review", Facts(opinions=cases.FOR)),
        ("hand_in", Facts(deliverable=cases.REPORT)),
        ("deliver", Facts()),
        ("record_measurement", Facts(measurements=cases.GOOD)),
        ("accept", Facts(is_solved=True)),
    )
    one = service
    for event, facts in rest:
        with house.working(everybody()) as work:
            one = take_step(work, one.id, one.version, event, facts)
    assert one.end_reason == "completed"
    return one


def test_the_buttons_of_the_status_page_open_the_one_time_page_of_their_question(
    browser: TestClient, house: House, clock: SetClock, talk: str, over: Engagement
) -> None:
    assert list(buttons(browser, talk)) == ["评价这次服务"], "effects are asked for when the month is full"
    clock.advance(timedelta(days=95))
    asked = buttons(browser, talk)
    assert list(asked) == ["评价这次服务", "填写终结后第 3 个月的成效"]
    led = {label: browser.post(action) for label, action in asked.items()}
    assert {one.status_code for one in led.values()} == {303}
    survey, effects = (one.headers["location"] for one in led.values())
    assert survey.startswith("/surveys/")
    assert effects.startswith("/effects/")
    assert "这次服务，您满意吗" in browser.get(survey).text
    assert browser.get(effects).status_code == 200
    done = browser.post(survey, data={"overall": "5", "value_for_money": "4"})
    thanks = browser.get(done.headers["location"]).text
    assert f'href="{talk}/status' in thanks, "from where the enterprise came"
    assert "终结后第 3、6、12 个月，会再请您说说" in thanks
    assert "请打开您提交需求时存下的网址" in TestClient(make_app(house)).get(done.headers["location"]).text
    assert browser.get(survey).status_code == 404, "one answer, one use"
    assert list(buttons(browser, talk)) == ["填写终结后第 3 个月的成效"]
    assert browser.post(next(iter(asked.values()))).status_code == 303
    clock.advance(timedelta(days=2))
    assert browser.get(effects).status_code == 404, "made on the click, for the click"
    with house.reading() as session:
        (answer,) = store.load(session, over.id).surveys
    assert answer.answer.overall == 5


def test_another_talk_opens_no_question_of_this_service(
    browser: TestClient, house: House, clock: SetClock, talk: str, over: Engagement
) -> None:
    clock.advance(timedelta(days=95))
    actions = list(buttons(browser, talk).values())
    assert len(actions) == 2
    stranger = TestClient(make_app(house), follow_redirects=False)
    elsewhere = begun(stranger, FIRST + "，另一件事")
    for other in (elsewhere, confirmed(stranger), "/talk/cnv_01JNYS1PM00000000000000000"):
        for action in actions:
            assert stranger.post(action.replace(talk, other)).status_code == 404, (other, action)
    with house.reading() as session:
        assert list_links(session, OPERATOR, over.id) == ()


def buttons(browser: TestClient, talk: str) -> dict[str, str]:
    """What may be answered, as the page offers it: the label and where it leads."""
    status = browser.get(f"{talk}/status").text
    found = re.findall(r'<form [^>]*action="(/talk/[^"]+/answers/[^"]+)"><button[^>]*>([^<]+)', status)
    return {label: unescape(action) for action, label in found}
