"""What a clause tells of each place in it: the verb before, the trouble after, how many things were named so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.lexicon import Lexicon
from intake.reading.latin_names import singular
from intake.reading.noun_phrases import Token


@dataclass(frozen=True)
class Trade:
    """The trade's own ``names`` of products, and the ``heads`` they end in: two characters, or one Latin word."""

    names: Lexicon
    heads: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Trade:
        """``names`` in any order and case."""
        every = sorted(names)
        return cls(Lexicon(dict.fromkeys(every, "product")), frozenset(_head(name.lower()) for name in every))

    def ends(self, said: str) -> bool:
        """Whether a lower-case stretch ends as the trade's names do."""
        return _head(said) in self.heads


def _head(name: str) -> str:
    return singular(name.split()[-1]) if name.isascii() else name[-2:]


@dataclass(frozen=True)
class ClauseWords:
    """``verb_before[i]``, ``trouble_after[i]``: the word number of the last verb before word ``i`` and of the next
    trouble after it, or None; ``heads_before[i]``: heads among the first ``i`` words (one entry more than words)."""

    verb_before: Sequence[int | None]
    trouble_after: Sequence[int | None]
    heads_before: Sequence[int]

    @classmethod
    def of(cls, words: Sequence[Token], trade: Trade) -> ClauseWords:
        """In one walk forwards and one back."""
        verbs: list[int | None] = []
        heads, last = [0], None
        for number, word in enumerate(words):
            verbs.append(last)
            is_head = word.part == "head" or (
                word.text.isascii() and len(word.text) > 2 and trade.ends(word.text.lower())
            )
            heads.append(heads[-1] + is_head)
            last = number if word.part == "verb" else last
        troubles: list[int | None] = [None] * len(words)
        following: int | None = None
        for number in range(len(words) - 1, -1, -1):
            troubles[number] = following
            following = number if words[number].part == "symptom" else following
        return cls(verbs, troubles, heads)
