"""Which edition of a standard was replaced, by what and since when: ``kb/data/replaced_standards.csv``.

A short list by hand, of standards that annexes cite much; what is not in it is not known, which is not "in force".
``basis`` names what confirms a line, or says that it is general knowledge; the program does not read it.
Where the day on which the new edition takes effect is not written down, only that it has replaced the old one is known.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from foundation.text import normalise
from foundation.values import Value
from kb.standards import find_standards, standard_key

FILE = Path(__file__).parent / "data" / "replaced_standards.csv"


class Replacement(Value):
    """What stands in for an edition; ``since`` is the day from which on, ``None`` when nobody wrote it down."""

    by: str
    since: date | None = None


def replacement_of(key: str, year: str | None) -> Replacement | None:
    """What replaced the edition ``year`` of the standard with this key (:func:`kb.standards.standard_key`)."""
    if not year:
        return None
    return _replaced().get((key, year)) or _outlived(key, year)


def _outlived(key: str, year: str) -> Replacement | None:
    """An edition that nobody listed, older than one that is known of the same standard: by that one at the latest."""
    last = _last().get(key)
    return Replacement(by=last[1]) if last is not None and year < last[0] else None


@cache
def _last() -> Mapping[str, tuple[str, str]]:
    """Of each standard in the list the newest year known, and that edition as it is written."""
    known: dict[str, tuple[str, str]] = {}
    for (key, year), new in _replaced().items():
        editions = [(key, year, "")] + [
            (one.key, one.year or "", new.by) for one in find_standards(normalise(new.by)) if one.key == key
        ]
        for name, when, written in editions:
            if when > known.get(name, ("", ""))[0] and written:
                known[name] = when, written
    return known


def is_newest(key: str, year: str | None) -> bool:
    """Whether an edition is known to have replaced another and not to have been replaced itself."""
    return year is not None and (key, year) in _newest()


@cache
def _newest() -> frozenset[tuple[str, str]]:
    by = (found for one in _replaced().values() for found in find_standards(normalise(one.by)))
    return frozenset((one.key, one.year) for one in by if one.year and (one.key, one.year) not in _replaced())


@cache
def _replaced() -> Mapping[tuple[str, str], Replacement]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            (standard_key(row["number"]), row["year"]): Replacement(
                by=row["replaced_by"], since=date.fromisoformat(row["since"]) if row["since"] else None
            )
            for row in csv.DictReader(file)
        }
