"""Names of one thing: what the trade knowledge says two words have to do with each other, as far as it knows both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from foundation.text import normalise
from kb.trade.lexicon import Concept, ConceptKind, Lexicon


class Known(NamedTuple):
    """A concept that a word ends in, and whether the word is just its proper name or one of its other names."""

    concept: Concept
    is_whole: bool
    is_proper: bool


class Kin:
    """Asks the lexicon of a trade; one without concepts knows nothing of anything."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or _NOTHING

    def known(self, kind: ConceptKind, name: str) -> tuple[Known, ...]:
        """The concepts that a squeezed name ends in: the last words say what a thing is (不锈钢 *六角螺栓*)."""
        return _known(self._lexicon, kind, name)


@lru_cache(maxsize=16_384)
def _known(lexicon: Lexicon, kind: ConceptKind, name: str) -> tuple[Known, ...]:
    found: list[Known] = []
    for mention in lexicon.mentions(name):
        if mention.end != len(name):
            continue
        concepts: Sequence[Concept] = [lexicon.concepts[number] for number in mention.concepts]
        found += [
            Known(one, mention.start == 0, squeezed(one.zh) == name[mention.start :])
            for one in concepts
            if one.kind == kind
        ]
    return tuple(found)


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """Normalised and without spaces: how names are compared here."""
    return normalise(text).replace(" ", "")


_NOTHING = Lexicon(())
NO_KIN = Kin()
