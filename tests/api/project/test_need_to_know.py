"""What each role's link shows at every door: the record, the log and the page say the same, and no more."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.projects.turns import turn_shown
from api.wiring import House
from engagement import service, store
from engagement.access.seeing import seen_by
from engagement.engagement import Engagement
from engagement.facts.technical_review import Reviewer
from engagement.log import Facts
from foundation.actors import Role
from tests.api.desk.desk_window import words
from tests.builders import everybody
from tests.engagement import cases
from tests.engagement.proofs.world import person
from tests.journeys.services import Party, opened, story, token_for

PRICE, WRITTEN, RIGHTS = "73173.19", "73,173.19", "CANARY-rights"
MESSAGE, OPINION = "CANARY-message", "CANARY-opinion"


@pytest.fixture
def reviewed(house: House) -> Engagement:
    """A service before its panel: one member has written."""
    one = opened(house)
    offer = cases.OFFER.model_copy(update={"party": one.host_id, "price": PRICE, "intellectual_property": RIGHTS})
    for _, event, facts in story(one.host_id)[:8]:
        changed = {"offer": offer} if facts.offer else {"digest": offer.digest} if facts.digest else {}
        with house.working(everybody()) as work:
            version = store.load(work.session, one.id).version
            service.take_step(work, one.id, version, event, facts.model_copy(update=changed))
            if event == "make_offer":
                said = Facts.model_validate({"message": {"side": "centre", "text": MESSAGE}})
                service.take_step(work, one.id, version + 1, "say", said)
    written = Facts(opinions=(cases.FOR[1].model_copy(update={"text": OPINION}),))
    answer = Party(house, one, token_for(house, one, "second")).step("give_opinion", written)
    assert answer.status_code == 200, answer.text
    return one


def everything(house: House, one: Engagement, who: str) -> dict[str, str]:
    """All that this link opens, by door."""
    token = token_for(house, one, who)
    party = Party(house, one, token)
    browser = TestClient(make_app(house), base_url="http://desk.test")
    page = browser.get(f"/project/{one.id}/enter/{token}")
    assert page.status_code == 200
    return {
        "record": party.client.get(party.at).text,
        "log": party.client.get(f"{party.at}/log").text,
        "page": page.text,
    }


def test_a_reviewer_is_told_neither_price_nor_talks_nor_the_others_opinions(house: House, reviewed: Engagement) -> None:
    for door, told in everything(house, reviewed, "reviewer").items():
        for word in (PRICE, WRITTEN, RIGHTS, MESSAGE, OPINION, cases.CONTACTS.enterprise):
            assert word not in told, (door, word)
    assert OPINION in everything(house, reviewed, "second")["page"], "one's own stands in the form again"
    page = everything(house, reviewed, "reviewer")["page"]
    assert page.count("先做热分析") == 1
    assert "5 月 30 日（星期五）" in page


@pytest.mark.parametrize("who", ["enterprise", "centre", "host"])
def test_a_party_is_told_the_price_but_no_open_opinion(house: House, reviewed: Engagement, who: str) -> None:
    doors = everything(house, reviewed, who)
    assert all(PRICE in doors[door] for door in ("record", "log"))
    assert WRITTEN in doors["page"], "for people, with its thousands set apart"
    for door, told in doors.items():
        assert OPINION not in told, door
        assert ("评审乙" in told) <= (who != "enterprise"), door


def test_the_answer_to_a_step_is_no_wider_than_the_page(house: House, reviewed: Engagement) -> None:
    chair = Party(house, reviewed, token_for(house, reviewed, "reviewer"))
    told = chair.step("give_opinion", Facts(opinions=cases.FOR[:1])).text
    assert '"opinions"' in told
    assert not any(word in told for word in (PRICE, WRITTEN, RIGHTS, OPINION))
    others = chair.step("pass_review", Facts(opinions=cases.FOR))
    assert (others.status_code, others.json()["code"]) == (409, "guard_refused")
    assert OPINION not in others.text


def test_whose_turn_it_is_says_you_to_the_one_member_it_is_and_names_no_member_to_the_enterprise(
    house: House, reviewed: Engagement
) -> None:
    written, chair, enterprise = (
        words(everything(house, reviewed, who)["page"]) for who in ("second", "reviewer", "enterprise")
    )
    assert "现在轮到您：写评审意见" in chair
    assert "现在轮到评审人员" in written
    assert re.search("评审人员 评审甲 ?：写评审意见", written)
    assert not re.search("您 ?：写评审意见", written)
    assert "评审人员：写评审意见" in enterprise


def test_a_coordinator_is_told_everything(house: House, reviewed: Engagement, desk: TestClient) -> None:
    told = desk.get(f"/engagements/{reviewed.id}/log").text
    assert all(word in told for word in (PRICE, RIGHTS, MESSAGE, OPINION))
    assert desk.get(f"/engagements/{reviewed.id}/log").json()["digest"]


@pytest.mark.parametrize(("who", "lines"), [("enterprise", [None]), ("host", ["评审乙", "评审丙"])])
def test_two_silent_members_are_one_line_for_whom_they_have_no_name(who: Role, lines: list[str | None]) -> None:
    third = Reviewer(id="rev_3", name="评审丙", organisation="univ_3", has_conflict=False)
    plan = cases.PLAN.model_copy(update={"reviewers": (*cases.PLAN.reviewers, third)})
    one = cases.step(cases.at("team_formed"), "submit_plan", plan=plan)
    turn = turn_shown(one, seen_by(one, person(who)), "中心", "依托单位", cases.START.date(), cases.CALENDAR, "zh")
    assert turn is not None
    assert [(task.event, task.name) for task in turn.tasks] == [("give_opinion", name) for name in lines]
