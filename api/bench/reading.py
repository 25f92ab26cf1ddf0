"""A YAML file of a graded or labelled set: read whole, or refused with file, place and reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from foundation.errors import InvalidInput

Made = TypeVar("Made")


def read_set(path: Path, make: Callable[[Any], Made]) -> Made:
    """What ``make`` makes of the file's content. InvalidInput naming file and place when it cannot."""
    import yaml

    try:
        return make(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as fault:
        first = fault.errors()[0]
        raise invalid(path, " → ".join(map(str, first["loc"])), first["msg"]) from fault
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as fault:
        raise invalid(path, "", str(fault)) from fault


def invalid(path: Path, place: str, reason: str) -> InvalidInput:
    """The refusal of a set: which file, where in it, why."""
    return InvalidInput(
        "graded_set_invalid",
        "评分集 {file} 有误（{place}）：{reason}",
        field="set",
        file=path.name,
        place=place,
        reason=" ".join(reason.split()),
    )
