"""What is known to happen, and how like it the clauses of a text are.

A situation is a symptom, a failure or a case (a whole message), each under one or several wordings; what everybody
says (history, honours, wishes) is known too, so that it can be set aside. Clauses are compared with every wording by
characters and with every situation by meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import LexicalView
from kb.tokens import Tokeniser
from kb.trade.wordings import Wordings, wordings_by_rank

BY_MEANING = 0.3
"""How much the sentence model counts beside the characters."""
GENERIC = "generic"
"""The field of the situations that everybody speaks of; they stand last, each with one wording."""
ASKING = "asking"
"""The field of what everybody says who asks for a service (要CMA报告); it stands before the generic one."""
ASKING_FROM = 0.4
"""So much like asking for a service a clause must be: one that is like nothing known may be the trouble itself."""
GENERIC_FROM = 1.0
"""A clause is generic when it is at least so much more like generic prose than like anything of a trade."""
NUMBERS = 128
"""So many numbers of a vector take part: the rest hardly matters and costs time."""
CUT = "grams"
"""Which of :data:`kb.tokens.CUTS` wordings are compared in: characters as well as pairs, Latin words whole."""
_AT_ONCE, _SITUATIONS_AT_ONCE = 8, 256
"""So many clauses are compared with so many situations in one product, whether there are as many or not: BLAS adds up
in another order for another number of rows, and where it shares a product out between threads, which it does not for
one so small. A text would be understood otherwise in other company or by more threads."""
_TOKENISER = Tokeniser()


def tokens_of(text: str) -> list[str]:
    """The bag in which short wordings are compared."""
    return _TOKENISER.cut(CUT, text)


class Situation(NamedTuple):
    """What is known to happen in a field, and the failures behind it, the likeliest first.

    Of a case the failure is not told: it has ``tests`` at once.
    """

    field: str
    failures: tuple[str, ...]
    products: frozenset[int]
    tests: tuple[str, ...] = ()


class Likeness(NamedTuple):
    """How like c clauses are to s situations, 0 … 1; wording and clause of each are found on demand."""

    table: NDArray[np.float32]
    """(c, s) every clause with every situation."""
    by_wording: NDArray[np.float32]
    """(c, wordings) by characters alone, wordings as they are compared (:attr:`Situations._compared`)."""

    @property
    def of_situations(self) -> NDArray[np.float32]:
        """(s,) the best likeness of each situation to any clause."""
        return np.asarray(self.table.max(axis=0, initial=0.0), np.float32)

    def at(self, clauses: Sequence[int]) -> Likeness:
        """Of the clauses in these places."""
        first, last = clauses[0], clauses[-1] + 1
        if list(clauses) == list(range(first, last)):
            return Likeness(self.table[first:last], self.by_wording[first:last])
        return Likeness(self.table[list(clauses)], self.by_wording[list(clauses)])

    def heard_in(self, chosen: NDArray[np.bool_]) -> Likeness:
        """The same with only the ``chosen`` clauses heard; the others are like nothing."""
        if chosen.all():
            return self
        return self._replace(table=np.where(chosen[:, None], self.table, np.float32(0)))

    def clause(self, situation: int) -> int:
        """The clause that is most like a situation."""
        return int(self.table[:, situation].argmax())


@dataclass(frozen=True, eq=False)
class Situations:
    """All of them, in the order of the knowledge."""

    every: tuple[Situation, ...]
    wordings: tuple[str, ...]
    first_wording: NDArray[np.int64]
    """(s,) where the wordings of each begin; they stand together."""
    view: LexicalView
    """One document a wording."""
    vectors: NDArray[np.float16] | None = None
    """(s, at most :data:`NUMBERS`), unit rows: the mean of the wordings as the sentence model sees them."""

    def __len__(self) -> int:
        return len(self.every)

    def compare(self, clauses: Sequence[str], vectors: NDArray[np.float32] | None = None) -> Likeness:
        """``vectors`` (clauses, d): the clauses as the sentence model sees them; it then counts beside characters."""
        if not self.every:
            nothing = np.zeros((len(clauses), 0), np.float32)
            return Likeness(nothing, nothing)
        by_wording = self._compared.view.scores_each([tokens_of(clause) for clause in clauses])
        table = self._compared.best_wordings(by_wording)
        if vectors is not None and self.vectors is not None:
            mine = vectors[:, :NUMBERS]
            mine = mine / np.maximum(np.linalg.norm(mine, axis=1, keepdims=True), 1e-9)
            near = self._nearness(mine)
            np.maximum(near, 0, out=near)
            near *= BY_MEANING
            table *= 1 - BY_MEANING
            table += near
        return Likeness(table, by_wording)

    def compare_each(
        self, texts: Sequence[Sequence[str]], vectors: Sequence[NDArray[np.float32]] | None = None
    ) -> list[Likeness]:
        """The same for the clauses of several texts, each with its vectors; what stands in several is compared once."""
        if vectors is None or len(texts) < 2:
            given = [None] * len(texts) if vectors is None else vectors
            return [self.compare(clauses, mine) for clauses, mine in zip(texts, given, strict=True)]
        place: dict[tuple[str, bytes], int] = {}
        at = [
            [place.setdefault(key, len(place)) for key in zip(clauses, map(bytes, mine), strict=True)]
            for clauses, mine in zip(texts, vectors, strict=True)
        ]
        rows = np.frombuffer(b"".join(row for _, row in place), np.float32).reshape(len(place), -1)
        whole = self.compare([clause for clause, _ in place], rows)
        return [whole.at(places) for places in at]

    def _nearness(self, clauses: NDArray[np.float32]) -> NDArray[np.float32]:
        """(clauses, s) the products of unit rows (clauses, numbers) with every situation's.

        All products are of one size, filled up with nothing.
        """
        padded = np.zeros((_filled_up(len(clauses), _AT_ONCE), clauses.shape[1]), np.float32)
        padded[: len(clauses)] = clauses
        near = np.empty((len(padded), self._directions.shape[1]), np.float32)
        for first in range(0, len(padded), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            for begin in range(0, near.shape[1], _SITUATIONS_AT_ONCE):
                here = slice(begin, begin + _SITUATIONS_AT_ONCE)
                np.matmul(padded[some], self._directions[:, here], out=near[some, here])
        return near[: len(clauses), : len(self.every)]

    def is_to_the_point(
        self, likeness: Likeness, telling: NDArray[np.bool_], names: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(clauses,) which sound more like a ``telling`` situation (s,) than like what everybody says, and which of the
        others only ask for a service.

        One that ``names`` (clauses,) a product or a test may sound like asking: that is what is asked about. All of
        them when none does: a short question in words that nobody knows is still a question.
        """
        asking, generic, table = self.asking_from, self.generic_from, likeness.table
        if asking == len(self.every):
            return np.ones(len(table), bool), np.zeros(len(table), bool)
        # Trades stand one after the other, so the telling situations are a few whole stretches.
        ends = (np.diff(telling[:asking], prepend=False, append=False)).nonzero()[0].reshape(-1, 2).tolist()
        own = np.zeros(len(table), np.float32)
        for begin, end in ends:
            np.maximum(own, table[:, begin:end].max(axis=1), out=own)
        found = own >= table[:, generic:].max(axis=1, initial=0.0) * GENERIC_FROM
        asks = self.is_asking(likeness, own, names)
        found &= ~asks
        return (found, asks) if found.any() else (np.ones(len(table), bool), np.zeros(len(table), bool))

    def is_asking(self, likeness: Likeness, own: NDArray[np.float32], names: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(clauses,) which only ask for a service: more like that than what they are like otherwise (``own``)."""
        asked = likeness.table[:, self.asking_from : self.generic_from].max(axis=1, initial=0.0)
        return np.asarray(~names & (asked >= ASKING_FROM) & (asked > own))

    def nearest_wording(self, likeness: Likeness, situation: int, clause: int) -> str:
        """The wording of a situation that is most like a clause."""
        first, last = self.range_of(situation)
        if last - first == 1:
            return self.wordings[first]
        mine = likeness.by_wording[clause, self._compared.place[first:last]]
        return self.wordings[first + int(mine.argmax())]

    def range_of(self, situation: int) -> tuple[int, int]:
        """From where to where its wordings stand."""
        ends = self.first_wording[situation + 1] if situation + 1 < len(self.every) else len(self.wordings)
        return int(self.first_wording[situation]), int(ends)

    def of_products(self, products: set[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(s,) which are known of one of ``products``, and which are known of certain products at all."""
        situation, product, some = self._known_of
        own = np.zeros(len(self.every), bool)
        own[situation[np.isin(product, list(products))]] = True
        return own, some

    @cached_property
    def generic_from(self) -> int:
        """The first situation that everybody speaks of; as many as there are when none is known."""
        return self._before(len(self.every), GENERIC)

    @cached_property
    def asking_from(self) -> int:
        """The first situation of asking for a service; where the generic ones begin when none is known."""
        return self._before(self.generic_from, ASKING)

    def _before(self, end: int, field: str) -> int:
        while end and self.every[end - 1].field == field:
            end -= 1
        return end

    @cached_property
    def _compared(self) -> Wordings:
        return wordings_by_rank(self.view, self.first_wording)

    @cached_property
    def _directions(self) -> NDArray[np.float32]:
        """(numbers, s and more) :attr:`vectors` by column, as a few clauses are compared with them fastest, and after
        them columns of nothing."""
        if self.vectors is None:
            return np.empty((0, 0), np.float32)
        found = np.zeros((self.vectors.shape[1], _filled_up(len(self.vectors), _SITUATIONS_AT_ONCE)), np.float32)
        found[:, : len(self.vectors)] = self.vectors.T
        return found

    @cached_property
    def _known_of(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        pairs = [(place, product) for place, one in enumerate(self.every) for product in sorted(one.products)]
        table = np.array(pairs, np.int64).reshape(len(pairs), 2)
        return table[:, 0], table[:, 1], np.array([bool(one.products) for one in self.every])


def _filled_up(count: int, whole: int) -> int:
    """The next multiple of ``whole``."""
    return -(-count // whole) * whole
