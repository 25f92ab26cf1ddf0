"""What a newcomer is told without opening the source: what a step asks for, what to confirm, what counts for stars."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.wiring import House
from engagement.profiles import PROFILES
from tests.api.commands import entered
from tests.journeys.services import opened

SMALL = {"ratings": [{"indicator": "A2.1", "value": "3.2"}]}


def test_the_form_of_a_step_names_every_field_with_its_choices() -> None:
    code, said, _ = entered(["engagement", "form", "make_offer"])
    assert code == 0
    assert "offer.criteria[].comparison  比较（≥、≤、>、<、=、range 在范围内、±）" in said
    assert "offer.price  价格（元） 必填" in said
    assert "code=plan  方案问题" in entered(["engagement", "form", "fail_to_team"])[1]
    assert json.loads(entered(["engagement", "form", "sign", "--json"])[1])["required"] == ["version"]
    code, _, fault = entered(["engagement", "form", "fly"])
    assert (code, "[step_unknown]" in fault) == (1, True)


@pytest.mark.parametrize("event", sorted({row.event for one in PROFILES.values() for row in one.process.transitions}))
def test_every_field_of_every_step_is_called_in_words_and_every_choice_once(event: str) -> None:
    _, said, _ = entered(["engagement", "form", event])
    for line in said.splitlines()[1:]:
        label = line.strip().partition("  ")[2] or line
        assert re.search("[\u4e00-\u9fff]", label), line
        assert not re.search(r"\b(\S+) \1\b", label), f"said twice: {line}"
        assert "名称或姓名" not in label, "a person has a 姓名, a thing a 名称"
    _, english, _ = entered(["engagement", "form", event, "--lang", "en"])
    for line in english.splitlines():
        typed_and_said = re.sub(r"[\u4e00-\u9fff]+ (?=[A-Za-z])", "", line)
        assert not re.search("[\u4e00-\u9fff]", typed_and_said), line


def test_before_an_offer_nothing_is_said_of_its_party_or_its_level(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKING_DATA_DIR", str(house.settings.data_dir))
    id = opened(house).id
    code, _, fault = entered(
        ["engagement", "do", id, "start", "contacts.enterprise=王", "contacts.centre=顾", "--version", "1"]
    )
    assert code == 0, fault
    _, said, _ = entered(["engagement", "show", id, "--as", "host:李院长"])
    waits = waiting(said)
    assert {step for step, why in waits.items() if "还没有方案与报价" in why} == {
        "sign",
        "confirm_offer",
        "review_contract",
    }
    assert all(len(set(why)) == len(why) for why in waits.values()), "no step says the same twice"
    assert "签约方须是依托单位" not in said
    assert "商密" not in said
    assert "offer.party=host_demo_" in said


def waiting(said: str) -> dict[str, list[str]]:
    """Of each step that has to wait, what it says it waits for."""
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        if line.startswith("  … "):
            found[line.split()[1]] = why = []
        elif line.startswith("      "):
            why.append(line.strip())
    return found


def test_what_projects_counted_joins_what_was_found_out_otherwise(tmp_path: Path) -> None:
    value = {"indicator": "C3.2", "numerator": 1, "denominator": 2, "sample_size": 2, "remark": "样本不足"}
    missing = {"indicator": "C1.1", "remark": "未评"}
    (tmp_path / "own.json").write_text(json.dumps(SMALL), "utf-8")

    def assessed(facts: object) -> tuple[int, str, str]:
        (tmp_path / "facts.json").write_text(json.dumps(facts), "utf-8")
        files = ["--input", str(tmp_path / "own.json"), "--facts", str(tmp_path / "facts.json")]
        return entered(["evaluate", "assess", *files, "--json"])

    code, said, _ = assessed({"values": {"C3.2": value, "C1.1": missing}})
    assert code == 0
    scores = {one["id"]: one["score"] for one in json.loads(said)["content"]["results"]["indicators"]}
    assert (scores["A2.1"] is not None, scores["C3.2"], scores.get("C1.1")) == (True, "50.00", None)
    assert "[facts_unreadable]" in assessed({"values": [1]})[2]
    (tmp_path / "own.json").write_text(json.dumps({"ratings": [{"indicator": "C3.2", "value": "0.9"}]}), "utf-8")
    assert "[rating_doubled]" in assessed({"values": {"C3.2": value}})[2]
