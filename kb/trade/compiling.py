"""From the files' knowledge to what can be asked: a few seconds of work, done when an index is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foundation.text import bigrams
from kb.lexical_index import LexicalView, count_documents, view_of
from kb.tokens import Tokeniser
from kb.trade.acts import Acts
from kb.trade.compiled import Trade
from kb.trade.discriminant import learnt
from kb.trade.field import BeyondField, Named, Parameter, TradeField
from kb.trade.glossary import glossary
from kb.trade.kinds import Kinds
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.prose import Prose, in_how_many, learn_prose
from kb.trade.reading import Knowledge
from kb.trade.recognition import TradeFields
from kb.trade.register import Register
from kb.trade.situations import ASKING, CUT, GENERIC, NUMBERS, Situation, Situations
from kb.trade.translation import Translator

if TYPE_CHECKING:
    from kb.embedding import Embedder


SERVES_ALL = 0.6
"""How much likeness to a field that serves every trade counts."""


SELDOM = 3
"""What the trades alone say, in fewer texts than this, is chance and is not kept."""


def compile_trade(knowledge: Knowledge, embedder: Embedder | None = None) -> Trade:
    """The same knowledge gives the same object, whatever the machine."""
    known = in_how_many(_texts(knowledge.fields))
    trade = _compiled(knowledge, learn_prose(in_how_many(knowledge.generic), known), embedder)
    if not knowledge.beyond:
        return trade
    return replace(trade, beyond=compile_beyond(knowledge.beyond, knowledge.fields, embedder, known))


def compile_beyond(
    beyond: Sequence[TradeField],
    fields: Sequence[TradeField],
    embedder: Embedder | None = None,
    known: Counter[str] | None = None,
) -> Trade:
    """The fields beyond as a trade of their own, whose ``prose`` tells their words from those of the trades.

    By what words mean both sides are told apart as well (``by_meaning``). ``known``: the words of ``fields``, where
    they have been counted before.
    """
    counted = in_how_many(_texts(fields)) if known is None else known
    prose = learn_prose(in_how_many(_texts(beyond)), counted, SELDOM)
    odds = {token: round(odds, 1) for token, odds in prose.odds.items() if len(token) > 1}
    titles = {field.field: field.zh for field in beyond}
    by_meaning = learnt(*({one.field: list(_told(one)) for one in side} for side in (fields, beyond)))
    alone = _compiled(Knowledge(tuple(beyond), Register(()), (), (), ""), Prose(odds), embedder)
    return replace(alone, translator=Translator(()), titles=titles, by_meaning=by_meaning)


def _compiled(knowledge: Knowledge, prose: Prose, embedder: Embedder | None) -> Trade:
    lexicon = Lexicon(concepts_of(knowledge.fields))
    situations: list[Situation] = []
    wordings: list[str] = []
    first: list[int] = []
    for field in knowledge.fields:
        for symptom in field.symptoms:
            products = frozenset(lexicon.number["product", name] for name in symptom.of)
            first.append(len(wordings))
            wordings += [*symptom.says, *symptom.says_en]
            situations.append(Situation(field.field, symptom.points_to, products))
        for zh, failure in field.failures.items():
            first.append(len(wordings))
            wordings += [zh, *failure.also, failure.en]
            situations.append(Situation(field.field, (zh,), frozenset()))
    for field in knowledge.fields:
        for case in field.cases:
            products = frozenset({lexicon.number["product", case.of]} if case.of else ())
            first.append(len(wordings))
            wordings.append(case.says)
            situations.append(Situation(field.field, (), products, case.tests))
        for zh, parameter in field.tests.items() if isinstance(field, BeyondField) else ():
            first.append(len(wordings))
            wordings += [zh, *parameter.other_names, parameter.en]
            situations.append(Situation(field.field, (), frozenset(), (zh,)))
    for kind, clauses in ((ASKING, knowledge.asking), (GENERIC, knowledge.generic)):
        for clause in clauses:
            first.append(len(wordings))
            wordings.append(clause)
            situations.append(Situation(kind, (), frozenset()))
    begins = np.array(first, np.int64)
    return Trade(
        lexicon=lexicon,
        situations=Situations(
            every=tuple(situations),
            wordings=tuple(wordings),
            first_wording=begins,
            view=_view({"body": wording} for wording in wordings),
            vectors=None if embedder is None else _short(embedder.encode_documents(wordings), begins),
        ),
        fields=TradeFields(
            names=tuple(field.field for field in knowledge.fields),
            view=_view(_words_of(field) for field in knowledge.fields),
            weights=np.array([SERVES_ALL if one.serves_all else 1.0 for one in knowledge.fields], np.float32),
        ),
        translator=Translator(glossary(knowledge.fields, knowledge.pairs)),
        prose=prose,
        digest=knowledge.digest,
        kinds=Kinds(knowledge.kinds),
        acts=Acts(knowledge.acts),
    )


def _texts(fields: Iterable[TradeField]) -> Iterator[str]:
    return (text for field in fields for text in _words_of(field).values())


def _told(field: TradeField) -> Iterator[str]:
    """What people say who have to do with a field, and each of its tests by all its Chinese names."""
    for symptom in field.symptoms:
        yield from symptom.says
    yield from (case.says for case in field.cases)
    yield from ("，".join((zh, *test.other_names)) for zh, test in field.tests.items())


def _view(documents: Iterable[Mapping[str, str]]) -> LexicalView:
    return view_of(count_documents(documents, Tokeniser(), [CUT])[CUT], "cosine")


def _short(vectors: NDArray[np.float32], begins: NDArray[np.int64]) -> NDArray[np.float16]:
    """The first numbers of the mean of each situation's wordings, of length 1."""
    if not len(begins):
        return np.zeros((0, NUMBERS), np.float16)
    means = np.add.reduceat(_unit(vectors[:, :NUMBERS]), begins, axis=0)
    return np.asarray(_unit(means), np.float16)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _telling(zh: str, term: Named) -> Iterator[str]:
    """Its other names, of a parameter's own those that say more than the proper one: spellings of it (保证荷载 beside
    保证载荷) would count its words for the trade again and again."""
    if not isinstance(term, Parameter):
        yield from term.other_names
        return
    known = set(bigrams(zh))
    for name in term.same:
        pairs = set(bigrams(name))
        if 2 * len(known & pairs) < len(pairs) or not pairs:
            yield name
    yield from term.also


def _words_of(field: TradeField) -> dict[str, str]:
    """Every name and wording as a text of its own: the cap on repeated words holds inside a text only."""
    groups: tuple[Mapping[str, Named], ...] = (field.products, field.tests, field.failures)
    names = [
        name
        for group in groups
        for zh, term in group.items()
        for name in (zh, *_telling(zh, term), term.en, *term.other_english)
    ]
    said = [wording for symptom in field.symptoms for wording in (*symptom.says, *symptom.says_en)]
    told = [case.says for case in field.cases]
    return {str(place): text for place, text in enumerate([*names, *said, *told])}
