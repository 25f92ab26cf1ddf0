"""The worked examples of tests/golden/evaluation/weights, one file per method.

Each has ``name``, ``source`` (paper, page or "own example, computed as …"), ``input`` (the arguments of the method's
function), ``weights`` (text, to the digits printed in the source), optionally ``diagnostics`` (numbers as text to the
digits printed) and ``warns`` (whether a warning must come with it; ``false`` when absent).
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "golden" / "evaluation" / "weights"


@cache
def worked() -> list[tuple[str, dict[str, Any]]]:
    """Method and example, in the order of the files."""
    return [
        (file.stem, example)
        for file in sorted(FOLDER.glob("*.yaml"))
        for example in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def name_of(case: tuple[str, dict[str, Any]]) -> str:
    return f"{case[0]}: {case[1]['name']}"


def printed(value: Any, like: str) -> str:
    """``value`` with as many decimals as ``like`` shows, half up as people round."""
    places = len(like.partition(".")[2])
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP"))
