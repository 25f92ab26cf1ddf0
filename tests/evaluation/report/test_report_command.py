"""The page's example runs as it stands; bad input is one clear line; no database is touched."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from foundation.errors import DockingError
from tests.builders import ROOT
from tests.evaluation.report.reports import report_input

PAGE = (ROOT / "docs" / "method" / "report.md").read_text(encoding="utf-8")
ASSESSMENT = ROOT / "tests" / "golden" / "evaluation" / "assessment.json"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def put(folder: Path, content: Any) -> Path:
    file = folder / "input.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_the_example_on_the_page_gives_the_answer_on_the_page(tmp_path: Path) -> None:
    shown = re.search(r"```json\n(.*?)```.*?```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    file = put(tmp_path, shown[1])
    said = run("report", "-i", file, "-a", ASSESSMENT, "-o", tmp_path / "报告", "-f", "json", "--lang", "zh")
    assert said.exit_code == 0, said.output
    said = run("improve", "-i", tmp_path / "报告" / "report.json", "--lang", "zh")
    assert said.output == shown[2]


def test_every_form_that_this_machine_can_make_is_written(tmp_path: Path) -> None:
    said = run("report", "-i", put(tmp_path, report_input()), "-o", tmp_path / "out", "--json")
    assert said.exit_code == 0, said.output
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written >= {"report.json", "report.html", "report.docx"}
    exported = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert exported["sha256"] in said.output


def test_the_written_report_is_verified_as_it_stands_and_an_altered_word_is_named(tmp_path: Path) -> None:
    run("report", "-i", put(tmp_path, report_input()), "-o", tmp_path / "out", "-f", "json")
    written = tmp_path / "out" / "report.json"
    said = run("verify", written, "--lang", "zh")
    assert (said.exit_code, said.output[:2]) == (0, "全部")
    written.write_text(written.read_text(encoding="utf-8").replace("每季度", "每月"), "utf-8")
    said = run("verify", written, "--lang", "zh")
    assert (said.exit_code, said.output[:10]) == (1, "sha256：报告为")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_missing_is_said_in_the_language_asked_for(tmp_path: Path, language: str) -> None:
    given = report_input()
    given["project"]["plan"]["goal"] = ""
    given["project"]["conclusion"] = ""
    said = run("report", "-i", put(tmp_path, given), "-o", tmp_path / "out", "--lang", language)
    assert isinstance(said.exception, DockingError)
    text = said.exception.text(language)  # type: ignore[arg-type]
    wanted = {
        "zh": ("(2) 评价目标", "(7) 评价结论"),
        "en": ("(2) Goal of the evaluation", "(7) Conclusion of the eval"),
    }
    assert all(words in text for words in wanted[language])
    assert not (tmp_path / "out").exists()


def test_an_assessment_given_twice_is_refused(tmp_path: Path) -> None:
    said = run("report", "-i", put(tmp_path, report_input()), "-a", ASSESSMENT, "-o", tmp_path / "out")
    assert isinstance(said.exception, DockingError)
    assert said.exception.code == "assessment_given_twice"


def test_the_plan_is_also_json(tmp_path: Path) -> None:
    said = run("improve", "-i", ASSESSMENT, "--json", "--most", "2", "--lang", "en")
    plan = json.loads(said.output)
    assert [item["indicator"] for item in plan["items"]] == [one["indicator"] for one in plan["plan"]["options"]]
    assert len(plan["items"]) == 2


@pytest.mark.parametrize("content", ["[]", "{}", "3", '{"report": 1}', '{"sources": {"assessment": []}}', "null"])
def test_what_is_no_assessment_is_invalid_input(tmp_path: Path, content: str) -> None:
    said = run("improve", "-i", put(tmp_path, content))
    assert isinstance(said.exception, DockingError), said.exception


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "project.title: 缺少“title”; project.kind: “kind”的值不对：只能是 self、second、third"),
        ("en", "project.title: “title” is missing; project.kind: The value of “kind” is wrong: it can only be"),
    ],
)
def test_a_wrong_field_is_explained_in_the_words_of_the_house(tmp_path: Path, language: str, words: str) -> None:
    content = report_input()
    del content["project"]["title"]
    content["project"]["kind"] = "fourth"
    refused = run("report", "--input", put(tmp_path, content), "--out", tmp_path, "--lang", language).exception
    assert isinstance(refused, DockingError)
    assert words in refused.text("zh" if language == "zh" else "en")


def test_a_judgement_nested_hundreds_deep_is_refused_and_no_crash(tmp_path: Path) -> None:
    """Such a list can be read and hashed, and not be written again."""
    content = report_input()
    deep: Any = "1"
    for _ in range(300):
        deep = [deep]
    content["assessment"]["content"]["weights"]["groups"][0]["source"]["matrix"] = deep
    refused = run("improve", "--input", put(tmp_path, content)).exception
    assert isinstance(refused, DockingError)
    assert refused.code == "report_input_unreadable"
