"""JSON lines in and out, with errors that name file, line and field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.errors import InvalidInput


def records(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    """Each line of a UTF-8 file as an object that has the ``required`` keys; blank lines are passed over."""
    with path.open(encoding="utf-8-sig", errors="strict") as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _record(path, number, line, required)
        except UnicodeDecodeError as fault:
            raise InvalidInput("file_not_utf8", "文件 {file} 不是 UTF-8 编码", field="file", file=path.name) from fault


def _record(path: Path, number: int, line: str, required: tuple[str, ...]) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as fault:
        raise InvalidInput(
            "line_not_json", "{file} 第 {line} 行不是 JSON", field="line", file=path.name, line=number
        ) from fault
    if not isinstance(record, dict):
        raise InvalidInput("line_not_object", "{file} 第 {line} 行不是对象", field="line", file=path.name, line=number)
    for name in required:
        if not isinstance(record.get(name), (str, int)) or not str(record[name]).strip():
            raise InvalidInput(
                "key_missing", "{file} 第 {line} 行缺少“{field}”", field=name, file=path.name, line=number
            )
    return record


def flat(value: object) -> str:
    """Any JSON value as words: lists and objects joined by spaces, ``null`` nothing."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return " ".join(filter(None, (flat(v) for v in value.values())))
    if isinstance(value, list):
        return " ".join(filter(None, (flat(v) for v in value)))
    return str(value)
