"""The knowledge made ready for asking: concepts by name, situations by wording, trades by their words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foundation.text import fold
from kb.lexical_index import LexicalView, build_view
from kb.tokens import Tokeniser
from kb.trade.lexicon import Concept, Lexicon
from kb.trade.translation import Translator

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Shares = NDArray[np.uint8]

BY_PRODUCT, SHARPNESS, FAINTEST_TRADE = 0.01, 4.0, 0.2
"""What a product that one trade alone knows adds to its likeness; how sharply the likeliest trades stand out."""
BY_MEANING = 0.3
"""How much the sentence model counts beside the characters when wordings are compared."""


GENERIC = "generic"
"""The field of the one situation that holds what everybody says."""


class Situation(NamedTuple):
    """What is known to happen in a field, and the failures behind it, the likeliest first."""

    field: str
    failures: tuple[str, ...]
    products: frozenset[int]


CLAUSE = re.compile(r"[^，。；;!！?？\n,、：:（）()“”\"…]+")
"""A stretch of a text between two marks."""
LIKE_PROSE = 0.25
"""From this likeness on a clause is like a generic one."""
GENERIC_FROM = 1.0
"""A clause is generic when it is at least so much more like generic prose than like anything of a trade."""
NUMBERS = 128
"""So many numbers of a vector take part when wordings are compared: the rest hardly matters and costs time."""
CUT = "grams"
"""Which of :data:`kb.tokens.CUTS` wordings are compared in: characters as well as pairs, Latin words whole."""
_TOKENISER = Tokeniser()


def tokens_of(text: str) -> list[str]:
    """The bag in which short wordings are compared."""
    return _TOKENISER.cut(CUT, text)


class Likeness(NamedTuple):
    """For every situation its best likeness (0 … 1) to any clause; the wording and the clause are found on demand."""

    of_situations: NDArray[np.float32]
    of_wordings: NDArray[np.float32]
    clauses: NDArray[np.int64]
    """(wordings,) the clause that each wording is most like."""
    table: NDArray[np.float32]
    """(clauses, wordings) all likenesses."""


@dataclass(frozen=True, eq=False)
class Trade:
    """Everything :func:`kb.trade.understanding.understand` asks."""

    lexicon: Lexicon
    situations: tuple[Situation, ...]
    wordings: tuple[str, ...]
    first_wording: NDArray[np.int64]
    """(situations,) where the wordings of each begin; they stand together."""
    wording_view: LexicalView
    field_names: tuple[str, ...]
    field_view: LexicalView
    """One document a trade: all its names and wordings."""
    field_weights: NDArray[np.float32]
    """(trades,) how much likeness to each trade counts."""
    translator: Translator
    wording_vectors: NDArray[np.float16] | None = None
    """(wordings, at most :data:`NUMBERS`), unit rows: the wordings as the sentence model sees them."""
    digest: str = ""
    """Of the knowledge this was made from."""

    @cached_property
    def _wording_rows(self) -> NDArray[np.float32]:
        return np.empty((0, 0), np.float32) if self.wording_vectors is None else self.wording_vectors.astype(np.float32)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.field_names)}

    @cached_property
    def fields_of_situations(self) -> NDArray[np.int64]:
        """(situations,) the number of each situation's trade; that of generic prose stands after all trades."""
        return np.array([self._place_of.get(one.field, len(self.field_names)) for one in self.situations], np.int64)

    def products_of_situations(self, products: set[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(situations,) which are known of one of ``products``, and which are known of certain products at all."""
        situation, product, some = self._known_of
        own = np.zeros(len(self.situations), bool)
        own[situation[np.isin(product, list(products))]] = True
        return own, some

    @cached_property
    def _known_of(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        pairs = [(place, product) for place, one in enumerate(self.situations) for product in sorted(one.products)]
        table = np.array(pairs, np.int64).reshape(len(pairs), 2)
        return table[:, 0], table[:, 1], np.array([bool(one.products) for one in self.situations])

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
        scores = self.field_view.scores(tokens_of(folded)).astype(np.float64)
        for number in products:
            names = self.lexicon.concepts[number].fields
            for name in names:
                scores[self._place_of[name]] += BY_PRODUCT / len(names)
        scores *= self.field_weights
        best = scores.max(initial=0.0)
        if best <= 0:
            return {}
        shares = (scores / best) ** SHARPNESS
        return {
            name: float(share) for name, share in zip(self.field_names, shares, strict=True) if share >= FAINTEST_TRADE
        }

    def profile(self, fields: Mapping[str, float]) -> NDArray[np.float32]:
        """Shares of the trades as a direction, (trades,) of length 1; zero for none."""
        found = np.array([fields.get(name, 0.0) for name in self.field_names], np.float32)
        return np.asarray(found / (np.linalg.norm(found) or 1.0), np.float32)

    def rows_of(self, said: NDArray[np.float32], impacts: csr_array) -> Shares:
        """To which trades the rows of a *cosine* view belong, (rows, trades); a row's largest share is 255.

        ``said``: :meth:`said_by` of the view; ``impacts`` (rows, tokens of the view). The comparison is the one of
        :meth:`fields_of`, for all rows at once: a row's own length falls out, only the relation of its shares counts.
        """
        if not self.field_names or impacts.shape[0] == 0:
            return np.zeros((impacts.shape[0], len(self.field_names)), np.uint8)
        scores = np.asarray(impacts @ said) * self.field_weights
        best = scores.max(axis=1, keepdims=True)
        shares = (scores / np.where(best > 0, best, 1)) ** SHARPNESS
        counted: Shares = np.rint(np.where(shares < FAINTEST_TRADE, 0, shares) * 255).astype(np.uint8)
        return counted

    def said_by(self, view: LexicalView) -> NDArray[np.float32]:
        """(tokens of a *cosine* view, trades) what an impact of each token says for each trade."""
        mine = self.field_view
        number = np.array([view.terms.get(term, -1) for term in mine.terms], np.int64)
        known = number >= 0
        said = np.zeros((len(view.terms), mine.size), np.float32)
        weights = mine.table().toarray().T * mine.idf[:, None]
        said[number[known]] = weights[known] / view.idf[number[known], None]
        return said

    def compare(self, clauses: Sequence[str], vectors: NDArray[np.float32] | None = None) -> Likeness:
        """How like every situation is to the clauses.

        ``vectors`` (clauses, d): the clauses as the sentence model sees them, which then counts beside the characters.
        """
        if not self.situations:
            nothing = np.zeros(0, np.float32)
            return Likeness(nothing, nothing, np.zeros(0, np.int64), np.zeros((len(clauses), 0), np.float32))
        scores = np.stack([self.wording_view.scores(tokens_of(clause)) for clause in clauses])
        if vectors is not None and self.wording_vectors is not None:
            mine = vectors[:, :NUMBERS]
            mine = mine / np.maximum(np.linalg.norm(mine, axis=1, keepdims=True), 1e-9)
            near = mine @ self._wording_rows.T
            scores *= 1 - BY_MEANING
            scores += np.maximum(near, 0) * BY_MEANING
        where = scores.argmax(axis=0) if len(clauses) > 1 else np.zeros(scores.shape[1], np.int64)
        best = scores.max(axis=0)
        return Likeness(np.maximum.reduceat(best, self.first_wording), best, where, scores)

    def heard_in(self, likeness: Likeness, chosen: NDArray[np.bool_]) -> Likeness:
        """The same with only the ``chosen`` clauses heard; the others are like nothing."""
        if chosen.all() or not self.situations:
            return likeness
        table = np.where(chosen[:, None], likeness.table, np.float32(0))
        best = table.max(axis=0)
        return Likeness(np.maximum.reduceat(best, self.first_wording), best, table.argmax(axis=0), table)

    def is_to_the_point(self, likeness: Likeness) -> NDArray[np.bool_]:
        """(clauses,) which sound more like something a trade knows than like what everybody says.

        All of them when none does: a short question in words that nobody knows is still a question.
        """
        table = likeness.table
        is_generic = bool(self.situations) and self.situations[-1].field == GENERIC
        if not is_generic:
            return np.ones(len(table), bool)
        border = int(self.first_wording[-1])
        said = self._telling_wordings[:border]
        to_the_point = np.where(said, table[:, :border], 0).max(axis=1) >= table[:, border:].max(axis=1) * GENERIC_FROM
        return np.asarray(to_the_point if to_the_point.any() else np.ones(len(table), bool))

    def is_prose(self, text: str) -> bool:
        """Whether a centre's text says what every centre says.

        Most of its clauses name no product and no parameter, and half of these are like the generic ones.
        """
        clauses = [match.group() for match in CLAUSE.finditer(fold(text))]
        if not clauses or not self.generic_view.size:
            return False
        naming = [self._names_something(clause) for clause in clauses]
        prose = [
            not names and self.generic_view.scores(tokens_of(clause)).max() >= LIKE_PROSE
            for clause, names in zip(clauses, naming, strict=True)
        ]
        return 2 * sum(prose) >= len(clauses) - sum(naming) and 2 * sum(naming) <= len(clauses)

    def _names_something(self, clause: str) -> bool:
        """Whether a product, parameter or failure of a trade of its own is named."""
        weights = dict(zip(self.field_names, self.field_weights.tolist(), strict=True))
        return any(
            weights[name] == 1.0
            for mention in self.lexicon.mentions(clause)
            for number in mention.concepts
            for name in self.concept(number).fields
        )

    @cached_property
    def generic_view(self) -> LexicalView:
        """The generic clauses alone."""
        if not self.situations or self.situations[-1].field != GENERIC:
            return build_view((), tokens_of, "cosine")
        border = int(self.first_wording[-1])
        return build_view([{"body": wording} for wording in self.wordings[border:]], tokens_of, "cosine")

    @cached_property
    def _telling_wordings(self) -> NDArray[np.bool_]:
        """(wordings,) which belong to a trade of its own, not to one that serves all."""
        weights = np.append(self.field_weights, 0.0)[self.fields_of_situations]
        return np.asarray(np.repeat(weights == 1.0, np.diff(np.append(self.first_wording, len(self.wordings)))))

    def nearest_wording(self, likeness: Likeness, situation: int) -> int:
        """The wording (number) of a situation that is most like any clause."""
        first = int(self.first_wording[situation])
        last = int(self.first_wording[situation + 1]) if situation + 1 < len(self.situations) else len(self.wordings)
        return first + int(likeness.of_wordings[first:last].argmax())


EMPTY_TRADE = Trade(
    lexicon=Lexicon(()),
    situations=(),
    wordings=(),
    first_wording=np.empty(0, np.int64),
    wording_view=build_view((), tokens_of, "cosine"),
    field_names=(),
    field_view=build_view((), tokens_of, "cosine"),
    field_weights=np.empty(0, np.float32),
    translator=Translator(()),
)
"""Nothing is known of any trade; everything still works by words and meaning."""
