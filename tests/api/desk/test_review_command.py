"""``docking review``: a coordinator's day on the command line, and a second person with a key of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli.main import app
from api.wiring import open_house
from foundation.actors import OPERATOR
from foundation.settings import Settings
from intake.service import get_demand
from tests.api.commands import docking
from tests.matcher.review.reviewed import CRACKED, GOOD, demanded, run

LI = "the-key-of-li-in-tests"
RULES = """
version: ours
criteria: [{id: fit, label: 对得上, weight: 100}]
pass_mark: 70
reviewers: 2
"""


def review(*arguments: object, given: str | None = None) -> Result:
    """One ``docking review`` command, in this process."""
    return CliRunner().invoke(app, ["review", *map(str, arguments)], input=given)


def answer(*arguments: object) -> Any:
    """The JSON that it prints."""
    return json.loads(review(*arguments, "--json").stdout)


def fault_of(result: Result) -> str:
    """The code of the error it ended with."""
    return str(getattr(result.exception, "code", ""))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one demand and three centres up for review."""
    monkeypatch.setenv("DOCKING_DATA_DIR", str(tmp_path))
    with open_house(Settings(data_dir=tmp_path)) as house, house.working(OPERATOR) as work:
        run(work, demanded(work, CRACKED), "cen_a", "cen_b", "cen_c")
    return tmp_path


def test_a_day_at_the_desk(data: Path) -> None:
    (item,) = answer("queue")["items"]
    assert "To review" in docking(data, "review", "queue", "--lang", "en").stdout
    demand = item["demand_id"]
    first, second, third = (one["candidate"]["id"] for one in answer("show", demand)["candidates"])
    scores = [part for name, points in GOOD.items() for part in ("--score", f"{name}={points}")]
    assert answer("hold", second, "--code", "ask_centre")["state"] == "on_hold"
    assert answer("resume", second)["state"] == "proposed"
    assert answer("decline", second, "--code", "price")["state"] == "declined"
    added = answer("add", demand, "--centre", "示例d中心", "--code", "known_ability")
    assert (added["centre_id"], added["origin"]) == ("cen_d", "hand")
    asked = answer("ask", demand, "--text", "材料牌号？", "--field", "material")
    kept = answer("answer", demand, asked["id"], "--text", "PA66")
    assert (kept["answer"], kept["state"]) == ("PA66", "answered")
    seen = answer("show", demand)["candidates"][0]["candidate"]
    accepted = answer("accept", first, *scores, "--version", seen["version"])
    assert (accepted["state"], accepted["engagement_id"][:4]) == ("accepted", "eng_")
    opened = answer("open", first)
    assert (opened["id"], opened["state"]) == (accepted["engagement_id"], "raised")
    told = review("open", first).stdout
    assert told.startswith(f"项目已经开始：{opened['id']}（")
    assert "签订前要登记依托单位能承担的密级" in told
    shown = review("show", demand).stdout
    for words in ("示例a中心   已接受", "76.50", "费用谈不拢", "材料牌号？   PA66", "[接受]  [退回]  [暂缓]"):
        assert words in shown
    assert fault_of(review("decline", third, "--code", "nonsense")) == "reason_code_unknown"
    assert "No demands are waiting" in docking(data, "review", "queue", "--lang", "en").stdout


def test_a_second_person_shows_a_key_and_the_first_is_not_enough(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = data / "review.yaml"
    rules.write_text(RULES, "utf-8")
    monkeypatch.setenv("DOCKING_REVIEW_POLICY", str(rules))
    monkeypatch.setenv("DOCKING_COORDINATORS", f'[{{"id":"li","name":"李工","key":"{LI}"}}]')
    demand = answer("queue")["items"][0]["demand_id"]
    match = answer("show", demand)["candidates"][0]["candidate"]["id"]
    assert answer("accept", match, "--score", "fit=80")["state"] == "seconding"
    again = review("accept", match, "--score", "fit=80")
    assert (fault_of(again), "另一人" in str(again.exception)) == ("guard_refused", True)
    second = ("accept", match, "--score", "fit=90", "--by", "li")
    wrong = review(*second, given="not-the-key-of-li\n")
    assert fault_of(wrong) == "key_not_valid"
    assert "not-the-key" not in wrong.output
    right = review(*second, given=f"{LI}\n")
    assert (right.exit_code, "已接受" in right.output, LI in right.output) == (0, True, False)


def test_the_queue_is_narrowed_to_a_level(data: Path) -> None:
    assert len(answer("queue", "--level", "internal")["items"]) == 1
    assert answer("queue", "--level", "secret")["items"] == []
    assert fault_of(review("queue", "--level", "geheim")) == "level_unknown"


def test_nobody_fits_is_confirmed_on_the_command_line(data: Path) -> None:
    demand = answer("queue")["items"][0]["demand_id"]
    assert fault_of(review("nobody", demand)) == "guard_refused"
    with open_house(Settings(data_dir=data)) as house, house.working(OPERATOR) as work:
        run(work, get_demand(work.session, demand), "cen_a", "cen_b", is_abstained=True)
    assert answer("nobody", demand, "--reason", "两家都不做塑料")["status"] == "no_capability"
    again = review("nobody", demand)
    assert again.stdout.strip() == f"{demand}  暂无能力"
    assert [one["candidate"]["note"] for one in answer("show", demand)["candidates"]] == ["两家都不做塑料"] * 2


def test_rules_that_do_not_add_up_are_refused_by_name(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = data / "review.yaml"
    rules.write_text(RULES.replace("100", "99"), "utf-8")
    monkeypatch.setenv("DOCKING_REVIEW_POLICY", str(rules))
    refused = review("hold", "mat_1", "--code", "ask_centre")
    assert fault_of(refused) == "setting_invalid"
    assert "DOCKING_REVIEW_POLICY" in str(refused.exception)
    assert "sum to 100" in str(refused.exception)
