"""Which tokens the model knows: every character seen more than once, then the most frequent pairs and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from foundation.text import normalise
from kb.embedded_model.bag import FIRST_CHINESE, LAST_CHINESE, WORD

UNKNOWN = "[UNK]"

_STRETCH = re.compile(f"[{chr(FIRST_CHINESE)}-{chr(LAST_CHINESE)}]+")


def text_tokens(text: str) -> set[str]:
    """The distinct characters, pairs, words and numbers of a text."""
    line = normalise(text)
    tokens = set(WORD.findall(line))
    for stretch in _STRETCH.findall(line):
        tokens.update(stretch)
        tokens.update(map("".join, pairwise(stretch)))
    return tokens


def choose_vocabulary(texts: Iterable[str], size: int, always: Iterable[str] = ()) -> dict[str, int]:
    """Token → number, the frequent ones first; number 0 is the unknown token.

    ``always``: texts of the trade, whose tokens are taken first however rare they are.
    """
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update(text_tokens(text))
    first: set[str] = set()
    for text in always:
        first.update(text_tokens(text))

    def rank(token: str) -> tuple[bool, bool, int, str]:
        once = len(token) > 1 or frequency[token] < 2
        return token not in first, once, -frequency[token], token

    chosen = sorted(
        sorted(frequency.keys() | first, key=rank)[: size - 1], key=lambda token: (-frequency[token], token)
    )
    return {token: number for number, token in enumerate([UNKNOWN, *chosen])}
