"""The page of every weighting method shows an input that works and the answer the command prints for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from evaluation.weights.by_name import METHODS
from tests.builders import ROOT

PAGES = sorted((ROOT / "docs" / "method" / "weights").glob("*.md"))
BLOCK = re.compile(r"```json\n(.*?)```.*?```text\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_the_inputs_on_the_page_give_the_answers_on_the_page(page: Path, tmp_path: Path) -> None:
    shown = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert shown, "no example on the page"
    for given, answer in shown:
        json.loads(given)
        file = tmp_path / "input.json"
        file.write_text(given, encoding="utf-8")
        said = CliRunner().invoke(app, ["evaluate", "weights", page.stem, "--input", str(file), "--lang", "zh"])
        assert said.exit_code == 0, said.output
        assert said.output == answer


def test_every_method_has_its_page() -> None:
    assert {page.stem for page in PAGES} >= set(METHODS) - {"equal"}
