"""Run the real ``docking`` command in a process of its own, with a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.builders import ROOT


def docking(data: Path, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """One command; its output as text."""
    environment = {**os.environ, "DOCKING_DATA_DIR": str(data), "PYTHONWARNINGS": "ignore", "COLUMNS": "120"}
    command = [sys.executable, "-m", "api.cli.main", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=check
    )


def answer(data: Path, *arguments: object) -> Any:
    """The JSON that a command prints."""
    return json.loads(docking(data, *arguments, "--json").stdout)
