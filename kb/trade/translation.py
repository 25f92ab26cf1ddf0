"""English into the Chinese of scope annexes, term by term: enough to find by, never shown as a translation.

The longest known phrase wins; a plural is tried as its singular; words without a term are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from foundation.text import normalise
from kb.trade.glossary import Pair

LONGEST = 6
"""Words in the longest phrase that is looked up."""
MOST_SENSES = 3
"""An English word may stand for several Chinese terms; the first so many are used."""
_WORD = re.compile(r"[a-z0-9][a-z0-9.%]*")


class Translator:
    """English phrase → Chinese terms."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        terms: dict[str, list[str]] = {}
        for pair in pairs:
            known = terms.setdefault(phrase_key(pair.en), [])
            if pair.zh not in known:
                known.append(pair.zh)
        self.terms: Mapping[str, tuple[str, ...]] = {
            key: tuple(known[:MOST_SENSES]) for key, known in terms.items() if key
        }

    @classmethod
    def of(cls, terms: Mapping[str, tuple[str, ...]]) -> Translator:
        """One from :attr:`terms` that were kept."""
        translator = cls(())
        translator.terms = terms
        return translator

    def to_chinese(self, text: str) -> tuple[str, ...]:
        """The Chinese terms of the English phrases in ``text``, in their order, each once."""
        words = [_singular(word) for word in _WORD.findall(normalise(text).replace("-", " "))]
        found: list[str] = []
        place = 0
        while place < len(words):
            for length in range(min(LONGEST, len(words) - place), 0, -1):
                terms = self.terms.get(" ".join(words[place : place + length]))
                if terms is not None:
                    found.extend(terms)
                    place += length
                    break
            else:
                place += 1
        return tuple(dict.fromkeys(found))


def phrase_key(english: str) -> str:
    """The form by which English phrases are compared: lower case, no hyphens, every word singular."""
    return " ".join(_singular(word) for word in _WORD.findall(normalise(english).replace("-", " ")))


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
