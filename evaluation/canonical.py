"""One way to write a value as bytes, so that equal content has equal SHA-256 on every machine.

Sorted keys, no spaces, UTF-8, and only text, integers, booleans, null, lists and objects. Without floating-point
numbers the number rules of RFC 8785 never matter; scores travel as text with fixed decimals.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical_json(content: object) -> str:
    """The canonical text. ``TypeError`` for a float or any other kind of object: a fault of the program."""
    _only_plain(content, "$")
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(content: object) -> str:
    """The SHA-256 of the canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _only_plain(content: object, path: str) -> None:
    if content is None or isinstance(content, str | int):
        return
    if isinstance(content, Mapping):
        for key, value in content.items():
            if not isinstance(key, str):
                raise TypeError(f"{path}: key {key!r} is not text")
            _only_plain(value, f"{path}.{key}")
    elif isinstance(content, list | tuple):
        for place, value in enumerate(content):
            _only_plain(value, f"{path}[{place}]")
    else:
        raise TypeError(f"{path}: {type(content).__name__} does not belong into canonical JSON")
