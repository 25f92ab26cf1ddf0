"""The knowledge made ready for asking: concepts by name, situations by wording, trades by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams, characters, fold
from kb.lexical_index import LexicalView, build_view
from kb.trade.field import Named, TradeField
from kb.trade.glossary import glossary
from kb.trade.lexicon import Concept, Lexicon, concepts_of
from kb.trade.reading import Knowledge
from kb.trade.translation import Translator

if TYPE_CHECKING:
    from kb.embedding import Embedder


BY_PRODUCT, SHARPNESS, FAINTEST_TRADE = 0.01, 4.0, 0.2
"""What a product that one trade alone knows adds to its likeness; how sharply the likeliest trades stand out."""
BY_MEANING = 0.3
"""How much the sentence model counts beside the characters when wordings are compared."""


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
    """One document a trade: all its names and wordings."""
    translator: Translator
    wording_vectors: NDArray[np.float32] | None = None
    """(wordings, d), unit rows: the wordings as the sentence model sees them."""
    digest: str = ""
    """Of the knowledge this was made from."""

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.field_names)}

    @cached_property
    def field_of_situation(self) -> NDArray[np.int64]:
        """(situations,) the number of each situation's trade."""
        return np.array([self._place_of[one.field] for one in self.situations], np.int64)

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
        for number in products:
            names = self.lexicon.concepts[number].fields
            for name in names:
                scores[self._place_of[name]] += BY_PRODUCT / len(names)
        best = scores.max(initial=0.0)
        if best <= 0:
            return {}
        shares = (scores / best) ** SHARPNESS
        return {
            name: float(share)
            for name, share in zip(self.field_names, shares, strict=True)
            if share >= FAINTEST_TRADE
        }

    def profile(self, fields: Mapping[str, float]) -> NDArray[np.float32]:
        """Shares of the trades as a direction, (trades,) of length 1; zero for none."""
        found = np.array([fields.get(name, 0.0) for name in self.field_names], np.float32)
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)

    def profiles(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """To which trades each text belongs, (texts, trades) rows of length 1 (zero for a text no trade knows)."""
        rows = np.zeros((len(texts), len(self.field_names)), np.float32)
        for row, text in enumerate(texts):
            folded = fold(text)
            named = {number for mention in self.lexicon.mentions(folded) for number in mention.concepts}
            products = {number for number in named if self.concept(number).kind == "product"}
            rows[row] = self.profile(self.fields_of(folded, products))
        return rows

    def compare(
        self, clauses: Sequence[str], vectors: NDArray[np.float32] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
        """For every situation: its best likeness (0 … 1) to any clause, the wording and the clause that gave it.

        ``vectors`` (clauses, d): the clauses as the sentence model sees them; likeness is then the mean of both ways
        of comparing.
        """
        scores = np.stack([self.wording_view.scores(characters_and_pairs(clause)) for clause in clauses])
        if vectors is not None and self.wording_vectors is not None:
            near = np.maximum(vectors @ self.wording_vectors.T, 0)
            scores = (1 - BY_MEANING) * scores + BY_MEANING * near
        where = scores.argmax(axis=0)
        best = scores[where, np.arange(len(where))].astype(np.float64)
        likeness = np.zeros(len(self.situations))
        np.maximum.at(likeness, self.situation_of, best)
        order = np.lexsort((np.arange(len(best)), -best))
        nearest = np.zeros(len(self.situations), np.int64)
        nearest[self.situation_of[order[::-1]]] = order[::-1]
        return likeness, nearest, where[nearest]


def compile_trade(knowledge: Knowledge, embedder: Embedder | None = None) -> Trade:
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
        wording_vectors=None if embedder is None else embedder.encode_documents(wordings),
        digest=knowledge.digest,
    )


def _words_of(field: TradeField) -> dict[str, str]:
    groups: tuple[Mapping[str, Named], ...] = (field.products, field.tests, field.failures)
    names = [
        name for group in groups for zh, term in group.items() for name in (zh, *term.also, term.en, *term.also_en)
    ]
    said = [wording for symptom in field.symptoms for wording in (*symptom.says, *symptom.says_en)]
    return {"body": "\n".join([*names, *said])}
