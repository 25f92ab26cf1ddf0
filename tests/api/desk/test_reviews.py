"""Reviews over HTTP: queue, case, decisions, centres by hand, questions; for coordinators alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.security import actor_by_key, coordinators_of
from api.wiring import House, open_house
from engagement.service import show_engagements_of
from foundation.actors import OPERATOR, SYSTEM, Actor
from foundation.clock import SetClock
from foundation.errors import ConfigurationError
from foundation.settings import Coordinator, Settings, read_settings
from intake.cares.caring import care_of
from intake.demand import Demand
from intake.service import get_demand
from matcher.service import MatchRun
from tests.api.pages import FIRST, begun, form_of
from tests.matcher.review.reviewed import CRACKED, GOOD, HINDRANCE, demanded, run
from tests.releasing import release

KEYS = {"operator": "the-operators-key-in-tests", "li": "the-key-of-li-in-tests", "wang": "the-key-of-wang-in-tests"}


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """A house with an operator and two coordinators, wang of centre a's host; two look at secret demands."""
    persons = (
        Coordinator(id="li", name="李工", key=KEYS["li"]),  # type: ignore[arg-type]
        Coordinator(id="wang", name="王工", key=KEYS["wang"], organisation="host_a"),  # type: ignore[arg-type]
    )
    settings = Settings(data_dir=tmp_path, operator_key=KEYS["operator"], coordinators=persons)  # type: ignore[arg-type]
    house = open_house(settings, clock)
    yield house
    house.close()


def signed(house: House, name: str | None = "li") -> TestClient:
    """The service, asked with this person's key; without one for ``None``."""
    headers = {} if name is None else {"Authorization": f"Bearer {KEYS[name]}"}
    return TestClient(make_app(house), raise_server_exceptions=False, headers=headers, follow_redirects=False)


def up(house: House, words: str = CRACKED, *centre_ids: str, has_hindrance: bool = False) -> tuple[Demand, MatchRun]:
    """A demand with these centres up for review (a, b, c)."""
    with house.working(OPERATOR) as work:
        demand = demanded(work, words)
        facts = (HINDRANCE,) if has_hindrance else ()
        return demand, run(work, demand, *(centre_ids or ("cen_a", "cen_b", "cen_c")), facts=facts)


def test_every_person_has_a_key_and_a_wrong_one_is_nobodys(office: House) -> None:
    found = {name: actor_by_key(office.settings, key) for name, key in KEYS.items()}
    assert found["operator"] == OPERATOR
    assert found["li"] == Actor(id="li", name="李工", roles=frozenset({"coordinator"}))
    assert found["wang"] is not None
    assert found["wang"].organisation == "host_a"
    assert [actor_by_key(office.settings, key) for key in ("", " ", "nonsense", KEYS["li"][:-1])] == [None] * 4
    assert [one.id for one in coordinators_of(office.settings)] == ["operator", "li", "wang"]
    assert actor_by_key(Settings(data_dir=office.settings.data_dir), "") is None


@pytest.mark.parametrize(
    "given",
    [
        '[{"id":"li"',
        '[{"id":"li","name":"李","key":"short-secret"}]',
        '[{"id":"operator","name":"李","key":"long-enough-secret-1"}]',
        '[{"id":"li","name":"李","key":"long-enough-secret-1"},{"id":"li","name":"王","key":"long-enough-secret-2"}]',
        '[{"id":"li","name":"李","key":"long-enough-secret-1"},{"id":"wang","name":"王","key":"long-enough-secret-1"}]',
    ],
)
def test_a_list_of_coordinators_that_cannot_be_is_refused_without_telling_keys(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("DOCKING_COORDINATORS", given)
    with pytest.raises(ConfigurationError) as fault:
        read_settings()
    assert fault.value.facts["setting"] == "DOCKING_COORDINATORS"
    assert "secret" not in f"{fault.value} {fault.value.__cause__}"


@pytest.mark.parametrize("name", [None])
def test_nobody_but_a_coordinator_sees_or_does_anything_here(office: House, name: None) -> None:
    demand, made = up(office)
    outside, one = signed(office, name), made.candidates[0]
    asked = [
        outside.get("/reviews"),
        outside.get(f"/reviews/{demand.id}"),
        outside.post(f"/demands/{demand.id}/candidates", json={"centre_id": "cen_d", "reason_code": "known_ability"}),
        outside.post(f"/demands/{demand.id}/questions", json={"question": "材料牌号？"}),
        outside.post(f"/matches/{one.id}/decision", json={"decision": "accept", "version": 1}),
        outside.post(f"/matches/{one.id}/reassign", json={"to": "li"}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in asked} == {(403, "review_of_matches_desk_only")}


def test_why_something_was_decided_is_for_coordinators(office: House) -> None:
    demand, made = up(office)
    path = f"/matches/{made.candidates[0].id}"
    form = {"decision": "decline", "version": 1, "reason_code": "other", "note": "负责人说不想接"}
    assert signed(office).post(f"{path}/decision", json=form).status_code == 200
    outside, inside = signed(office, None), signed(office)
    for one in (outside.get(path).json(), outside.get(f"/demands/{demand.id}/matches").json()[0]):
        assert (one["state"], one["note"], one["reason_code"], one["decided_by"]) == ("declined", None, None, None)
    assert inside.get(path).json()["note"] == "负责人说不想接"
    assert inside.get(f"/demands/{demand.id}/matches").json()[0]["decided_by"] == "li"


def test_the_queue_puts_the_soonest_due_first_and_pages(office: House, clock: SetClock) -> None:
    from datetime import timedelta

    made = []
    for number in range(5):
        made.append(up(office, f"第{number}批塑料壳子一敲就裂，材料是ABS")[0].id)
        clock.advance(timedelta(days=1))
    desk = signed(office)
    seen, after = [], None
    while True:
        page = desk.get("/reviews", params={"limit": 2, **({"after": after} if after else {})}).json()
        seen += [(item["demand_id"], item["due"], item["best_centre"], item["counts"]) for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert [one[0] for one in seen] == made
    assert [one[1] for one in seen] == sorted(one[1] for one in seen)
    assert seen[0][2:] == ("示例a中心", {"proposed": 3})
    assert desk.get("/reviews", params={"after": "nonsense"}).json()["code"] == "page_unknown"
    due = {"until": seen[1][1]}
    assert [item["demand_id"] for item in desk.get("/reviews", params=due).json()["items"]] == made[:2]


def test_the_queue_is_filtered_by_state_owner_and_service(office: House) -> None:
    (cracked, made), (tested, _) = up(office), up(office, "请按 GB/T 1843 检测 ABS 板的冲击强度，一批五个样")
    desk = signed(office)
    for one in made.candidates:
        form = {"decision": "hold", "version": 1, "reason_code": "ask_centre"}
        desk.post(f"/matches/{one.id}/decision", json=form)

    def ids(**given: str) -> list[str]:
        return [item["demand_id"] for item in desk.get("/reviews", params=given).json()["items"]]

    assert ids(state="on_hold") == [cracked.id]
    assert ids(state="proposed") == [tested.id]
    assert ids(owner="wang") == []
    handed = desk.post(f"/matches/{made.candidates[0].id}/reassign", json={"to": "wang"})
    assert (handed.status_code, handed.json()["owner"]) == (200, "wang")
    assert ids(owner="wang") == [cracked.id]
    service = tested.draft.value("service_category")
    assert service == "检验检测"
    assert ids(service=service) == [tested.id]


def test_a_review_goes_only_to_who_may_review_here(office: House) -> None:
    demand, made = up(office)
    path = f"/matches/{made.candidates[0].id}/reassign"
    refused = signed(office).post(path, json={"to": "nobody"})
    assert (refused.status_code, refused.json()["facts"]["field"]) == (422, "to")
    version = signed(office).get(f"/reviews/{demand.id}").json()["care_version"]
    assert signed(office).post(path, json={"to": "wang", "version": version}).status_code == 200
    late = signed(office, "operator").post(path, json={"to": "li", "version": version})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")


def test_a_case_joins_candidates_proposals_opinions_and_buttons(office: House) -> None:
    demand, made = up(office, has_hindrance=True)
    first, second, _ = made.candidates
    decline = {"decision": "decline", "version": 1, "reason_code": "price", "note": "报价高一倍"}
    signed(office).post(f"/matches/{second.id}/decision", json=decline)
    with office.working(OPERATOR) as work:
        run(work, demand, "cen_b", "cen_a", facts=(HINDRANCE,))
    seen = signed(office).get(f"/reviews/{demand.id}").json()
    assert (seen["state"], seen["due"], seen["days_left"]) == ("proposed", "2025-03-17", 5)
    b, a = seen["candidates"]
    assert (b["centre_name"], [one["note"] for one in b["earlier"]]) == ("示例b中心", ["报价高一倍"])
    assert [fact["kind"] for fact in b["hindrances"]] == ["conflict"]
    assert b["proposal"]["centre"]["provider_id"] == "cen_b"
    assert (a["earlier"], a["hindrances"]) == ([], [])
    assert [(one["event"], one["needs_reason"]) for one in b["events"]] == [
        ("accept", True),
        ("decline", True),
        ("hold", True),
    ]
    assert [one["event"] for one in seen["events"]] == ["add", "ask", "reassign"]
    actions = [one["action"] for one in seen["history"]]
    assert actions == [
        "demand.confirmed",
        "match.proposed",
        "demand.match",
        "match.declined",
        "match.proposed",
        "demand.match",
    ]
    assert "报价高一倍" not in str(seen["history"])
    refused = {
        one["event"]: one["refusal"]
        for one in signed(office, "wang").get(f"/reviews/{demand.id}").json()["candidates"][1]["events"]
    }
    assert set(refused) == {"accept", "decline", "hold"}
    assert all(said["template"] == "不能评审本单位的中心" for said in refused.values())
    assert first.id != a["candidate"]["id"]


def test_of_a_secret_demand_the_words_and_the_name_stay_away(office: House) -> None:
    demand, _ = up(office, CRACKED + "，这件事要保密，不要公开")
    assert demand.level == "secret"
    seen = signed(office).get(f"/reviews/{demand.id}").json()["demand"]
    assert (seen["words"], seen["enterprise"]) == (None, None)
    assert seen["condensed"] == demand.condensed
    open_one, _ = up(office)
    assert signed(office).get(f"/reviews/{open_one.id}").json()["demand"]["words"] == CRACKED


def test_a_secret_demand_is_looked_at_by_two(office: House) -> None:
    demand, made = up(office, CRACKED + "，这件事要保密，不要公开")
    path = f"/matches/{made.candidates[1].id}/decision"
    desk, other = signed(office), signed(office, "wang")
    events = desk.get(f"/reviews/{demand.id}").json()["candidates"][1]["events"]
    assert [(one["event"], one["needs_scores"]) for one in events[-1:]] == [("endorse", True)]
    form = {"decision": "accept", "version": 1, "scores": GOOD}
    assert desk.post(path, json=form).json()["state"] == "seconding"
    mine = desk.get(f"/reviews/{demand.id}").json()["candidates"][1]["events"]
    assert {one["event"]: bool(one["refusal"]) for one in mine} == {"accept": True, "decline": True, "resume": False}
    assert other.post(path, json={**form, "version": 2}).json()["state"] == "accepted"
    said = desk.get(f"/reviews/{demand.id}").json()["candidates"][1]["opinions"]
    assert [(one["reviewer"], one["total"]) for one in said] == [("李工", 7650), ("王工", 7650)]


def test_a_centre_added_by_hand_stands_after_the_others_and_survives_a_new_run(office: House) -> None:
    demand, _ = up(office)
    desk, path = signed(office), f"/demands/{demand.id}/candidates"
    form = {"centre_id": "cen_d", "reason_code": "enterprise_wishes"}
    added = desk.post(path, json=form)
    assert (added.status_code, added.json()["origin"], added.json()["rank"]) == (201, "hand", 4)
    assert desk.post(path, json=form).json() == added.json()
    assert signed(office, "operator").post(path, json=form).json()["code"] == "candidate_exists"
    assert desk.post(path, json={**form, "centre_id": "cen_b"}).json()["code"] == "candidate_exists"
    assert desk.post(path, json={**form, "centre_id": "cen_x"}).json()["code"] == "centre_unknown"
    assert desk.post(path, json={**form, "reason_code": "price"}).json()["code"] == "reason_code_not_of_step"
    with office.working(OPERATOR) as work:
        again = run(work, demand, "cen_d", "cen_a")
    assert [(one.centre_id, one.origin) for one in again.candidates] == [("cen_a", "run"), ("cen_d", "hand")]


def test_nobody_adds_a_centre_of_their_own(office: House) -> None:
    demand, _ = up(office, CRACKED, "cen_b")
    form = {"centre_id": "cen_a", "reason_code": "known_ability"}
    refused = signed(office, "wang").post(f"/demands/{demand.id}/candidates", json=form)
    assert (refused.status_code, refused.json()["facts"]["guard"]) == (409, "is_independent")


def test_a_demand_that_was_told_nobody_fits_is_taken_up_again_by_hand(office: House) -> None:
    with office.working(OPERATOR) as work:
        demand = demanded(work)
        run(work, demand)
        assert get_demand(work.session, demand.id).status == "no_capability"
    form = {"centre_id": "cen_c", "reason_code": "known_ability"}
    assert signed(office).post(f"/demands/{demand.id}/candidates", json=form).status_code == 201
    with office.reading() as session:
        assert get_demand(session, demand.id).status == "matched"
        assert care_of(session, demand.id).is_open


def confirmed_and_matched(office: House, browser: TestClient) -> tuple[str, str, MatchRun]:
    """An enterprise confirms its talk and two centres are up: the page of the talk, the demand, the run."""
    at = begun(browser, FIRST)
    sent = browser.post(f"{at}/confirm", data=form_of(browser.get(f"{at}/confirm").text))
    demand_id = sent.headers["location"].split("/")[2]
    with office.working(OPERATOR) as work:
        demanded(work, "另一条需求，用来登记中心")
        made = run(work, get_demand(work.session, demand_id), "cen_a", "cen_b")
    return at, demand_id, made


def test_a_question_reaches_the_enterprise_and_its_answer_the_coordinator(office: House) -> None:
    browser, desk = signed(office, None), signed(office)
    at, demand_id, made = confirmed_and_matched(office, browser)
    form = {"decision": "hold", "version": 1, "reason_code": "ask_centre"}
    desk.post(f"/matches/{made.candidates[1].id}/decision", json=form)
    asked = desk.post(f"/demands/{demand_id}/questions", json={"question": "使用温度最高多少？", "field": "conditions"})
    assert asked.status_code == 201
    waiting = desk.get(f"/reviews/{demand_id}").json()
    assert [one["candidate"]["state"] for one in waiting["candidates"]] == ["asked", "on_hold"]
    assert waiting["due"] == "2025-03-13"
    page = browser.get(f"{at}/status").text
    assert "使用温度最高多少？" in page
    assert "轮到您：回答对接专员的问题" in page
    with office.working(SYSTEM) as work:
        release(work, demand_id)
    assert "使用温度最高多少？" not in browser.get(f"/demand/{demand_id}/status").text
    path = f"{at}/questions/{asked.json()['id']}"
    empty = browser.post(path, data={"text": "  "})
    assert (empty.status_code, "请写几个字" in empty.text) == (422, True)
    for _ in range(2):
        assert browser.post(path, data={"text": "零下二十度到七十度"}).status_code == 303
    seen = desk.get(f"/reviews/{demand_id}").json()
    (question,) = seen["questions"]
    assert (question["state"], question["answer"]) == ("answered", "零下二十度到七十度")
    assert [one["candidate"]["state"] for one in seen["candidates"]] == ["proposed", "on_hold"]
    assert seen["due"] == "2025-03-17"
    page = browser.get(f"{at}/status").text
    assert "零下二十度到七十度" in page
    assert "轮到您" not in page


def test_strangers_cannot_answer_and_a_coordinator_enters_what_was_said_by_telephone(office: House) -> None:
    demand, _ = up(office)
    with office.working(SYSTEM) as work:
        release(work, demand.id)
    question = signed(office).post(f"/demands/{demand.id}/questions", json={"question": "材料牌号？"}).json()
    path = f"/demands/{demand.id}/questions/{question['id']}/answer"
    assert signed(office, None).post(path, json={"answer": "PA66"}).json()["code"] == "demand_key_is_public"
    other, _ = up(office, "另一条需求：橡胶垫老化得快，想知道原因")
    wrong = f"/demands/{other.id}/questions/{question['id']}/answer"
    assert signed(office).post(wrong, json={"answer": "PA66"}).status_code == 404
    done = signed(office).post(path, json={"answer": "PA66"})
    assert (done.json()["answered_by"], done.json()["state"]) == ("li", "answered")
    late = signed(office, "operator").post(path, json={"answer": "别的"})
    assert (late.status_code, late.json()["code"]) == (409, "step_not_open")


def test_a_question_taken_back_no_longer_holds_the_review_up(office: House) -> None:
    demand, _ = up(office)
    asked = [
        signed(office).post(f"/demands/{demand.id}/questions", json={"question": words}).json()["id"]
        for words in ("材料牌号？", "使用温度？", "材料牌号？")
    ]
    assert asked[0] == asked[2]
    for id, state in ((asked[0], "asked"), (asked[1], "proposed")):
        signed(office).delete(f"/demands/{demand.id}/questions/{id}")
        assert signed(office).get(f"/reviews/{demand.id}").json()["state"] == state


def test_every_accepted_match_opens_an_engagement_of_its_own(office: House) -> None:
    demand, made = up(office)
    desk, accept = signed(office), {"decision": "accept", "version": 1}
    opened = []
    for one in made.candidates[:2]:
        told = desk.post(f"/matches/{one.id}/decision", json=accept)
        assert (told.status_code, told.json()["state"]) == (200, "accepted")
        opened.append(told.json()["engagement_id"])
        again = desk.post(f"/matches/{one.id}/decision", json=accept)
        assert again.json() == told.json()
    declined = {"decision": "decline", "version": 1, "reason_code": "price"}
    assert desk.post(f"/matches/{made.candidates[2].id}/decision", json=declined).json()["engagement_id"] is None
    with office.reading() as session:
        found = show_engagements_of(session, demand.id)
        assert [(one.id, one.centre_id) for one in found] == list(zip(opened, ("cen_a", "cen_b"), strict=True))
        assert get_demand(session, demand.id).status == "docked"
    path = f"/matches/{made.candidates[0].id}/engagement"
    assert desk.post(path).json()["id"] == opened[0]
    assert signed(office, None).post(path).status_code == 403
    assert desk.post(f"/matches/{made.candidates[2].id}/engagement").json()["code"] == "match_not_accepted"


def test_the_enterprise_reads_that_its_demand_was_docked_and_what_comes_next(office: House) -> None:
    browser, desk = signed(office, None), signed(office)
    at, _, made = confirmed_and_matched(office, browser)
    desk.post(f"/matches/{made.candidates[0].id}/decision", json={"decision": "accept", "version": 1})
    page = browser.get(f"{at}/status").text
    assert "示例a中心可以承接，已经开始对接。" in page
    assert "中心会在两个工作日内与您联系" in page


def test_nobody_fits_is_confirmed_over_http(office: House) -> None:
    demand, _ = up(office)
    desk, path = signed(office), f"/reviews/{demand.id}/nobody"
    assert signed(office, None).post(path, json={}).json()["code"] == "review_of_matches_desk_only"
    assert desk.post(path, json={}).json()["facts"]["guard"] == "is_abstained"
    with office.working(OPERATOR) as work:
        run(work, demand, "cen_a", "cen_b", is_abstained=True)
    told = desk.post(path, json={"reason": "两家都不做塑料"})
    assert (told.status_code, told.json()["demand"]["status"]) == (200, "no_capability")
    assert [one["candidate"]["reason_code"] for one in told.json()["candidates"]] == ["nobody_fits"] * 2
    assert desk.post(path, json={"reason": "再说一次"}).json() == told.json()
