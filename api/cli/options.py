"""Options that every command has: ``--json`` and ``--lang``."""

from __future__ import annotations

from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The two languages."""

    zh = "zh"
    en = "en"


chosen: ContextVar[Lang | None] = ContextVar("chosen", default=None)
"""The language asked for on this command line, wherever on the line it stood."""


def _keep(value: Lang | None) -> Lang | None:
    if value is not None:
        chosen.set(value)
    return value


AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
Language = Annotated[
    Lang | None, typer.Option("--lang", callback=_keep, help="语言：zh 或 en / language", show_default=False)
]
InputFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="文件 / file")]
