"""A standard as a scope annex cites it: name, number, year; the year only when it is written there.

Numbers are written in many ways (``GB/T 1843－2008``, ``GBT1843``, ``gb / t 1843``). :func:`standard_key` folds them to
one form for comparing, and :func:`find_standards` finds them in running text. Whether the last part of a number is a
year is decided by its form alone: four digits 19xx/20xx, or two digits in an old Chinese number (``GB 2828-87``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from foundation.text import normalise
from foundation.values import Value


class StandardReference(Value):
    """One citation: ``number`` normalised (``GB/T 1843``), ``year`` four digits or ``None``, never guessed."""

    name: str | None = None
    number: str | None = None
    year: str | None = None

    def __str__(self) -> str:
        """``GB/T 1843-2008``, or the name when there is no number."""
        if self.number is None:
            return self.name or ""
        return f"{self.number}-{self.year}" if self.year else self.number


class StandardMention(NamedTuple):
    """A standard number found in a normalised text: where it stands and its parts, folded for comparing."""

    start: int
    end: int
    prefix: str
    """``gb/t``"""
    number: str
    """``2423.17``"""
    year: str | None

    @property
    def key(self) -> str:
        """``gb/t2423.17``: the same standard whatever its year."""
        return self.prefix + self.number


_CHINESE_CODES = (
    "gbz|gbj|gjb|gb|jjf|jjg|db[0-9]{2}|aq|bb|cb|ch|cjj|cj|cy|da|dl|dz|ej|fz|ga|gd|gh|gm|gy|hb|hg|hj|hs|hy|jb|"
    "jc|jgj|jg|jr|jtg|jt|jy|kb|ld|ls|ly|mh|mt|mz|nb|ny|qb|qc|qj|qx|rb|rf|sb|sc|sf|sh|sj|sl|sn|sw|sy|tb|td|ty|"
    "wb|wh|wj|wm|ws|xb|xf|yb|yc|yd|ys|yy|yz|zy"
)
_INTERNATIONAL_CODES = (
    "iso/iec/ieee|iso/iec|iso/ieee|iso/astm|iso/cie|iso/pas|iso/tr|iso/ts|iso/r|iso|iec/ieee|iec/tr|iec/ts|"
    "iec/pas|iec|cispr|itu|ieee|ansi|ul|bs|en|din|vdi|vda|jis|astm|asme|aatcc|aashto|aoac|api|sae|aws|oiml|"
    "ece|csa|icao|etsi"
)
_STANDARD = re.compile(
    rf"""(?<![a-z0-9])
    (?P<prefix> (?:{_CHINESE_CODES}) (?:\s*/?\s*[tz](?![a-z]))?
              | [tq]\s*/\s*[a-z]{{2,10}}
              | (?:(?:din|bs|nf)\s+)? (?:en\s+)? (?:{_INTERNATIONAL_CODES}) )
    \s*[-.]?\s*
    (?P<number> (?: (?<=astm)\s*[a-g] | (?<=astm\s)[a-g] | (?<=jis\s)[a-z]\s* | (?<=jis)[a-z] )?
                \d+ (?:\.\d+)* (?:-(?:\d{{1,3}}|[a-z]\d{{2}})(?!\d))* )
    (?: \s*[-:]\s* (?P<year> (?:19|20)\d{{2}} ) (?![\d.]) )?""",
    re.VERBOSE,
)
_OLD_YEAR = re.compile(r"-(\d{2})$")
_LONG = re.compile(r"\d{3}")
_WELL_KNOWN = re.compile(r"gb|gjb|jj|db|.*/")
"""Prefixes that no chemical symbol or unit looks like: with them, any number is a standard."""
_CHINESE_PREFIX = re.compile(rf"(?:{_CHINESE_CODES})(?:/[tz])?$")


def find_standards(text: str) -> Iterator[StandardMention]:
    """Every standard number in ``text``, which must be normalised (:func:`foundation.text.normalise`), in order."""
    for match in _STANDARD.finditer(text):
        written, number, year = match.group("prefix", "number", "year")
        prefix, is_chinese, is_clear = _prefix_facts(written)
        number = number.replace(" ", "")
        if year is None and (old := _OLD_YEAR.search(number)):
            if is_chinese:
                number, year = number[: old.start()], "19" + old[1]
            elif prefix == "astm":
                number, year = number[: old.start()], ("19" if old[1] > "50" else "20") + old[1]
        if not is_clear and year is None and not _LONG.match(number):
            continue  # tin, mercury and antimony are written like codes: "Sn 60", "Hg 0.1"
        yield StandardMention(match.start(), match.end(), prefix, number, year)


@lru_cache(maxsize=65_536)
def standard_key(number: str) -> str:
    """The form by which two numbers are compared, without the year: ``GB/T 1843-2008`` → ``gb/t1843``.

    A number of unknown kind (``农业部1077号公告-1-2008``) is only normalised and stripped of spaces.
    """
    text = normalise(number)
    found = next(find_standards(text), None)
    if found is not None and found.start == 0 and found.end == len(text):
        return found.key
    return text.replace(" ", "")


def is_chinese(key: str) -> bool:
    """Whether a standard's key (:func:`standard_key`) is of one of China's codes."""
    found = re.match(r"[a-z/]+", key)
    return found is not None and (key.startswith(("db", "t/", "q/")) or _CHINESE_PREFIX.match(found[0]) is not None)


@lru_cache(maxsize=4_096)
def _prefix_facts(written: str) -> tuple[str, bool, bool]:
    """A prefix as it is written: folded; whether it is one of China; whether a short number may stand behind it."""
    prefix = _fold_prefix(written)
    is_chinese = _CHINESE_PREFIX.match(prefix) is not None
    return prefix, is_chinese, not is_chinese or _WELL_KNOWN.match(prefix) is not None


def _fold_prefix(prefix: str) -> str:
    joined = re.sub(r"\s+", "", prefix)
    if "/" not in joined and len(joined) > 2 and joined[-1] in "tz" and _CHINESE_PREFIX.match(joined[:-1]):
        return f"{joined[:-1]}/{joined[-1]}"
    return joined
