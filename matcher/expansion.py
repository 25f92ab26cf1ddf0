"""The demand as a laboratory would say it: proper names of products, parameters that the symptoms lead to, standards.

Weights say how much a term counts beside the others: a parameter as much as the trade knowledge believes in it, its
other names and its standards less, because rows seldom carry them all.
"""

from __future__ import annotations

from kb.trade.compiled import Trade
from kb.trade.understanding import Understanding
from matcher.query import Wanted

MOST_TESTS, LEAST_WEIGHT = 25, 0.03
PRODUCT, OTHER_NAME, STANDARD = 0.4, 0.5, 0.4
OTHER_NAMES, STANDARDS = 3, 4
"""So many other names and standards of each parameter take part."""


def trade_voice(understood: Understanding, trade: Trade) -> tuple[tuple[str, float], ...]:
    """Terms with weights for searching by words; nothing when the trade knows nothing of the demand."""
    parts = [(product, PRODUCT) for product in understood.products]
    for test, weight in leading_tests(understood):
        concept = trade.test(test)
        parts.append((test, weight))
        parts += [(name, OTHER_NAME * weight) for name in concept.names[1 : 1 + OTHER_NAMES]]
        parts += [(number, STANDARD * weight) for number in concept.standards[:STANDARDS]]
    return tuple(parts)


def trade_sentence(understood: Understanding) -> str:
    """The same in a few words, for the sentence model."""
    return " ".join([*understood.products, *(test for test, _ in leading_tests(understood))])


def leading_tests(understood: Understanding) -> list[tuple[str, float]]:
    """The parameters worth searching for, most likely first."""
    return [(test, weight) for test, weight in understood.tests.items() if weight > LEAST_WEIGHT][:MOST_TESTS]


def whole_voice(wanted: Wanted, understood: Understanding, trade: Trade) -> tuple[tuple[str, float], ...]:
    """Everything the enterprise wrote; what everybody writes (history, honours) counts little.

    English words are joined by their Chinese terms.
    """
    text = wanted.whole
    said = [
        (text[span.start : span.end], 1.0 if is_to_the_point else EVERYBODY_SAYS)
        for span, is_to_the_point in understood.clauses
    ]
    own = " ".join(words for words, weight in said if weight == 1.0)
    others = " ".join(words for words, weight in said if weight < 1.0)
    chinese = [(term, 1.0) for term in trade.translator.to_chinese(own or text)]
    return ((own or text, 1.0), *([(others, EVERYBODY_SAYS)] if others else []), *chinese)


EVERYBODY_SAYS = 0.1
"""How much a clause counts that is about no product and no test."""
