"""A dossier is read strictly, its faults are named by field, and the command prints and exports the answers."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evaluation.clauses.checking import SETS, check_dossier, dossier_faults
from evaluation.clauses.register import EXAMPLE
from foundation.errors import InvalidInput
from tests.evaluation.schemes.command import docking

STATION = {
    "set": "guangdong",
    "subject": "stn_1",
    "on": "2025-03-10",
    "full_time": 1,
    "part_time": 1,
    "certificate_issued": "2022-03-11",
    "evidence": {"certificate_issued": ["站长证书 2022-017"]},
}


@pytest.mark.parametrize(("field", "value", "shown"), [
    ("full_time", -1, "full_time"), ("full_time", 1.5, "full_time"), ("full_time", True, "full_time"),
    ("on", "yesterday", "on"), ("subject", "", "subject"), ("colour", "red", "colour"), ("grade", "A", "grade"),
    ("heads", [{"name": "甲"}], "heads.0.since"), ("heads", "甲", "heads"), ("evidence", {"x": 5}, "evidence.x"),
    ("head_changes", [{"kind": "站长", "happened": "2025-02-30"}], "head_changes.0.happened"),
])  # fmt: skip
def test_every_fault_names_its_field(field: str, value: Any, shown: str) -> None:
    (fault,) = dossier_faults("guangdong", {**STATION, field: value})
    assert fault.field == shown
    assert fault.says.text("zh")
    with pytest.raises(InvalidInput) as refusal:
        check_dossier("guangdong", {**STATION, field: value})
    assert refusal.value.facts["field"] == shown


@pytest.mark.parametrize("content", [None, 5, "x", [], [1, 2], {}, {"subject": None, "on": []}])
@pytest.mark.parametrize("name", SETS)
def test_whatever_json_comes_in_it_is_refused_and_not_a_crash(name: str, content: object) -> None:
    with pytest.raises(InvalidInput):
        check_dossier(name, content)


HOSTILE: list[Any] = [
    -1, 0, 10**30, 10**400, 1.5, Decimal("NaN"), Decimal("1E9"), True, False, "", " ", "\x00", "9" * 5000, "9999-12-31",
    "0001-01-01", "2025-02-29", [], [[]], [None], [{}], {}, {"": ""}, {"x": None}, {"1": "-1"}, [[[[[]]]]],
    ["甲", "甲"],
]  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_hostile_values_in_any_field_are_answered_or_refused(name: str) -> None:
    asked = 0
    for field in SETS[name][0].model_fields:
        for value in HOSTILE:
            content = {"subject": "it", "on": "2025-03-10", field: value}
            if dossier_faults(name, content):
                with pytest.raises(InvalidInput):
                    check_dossier(name, content)
            else:
                report = check_dossier(name, content)
                assert sum(report.counts.values()) == len(report.results)
            asked += 1
    assert asked >= 15 * len(HOSTILE)


def test_the_dossier_on_the_page_is_answered_as_a_reader_would() -> None:
    found = {result.requirement: result.outcome for result in check_dossier("guangdong", json.loads(EXAMPLE)).results}
    known = {name: outcome for name, outcome in found.items() if outcome != "unknown"}
    assert known == {
        "S3-04": "pass", "S3-05": "pass", "S3-06": "pass", "S3-08": "pass", "S3-21": "fail", "S3-26": "pass",
        "S3-27": "pass",
    }  # fmt: skip


def test_an_unknown_set_of_rules_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_dossier("atlantis", STATION)
    assert refusal.value.code == "rules_unknown"


def test_an_answer_carries_inputs_and_evidence() -> None:
    (answer,) = [one for one in check_dossier("guangdong", STATION).results if one.requirement == "S3-26"]
    assert (answer.outcome, answer.clause, answer.strength) == ("pass", "17", "shall")
    assert answer.inputs == {"certificate_issued": "2022-03-11", "last_valid_day": "2025-03-10"}
    assert answer.evidence == ("站长证书 2022-017",)


def test_the_command_prints_one_line_per_answer(tmp_path: Path) -> None:
    file = tmp_path / "station.json"
    file.write_text(json.dumps(STATION, ensure_ascii=False), "utf-8")
    said = docking("evaluate", "clauses", "--input", str(file))
    assert said.exit_code == 0, said.output
    assert "fail    S3-08  5(4)  shall  “专职不少于 1 人、兼职不少于 2 人”不符合" in said.stdout
    assert said.stdout.splitlines()[-1].startswith("pass 1  warn 0  fail 1  unknown ")


def test_the_command_exports_json_in_either_language(tmp_path: Path) -> None:
    file = tmp_path / "station.json"
    file.write_text(json.dumps(STATION, ensure_ascii=False), "utf-8")
    report = json.loads(docking("evaluate", "clauses", "--set", "guangdong", "--input", str(file), "--json").stdout)
    (answer,) = [one for one in report["results"] if one["requirement"] == "S3-08"]
    assert (answer["outcome"], answer["inputs"]) == ("fail", {"full_time": 1, "part_time": 1})
    assert report["outcome"] == "fail"


def test_the_command_names_every_wrong_field_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "station.json"
    file.write_text(json.dumps({**STATION, "full_time": -1, "colour": "red"}), "utf-8")
    said = docking("evaluate", "clauses", "--input", str(file))
    assert said.exit_code == 1
    assert "full_time：" in said.stdout
    assert "colour：不认识的键“colour”" in said.stdout


def test_without_a_dossier_the_rules_and_their_fields_are_listed() -> None:
    listed = docking("evaluate", "clauses", "--set", "jiangxi").stdout
    assert "S4-04" in listed
    assert "industry, approved_centres" in listed
    everything = json.loads(docking("evaluate", "clauses", "--json").stdout)
    assert {row["set"] for row in everything} == set(SETS)


def test_an_unknown_set_is_refused_when_its_rules_are_to_be_listed() -> None:
    said = docking("evaluate", "clauses", "--set", "jiangsi")
    assert isinstance(said.exception, InvalidInput)
    assert said.exception.text() == "没有规则集 jiangsi；现有：jiangsu、ciqa、shanghai、guangdong、jiangxi"
    assert said.stdout == ""


@pytest.mark.parametrize(("rules", "facts", "shown", "words"), [
    ("ciqa", {"displayed_total": "60", "stars": True}, "stars", "要是整数"),
    ("ciqa", {"counts": {"elements": True}}, "counts.elements", "要是整数"),
    ("jiangsu", {"investment": {"2024": "-5"}}, "investment.2024", "要不小于 0"),
    ("jiangsu", {"secrecy_held": "top"}, "secrecy_held", "只能是 none、third、second、first"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_place(rules: str, facts: dict[str, Any], shown: str, words: str) -> None:
    (fault,) = dossier_faults(rules, {"subject": "it", "on": "2025-03-10", **facts})
    assert fault.field == shown
    assert words in fault.says.text("zh")


def test_the_first_fault_of_a_dossier_is_explained_in_either_language() -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_dossier("guangdong", {**STATION, "grade": "A"})
    assert refusal.value.text("en").startswith("The dossier has 1 faults; grade: The value of “grade” is wrong")
