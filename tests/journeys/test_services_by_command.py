"""A whole service on the command line: every step with its facts as JSON or as field=value, in whose name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.wiring import House
from engagement import store
from engagement.engagement import Engagement
from foundation.errors import Conflict, InvalidInput, NotAllowed
from tests.journeys.services import PEOPLE, opened, said, story

RUN = CliRunner()


@pytest.fixture
def service(house: House, monkeypatch: pytest.MonkeyPatch) -> Engagement:
    monkeypatch.setenv("DOCKING_DATA_DIR", str(house.settings.data_dir))
    monkeypatch.setattr("api.wiring.SystemClock", lambda: house.clock)
    return opened(house)


def docking(*words: str, given: str | None = None) -> str:
    done = RUN.invoke(app, ["engagement", *words], input=given, catch_exceptions=False)
    return done.stdout


def told(*words: str, given: str | None = None) -> Any:
    return json.loads(docking(*words, "--json", given=given))


def test_a_service_with_failures_is_played_to_its_archive(house: House, service: Engagement) -> None:
    version = 1
    scenes = [(PEOPLE[who][0] if who in PEOPLE else who, event, facts) for who, event, facts in story(service.host_id)]
    for role, event, facts in scenes:
        given = json.dumps(said(facts))
        words = ("do", service.id, event, "--version", str(version), "--facts", "-", "--as", f"{role}:陈工")
        version = told(*words, given=given)["engagement"]["version"]
    with house.reading() as session:
        after = store.load(session, service.id)
        assert store.check(session, service.id)
    assert (after.state, after.rework_count, len(after.agreements)) == ("archived", 1, 3)
    assert {entry.actor_id for entry in after.history} == {"operator"}
    assert [(entry.actor_name, entry.actor_roles) for entry in after.history[1:]] == [
        ("陈工", (role,)) for role, _, _ in scenes
    ]
    log = docking("log", service.id)
    assert "评审未通过，重新沟通" in log
    assert "日志完整" in log
    assert "陈工 (operator)" in log


def test_show_says_the_steps_whose_turn_it_is_and_what_waits(service: Engagement) -> None:
    spoken = docking("show", service.id)
    assert "▶ 需求提出 → 技术、商务沟通" in spoken
    assert "现在轮到：协调员（operator），期限 3 月 12 日（星期三）" in spoken
    assert "· start  开始沟通  contacts" in spoken
    pair = ("contacts.enterprise=王经理", "contacts.centre=顾工")
    docking("do", service.id, "start", *pair, "--version", "1")
    waiting = docking("show", service.id, "--as", "host:李院长")
    assert "… sign  达成一致并签订协议  signatories" in waiting
    assert "还没有方案与报价" in waiting
    assert "check_scope" not in waiting
    assert "Technical" in docking("show", service.id, "--lang", "en")


def test_a_wrong_fact_role_or_person_is_refused_by_name(service: Engagement) -> None:
    with pytest.raises(InvalidInput) as wrong:
        docking("do", service.id, "start", "contacts.enterprise=王经理", "--version", "1")
    assert (wrong.value.code, wrong.value.facts["field"]) == ("fact_missing", "contacts.centre")
    with pytest.raises(InvalidInput, match="角色:姓名"):
        docking("show", service.id, "--as", "system:谁")
    with pytest.raises(InvalidInput, match="字段=值"):
        docking("do", service.id, "start", "contacts", "--version", "1")
    with pytest.raises(NotAllowed):
        docking("do", service.id, "withdraw", "--version", "1", "--as", "host:李院长")


def test_links_are_given_listed_and_taken_back(service: Engagement, tmp_path: Path) -> None:
    given = told("link", service.id, "--role", "host", "--person", "李院长")
    assert given["path"].endswith(given["token"])
    (listed,) = told("link", service.id)
    assert listed["person"] == "李院长"
    assert "还有效" in docking("link", service.id)
    docking("link", service.id, "--revoke", listed["id"])
    assert "已收回" in docking("link", service.id)


def test_the_list_shows_whose_turn_it_is(service: Engagement) -> None:
    (one,) = told("list")
    assert (one["id"], one["owner_role"], one["is_overdue"]) == (service.id, "coordinator", False)
    assert told("list", "--overdue") == []
    assert service.id in docking("list")
    assert [found["id"] for found in told("list", "--role", "coordinator")] == [service.id]
    assert told("list", "--role", "centre") == []


def test_another_person_with_the_same_facts_is_another_step(service: Engagement) -> None:
    pair = ("contacts.enterprise=王经理", "contacts.centre=顾工")
    first = ("do", service.id, "start", *pair, "--version", "1", "--as", "coordinator:李工")
    assert told(*first) == told(*first), "the same again is the first answer"
    with pytest.raises(Conflict):
        docking(*first[:-1], "coordinator:周工")
