"""The scheme on the method page is a scheme, and the page names every shipped one."""

from __future__ import annotations

import json
import re
from pathlib import Path

from evaluation.editions.reading import load_scheme
from evaluation.editions.shipped import shipped, shipped_schemes
from foundation.errors import InvalidInput
from tests.builders import ROOT
from tests.evaluation.schemes.command import docking

PAGE = (ROOT / "docs" / "method" / "schemes.md").read_text("utf-8")


def test_the_example_on_the_page_has_no_fault() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert load_scheme(example, shipped_schemes()).name == "MINE@0.1.0"


def test_every_shipped_scheme_stands_on_the_page_with_its_size() -> None:
    assert [name for name in shipped() if f"`{name}`" not in PAGE] == []
    for scheme in shipped_schemes().values():
        groups = sum(len(element.groups) for element in scheme.elements)
        assert f"{len(scheme.elements)}/{groups}/{scheme.counts.indicators}" in PAGE


def test_the_inputs_on_the_page_are_applied_as_the_page_says(tmp_path: Path) -> None:
    answers, years = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "in.json"
    file.write_text(years, "utf-8")
    said = docking("evaluate", "scheme", "apply", "GUANGDONG-STATION", "--input", str(file))
    assert said.stdout == PAGE.split("```text\n")[1].split("```")[0]
    file.write_text(answers, "utf-8")
    ticked = docking("evaluate", "scheme", "apply", "JIANGSU-4", "--input", str(file), "--json")
    outcomes = {line["clause"]: line["outcome"] for line in json.loads(ticked.stdout)["lines"]}
    assert (outcomes["4.1.1"], outcomes["4.1.2"], outcomes["4.3.2"]) == ("pass", "unknown", "fail")
    assert "fail" in [line["outcome"] for line in json.loads(ticked.stdout)["lines"] if line["requirement"] == "S0-11"]


def test_a_wrong_input_is_explained_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('{"years": [{"year": 2024, "total": "90"}]}', "utf-8")
    refused = docking("evaluate", "scheme", "apply", "GUANGDONG-STATION", "--input", str(file)).exception
    assert isinstance(refused, InvalidInput)
    assert refused.text("zh") == "years.0.exact：缺少“exact”"
    assert refused.text("en") == "years.0.exact: “exact” is missing"
    assert refused.facts["explanation"] == "缺少“exact”"
