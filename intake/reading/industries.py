"""The industry: the one whose words the demand uses most; titles and early words weigh more. Never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from intake.demand import Evidence, Reading
from intake.lexicon import Lexicon, data, words
from intake.reading.statement import TITLE, Statement, reading

_REPEATS = 3
"""A word counts at most this often: a long text must not win by repeating itself."""


def read_industries(statement: Statement, product: Reading | None = None) -> Iterator[Reading]:
    """The industry, with the words that speak for it (at most three) as evidence; nothing when no word does.

    Words in the product's name count most (a *car* lamp is for cars whatever the coating is made of).
    """
    scores: dict[str, float] = {}
    first: dict[str, list[tuple[int, int, int]]] = {}
    counted: dict[str, int] = {}
    for clause in statement.own:
        for found in _lexicon().find(clause.text):
            counted[found.word] = counted.get(found.word, 0) + 1
            if counted[found.word] > _REPEATS:
                continue
            weight = (3.0 if clause.utterance == TITLE else 1.0) * (1.0 + 0.1 * min(len(found.word), 5))
            scores[found.kind] = scores.get(found.kind, 0.0) + weight / counted[found.word]
            first.setdefault(found.kind, []).append(
                (clause.utterance, clause.start + found.start, clause.start + found.end)
            )
    if product is not None:
        for found in _lexicon().find(product.value):
            if found.kind in scores:
                scores[found.kind] += 3.0
    if not scores:
        return
    order = sorted(scores, key=lambda name: (-scores[name], first[name][0], name))
    best = order[0]
    spans = sorted(first[best])[:3]
    found_reading = reading(statement, "industry", best, *spans[0], "industry")
    more: tuple[Evidence, ...] = tuple(statement.evidence(*span) for span in spans[1:])
    yield found_reading.model_copy(update={"evidence": found_reading.evidence + more})


@cache
def _lexicon() -> Lexicon:
    return Lexicon(words(data("industries")))
