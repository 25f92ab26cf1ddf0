"""One way to write a value as bytes, so that equal content has equal SHA-256 on every machine.

Sorted keys, no spaces, UTF-8, and only text, integers, booleans, null, lists and objects. Without floating-point
numbers the number rules of RFC 8785 never matter; scores travel as text with fixed decimals.
"""

from __future__ import annotations

import hashlib
import json
from typing import NoReturn


def canonical_json(content: object) -> str:
    """The canonical text. ``TypeError`` for a float or any other kind of object: a fault of the program."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    return text


def sha256(content: object) -> str:
    """The SHA-256 of the canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _refuse(number: str) -> NoReturn:
    raise TypeError(f"the float {number} does not belong into canonical JSON")
