"""How far everyday words lean beyond the business: ``lean(text) → 0 … 1000``, in whole numbers (B18).

The trades and the fields beyond know their own words; people tell of violins, orchids and old paintings in words of
neither. Each of the 85,000 words of ``kb/data/everyday_words.txt`` has a score, learnt from what a dictionary says it
means (``benchmarks.train_everyday``, ADR 0035), and a weight, the less the commoner it is. A text leans as the weighed
mean of its words does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

EVEN = 500
"""What leans to neither side, and a text of which no word is known."""
MOST = 1000
LONGEST = 6
"""Characters of the longest words that are looked for."""
_FILE = Path(__file__).parents[1] / "data" / "everyday_words.txt"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def lean(text: str) -> int:
    """Above :data:`EVEN` the words of ``text`` are rather those of what no centre does, below those of the trades."""
    known = scores()
    total = weights = 0
    for word in words(text, known):
        score, weight = known[word]
        total += score * weight
        weights += weight
    return min(max(EVEN + total // weights, 0), MOST) if weights else EVEN


def words(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """The longest ``known`` words of the Chinese of a text, from left to right."""
    for run in _CHINESE.findall(text):
        at, end = 0, len(run)
        while at < end:
            for length in range(min(LONGEST, end - at), 0, -1):
                word = run[at : at + length]
                if word in known:
                    yield word
                    break
            at += length


@cache
def scores() -> Mapping[str, tuple[int, int]]:
    """Score (thousandths, beyond above 0) and weight (1 … 1000) of each word."""
    lines = _FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: (int(score), int(weight)) for word, score, weight in rows}
