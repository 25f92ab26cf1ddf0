"""``docking evaluate assess`` and ``verify``: from one JSON file to a report, and back, without a database."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from api.cli.main import run as entrance
from evaluation.editions.shipped import SCHEMES
from tests.builders import ROOT
from tests.evaluation.test_scheme_reading import SMALL

PAGE = (ROOT / "docs" / "method" / "verify.md").read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = json.loads(PAGE.split("```json\n")[1].split("```")[0])


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["evaluate", *words, "--lang", "zh"])
    return done.exit_code, done.output


def written(folder: Path, content: Any, name: str = "in.json") -> str:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(file)


def reported(folder: Path, *more: str) -> Path:
    report = folder / "report.json"
    code, said = run("assess", "--input", written(folder, DOCUMENT), "--out", str(report), *more)
    assert code == 0, said
    return report


def test_the_page_shows_what_assess_prints(tmp_path: Path) -> None:
    code, said = run("assess", "--input", written(tmp_path, DOCUMENT))
    assert code == 0
    shown = PAGE.split("```text\n")[1].split("```")[0]
    for line in shown.splitlines():
        if "…" not in line:
            assert line in said.splitlines()


def test_a_remark_names_the_indicator_it_is_about(tmp_path: Path) -> None:
    few = {"ratings": [{"indicator": "D4.4", "numerator": "1", "denominator": "2"}]}
    code, said = run("assess", "--input", written(tmp_path, few))
    assert code == 0
    (line,) = [line for line in said.splitlines() if "样本不足" in line]
    assert re.fullmatch(r"注意：D4\.4 .*[\u4e00-\u9fff]+：样本不足：2", line), line


def test_a_report_is_verified_and_its_bytes_do_not_change(tmp_path: Path) -> None:
    report = reported(tmp_path)
    first = report.read_bytes()
    code, said = run("verify", str(report))
    assert code == 0
    assert said.startswith("全部 ")
    assert reported(tmp_path).read_bytes() == first
    code, said = run("verify", str(report), "--json")
    assert json.loads(said)["agrees"] is True


def test_an_altered_report_ends_with_exit_code_one_and_names_the_place(tmp_path: Path) -> None:
    from evaluation.canonical import sha256

    told = json.loads(reported(tmp_path).read_text(encoding="utf-8"))
    told["content"]["results"]["total"] = "99.99"
    code, said = run("verify", written(tmp_path, told, "altered.json"))
    assert code == 1
    assert said.startswith("sha256：报告为 ")
    told["sha256"] = sha256(told["content"])
    code, said = run("verify", written(tmp_path, told, "altered.json"))
    assert code == 1
    assert said.startswith("total.score：报告为 99.99")


def test_a_scheme_of_ones_own_is_read_from_a_file(tmp_path: Path) -> None:
    scheme = written(tmp_path, SMALL, "own.yaml")
    ratings = [{"indicator": "A1", "value": 2.55}, {"indicator": "A2", "value": "优"}]
    report = tmp_path / "report.json"
    source = written(tmp_path, {"ratings": ratings})
    code, said = run("assess", "--input", source, "--scheme", scheme, "--out", str(report), "--json")
    assert code == 0, said
    assert json.loads(said) == json.loads(report.read_text(encoding="utf-8"))
    assert run("verify", str(report), "--scheme", scheme)[0] == 0
    assert run("verify", str(report), "--scheme", str(SCHEMES / "ciqa-2020.yaml"))[0] == 1


def test_without_a_total_the_tree_says_so(tmp_path: Path) -> None:
    code, said = run("assess", "--input", written(tmp_path, {"ratings": [], "policies": {"missing": "block"}}))
    assert code == 0
    assert said.splitlines()[0] == "CIQA-2020@1.0.0：没有总分"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ratings": None}, "weights_not_a_list"),
        ({"ratings": [3]}, "document_not_an_object"),
        ({"ratings": [{"indicator": "A1.1", "value": True}]}, "document_value"),
        ({"ratings": [{"indicator": "A1.1", "votes": {"优": 1.5}}]}, "document_value"),
        ({"ratings": [{"indicator": "Z"}]}, "indicator_unknown"),
        ({"weights": []}, "document_not_an_object"),
        ({"weights": {"T": {"method": "ahp"}}}, "document_weights"),
        ({"weights": {"T": {"method": "magic", "input": {}}}}, "weighting_method_unknown"),
        ({"weights": {"Z": {"method": "equal", "input": {"ids": ["a"]}}}}, "weights_parent_unknown"),
        ({"policies": {"missing": "guess"}}, "document_value"),
        ({"occasion": {"period_from": "yesterday"}}, "document_value"),
        ({"occasion": {"surprise": 1}}, "document_value"),
        ({"surprise": 1}, "input_key_unknown"),
        ({"scheme": "NONE@1"}, "scheme_not_found"),
        ({"scheme": 5}, "scheme_name_text"),
        ({"occasion": {"subject": "\ud800"}}, "json_half_character"),
    ],
)
def test_a_faulty_document_is_refused_by_name(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    source = written(tmp_path, {**DOCUMENT, **change})
    done = CliRunner().invoke(app, ["evaluate", "assess", "--input", source])
    assert getattr(done.exception, "code", done.exit_code) in (code, 1, 2), done.output
    assert done.exit_code != 0
    assert getattr(done.exception, "code", code) == code


@pytest.mark.parametrize("content", ["[]", "{}", '{"content": 3, "sha256": ""}', "{"])
def test_what_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    done = CliRunner().invoke(app, ["evaluate", "verify", written(tmp_path, content, "none.json")])
    assert done.exit_code != 0


def test_a_datum_that_gives_no_score_says_why_on_its_line(tmp_path: Path) -> None:
    ratings = [
        {"indicator": "C2.1", "value": "3,5"},
        {"indicator": "A1.1", "numerator": 5, "denominator": 0},
        {"indicator": "C2.2", "value": "5"},
    ]
    source = written(tmp_path, {"ratings": ratings})
    lines = {line.split()[0]: line.strip() for line in run("assess", "--input", source)[1].splitlines()}
    assert lines["C2.1"].endswith("培训人次  – 不是十进制数")
    assert lines["A1.1"].endswith("资质认证或许可情况  – 分母为零")
    assert lines["A1.2"].endswith("服务范围"), "nobody gave anything: nothing to explain"
    english = CliRunner().invoke(app, ["evaluate", "assess", "--input", source, "--lang", "en"]).output
    assert "Trainees per year  – Not a decimal number" in english
    assert not re.search("[\u4e00-\u9fff]", english)


def test_an_error_shows_the_place_that_its_sentence_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = written(tmp_path, {"order": ["a", "b", "c"], "ratios": [1, 0]})
    monkeypatch.setattr("sys.argv", ["docking", "evaluate", "weights", "dare", "--input", source, "--lang", "zh"])
    with pytest.raises(SystemExit) as ended:
        entrance()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "比值要大于 0 (ratios[1])  [dare_ratio]\n"
