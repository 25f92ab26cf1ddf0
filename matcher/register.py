"""In which register a demand is written: told, as one speaks to a hotline, or published, as platforms print projects.

The same words weigh otherwise in each. Who tells a trouble in thirty words is about what these words say; a published
project speaks in hundreds of a firm, a market and every technology beside its own, so that something is near it in any
house, and asks people to develop what rows only test. Confidence has a scale for each (B18,
``docs/method/confidence.md``); which one is decided by how common a text's pairs of characters are on either side
(``python -m benchmarks.train_register``), with whole numbers, and by its length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from foundation.text import bigrams, fold

BORDER = 180
"""Hundredths of natural logarithmic odds, the mean of the pairs that are known; from here on a text is published."""
LEAST = 60
"""A text of fewer characters tells too little of its register, and is judged as what is told."""
_TABLE = Path(__file__).parent / "data" / "register.json"


def is_published(text: str) -> bool:
    """Whether a demand's title and text together are written as projects are published."""
    return len(text) >= LEAST and register_of(text) >= BORDER


def register_of(text: str) -> int:
    """Hundredths: above nothing where it is rather published, below where it is rather told."""
    odds = _odds()
    known = [odds[pair] for pair in sorted(set(bigrams(fold(text)))) if pair in odds]
    return sum(known) // max(1, len(known))


@lru_cache(maxsize=1)
def _odds() -> Mapping[str, int]:
    table: dict[str, int] = json.loads(_TABLE.read_text("utf-8"))
    return table
