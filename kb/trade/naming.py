"""What is asked about and asked for beyond the business, by name: so that a gap says what was wanted (B18, S2-05).

A name in the text counts most; beside it what the known messages nearest to it asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import fold
from kb.ranking import best

if TYPE_CHECKING:
    from kb.trade.compiled import Trade
    from kb.trade.lexicon import Lexicon

NEAREST = 8
"""So many known messages speak for what is meant."""
CALLED = 1.0
"""How much a test counts that the text calls by its name, beside the messages that lead to it."""
SAME_FIELD = 0.5
"""Fields that a text belongs to so much less than to its likeliest name nothing."""
SURE = 0.15
"""From this weight on a test is named: three of four were right on messages left out."""
FURTHER = 0.7
"""How much each further test of a message counts."""


class Names(NamedTuple):
    """What the names in a text say."""

    away: int
    """Thousandths of its characters that are names of what is known beyond only."""
    home: int
    """The same of the trades."""
    products: tuple[tuple[int, str], ...]
    """The products known beyond that it names, by number, and how it does."""
    tests: tuple[tuple[int, str], ...]
    """Likewise the tests."""
    things: tuple[str, ...] = ()
    """The products of the trades that it names, as it does."""


def names_in(folded: str, beyond: Lexicon, trades: Lexicon) -> Names:
    """Names on either side; what both name is the trades'."""
    home, away = np.zeros(len(folded), bool), np.zeros(len(folded), bool)
    things: dict[str, None] = {}
    for mention in trades.mentions(folded):
        home[mention.start : mention.end] = True
        if any(trades.concepts[number].kind == "product" for number in mention.concepts):
            things[folded[mention.start : mention.end]] = None
    said: dict[str, list[tuple[int, str]]] = {"product": [], "test": []}
    for mention in beyond.mentions(folded):
        away[mention.start : mention.end] = True
        for number in mention.concepts:
            said[beyond.concepts[number].kind].append((number, folded[mention.start : mention.end]))
    every, only = max(1, len(folded)), int((away & ~home).sum())
    shares = 1000 * only // every, 1000 * int(home.sum()) // every
    return Names(*shares, tuple(said["product"]), tuple(said["test"]), tuple(things))


def meant(
    names: Names, near: NDArray[np.float32], beyond: Trade, shares: Mapping[str, float]
) -> tuple[str | None, str | None]:
    """Product and test; ``near`` (messages,) likeness of the text, ``shares`` how much it belongs to each field.

    A product only where the text names one, a test only where it is fairly sure: a guess is no entry for planning. What
    a text calls in a word of its own is told by its name too: 八岁来月经 → 性早熟儿童（八岁来月经）.
    """
    concepts, every = beyond.lexicon.concepts, beyond.situations.every
    likely = {name: share**2 for name, share in shares.items() if share >= SAME_FIELD * max(shares.values())}
    fit = np.array([likely.get(name, 0.0) for name in beyond.fields.names], np.float32)
    tests: dict[int, float] = {}
    for number, _ in names.tests:
        tests[number] = CALLED * max(likely.get(name, 0.0) for name in concepts[number].fields)
    for place, weight in zip(*best(near**2 * fit[beyond.fields_of_situations], NEAREST, above=0.0), strict=True):
        for further, name in enumerate(every[int(place)].tests):
            number = beyond.lexicon.number["test", name]
            tests[number] = tests.get(number, 0.0) + float(weight) * FURTHER**further
    likeliest = min(tests, key=lambda number: (-tests[number], number), default=None)
    test = None if likeliest is None or tests[likeliest] < SURE else concepts[likeliest].zh
    said = [one for one in names.products if any(name in likely for name in concepts[one[0]].fields)]
    longest = max(said, key=lambda one: len(one[1]), default=None)
    return None if longest is None else told_plainly(concepts[longest[0]].zh, longest[1]), test


def told_plainly(name: str, word: str) -> str:
    """A text's own word for a product; after the product's name where they share no character."""
    return word if set(fold(name)) & set(word) else f"{name}（{word}）"


def own_word(told: str) -> str:
    """The text's own word in what :func:`told_plainly` made."""
    return told.removesuffix("）").rpartition("（")[2] if told.endswith("）") else told
