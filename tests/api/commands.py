"""Run the real ``docking`` command, with a data folder of its own: through its entrance here, or in a new process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from api.cli.main import run
from api.cli.options import chosen
from tests.builders import ROOT


def docking(
    data: Path, *arguments: object, check: bool = True, own_process: bool = False
) -> subprocess.CompletedProcess[str]:
    """One command; its output as text. ``own_process``: with an interpreter of its own, as on somebody's machine."""
    settings = {"DOCKING_DATA_DIR": str(data), "PYTHONWARNINGS": "ignore", "COLUMNS": "120"}
    words = [str(one) for one in arguments]
    if own_process:
        command = [sys.executable, "-m", "api.cli.main", *words]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=check,
        )
    with _settings(settings), chdir(ROOT):
        code, said, fault = entered(words)
    done = subprocess.CompletedProcess(["docking", *words], code, said, fault)
    if check:
        done.check_returncode()
    return done


def answer(data: Path, *arguments: object) -> Any:
    """The JSON that a command prints."""
    return json.loads(docking(data, *arguments, "--json").stdout)


def entered(words: Sequence[str], given: str = "") -> tuple[int, str, str]:
    """One command through the entrance of the command line, in this process: exit code, output, error output."""
    out, err = io.StringIO(), io.StringIO()
    before: Any = sys.argv, sys.stdin
    sys.argv, sys.stdin = ["docking", *words], io.StringIO(given)
    code: Any = 0
    chosen.set(None)
    try:
        with warnings.catch_warnings(), redirect_stdout(out), redirect_stderr(err):
            warnings.simplefilter("ignore")
            run()
    except SystemExit as over:
        code = over.code or 0
    finally:
        sys.argv, sys.stdin = before
        chosen.set(None)
    return int(code), out.getvalue(), err.getvalue()


@contextmanager
def _settings(given: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
