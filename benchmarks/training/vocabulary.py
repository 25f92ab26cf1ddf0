"""Which tokens the model knows: every character seen more than once, then the most frequent pairs and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from foundation.text import bigrams, characters, is_chinese, normalise
from kb.embedded_model.bag import FIRST_CHINESE, LAST_CHINESE, WORD

UNKNOWN = "[UNK]"


def text_tokens(text: str) -> set[str]:
    """The distinct characters, pairs, words and numbers of a text."""
    tokens = set(WORD.findall(normalise(text)))
    tokens.update(token for token in (*characters(text), *bigrams(text)) if is_chinese(token))
    return {token for token in tokens if not is_chinese(token) or all(_in_plane(character) for character in token)}


def _in_plane(character: str) -> bool:
    return FIRST_CHINESE <= ord(character) <= LAST_CHINESE


def choose_vocabulary(texts: Iterable[str], size: int, always: Sequence[str] = ()) -> tuple[dict[str, int], list[int]]:
    """Token → number (0 is the unknown token) and the number of texts each token occurs in.

    ``always``: texts of the trade, whose tokens are taken first however rare they are.
    """
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update(text_tokens(text))
    first: set[str] = set()
    for text in always:
        first.update(text_tokens(text))
    frequency.update(first)
    ranked = sorted(frequency, key=lambda token: (token not in first, len(token) > 1 or frequency[token] < 2, -frequency[token], token))
    chosen = sorted(ranked[: size - 1], key=lambda token: (-frequency[token], token))
    return {token: number for number, token in enumerate([UNKNOWN, *chosen])}, [0, *(frequency[t] for t in chosen)]
