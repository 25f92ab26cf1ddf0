"""Reading a JSON file that a person wrote: decimals stay decimal, every fault has its line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from foundation.errors import InvalidInput

Input = Annotated[
    Path, typer.Option("--input", "-i", exists=True, dir_okay=False, readable=True, help="JSON 文件 / JSON file")
]

LARGEST = 64 * 2**20
"""Bytes; a larger file is not an evaluation of one centre."""

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALF_READ = re.compile("[\ud800-\udfff]")


def read_json(path: Path) -> Any:
    """The content of a UTF-8 file; numbers with a point as :class:`~decimal.Decimal`, never NaN or infinity.

    Raises ``InvalidInput`` with line and column for anything that is no JSON, and for a key that stands twice.
    """
    if path.stat().st_size > LARGEST:
        raise InvalidInput("json_too_large", "{name} 超过 {limit} MiB", field="input", name=path.name, limit=64)
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text, parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_object)
        _require_characters(text, content, path.name)
    except json.JSONDecodeError as fault:
        raise InvalidInput(
            "json_broken", "{name} 第 {line} 行第 {column} 列不是合法的 JSON",
            field="input", name=path.name, line=fault.lineno, column=fault.colno,
        ) from fault  # fmt: skip
    except UnicodeDecodeError as fault:
        raise InvalidInput("json_not_utf8", "{name} 不是 UTF-8 文字", field="input", name=path.name) from fault
    except (RecursionError, ValueError) as fault:
        raise InvalidInput("json_unreadable", "{name} 读不了：层数或数字太长", field="input", name=path.name) from fault
    return content


def _require_characters(text: str, content: Any, name: str) -> None:
    """Half a character pair (``\\ud800`` alone) is JSON and yet no text: it can neither be shown nor hashed."""
    if _HALF.search(text) and _HALF_READ.search(json.dumps(content, ensure_ascii=False, default=str)):
        raise InvalidInput(
            "json_half_character", "{name} 里有半个字符（单独的代理项），不成文字", field="input", name=name
        )


def _refused(word: str) -> NoReturn:
    raise InvalidInput("json_constant", "JSON 里不能有 {word}", field="input", word=word)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InvalidInput("json_key_doubled", "JSON 里“{key}”写了两次", field=twice[:40], key=twice[:40])
    return content
