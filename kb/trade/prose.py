"""What every centre writes (honours, floor space, wishes), told from what one can do.

A token counts for prose as much as it is commoner in the generic clauses than in all that is written of the trades; a
text is prose when its distinct tokens do so on average (naive Bayes, without a prior: most texts of a centre are
neither asked about nor counted).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.text import fold
from kb.lexical_index.counting import count_documents
from kb.tokens import Tokeniser
from kb.trade.situations import CUT, tokens_of

PROSE_FROM = -0.3
"""From this mean on a text is prose; 0 would be as like the one as the other, and prose names things too."""
_EXPECTED = 300.0
"""Additive smoothing: so many tokens, spread as both together have them, are added to either side's counts."""


@dataclass(frozen=True, eq=False)
class Prose:
    """``odds``: token → natural logarithm of how much commoner it is in prose; a token of neither side says nothing."""

    odds: Mapping[str, float]

    def holds(self, text: str) -> bool:
        """Whether a text says what every centre says. Never when no generic clause is known."""
        tokens = set(tokens_of(fold(text)))
        if not self.odds or not tokens:
            return False
        return sum(self.odds.get(token, 0.0) for token in sorted(tokens)) >= PROSE_FROM * len(tokens)


def learn_prose(said: Counter[str], known: Counter[str], seldom: int = 0) -> Prose:
    """From generic clauses and from everything that is written of the trades, both counted by :func:`in_how_many`.

    A token that stands on the trades' side alone, in fewer than ``seldom`` texts, is left out.
    """
    if not said or not known:
        return Prose({})
    all_said, all_known = said.total(), known.total()

    def share(counted: int, total: int, expected: float) -> float:
        return math.log((counted + _EXPECTED * expected) / (total + _EXPECTED))

    odds: dict[str, float] = {}
    for token in sorted(said.keys() | known.keys()):
        if token not in said and known[token] < seldom:
            continue
        expected = (said[token] / all_said + known[token] / all_known) / 2
        odds[token] = share(said[token], all_said, expected) - share(known[token], all_known, expected)
    return Prose(odds)


def in_how_many(texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each token stands."""
    counted = count_documents(({"body": fold(text)} for text in texts), Tokeniser(), [CUT])[CUT]
    frequency = counted.frequency().tolist()
    return Counter({token: frequency[number] for token, number in counted.numbers.items() if frequency[number]})
