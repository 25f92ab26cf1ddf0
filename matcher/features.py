"""What a person would compare first: product with product, parameter with parameter, standard with standard.

Each feature gives a whole number of thousandths, 0 … 1000.
"""

from __future__ import annotations

import re
from functools import lru_cache

from foundation.text import bigrams, normalise
from kb.passages import Passage
from matcher.legal.names import SHORTEST, core, end_said, names_in, products_in
from matcher.query import Wanted

_NUMBER = re.compile(r"[a-z]+(?:/[a-z]+)?\s*[0-9][0-9.]*")


def product_overlap(wanted: Wanted, passage: Passage) -> int:
    """How much of the demand's product words stands in the row's product."""
    return _share(wanted.product or "", passage.fields.get("product") or passage.fields.get("body", ""))


def parameter_overlap(wanted: Wanted, passage: Passage) -> int:
    """The best of the demanded parameters against the row's parameter."""
    field = passage.fields.get("parameter") or passage.fields.get("body", "")
    return max((_share(name, field) for name in wanted.parameters), default=0)


def standard_overlap(wanted: Wanted, passage: Passage) -> int:
    """1000 when a demanded standard is cited in the same year or without one, 800 in another year, else 0."""
    if not wanted.standards:
        return 0
    field = _squeezed(passage.fields.get("standards") or passage.fields.get("body", ""))
    return max(_cited(*_number(number), field) for number in wanted.standards)


LONG = 4
"""From so many characters on the end of a product's name (压力表) stands for it fully."""


def row_said(text: str, passage: Passage) -> int:
    """How much of a name of the row's product a squeezed text says, all of it or the end that tells what it is, where
    it says one of the row's parameters by its name; else 0."""
    tests = (core(name) for name in names_in(passage.fields.get("parameter", "")))
    if not any(len(name) >= SHORTEST and name in text for name in tests):
        return 0
    return max((_said(text, name) for name in products_in(passage.fields.get("product", ""))), default=0)


def _said(text: str, name: str) -> int:
    end = end_said(text, name)
    return 1000 if end and end == name else 1000 * min(len(end), LONG) // LONG


@lru_cache(maxsize=4_096)
def _squeezed(text: str) -> str:
    return normalise(text).replace(" ", "")


@lru_cache(maxsize=4_096)
def _number(number: str) -> tuple[str, str, re.Pattern[str]]:
    """A standard number as written, its core without the year, and how that is found."""
    number = normalise(number)
    squeezed, base = number.replace(" ", ""), _NUMBER.match(number)
    core = base.group().replace(" ", "") if base else squeezed
    return squeezed, core, re.compile(re.escape(core) + r"(?![0-9.])")


def _cited(squeezed: str, core: str, pattern: re.Pattern[str], field: str) -> int:
    if not core or core not in field or pattern.search(field) is None:
        return 0
    return 1000 if squeezed in field else 800


@lru_cache(maxsize=65_536)
def _share(wanted: str, offered: str) -> int:
    pairs = _pairs(wanted)
    if not pairs or not offered:
        return 0
    return 1000 * len(pairs & _pairs(offered)) // len(pairs)


@lru_cache(maxsize=4_096)
def _pairs(text: str) -> frozenset[str]:
    """The bigrams of a text; the few products and parameters of a demand meet the same fields again and again."""
    return frozenset(bigrams(text))
