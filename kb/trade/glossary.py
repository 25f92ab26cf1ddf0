"""The Chinese–English glossary: general words of quality and technology from CSV, and every term of the trade files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from foundation.values import Value
from kb.trade.field import Named, TradeField


class Pair(Value):
    """A Chinese term and its English."""

    zh: str
    en: str


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """A CSV with the columns ``zh,en``."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Pair.model_validate(row) for row in csv.DictReader(lines))


def pairs_of(field: TradeField) -> Iterator[Pair]:
    """The terms of a trade file with their English, the preferred names first."""
    for group in (field.products, field.tests, field.failures):
        yield from _pairs_of(group.items())


def _pairs_of(terms: Iterable[tuple[str, Named]]) -> Iterator[Pair]:
    for zh, term in terms:
        for en in (term.en, *term.also_en):
            yield Pair(zh=zh, en=en)


def glossary(fields: Iterable[TradeField], general: Iterable[Pair]) -> tuple[Pair, ...]:
    """All distinct pairs, in order of first appearance."""
    everything = [pair for field in fields for pair in pairs_of(field)] + list(general)
    return tuple(dict.fromkeys(everything))
