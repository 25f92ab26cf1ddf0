"""Where a text stands by what its words mean: ``place_of(text) → (NUMBERS,)``, no model loaded (B18).

The trades and the fields beyond know their own words; people tell of violins, orchids and old paintings in words of
neither. Each of the 85,000 words of ``kb/data/word_meanings.bin`` has a place, given by what a dictionary says it means
(``benchmarks.place_words``, ADR 0036), and a weight, the less the commoner it is. A text stands at the weighed mean of
the places of its words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.packing import pack, pack_words, unpack, unpack_words

NUMBERS = 96
"""How many numbers a place has."""
LONGEST = 6
"""Characters of the longest words that are looked for."""
FILE = Path(__file__).parents[1] / "data" / "word_meanings.bin"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


class Meanings(NamedTuple):
    """``at``: the row of each word; ``weights`` (words,) 1 … 1000; ``places`` (words, NUMBERS) -127 … 127."""

    at: Mapping[str, int]
    weights: NDArray[np.int64]
    places: NDArray[np.int8]


def place_of(text: str) -> NDArray[np.float64] | None:
    """The weighed mean of the places of its words, ``None`` where no word is known."""
    known = meanings()
    at = [known.at[word] for word in words(text, known.at)]
    if not at:
        return None
    weights = known.weights[at]
    # Whole numbers, so that no order of adding matters.
    return np.asarray((weights @ known.places[at].astype(np.int64)) / int(weights.sum()), np.float64)


def words(text: str, known: Mapping[str, Any]) -> Iterator[str]:
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
def meanings() -> Meanings:
    """The shipped words."""
    arrays, _ = unpack(FILE.read_bytes())
    known = {word: place for place, word in enumerate(unpack_words(arrays["words"]))}
    return Meanings(known, arrays["weights"].astype(np.int64), arrays["places"])


def to_bytes(words: list[str], weights: NDArray[np.int16], places: NDArray[np.int8], origin: str) -> bytes:
    """The file; ``origin`` says where the meanings come from."""
    return pack({"words": pack_words(words), "weights": weights, "places": places}, {"origin": origin})


@cache
def meanings_digest() -> str:
    """SHA-256 of the file."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()
