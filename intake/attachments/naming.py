"""A file's name as given, made harmless: it is shown and never opened (T9)."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_EXTENSION = re.compile(r"\.[0-9A-Za-z]{1,8}$")


def clean_name(given: str) -> str:
    """The last part of a path, without control, invisible and direction characters; at most 120 characters."""
    seen = "".join(c for c in unicodedata.normalize("NFC", given) if unicodedata.category(c) not in _UNSEEN)
    name = re.split(r"[/\\]", seen)[-1].strip(" .")
    if len(name) > LONGEST:
        ending = _EXTENSION.search(name)
        tail = ending[0] if ending else ""
        name = name[: LONGEST - len(tail)] + tail
    return name or "附件"


def extension(name: str) -> str:
    """The extension in lower case with its dot; empty when there is none (``方案2.0`` has none)."""
    found = _EXTENSION.search(name)
    return found[0].lower() if found and not found[0][1:].isdigit() else ""
