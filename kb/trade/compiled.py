"""The knowledge made ready for asking: concepts by name, situations by wording, trades by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams, characters
from kb.lexical_index import LexicalView, build_view
from kb.trade.field import TradeField
from kb.trade.glossary import glossary
from kb.trade.lexicon import Concept, Lexicon, concepts_of
from kb.trade.reading import Knowledge
from kb.trade.translation import Translator


class Situation(NamedTuple):
    """What is known to happen in a field, and the failures behind it, the likeliest first."""

    field: str
    failures: tuple[str, ...]
    products: frozenset[int]


def characters_and_pairs(text: str) -> list[str]:
    """The bag in which short wordings are compared: single characters as well as pairs, Latin words whole."""
    return [*bigrams(text), *characters(text)]


@dataclass(frozen=True, eq=False)
class Trade:
    """Everything :func:`kb.trade.understanding.understand` asks."""

    lexicon: Lexicon
    situations: tuple[Situation, ...]
    wordings: tuple[str, ...]
    situation_of: NDArray[np.int64]
    """(wordings,) the situation of each wording."""
    wording_view: LexicalView
    field_names: tuple[str, ...]
    field_view: LexicalView
    translator: Translator
    digest: str = ""
    """Of the knowledge this was made from."""

    def concept(self, number: int) -> Concept:
        """The concept with this number."""
        return self.lexicon.concepts[number]

    def test(self, name: str) -> Concept:
        """A parameter by its preferred name."""
        return self.lexicon.concepts[self.lexicon.number["test", name]]

    def failure(self, name: str) -> tuple[str, ...]:
        """The parameters that show a failure, the most telling first."""
        return self.lexicon.concepts[self.lexicon.number["failure", name]].tests

    def fields_of(self, folded: str, products: set[int]) -> dict[str, float]:
        """How much the text belongs to each trade: 1 for the likeliest, nothing below a tenth."""
        scores = self.field_view.scores(characters_and_pairs(folded)).astype(np.float64)
        place = {name: number for number, name in enumerate(self.field_names)}
        for number in products:
            names = self.lexicon.concepts[number].fields
            for name in names:
                scores[place[name]] += 0.08 / len(names)
        best = scores.max(initial=0.0)
        if best <= 0:
            return {}
        shares = (scores / best) ** 3
        return {name: float(share) for name, share in zip(self.field_names, shares, strict=True) if share >= 0.1}

    def compare(self, clauses: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
        """For every situation: its best likeness (0 … 1) to any clause, the wording and the clause that gave it."""
        best = np.zeros(len(self.wordings))
        where = np.zeros(len(self.wordings), np.int64)
        for number, clause in enumerate(clauses):
            scores = self.wording_view.scores(characters_and_pairs(clause))
            better = scores > best
            best[better] = scores[better]
            where[better] = number
        likeness = np.zeros(len(self.situations))
        np.maximum.at(likeness, self.situation_of, best)
        order = np.lexsort((np.arange(len(best)), -best))
        nearest = np.zeros(len(self.situations), np.int64)
        nearest[self.situation_of[order[::-1]]] = order[::-1]
        return likeness, nearest, where[nearest]


def compile_trade(knowledge: Knowledge) -> Trade:
    """The same knowledge gives the same object, whatever the machine."""
    lexicon = Lexicon(concepts_of(knowledge.fields))
    situations: list[Situation] = []
    wordings: list[str] = []
    owner: list[int] = []
    for field in knowledge.fields:
        for symptom in field.symptoms:
            products = frozenset(lexicon.number["product", name] for name in symptom.of)
            owner += [len(situations)] * (len(symptom.says) + len(symptom.says_en))
            wordings += [*symptom.says, *symptom.says_en]
            situations.append(Situation(field.field, symptom.points_to, products))
        for zh, failure in field.failures.items():
            names = [zh, *failure.also, failure.en]
            owner += [len(situations)] * len(names)
            wordings += names
            situations.append(Situation(field.field, (zh,), frozenset()))
    documents = [{"body": wording} for wording in wordings]
    return Trade(
        lexicon=lexicon,
        situations=tuple(situations),
        wordings=tuple(wordings),
        situation_of=np.array(owner, np.int64),
        wording_view=build_view(documents, characters_and_pairs, "cosine"),
        field_names=tuple(field.field for field in knowledge.fields),
        field_view=build_view([_words_of(field) for field in knowledge.fields], characters_and_pairs, "cosine"),
        translator=Translator(glossary(knowledge.fields, knowledge.pairs)),
        digest=knowledge.digest,
    )


def _words_of(field: TradeField) -> dict[str, str]:
    names = [
        name
        for group in (field.products, field.tests, field.failures)
        for zh, term in group.items()
        for name in (zh, *term.also, term.en, *term.also_en)
    ]
    said = [wording for symptom in field.symptoms for wording in (*symptom.says, *symptom.says_en)]
    return {"body": "\n".join([*names, *said])}
