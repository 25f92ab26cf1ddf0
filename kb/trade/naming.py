"""What is asked about and asked for beyond the business, by name: so that a gap says what was wanted (B18, S2-05).

A name in the text counts most; else what the known messages nearest to it were about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.ranking import best

if TYPE_CHECKING:
    from kb.trade.compiled import Trade
    from kb.trade.lexicon import Lexicon

NEAREST = 8
"""So many known messages speak for what is meant."""
LEAST_LIKE = 0.25
"""A message that is less like the text says nothing of it."""
CALLED = 1.0
"""How much a test counts that the text calls by its name, beside the messages that lead to it."""
OTHER_FIELD = 0.25
"""How much a message counts that is of quite another field than the text."""
FURTHER = 0.7
"""How much each further test of a message counts."""


class Names(NamedTuple):
    """What the names in a text say."""

    away: int
    """Thousandths of its characters that are names of what is known beyond only."""
    home: int
    """The same of the trades."""
    product: str | None
    """The longest name of a product known beyond, as the text has it."""
    tests: tuple[int, ...]
    """The tests known beyond that it calls by name (numbers of concepts)."""


def names_in(folded: str, beyond: Lexicon, trades: Lexicon) -> Names:
    """Names on either side; what both name is the trades'."""
    home, away = np.zeros(len(folded), bool), np.zeros(len(folded), bool)
    for mention in trades.mentions(folded):
        home[mention.start : mention.end] = True
    products, tests = list[str](), list[int]()
    for mention in beyond.mentions(folded):
        away[mention.start : mention.end] = True
        kinds = {beyond.concepts[number].kind: number for number in mention.concepts}
        if "product" in kinds:
            products.append(folded[mention.start : mention.end])
        if "test" in kinds:
            tests.append(kinds["test"])
    every = max(1, len(folded))
    product = max(products, key=len) if products else None
    return Names(
        1000 * int((away & ~home).sum()) // every, 1000 * int(home.sum()) // every, product, tuple(dict.fromkeys(tests))
    )


def meant(
    names: Names, near: NDArray[np.float32], beyond: Trade, shares: Mapping[str, float]
) -> tuple[str | None, str | None]:
    """Product and test; ``near`` (messages,) likeness of the text, ``shares`` how much it belongs to each field."""
    tests: dict[str, float] = {beyond.lexicon.concepts[number].zh: CALLED for number in names.tests}
    products: dict[int, float] = {}
    for place, like in zip(*best(near, NEAREST, above=LEAST_LIKE), strict=True):
        known = beyond.situations.every[int(place)]
        weight = float(like) ** 2 * (OTHER_FIELD + shares.get(known.field, 0.0))
        for further, test in enumerate(known.tests):
            tests[test] = tests.get(test, 0.0) + weight * FURTHER**further
        for product in known.products:
            products[product] = products.get(product, 0.0) + weight
    likeliest = min(products, key=lambda number: (-products[number], number)) if products else None
    about = None if likeliest is None else beyond.lexicon.concepts[likeliest].zh
    return names.product or about, min(tests, key=lambda test: (-tests[test], test)) if tests else None
