"""A whole service over HTTP: each party with its own link, the coordinator with a key, strangers before the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.projects.step_forms import events
from api.wiring import House
from engagement import store
from engagement.engagement import Engagement
from engagement.log import Contacts, Facts
from engagement.profiles import PROFILES
from foundation.audit import verify
from foundation.clock import SetClock
from tests.engagement import cases
from tests.journeys.services import Party, opened, said, story, token_for

STEPPED = ["done", "now", "todo", "todo", "todo", "todo", "todo", "todo", "todo"]


@pytest.fixture
def service(house: House) -> Engagement:
    return opened(house)


@pytest.fixture
def parties(house: House, service: Engagement, desk: TestClient) -> dict[str, Party]:
    """Everybody with what opens the door for them."""
    roles = ("enterprise", "centre", "host", "reviewer", "second")
    found: dict[str, Party] = {role: Party(house, service, token_for(house, service, role)) for role in roles}
    found["coordinator"] = Party(house, service, desk.headers["Authorization"].removeprefix("Bearer "))
    return found


def test_a_service_with_failed_reviews_an_amendment_and_a_rework_ends_accepted_and_archived(
    house: House, service: Engagement, parties: dict[str, Party]
) -> None:
    for role, event, facts in story(service.host_id):
        assert event in [one["event"] for one in parties[role].see()["actions"]], (role, event)
        told = parties[role].do(event, facts)
    assert told["engagement"]["state"] == "archived"
    assert [one["place"] for one in told["steps"]] == ["done"] * 8 + ["now"]
    assert told["turn"] is None
    with house.reading() as session:
        after = store.load(session, service.id)
        assert store.check(session, service.id)
        assert verify(session) is None
    assert len(after.agreements) == 3
    assert [one.outcome for one in after.reviews] == ["team", "talks", "pass", "pass"]
    assert after.rework_count == 1
    log = parties["enterprise"].client.get(f"/engagements/{service.id}/log").json()
    assert log["is_unbroken"] is True
    assert len(log["entries"]) == after.version
    assert "enterprise的人" in log["names"].values()


def test_who_has_to_act_by_when_and_what_a_step_still_waits_for_is_said_in_words(
    service: Engagement, parties: dict[str, Party]
) -> None:
    seen = parties["coordinator"].see()
    assert (seen["turn"]["role"], seen["turn"]["due"]["date"], seen["turn"]["days_left"]) == (
        "coordinator",
        "2025-03-12",
        2,
    )
    assert parties["coordinator"].events() == ["start"]
    assert parties["enterprise"].events() == ["withdraw"]
    now = parties["coordinator"].do("start", Facts(contacts=cases.CONTACTS))
    assert [one["place"] for one in now["steps"]] == STEPPED
    (sign,) = [one for one in parties["host"].see()["actions"] if one["event"] == "sign"]
    assert sign["is_ready"] is False
    assert sign["waits_for"][0] == "还没有方案与报价"
    english = parties["host"].client.get(f"/engagements/{service.id}?lang=en").json()
    (sign,) = [one for one in english["actions"] if one["event"] == "sign"]
    assert sign["waits_for"][0].isascii()


def test_the_same_step_twice_gets_the_same_answer_and_another_on_an_old_version_is_refused(
    service: Engagement, parties: dict[str, Party]
) -> None:
    first = parties["coordinator"].step("start", Facts(contacts=cases.CONTACTS), version=1)
    again = parties["coordinator"].step("start", Facts(contacts=cases.CONTACTS), version=1)
    assert first.json()["engagement"] == again.json()["engagement"]
    other = parties["coordinator"].step("start", Facts(contacts=Contacts(enterprise="甲", centre="乙")), version=1)
    assert (other.status_code, other.json()["code"]) == (409, "changed_meanwhile")
    assert parties["coordinator"].see()["engagement"]["version"] == 2


def test_a_wrong_step_is_refused_by_name_and_with_the_field(service: Engagement, parties: dict[str, Party]) -> None:
    not_mine = parties["enterprise"].step("start", Facts(contacts=cases.CONTACTS))
    assert (not_mine.status_code, not_mine.json()["code"]) == (403, "role_not_allowed")
    missing = parties["coordinator"].step("start", Facts())
    assert (missing.status_code, missing.json()["code"]) == (409, "guard_refused")
    assert missing.json()["facts"]["guard"] == "contacts_named"
    body = {"version": 1, "contacts": {"enterprise": "", "centre": "顾工"}}
    malformed = parties["coordinator"].client.post(f"/engagements/{service.id}/steps/start", json=body)
    assert malformed.json()["errors"][0]["field"] == "contacts.enterprise"
    stray = {"version": 1, "contacts": said(Facts(contacts=cases.CONTACTS))["contacts"], "host_level": "secret"}
    smuggled = parties["coordinator"].client.post(f"/engagements/{service.id}/steps/start", json=stray)
    assert smuggled.status_code == 422
    unknown = parties["coordinator"].client.post(f"/engagements/{service.id}/steps/fly", json={"version": 1})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "step_unknown")


def test_a_stranger_learns_nothing(house: House, service: Engagement, parties: dict[str, Party]) -> None:
    own = token_for(house, service, "enterprise")
    absent = service.model_copy(update={"id": "eng_nowhere"})
    for token in ("", "a-wrong-token", "x" * 500):
        answer = Party(house, service, token).client.get(f"/engagements/{service.id}")
        nothing = Party(house, absent, token).client.get("/engagements/eng_nowhere")
        assert answer.status_code == nothing.status_code == 404
        assert answer.text.replace(service.id, "") == nothing.text.replace("eng_nowhere", "")
        step = Party(house, service, token).client.post(
            f"/engagements/{service.id}/steps/withdraw", json={"version": 1}
        )
        assert step.status_code == 404
    assert Party(house, absent, own).client.get("/engagements/eng_nowhere").status_code == 404
    assert parties["enterprise"].client.get(f"/engagements/{service.id}/links").status_code == 403
    form = {"role": "host", "person": "我"}
    assert parties["centre"].client.post(f"/engagements/{service.id}/links", json=form).status_code == 403


def test_a_link_is_over_when_it_is_taken_back_or_its_time_has_come(
    house: House, clock: SetClock, service: Engagement, parties: dict[str, Party], desk: TestClient
) -> None:
    at = f"/engagements/{service.id}"
    given = desk.post(f"{at}/links", json={"role": "host", "person": "李院长", "days": 3}).json()
    assert given["path"] == f"/project/{service.id}/enter/{given['token']}"
    host = Party(house, service, given["token"])
    assert host.see()["engagement"]["id"] == service.id
    assert given["token"] not in desk.get(f"{at}/links").text
    assert desk.delete(f"{at}/links/{given['link']['id']}").json()["revoked_at"] is not None
    assert host.client.get(at).status_code == 404
    short = Party(house, service, token_for(house, service, "host", days=1))
    assert short.client.get(at).status_code == 200
    clock.advance(timedelta(days=1))
    assert short.client.get(at).status_code == 404
    assert desk.delete(f"{at}/links/lnk_nowhere").status_code == 404


def test_the_list_is_for_coordinators_and_by_owner_centre_and_overdue(
    clock: SetClock, service: Engagement, parties: dict[str, Party], desk: TestClient, client: TestClient
) -> None:
    assert client.get("/engagements").status_code == 403
    assert [one["id"] for one in desk.get("/engagements").json()] == [service.id]
    assert desk.get("/engagements?centre=ctr_elsewhere").json() == []
    assert desk.get("/engagements?owner=operator").json()[0]["owner_role"] == "coordinator"
    assert desk.get("/engagements?overdue=true").json() == []
    clock.advance(timedelta(days=7))
    assert desk.get("/engagements?overdue=true").json()[0]["is_overdue"] is True


def test_every_step_of_every_profile_is_described_from_the_table(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for event in events():
        told = paths[f"/engagements/{{engagement_id}}/steps/{event}"]["post"]["description"]
        rows = [r for one in PROFILES.values() for r in one.process.transitions if r.event == event]
        assert all(f"`{row.id}`" in told for row in rows)
        assert all(f"`{guard}`" in told for row in rows for guard in row.guards)
