"""Levels of secrecy and what may leave at each (reliability.md §3). Unknown counts as secret: fail closed."""

from __future__ import annotations

from typing import Literal

Level = Literal["public", "internal", "secret"]

ORDER: tuple[Level, ...] = ("public", "internal", "secret")
DEFAULT_LEVEL: Level = "internal"


def highest(*levels: Level | None) -> Level:
    """The level of something made from several sources: the highest of them; a missing one counts as secret."""
    if not levels:
        return "secret"
    return max((level if level in ORDER else "secret" for level in levels), key=ORDER.index)
