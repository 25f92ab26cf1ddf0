"""A service's page without JavaScript: every party fills in plain forms, from the first offer to acceptance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import make_app
from api.pages.project.fact_forms import Part, handed, parts_of
from api.wiring import House
from engagement import store
from engagement.actions import ASKS
from engagement.engagement import Engagement
from engagement.log import Facts
from tests.api.conftest import KEY
from tests.api.desk.desk_window import OWN, Desk, words
from tests.engagement import cases
from tests.journeys.services import opened, said, story, token_for


@pytest.fixture
def service(house: House) -> Engagement:
    return opened(house)


class Window:
    """Somebody of a party at a browser window, come in by their link; a coordinator comes in at the desk."""

    def __init__(self, house: House, service: Engagement, role: Any) -> None:
        self.role = role
        if role == "coordinator":
            self.client, self.at = Desk(house, KEY).client, f"/desk/project/{service.id}"
            return
        self.client = TestClient(make_app(house), follow_redirects=False, base_url="http://desk.test")
        self.at = f"/project/{service.id}"
        answer = self.client.get(f"{self.at}/enter/{token_for(house, service, role)}")
        assert (answer.status_code, answer.headers["location"]) == (303, self.at)

    def read(self, lang: str = "zh") -> str:
        return self.client.get(f"{self.at}?lang={lang}").text

    def do(self, event: str, facts: Facts, **other: str) -> Response:
        """Fill in the form of this step as it stands on the page, over what it holds already."""
        html = self.read()
        form = {**fields_of(html, event), **flat(said(facts)), **other}
        return self.client.post(f"{self.at}/steps/{event}", data=form, headers=OWN)


def fields_of(html: str, event: str) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    body = re.search(rf'<form method="post" action="[^"]*/steps/{event}\?.*?</form>', html, re.DOTALL)
    assert body is not None, event
    found = {n: unescape(v) for n, v in re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', body[0])}
    for name, inside in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', body[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    areas = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', body[0], re.DOTALL)
    return found | {name: unescape(text) for name, text in areas}


def flat(value: Any, name: str = "") -> dict[str, str]:
    """Facts as the fields of a form: paths and texts."""
    if isinstance(value, Mapping):
        parts = [flat(inner, f"{name}.{key}".strip(".")) for key, inner in value.items()]
    elif isinstance(value, list) and value and isinstance(value[0], str):
        return {name: "\n".join(value)}
    elif isinstance(value, list):
        parts = [flat(inner, f"{name}.{number}") for number, inner in enumerate(value)]
    else:
        return {name: str(value).lower() if isinstance(value, bool) else str(value)}
    return {key: text for part in parts for key, text in part.items()}


def test_a_whole_service_is_played_with_plain_forms(house: House, service: Engagement) -> None:
    windows = {
        role: Window(house, service, role)
        for role in ("coordinator", "enterprise", "centre", "host", "reviewer", "second")
    }
    for role, event, facts in story(service.host_id):
        answer = windows[role].do(event, facts)
        assert answer.status_code == 303, (event, words(answer.text)[:600])
    with house.reading() as session:
        after = store.load(session, service.id)
        assert store.check(session, service.id)
    assert (after.state, after.rework_count, len(after.agreements)) == ("archived", 1, 3)
    assert after.agreements[0].offer == cases.OFFER.model_copy(update={"party": service.host_id})
    told = words(windows["enterprise"].read())
    assert "这个项目已经办完" in told
    assert "评审人员 · 评审未通过，重新沟通（价格问题）" in told
    assert not any(name in told for name in ("评审甲", "评审乙")), "what the panel found, not who sits on it"
    assert "评审甲（评审人员） · 评审未通过，重新沟通（价格问题）" in words(windows["host"].read())
    assert "报价与工作量不符" in told


def test_the_page_says_whose_turn_it_is_and_what_a_step_still_waits_for(house: House, service: Engagement) -> None:
    desk = Window(house, service, "coordinator")
    assert "现在轮到您" in words(desk.read())
    assert desk.do("start", Facts(contacts=cases.CONTACTS)).status_code == 303
    host = words(Window(house, service, "host").read())
    assert "现在轮到中心" in host
    assert "还不能“达成一致并签订协议”：还没有方案与报价" in host
    english = words(Window(house, service, "host").read("en"))
    assert "Now it is the turn of: the centre" in english
    assert "is not possible yet" in english


def test_what_was_typed_stays_when_a_step_is_refused(house: House, service: Engagement) -> None:
    desk, centre = Window(house, service, "coordinator"), Window(house, service, "centre")
    desk.do("start", Facts(contacts=cases.CONTACTS))
    late = cases.OFFER.model_copy(update={"party": service.host_id, "finish_by": cases.START.date().replace(year=2024)})
    answer = centre.do("make_offer", Facts(offer=late))
    assert answer.status_code == 409
    assert "约定的完成日期2024-03-10已经过去" in words(answer.text)
    assert fields_of(answer.text, "make_offer")["offer.criteria.1.quantity"] == "厚度"
    missing = centre.do("make_offer", Facts(offer=cases.OFFER), **{"offer.price": ""})
    assert missing.status_code == 422
    assert "“价格（元）”还没有填" in words(missing.text)


def test_a_stranger_and_a_foreign_form_get_nothing(house: House, service: Engagement) -> None:
    stranger = TestClient(make_app(house), follow_redirects=False, base_url="http://desk.test")
    assert stranger.get(f"/project/{service.id}").status_code == 404
    assert stranger.get(f"/project/{service.id}/enter/wrong").status_code == 404
    assert stranger.get(f"/desk/project/{service.id}").status_code == 401
    window = Window(house, service, "enterprise")
    form = fields_of(window.read(), "withdraw")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert window.client.post(f"{window.at}/steps/withdraw", data=form, headers=elsewhere).status_code == 403
    assert window.client.get(window.at).headers["referrer-policy"] == "same-origin"
    entry = stranger.get(f"/project/{service.id}/enter/{token_for(house, service, 'host')}")
    assert entry.headers["referrer-policy"] == "no-referrer"
    assert "HttpOnly" in entry.headers["set-cookie"]


def test_the_desk_lists_services_and_gives_links(house: House, service: Engagement) -> None:
    desk = Desk(house, KEY)
    listed = desk.get("/desk/projects").text
    assert f"/desk/project/{service.id}" in listed
    assert "轮到协调员" in words(listed)
    given = desk.post(f"/desk/project/{service.id}/links", role="host", person="李院长")
    assert given.status_code == 201
    way = re.search(r'value="http://desk.test(/project/[^"]+)"', given.text)
    assert way is not None
    browser = TestClient(make_app(house), base_url="http://desk.test")
    assert "您是：李院长" in words(browser.get(way[1]).text)
    link = re.search(rf"/desk/project/{service.id}/links/(lnk_\w+)", desk.get(f"/desk/project/{service.id}").text)
    assert link is not None
    assert desk.post(f"/desk/project/{service.id}/links/{link[1]}").status_code == 303
    assert browser.get(f"/project/{service.id}").status_code == 404


@pytest.mark.parametrize("fact", sorted({fact for asks in ASKS.values() for fact in asks}))
def test_every_fact_of_the_table_has_a_form_and_an_empty_one_brings_nothing(fact: str) -> None:
    form = names(parts_of(fact, None))
    assert form
    assert handed(fact, dict.fromkeys(form, "")) is None


def names(part: Part) -> list[str]:
    """The fields of a form."""
    return [part.name] if part.kind != "group" else [name for inner in part.parts for name in names(inner)]
