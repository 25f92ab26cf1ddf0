"""The import contracts hold, and planted violations are caught by name."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.builders import PACKAGES, ROOT

pytestmark = pytest.mark.slow


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a checkout."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources that may be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    for package in (*PACKAGES, "migrations"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.safetensors"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("foundation/text.py", "import kb.capability", "Imports only go down"),
        ("evaluation/grades.py", "import kb.provider", "Evaluation stands alone"),
        ("matcher/fusion.py", "import sqlalchemy", "The pages that hold the method"),
        ("kb/capability.py", "def late() -> None:\n    import fastapi", "The web is known in api only"),
        ("api/app.py", "import kb.tables", "Tables are touched by their store"),
        ("kb/standards.py", "import kb.capability", "No circle"),
    ],
)
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    spoilt = copy / file
    before = spoilt.read_text("utf-8")
    spoilt.write_text(before + f"\n{line}\n", "utf-8")
    try:
        done = lint(copy)
    finally:
        spoilt.write_text(before, "utf-8")
    assert done.returncode != 0
    broken = [row for row in done.stdout.splitlines() if "BROKEN" in row]
    assert any(row.startswith(contract[:30]) for row in broken), done.stdout


def test_every_package_stands_in_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = {name.strip() for layer in contracts["contracts"][0]["layers"] for name in layer.split("|")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages == layers == set(contracts["root_packages"])
