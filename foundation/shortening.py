"""Words cut to a length where a reader would cut them: Latin words are never broken, and have more room. Pure."""

from __future__ import annotations

import re

ROOM = 3
"""So many Latin letters say about what one Chinese character does."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_BROKEN = re.compile(r"[A-Za-z0-9'’-]+$")


def longest(text: str, characters: int) -> int:
    """How many characters of ``text`` say as much as so many Chinese ones."""
    return characters if _HAN.search(text) else characters * ROOM


def cut(text: str, most: int) -> str:
    """The first ``most`` characters at most, without a broken word or a space at the end.

    ``cut("a candidate nova", 6) → "a"``; a word that is longer than all the room is cut all the same.
    """
    text = text.strip()
    if len(text) <= most:
        return text
    kept = text[:most]
    if kept[-1].isascii() and text[most].isascii() and text[most].isalnum():
        kept = _BROKEN.sub("", kept) or kept
    return kept.strip()
