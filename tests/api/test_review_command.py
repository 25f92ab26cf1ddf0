"""``docking review``: a coordinator's day on the command line, and a second person with a key of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.wiring import open_house
from foundation.actors import OPERATOR
from foundation.settings import Settings
from tests.api.commands import answer, docking
from tests.matcher.reviewed import CRACKED, GOOD, demanded, run

LI = "the-key-of-li-in-tests"
RULES = """
version: ours
criteria: [{id: fit, label: 对得上, weight: 100}]
pass_mark: 70
reviewers: 2
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one demand and three centres up for review."""
    with open_house(Settings(data_dir=tmp_path)) as house, house.working(OPERATOR) as work:
        run(work, demanded(work, CRACKED), "cen_a", "cen_b", "cen_c")
    return tmp_path


def test_a_day_at_the_desk(data: Path) -> None:
    (item,) = answer(data, "review", "queue")["items"]
    demand = item["demand_id"]
    first, second, third = (one["candidate"]["id"] for one in answer(data, "review", "show", demand)["candidates"])
    scores = [part for name, points in GOOD.items() for part in ("--score", f"{name}={points}")]
    assert answer(data, "review", "accept", first, *scores, "--version", "1")["state"] == "accepted"
    assert answer(data, "review", "hold", second, "--code", "ask_centre")["state"] == "on_hold"
    assert answer(data, "review", "resume", second)["state"] == "proposed"
    assert answer(data, "review", "decline", second, "--code", "price")["state"] == "declined"
    added = answer(data, "review", "add", demand, "--centre", "示例d中心", "--code", "known_ability")
    assert (added["centre_id"], added["origin"]) == ("cen_d", "hand")
    asked = answer(data, "review", "ask", demand, "--text", "材料牌号？", "--field", "material")
    kept = answer(data, "review", "answer", demand, asked["id"], "--text", "PA66")
    assert (kept["answer"], kept["state"]) == ("PA66", "answered")
    shown = docking(data, "review", "show", demand).stdout
    for words in ("示例a中心   已接受", "76.50", "费用谈不拢", "材料牌号？   PA66", "[接受]  [退回]  [暂缓]"):
        assert words in shown
    missing = docking(data, "review", "decline", third, "--code", "nonsense", check=False)
    assert (missing.returncode, "reason_code_unknown" in missing.stderr) == (2, True)


def test_a_second_person_shows_a_key_and_the_first_is_not_enough(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = data / "review.yaml"
    rules.write_text(RULES, "utf-8")
    monkeypatch.setenv("DOCKING_DATA_DIR", str(data))
    monkeypatch.setenv("DOCKING_REVIEW_POLICY", str(rules))
    monkeypatch.setenv("DOCKING_COORDINATORS", f'[{{"id":"li","name":"李工","key":"{LI}"}}]')
    demand = answer(data, "review", "queue")["items"][0]["demand_id"]
    match = answer(data, "review", "show", demand)["candidates"][0]["candidate"]["id"]
    assert answer(data, "review", "accept", match, "--score", "fit=80")["state"] == "seconding"
    again = docking(data, "review", "accept", match, "--score", "fit=80", check=False)
    assert (again.returncode, "另一人" in again.stderr) == (1, True)
    second = ["review", "accept", match, "--score", "fit=90", "--by", "li"]
    wrong = CliRunner().invoke(app, second, input="not-the-key-of-li\n")
    assert (wrong.exit_code, getattr(wrong.exception, "code", "")) == (1, "key_not_valid")
    assert LI not in wrong.output
    right = CliRunner().invoke(app, second, input=f"{LI}\n")
    assert (right.exit_code, "已接受" in right.output) == (0, True)


def test_rules_that_do_not_add_up_are_refused_by_name(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = data / "review.yaml"
    rules.write_text(RULES.replace("100", "99"), "utf-8")
    monkeypatch.setenv("DOCKING_REVIEW_POLICY", str(rules))
    refused = docking(data, "review", "hold", "mat_1", "--code", "ask_centre", check=False)
    assert refused.returncode == 1
    assert "DOCKING_REVIEW_POLICY" in refused.stderr
    assert "sum to 100" in refused.stderr
