"""The coordinator's desk over HTTP and on the command line, and what an enterprise hears."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.wiring import House
from foundation.actors import OPERATOR, SYSTEM
from intake.cares.caring import Tended, tend
from intake.demand import Demand
from intake.reading.record import read_draft
from intake.service import register_demand
from tests.api.commands import answer, docking
from tests.releasing import release

CRACKED = "我们给空调厂供的塑料壳子，最近这批一敲就裂，客户要退货，材料是ABS，供应商换过，想知道原因"
FULL = {"reason_code": "not_ours", "answer": "这不属于质量技术服务。", "next_step": "请联系主管部门。"}


def entered(house: House, words: str = CRACKED, **more: str) -> Demand:
    """A confirmed demand."""
    with house.working(OPERATOR) as work:
        return register_demand(work, read_draft("空调塑料外壳一敲就裂", words), **more)  # type: ignore[arg-type]


def talked(client: TestClient, words: str = CRACKED, **opening: str) -> tuple[str, dict[str, object], int]:
    """A talk confirmed over HTTP: its id, the answer, the status."""
    talk = client.post("/conversations", json=opening).json()["id"]
    client.post(f"/conversations/{talk}/messages", json={"text": words})
    done = client.post(f"/conversations/{talk}/confirm", json={})
    return talk, done.json(), done.status_code


def test_a_release_is_reviewed_and_names_what_tells_who_asked(house: House, desk: TestClient) -> None:
    demand = entered(house, CRACKED + "。联系人王建国，电话13800001111。")
    seen = desk.get(f"/demands/{demand.id}/review").json()
    assert "王建国" in seen["raw_text"]
    form = {"title": seen["title"], "text": seen["text"] + "找王建国", "audience": "public", "version": seen["version"]}
    refused = desk.post(f"/demands/{demand.id}/publication", json=form)
    assert (refused.status_code, refused.json()["code"]) == (422, "release_tells_who")
    assert "王建国" not in refused.text
    released = desk.post(f"/demands/{demand.id}/publication", json={**form, "text": seen["text"]})
    assert released.json()["released_hash"] == seen["hash"]


def test_a_demand_is_seen_by_those_it_was_released_for_and_found_by_no_other(
    house: House, client: TestClient, desk: TestClient
) -> None:
    demand = entered(house)
    with house.working(SYSTEM) as work:
        release(work, demand.id, "partner")
    assert client.get("/demands").json() == []
    assert client.get(f"/demands/{demand.id}").status_code == 404
    hidden = client.post("/reverse-match", json={"text": CRACKED, "min_score": 0}).json()
    assert (hidden["searched"], hidden["demands"]) == (0, [])
    assert [one["id"] for one in desk.get("/demands").json()] == [demand.id]
    found = desk.post("/reverse-match", json={"text": CRACKED, "min_score": 0}).json()
    assert [one["id"] for one in found["demands"]] == [demand.id]


@pytest.mark.parametrize("missing", sorted(FULL))
def test_a_refusal_over_http_is_complete_or_refused_by_name(house: House, desk: TestClient, missing: str) -> None:
    demand = entered(house)
    form = {"event": "refuse", "version": demand.version, **{k: v for k, v in FULL.items() if k != missing}}
    refused = desk.post(f"/demands/{demand.id}/steps", json=form)
    assert (refused.status_code, refused.json()["facts"]["field"]) == (422, missing)


def test_an_enterprise_sees_how_its_demand_ended_with_the_talk_as_its_key(client: TestClient, desk: TestClient) -> None:
    talk, demand, _ = talked(client)
    waiting = client.get(f"/conversations/{talk}/demand").json()
    assert (waiting["care"]["owner_role"], waiting["care"]["due"]) == ("coordinator", "2025-03-17")
    form = {"event": "refuse", "version": demand["version"], **FULL}
    assert client.post(f"/demands/{demand['id']}/steps", json=form).status_code == 403
    assert desk.post(f"/demands/{demand['id']}/steps", json=form).json()["status"] == "refused"
    over = client.get(f"/conversations/{talk}/demand").json()
    assert over["care"]["ending"] == FULL
    assert over["care"]["is_open"] is False


def test_an_enterprise_withdraws_by_its_talk_even_after_the_release(
    house: House, client: TestClient, desk: TestClient
) -> None:
    talk, demand, _ = talked(client)
    with house.working(SYSTEM) as work:
        release(work, str(demand["id"]))
    withdrawn = client.post(f"/conversations/{talk}/demand/withdrawal", json={"reason_code": "solved"})
    assert (withdrawn.status_code, withdrawn.json()["status"]) == (200, "withdrawn")
    assert client.get("/demands").json() == []


def test_the_same_words_again_are_answered_with_the_first_number(client: TestClient) -> None:
    _, first, made = talked(client, enterprise="org_1")
    _, again, known = talked(client, enterprise="org_1")
    assert (made, known) == (201, 200)
    assert (again["id"], again["is_repeat"], first["is_repeat"]) == (first["id"], True, False)
    assert str(first["id"]) in again["says"][0]  # type: ignore[index]


def test_a_complaint_is_numbered_listed_answered_and_closed(client: TestClient, desk: TestClient) -> None:
    talk = client.post("/conversations", json={}).json()["id"]
    said = client.post(f"/conversations/{talk}/messages", json={"text": "你们上次的检测报告有误，我要投诉"}).json()
    assert client.get("/complaints").status_code == 403
    (case,) = desk.get("/complaints", params={"state": "opened"}).json()
    assert case["id"] in str(said["reply"]["sentences"][-1])
    answered = desk.post(f"/complaints/{case['id']}/steps", json={"event": "answer", "answer": "已复核", "version": 1})
    close = {"event": "close", "reason_code": "upheld", "next_step": "取新报告", "version": answered.json()["version"]}
    assert desk.post(f"/complaints/{case['id']}/steps", json=close).json()["state"] == "closed"
    assert desk.get(f"/complaints/{case['id']}").json()["answer"] == "已复核"


def test_joint_channels_name_their_body_and_the_desk_filters_by_channel_and_class(
    house: House, client: TestClient, desk: TestClient
) -> None:
    refused = client.post("/conversations", json={"channel": "association"})
    assert (refused.status_code, refused.json()["facts"]["field"]) == (422, "submitted_by")
    assert client.post("/conversations", json={"channel": "hotline"}).status_code == 403
    demand = entered(house, channel="market_regulation", submitted_by="某市市场监督管理局")
    entered(house)
    assert client.get("/demands/desk").status_code == 403
    found = desk.get("/demands/desk", params={"channel": "market_regulation", "demand_class": "质量分析"}).json()
    assert [(one["id"], one["submitted_by"]) for one in found] == [(demand.id, "某市市场监督管理局")]
    assert desk.get("/demands/desk", params={"demand_class": "工艺问题"}).json() == []


def test_a_call_is_entered_and_logged_by_staff(client: TestClient, desk: TestClient) -> None:
    form = {"words": CRACKED, "taken_by": "李工", "taken_at": "2025-03-10T08:30:00+08:00"}
    assert client.post("/hotline", json=form).status_code == 403
    taken = desk.post("/hotline", json=form)
    assert taken.status_code == 201, taken.text
    (call,) = desk.get("/hotline", params={"taken_by": "李工"}).json()
    assert (call["subject_id"], call["taken_at"]) == (taken.json()["demand"]["id"], "2025-03-10T00:30:00Z")


def test_what_is_due_is_shown_soonest_first_to_the_desk_only(
    client: TestClient, desk: TestClient, house: House
) -> None:
    _, demand, _ = talked(client)
    talk = client.post("/conversations", json={}).json()["id"]
    client.post(f"/conversations/{talk}/messages", json={"text": CRACKED})
    assert client.get("/demands/due").status_code == 403
    due = desk.get("/demands/due").json()
    assert [(one["subject_id"], one["due"]) for one in due] == [(talk, "2025-03-12"), (demand["id"], "2025-03-17")]
    assert [one["kind"] for one in desk.get("/demands/due", params={"kind": "demand"}).json()] == ["demand"]


def test_a_matter_is_taken_on_put_off_and_a_silent_talk_closed_by_the_desk(
    client: TestClient, desk: TestClient
) -> None:
    talk = client.post("/conversations", json={}).json()["id"]
    client.post(f"/conversations/{talk}/messages", json={"text": CRACKED})
    delay = {"reason": "等样品", "working_days": 10, "version": 1}
    assert client.post(f"/cares/{talk}/delay", json=delay).status_code == 403
    assert desk.post(f"/cares/{talk}/delay", json=delay).json()["due"] == "2025-03-24"
    assert desk.post(f"/cares/{talk}/delay", json=delay).status_code == 409
    assert desk.post(f"/cares/{talk}/owner", json={"person": "陈工", "version": 2}).json()["owner"] == "陈工"
    closing = {"reason_code": "no_answer", "answer": "联系三次未果", "next_step": "回复即可接着办"}
    assert desk.post(f"/cares/{talk}/closing", json={"reason_code": "no_answer"}).status_code == 422
    assert client.post(f"/cares/{talk}/closing", json=closing).status_code == 403
    assert desk.post(f"/cares/{talk}/closing", json=closing).json()["ending"] == closing
    assert desk.get("/demands/due").json() == []


def test_the_settings_set_the_dates(house: House) -> None:
    patient = house.settings.model_copy(update={"demand_answer_days": 10})
    house.settings = patient
    with house.working(OPERATOR) as work:
        demand = register_demand(work, read_draft("", CRACKED), rules=house.care_rules)
        from intake.cares.caring import care_of

        assert str(care_of(work.session, demand.id).due) == "2025-03-24"


def test_the_commands_enter_list_tend_release_and_end(tmp_path: Path) -> None:
    call = ("demand", "hotline", "add", "--text", CRACKED, "--taken-by", "李工", "--at", "2025-03-10T09:00")
    demand = answer(tmp_path, *call)["demand"]["id"]
    (logged,) = answer(tmp_path, "demand", "hotline", "list", "--taken-by", "李工")
    assert (logged["subject_id"], logged["taken_at"]) == (demand, "2025-03-10T01:00:00Z")
    (listed,) = answer(tmp_path, "demand", "list", "--channel", "hotline", "--class", "质量分析")
    assert listed["id"] == demand
    review = answer(tmp_path, "demand", "review", demand)
    version = review["version"]
    released = answer(tmp_path, "demand", "release", demand, "--audience", "partner", "--version", version)
    assert (released["status"], released["released_hash"]) == ("published", review["hash"])
    assert [one["subject_id"] for one in answer(tmp_path, "demand", "due")] == [demand]
    assert answer(tmp_path, "demand", "take", demand, "--person", "陈工")["owner"] == "陈工"
    assert answer(tmp_path, "demand", "postpone", demand, "--days", 20, "--reason", "等样品")["owner"] == "陈工"
    assert answer(tmp_path, "demand", "tend") == {"reminded": 0, "escalated": 0}
    silent = docking(tmp_path, "demand", "step", demand, "refuse", "--code", "not_ours", check=False)
    assert (silent.returncode, "answer_missing" in silent.stderr) == (2, True)
    answered = ("--answer", "不属于", "--next", "请问主管部门")
    ended = answer(tmp_path, "demand", "step", demand, "refuse", "--code", "not_ours", *answered)
    assert ended["status"] == "refused"
    assert answer(tmp_path, "demand", "due") == []
    complaint = ("demand", "hotline", "add", "--text", "你们上次的检测报告有误，我要投诉", "--taken-by", "王工")
    case = answer(tmp_path, *complaint)["complaint"]["id"]
    answer(tmp_path, "demand", "complaints", "answer", case, "--text", "已复核")
    closed = answer(tmp_path, "demand", "complaints", "close", case, "--code", "upheld", "--next", "取新报告")
    assert closed["state"] == "closed"
    assert [one["state"] for one in answer(tmp_path, "demand", "complaints", "list")] == ["closed"]


def test_the_journey_ends_docked_with_an_answer(house: House) -> None:
    from api.projects.journey import COORDINATOR
    from intake.living import docked_with, end_with

    demand = entered(house)
    with house.working(COORDINATOR) as work:
        assert end_with(work, demand.id, "dock", docked_with("示范中心")).status == "docked"
    with house.working(SYSTEM) as work:
        assert tend(work) == Tended()
