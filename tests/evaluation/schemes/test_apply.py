"""``docking evaluate scheme apply``: a checklist ticked, a ruling over years, from a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.applying import apply_content
from evaluation.editions.shipped import any_scheme_named
from foundation.errors import InvalidInput
from tests.evaluation.schemes.command import docking


def applied(folder: Path, name: str, content: Any, *more: str) -> str:
    """What the command prints."""
    file = folder / "input.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    said = docking("evaluate", "scheme", "apply", name, "--input", str(file), *more)
    assert said.exit_code == 0, said.output
    return said.stdout


def test_three_years_give_a_grade_and_its_measures(tmp_path: Path) -> None:
    content = {"years": [{"year": 2022 + n, "exact": exact} for n, exact in enumerate(("50", "55", "60"))]}
    assert applied(tmp_path, "GUANGDONG-STATION", content) == "总分 55.00，不合格\n措施：整改\n"


def test_a_veto_decides(tmp_path: Path) -> None:
    ruling = json.loads(applied(tmp_path, "SHANGHAI", {"years": [], "hits": [{"veto": "major_issue"}]}, "--json"))
    assert (ruling["basis"], ruling["outcome"], ruling["says"]) == (
        "veto",
        "整改通道",
        "出现重大问题：整改通道，与得分无关",
    )


def test_a_checklist_is_ticked(tmp_path: Path) -> None:
    answers = {"subject": "ctr_1", "answers": [{"item": "J2.4", "part": 39, "whole": 100}]}
    said = applied(tmp_path, "JIANGSU-4", answers)
    assert "fail    4.2.2 2)  shall  “从事服务的专业技术人员占中心总人数 40 % 以上”不符合" in said
    assert said.endswith("fail\n")


@pytest.mark.parametrize("content", [None, [], 5, {"years": 3}, {"years": [{}]}, {"hits": [{"veto": 3}]}, {"x": 1}])
@pytest.mark.parametrize("name", ["JIANGSU-4", "SHANGHAI"])
def test_what_cannot_be_applied_is_refused_with_its_field(name: str, content: object) -> None:
    with pytest.raises(InvalidInput):
        apply_content(any_scheme_named(name)[0], content)
