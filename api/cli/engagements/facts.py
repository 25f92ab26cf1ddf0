"""Facts of a step from the command line: a JSON file, and ``field=value`` over it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from foundation.errors import InvalidInput

_MOST = 2_000_000
"""Bytes of facts that are read."""


def gathered(file: str | None, given: list[str]) -> dict[str, Any]:
    """The facts of a file (``-``: standard input) with single fields over them; ``a.b=x`` reaches inside.

    A value that is JSON (``true``, ``3``, ``[…]``) counts as such, everything else is text.
    InvalidInput for what cannot be read.
    """
    facts = _read(file) if file is not None else {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip(".") or ".." in name:
            raise InvalidInput("fact_pair_not_valid", "请写成“字段=值”：{given}", field="facts", given=pair)
        inner: dict[str, Any] = facts
        *path, last = name.strip().split(".")
        for part in path:
            step = inner.setdefault(part, {})
            if not isinstance(step, dict):
                raise InvalidInput("fact_pair_not_valid", "请写成“字段=值”：{given}", field="facts", given=pair)
            inner = step
        inner[last] = _value(value)
    return facts


def _read(file: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read(_MOST) if file == "-" else Path(file).read_text("utf-8")[:_MOST]
        facts = json.loads(text)
    except OSError as fault:
        raise InvalidInput("facts_file_missing", "打不开这个文件：{file}", field="facts", file=file) from fault
    except json.JSONDecodeError as fault:
        raise InvalidInput(
            "facts_unreadable",
            "{file} 第 {line} 行第 {column} 个字起不是 JSON：多半是少了引号、逗号或括号",
            field="facts",
            file=file,
            line=fault.lineno,
            column=fault.colno,
        ) from fault
    except ValueError as fault:
        raise InvalidInput("facts_not_text", "{file} 不是 UTF-8 的文字", field="facts", file=file) from fault
    if not isinstance(facts, dict):
        raise InvalidInput(
            "facts_not_fields", "{file} 要写成一个对象：{example}", field="facts", file=file, example='{"offer": {…}}'
        )
    return facts


def _value(text: str) -> Any:
    """``true``, ``[…]`` and ``{…}`` as JSON; a bare number stays text, as a price or a limit is written."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(value, int | float) and not isinstance(value, bool) else value
