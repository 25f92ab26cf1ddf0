"""The knowledge made ready for asking: concepts by name, situations by wording, trades by their words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import empty_view
from kb.lexical_index.columns import Columns
from kb.trade.acts import NO_ACTS, Acts
from kb.trade.discriminant import Discriminant
from kb.trade.kinds import NO_KINDS, Kinds
from kb.trade.lexicon import Concept, Lexicon
from kb.trade.prose import Prose
from kb.trade.recognition import TradeFields
from kb.trade.situations import Situations
from kb.trade.translation import Translator

CLAUSE = re.compile(r"[^，。；;!！?？\n,、：:（）()“”\"…]+")
"""A stretch of a text between two marks."""


BREADTH = 4_000
"""Distinct tokens of a field on which as much is written as on most."""


@dataclass(frozen=True, eq=False)
class Trade:
    """Everything :func:`kb.trade.understanding.understand` asks."""

    lexicon: Lexicon
    situations: Situations
    fields: TradeFields
    translator: Translator
    prose: Prose
    digest: str = ""
    """Of the knowledge this was made from."""
    kinds: Kinds = NO_KINDS
    acts: Acts = NO_ACTS
    """The acts that are asked for (:mod:`kb.trade.asked`); none in knowledge of before."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What a field beyond is called in Chinese, by its key; empty for the trades, and in knowledge of before."""
    beyond: Trade | None = None
    """What lies beyond the business (:mod:`kb.trade.beyond`); ``None`` where nothing is known of it."""
    by_meaning: Discriminant | None = None
    """Of what lies beyond: to which field of either side a text belongs by what its words mean, the trades first."""

    def concept(self, number: int) -> Concept:
        """The concept with this number."""
        return self.lexicon.concepts[number]

    def test(self, name: str) -> Concept:
        """A parameter by its preferred name."""
        return self.lexicon.concepts[self.lexicon.number["test", name]]

    def failure(self, name: str) -> tuple[str, ...]:
        """The parameters that show a failure, the most telling first."""
        return self.lexicon.concepts[self.lexicon.number["failure", name]].tests

    def names_something(self, folded: str, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """(spans,) in which a product or a test of a field is named, other than of those that serve all."""
        ends, named = [end for _, end in spans], np.zeros(len(spans), bool)
        for mention in self.lexicon.mentions(folded):
            concepts = map(self.concept, mention.concepts)
            if any(one.kind != "failure" and not self.fields.of_all.issuperset(one.fields) for one in concepts):
                place = bisect_right(ends, mention.start)
                named[place : place + 1] = True
        return named

    @cached_property
    def fields_of_situations(self) -> NDArray[np.int64]:
        """(situations,) the number of each situation's trade; that of generic prose stands after all trades."""
        number, after = self.fields.number, len(self.fields.names)
        return np.array([number.get(one.field, after) for one in self.situations.every], np.int64)

    @cached_property
    def breadth(self) -> NDArray[np.float64]:
        """(trades,) how much is written of each, as a length: a cosine is the greater the less is written."""
        layout, size = self.fields.view.layout, self.fields.view.size
        # Fields are few, so their view is never laid out in blocks.
        written = np.bincount(layout.rows, minlength=size) if isinstance(layout, Columns) else np.full(size, BREADTH)
        return np.asarray(np.sqrt(written / BREADTH), np.float64)

    @cached_property
    def telling(self) -> NDArray[np.bool_]:
        """(situations,) which belong to a trade of its own, not to one that serves all."""
        return np.asarray(np.append(self.fields.weights, 0.0)[self.fields_of_situations] == 1.0)


EMPTY_TRADE = Trade(
    lexicon=Lexicon(()),
    situations=Situations((), (), np.empty(0, np.int64), empty_view("cosine")),
    fields=TradeFields((), empty_view("cosine"), np.empty(0, np.float32)),
    translator=Translator(()),
    prose=Prose({}),
)
"""Nothing is known of any trade; everything still works by words and meaning."""
