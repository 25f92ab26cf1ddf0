"""The command line, in this process and in Chinese."""

from __future__ import annotations

from click.testing import Result
from typer.testing import CliRunner

from api.cli.main import app


def docking(*arguments: str) -> Result:
    """The answer of ``docking …``."""
    return CliRunner().invoke(app, [*arguments, "--lang", "zh"])
