"""The register of standards that the trade files cite: number, title, and whether someone else confirms it.

``verified`` names what confirms number and title; empty means: general knowledge of the trade, not confirmed. A number
is written without a year: which edition counts is a matter of the scope annex, not of general knowledge.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from foundation.values import Value
from kb.standards import standard_key


class StandardTitle(Value):
    """One standard: ``GB/T 3098.17`` and its title in the language of its publication."""

    number: str
    title: str
    verified: str = ""
    """What confirms number and title (``relaton-data-iso``); empty: not confirmed."""


class Register:
    """Titles by number, whatever way the number is written."""

    def __init__(self, titles: Iterable[StandardTitle]) -> None:
        self._titles = {standard_key(one.number): one for one in titles}

    def __len__(self) -> int:
        return len(self._titles)

    def __iter__(self) -> Iterator[StandardTitle]:
        return iter(self._titles.values())

    def get(self, number: str) -> StandardTitle | None:
        """The entry for a number, with or without a year."""
        return self._titles.get(standard_key(number))

    def with_titles(self, titles: Iterable[StandardTitle]) -> Register:
        """This register and ``titles``; what it already knows stays."""
        return Register([*titles, *self])


def read_register(path: Path) -> Register:
    """The register's file: CSV with ``number,title,verified``."""
    with path.open(encoding="utf-8", newline="") as lines:
        return Register(StandardTitle.model_validate(row) for row in csv.DictReader(lines))
