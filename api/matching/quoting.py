"""The reasons of a hit as a person reads them: shared words are quoted as words, never as pieces of them.

The data keep every shared stretch with its place, and replay holds the sentences to it. ``塑料外`` of ``塑料外壳`` and
``塑料外饰件`` is true and says nothing, so it is left out where somebody reads.
"""

from __future__ import annotations

from foundation.language import Sentence
from foundation.text import fold
from intake.reading.name_shape import cuts_a_word, is_name, words_around
from matcher.matchlist import Hit

_BETWEEN = "”“"
_OF_PRODUCT = "产品对得上"


def told_reasons(hit: Hit) -> tuple[Sentence, ...]:
    """The reasons without quotes that are no words; a reason that had nothing else to show is left out."""
    return tuple(told for one in hit.reasons if (told := _told(one, hit)) is not None)


def _told(reason: Sentence, hit: Hit) -> Sentence | None:
    if "quotes" not in reason.facts:
        return reason
    is_product = reason.template.startswith(_OF_PRODUCT)
    quotes = str(reason.facts["quotes"]).split(_BETWEEN)
    kept = [quote for quote in quotes if _is_whole(quote, hit, is_product)]
    if kept == quotes:
        return reason
    return Sentence(template=reason.template, facts={**reason.facts, "quotes": _BETWEEN.join(kept)}) if kept else None


def _is_whole(quote: str, hit: Hit, is_product: bool) -> bool:
    """Whether the quote stands as words in the row; where the row's heading does not show it, it is believed."""
    said = fold(quote)
    for place in (hit.title, hit.detail):
        text = fold(place)
        start = text.find(said)
        if start >= 0:
            end = start + len(said)
            if is_product:
                return is_name(text, start, end)
            return said.isascii() or not any(cuts_a_word(words_around(text), edge) for edge in (start, end))
    return True
