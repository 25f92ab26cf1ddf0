"""Invitations over HTTP: given by the desk, answered once by whoever holds one, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.wiring import House
from engagement import store
from engagement.engagement import Engagement
from foundation.clock import SetClock
from tests.api.project.test_rest_packs import short
from tests.intake.attachments.files import PNG
from tests.journeys.services import Party, opened, played, token_for

SURVEY = {"overall": 5, "value_for_money": 4, "comment": "报告写得清楚"}
SAVED = {"kind": "cost_saved", "amount": "12.5", "unit": "万元", "first": "2025-03-10", "last": "2025-06-10"}


@pytest.fixture
def closed(house: House) -> Engagement:
    one = opened(house)
    return played(house, one, short(one.host_id))


def holder(house: House, token: str) -> TestClient:
    """Somebody who holds an invitation."""
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(make_app(house), raise_server_exceptions=False, headers=headers)


def invited(desk: TestClient, engagement: Engagement, **form: Any) -> dict[str, Any]:
    answer = desk.post(f"/engagements/{engagement.id}/invitations", json=form)
    assert answer.status_code == 201, answer.text
    given: dict[str, Any] = answer.json()
    return given


def test_the_questionnaire_is_asked_in_words_and_answered_once(
    house: House, closed: Engagement, desk: TestClient
) -> None:
    given = invited(desk, closed, purpose="survey")
    assert given["path"] == f"/surveys/{given['token']}"
    assert given["link"]["expires_at"].startswith("2025-04-09"), "thirty days, as the settings say"
    enterprise = holder(house, given["token"])
    asked = enterprise.get("/invitation").json()
    assert (asked["purpose"], asked["engagement_id"], asked["closed_on"]) == ("survey", closed.id, "2025-03-10")
    assert [one["field"] for one in asked["questions"] if one["is_required"]] == ["overall", "value_for_money"]
    assert "48000" not in str(asked)
    english = enterprise.get("/invitation?lang=en").json()
    assert all(one["words"].isascii() for one in english["questions"])
    wrong = enterprise.post("/invitation/survey", json=SURVEY | {"overall": 6})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "overall")
    taken = enterprise.post("/invitation/survey", json=SURVEY)
    assert (taken.status_code, taken.json()["purpose"]) == (200, "survey")
    assert enterprise.post("/invitation/survey", json=SURVEY).json() == taken.json(), "pressed twice is one answer"
    for over in (enterprise.post("/invitation/survey", json=SURVEY | {"overall": 1}), enterprise.get("/invitation")):
        assert (over.status_code, over.json()["code"]) == (404, "link_not_valid")
    with house.reading() as session:
        (answered,) = store.load(session, closed.id).surveys
    assert (answered.answer.overall, answered.answered_by) == (5, given["link"]["id"])


def test_effects_are_reported_with_a_file_that_shows_them(
    house: House, clock: SetClock, closed: Engagement, desk: TestClient
) -> None:
    clock.advance(timedelta(days=100))
    owed = desk.get("/engagements/followups").json()
    assert [(one["engagement_id"], one["month"]) for one in owed] == [(closed.id, 3)]
    enterprise = holder(house, invited(desk, closed, purpose="effect", month=3)["token"])
    assert {"kind": "patents", "label": "专利", "units": ["件"]} in enterprise.get("/invitation").json()["kinds"]
    report = {"month": 3, "effects": [SAVED | {"evidence": "0" * 64}]}
    unknown = enterprise.post("/invitation/effects", json=report)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "engagement_file_not_kept")
    proof = enterprise.post("/invitation/files", files={"file": ("电费单.png", PNG)})
    assert proof.status_code == 201, proof.text
    assert enterprise.post("/invitation/files", files={"file": ("a.exe", b"MZ")}).status_code == 422
    report["effects"] = [SAVED | {"evidence": proof.json()["sha256"]}]
    other_month = enterprise.post("/invitation/effects", json=report | {"month": 6})
    assert (other_month.status_code, other_month.json()["facts"]["field"]) == (422, "month")
    assert enterprise.post("/invitation/effects", json=report).status_code == 200
    assert enterprise.post("/invitation/effects", json=report).status_code == 200, "pressed twice is one answer"
    assert enterprise.post("/invitation/files", files={"file": ("b.png", PNG + b"x")}).status_code == 404
    assert desk.get("/engagements/followups").json() == []
    with house.reading() as session:
        assert store.load(session, closed.id).effect_reports[0].report.effects[0].grade == "documented"


def test_no_token_opens_what_it_is_not_for(house: House, closed: Engagement, desk: TestClient) -> None:
    survey = holder(house, invited(desk, closed, purpose="survey")["token"])
    effect = holder(house, invited(desk, closed, purpose="effect", month=3)["token"])
    party = holder(house, token_for(house, closed, "enterprise"))
    nobody = [party, holder(house, "a-wrong-token"), holder(house, "x" * 500), TestClient(make_app(house))]
    answers = [one.get("/invitation") for one in nobody]
    answers += [one.post("/invitation/survey", json=SURVEY) for one in (effect, *nobody)]
    answers += [one.post("/invitation/effects", json={"month": 3, "note": "无"}) for one in (survey, *nobody)]
    answers += [one.post("/invitation/files", files={"file": ("a.png", PNG)}) for one in (survey, *nobody)]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "link_not_valid")}
    assert len({one.text for one in answers}) == 1
    assert survey.get(f"/engagements/{closed.id}").status_code == 404, "an answer is no way in"


def test_an_invitation_is_listed_without_its_token_and_ends_when_it_is_taken_back(
    house: House, closed: Engagement, desk: TestClient
) -> None:
    given = invited(desk, closed, purpose="survey", days=3)
    listed = desk.get(f"/engagements/{closed.id}/links")
    assert [one["purpose"] for one in listed.json()] == ["survey"]
    assert given["token"] not in listed.text
    desk.delete(f"/engagements/{closed.id}/links/{given['link']['id']}")
    assert holder(house, given["token"]).get("/invitation").status_code == 404


def test_who_is_judged_by_the_answer_gives_no_invitation(house: House, closed: Engagement) -> None:
    for who in ("host", "centre", "enterprise", "reviewer"):
        party = Party(house, closed, token_for(house, closed, who))
        refused = party.client.post(f"{party.at}/invitations", json={"purpose": "survey"})
        assert (refused.status_code, refused.json()["code"]) == (403, "link_not_yours"), who


def test_what_cannot_be_asked_is_refused_by_name(house: House, closed: Engagement, desk: TestClient) -> None:
    at = f"/engagements/{closed.id}/invitations"
    for form in ({"purpose": "effect", "month": 4}, {"purpose": "effect"}, {"purpose": "survey", "month": 3}):
        refused = desk.post(at, json=form)
        assert (refused.status_code, refused.json()["facts"]["field"]) == (422, "month"), form
    assert desk.post(at, json={"purpose": "party"}).json()["errors"][0]["field"] == "purpose"
    assert desk.post(at, json={"purpose": "survey", "days": 0}).json()["errors"][0]["field"] == "days"
    open_one = opened(house, demand_id="dem_2", match_id="mat_2")
    early = desk.post(f"/engagements/{open_one.id}/invitations", json={"purpose": "survey"})
    assert (early.status_code, early.json()["code"]) == (409, "engagement_not_closed")


def test_the_facts_of_closed_services_are_those_of_the_command_line_and_for_the_desk(
    house: House, closed: Engagement, desk: TestClient, client: TestClient
) -> None:
    window = {"from": "2025-01-01", "before": "2026-01-01"}
    counted = desk.get("/engagements/facts", params=window).json()
    values = counted["values"]
    assert (values["C3.2"]["numerator"], values["C3.2"]["denominator"]) == (1, 1)
    assert (values["D4.1"]["value"], values["D4.1"]["remark"]) == (None, "未评"), "what is missing is never zero"
    elsewhere = desk.get("/engagements/facts", params=window | {"centre": "ctr_elsewhere"}).json()["values"]
    assert elsewhere["C3.2"]["denominator"] is None
    empty = desk.get("/engagements/facts", params={"from": "2026-01-01", "before": "2026-01-01"})
    assert (empty.status_code, empty.json()["facts"]["field"]) == (422, "before")
    early = desk.get("/engagements/facts", params=window | {"from": "0001-01-01"})
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "from")
    for path in ("facts?from=2025-01-01&before=2026-01-01", "followups"):
        assert client.get(f"/engagements/{path}").json()["code"] == "facts_for_coordinators"
