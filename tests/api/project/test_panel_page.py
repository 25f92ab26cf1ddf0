"""The chair's page: every outcome of the review is as near as passing, and none is taken by a slip."""

from __future__ import annotations

import re

import pytest

from api.wiring import House
from engagement import store
from engagement.engagement import Engagement
from engagement.log import Facts
from engagement.profiles import ProfileId
from tests.api.desk.desk_window import OWN, words
from tests.api.project.test_project_pages import Window, fields_of, flat
from tests.engagement import cases
from tests.journeys.services import opened, said

OUTCOMES = ("pass_review", "fail_to_team", "fail_to_talks", "fail_to_end")


@pytest.fixture
def chair(house: House) -> Window:
    """The chair's window when all the others have written."""
    return reviewing(house, opened(house))


def reviewing(house: House, service: Engagement, profile: ProfileId = "superset") -> Window:
    offer = cases.OFFER.model_copy(update={"party": service.host_id})
    windows = {role: Window(house, service, role) for role in ("coordinator", "centre", "enterprise", "host", "second")}
    for role, event, facts in (
        ("coordinator", "start", Facts(contacts=cases.CONTACTS)),
        *cases.agreed(offer),
        ("centre", "assign_team", Facts(team=cases.TEAM)),
        ("centre", "submit_plan", Facts(plan=cases.PLAN)),
        ("second", "give_opinion", Facts(opinions=cases.AGAINST[1:])),
    ):
        answer = windows[role].do(event, facts)
        assert answer.status_code == 303, (event, words(answer.text)[:500])
    return Window(house, service, "reviewer")


def turn_of(page: str) -> str:
    """The box that says whose turn it is, with its buttons."""
    found = re.search(r'<section class="turn mine".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_every_outcome_of_the_review_stands_where_passing_does_and_looks_the_same(chair: Window) -> None:
    box = turn_of(chair.read())
    buttons = re.findall(r'id="do-(\w+)" name="outcome"><summary class="([^"]+)">', box)
    assert buttons == [(event, "button") for event in OUTCOMES], "none is open, none is louder"
    assert "评审结论只记一次，选一个" in words(box)
    for label in ("评审通过", "评审未通过，重新沟通", "评审未通过，调整项目组或方案", "评审未通过，终结"):
        assert label in words(box)
    english = words(turn_of(chair.read("en")))
    assert not re.search("[\u4e00-\u9fff]", english.partition("Last step")[0].replace("评审甲", ""))


def test_an_outcome_that_ends_the_service_is_asked_once_more_and_stays_open_when_refused(
    house: House, chair: Window
) -> None:
    form = fields_of(chair.read(), "fail_to_end") | flat(said(Facts(opinions=cases.AGAINST[:1], reason="做不了")))
    del form["sure"]
    refused = chair.client.post(f"{chair.at}/steps/fail_to_end", data=form, headers=OWN)
    assert refused.status_code == 422
    box = turn_of(refused.text)
    assert re.findall(r'id="do-(\w+)" name="outcome" open><summary', box) == ["fail_to_end"]
    assert all(f'id="do-{event}"' in box for event in OUTCOMES)
    sent = chair.client.post(f"{chair.at}/steps/fail_to_end", data=form | {"sure": "yes"}, headers=OWN)
    assert sent.status_code == 303
    with house.reading() as session:
        (round_,) = store.load(session, chair.at.rpartition("/")[2]).reviews
    assert round_.outcome == "end"
