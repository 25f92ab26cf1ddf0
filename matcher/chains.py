"""The symptom chain of a row: which words of the demand led to it, exactly where they stand, and the sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from foundation.language import Sentence, sentence
from foundation.text import fold
from kb.trade.understanding import Chain
from matcher.matchlist import Told
from matcher.query import BLANK, Query

LONGEST_KNOWN = 40
"""Characters of a known message that are quoted."""


def told(query: Query, chain: Chain) -> Told | None:
    """A chain with its words at their place in the text, the title or the product; ``None`` where they are in none.

    A clause that begins in the title and goes on in the text is quoted from the side that is more like what is known.
    """
    title, text = query.wanted.title, query.wanted.text
    start, end = chain.span
    border = len(title) + 1 if title and text else (0 if text else len(title))
    sides = [side for side in ((start, min(end, border)), (max(start, border), end)) if side[0] < side[1]]
    whole, found = query.wanted.whole, list[tuple[int, Told]]()
    for begin, stop in reversed(sides):
        words = whole[begin:stop]
        begin += len(words) - len(words.lstrip())
        words = words.strip()
        placed = _placed(query, words, begin, border)
        if words and placed is not None:
            at, where = placed
            one = Told(
                quote=words,
                start=at,
                end=at + len(words),
                where=where,
                known_as=chain.known_as,
                failure=chain.failure,
                test=chain.test,
            )
            found.append((_alike(words, chain.known_as), one))
    return max(found, key=lambda item: item[0])[1] if found else None


def _placed(
    query: Query, words: str, begin: int, border: int
) -> tuple[int, Literal["text", "title", "product"]] | None:
    """Where the words stand; those of a text that was put together are looked for in the demand's own."""
    if begin < border:
        return begin, "title"
    if query.quoted is None:
        return begin - border, "text"
    if BLANK not in words and (at := query.quoted.find(words)) >= 0:
        return at, "text"
    at = (query.wanted.product or "").find(words)
    return None if at < 0 else (at, "product")


def _alike(words: str, known: str) -> int:
    return len(set(pairwise(fold(words))) & set(pairwise(fold(known))))


def way_told(way: Told) -> Sentence:
    """The chain in a sentence."""
    if way.failure is None:
        known = way.known_as if len(way.known_as) <= LONGEST_KNOWN else way.known_as[:LONGEST_KNOWN] + "…"
        return sentence(
            "您说的“{quote}”和已知的一种情形相近（{known}），要看“{test}”", quote=way.quote, known=known, test=way.test
        )
    return sentence("您说的“{quote}”像是“{failure}”，要看“{test}”", quote=way.quote, failure=way.failure, test=way.test)
