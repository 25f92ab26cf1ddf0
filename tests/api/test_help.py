"""The command answers at once: nothing heavy is imported to show help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.api.commands import docking
from tests.builders import ROOT

HEAVY = {"torch", "faiss", "langchain", "langchain_core", "sentence_transformers", "transformers", "jieba", "scipy"}
HEAVY |= {"numpy", "sqlalchemy", "fastapi", "jinja2", "httpx"}
PROBE = """
import sys
sys.argv = ["docking", *{arguments!r}]
from api.cli.main import run
try:
    run()
except SystemExit:
    pass
print("HEAVY", sorted(set(sys.modules) & {heavy!r}))
"""


def test_help_imports_nothing_heavy() -> None:
    for arguments in (
        ["--help"],
        ["knowledge", "--help"],
        ["match", "gaps", "--help"],
        ["subscriptions", "add", "--help"],
    ):
        code = PROBE.format(arguments=arguments, heavy=HEAVY)
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert "HEAVY []" in done.stdout
        assert "docking" in done.stdout.lower()


def test_every_command_has_help_in_both_languages(tmp_path: Path) -> None:
    text = docking(tmp_path, "--help").stdout
    for command in (
        "demo",
        "match",
        "reverse",
        "subscriptions",
        "serve",
        "verify",
        "intake",
        "demand",
        "knowledge",
        "index",
        "bench",
    ):
        assert command in text
    assert " / " in text


def test_an_unknown_command_is_one_clear_answer(tmp_path: Path) -> None:
    done = docking(tmp_path, "nonsense", check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
