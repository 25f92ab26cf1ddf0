"""JSON with one place of it replaced by something odd, and the worked example of a method page run as it stands."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.main import app
from tests.builders import ROOT

ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=4))
"""What does not belong there, whatever belongs there."""


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in plain JSON, itself first."""
    parts = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(inner for key, part in parts for inner in places(part, (*path, key)))]


def disturbed(good: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of ``good`` with ``value`` at this path."""
    if not path:
        return value
    content = deepcopy(good)
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return content


def page_is_true(command: str, folder: Path) -> Any:
    """The first example of docs/method/``command``.md prints what the page shows; the answer of ``--json``."""
    page = (ROOT / "docs" / "method" / f"{command}.md").read_text(encoding="utf-8")
    file = folder / "input.json"
    file.write_text(page.split("```json\n")[1].split("```")[0], encoding="utf-8")
    said = CliRunner().invoke(app, ["evaluate", command, "--input", str(file), "--lang", "zh"])
    assert said.exit_code == 0, said.output
    assert said.output == page.split("```text\n")[1].split("```")[0]
    plain = CliRunner().invoke(app, ["evaluate", command, "--input", str(file), "--json", "--lang", "en"])
    return json.loads(plain.output)
