"""From the files' knowledge to what can be asked: a few seconds of work, done when an index is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kb.lexical_index import LexicalView, count_documents, view_of
from kb.tokens import Tokeniser
from kb.trade.compiled import CUT, GENERIC, NUMBERS, Situation, Trade
from kb.trade.field import Named, TradeField
from kb.trade.glossary import glossary
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.reading import Knowledge
from kb.trade.translation import Translator

if TYPE_CHECKING:
    from kb.embedding import Embedder


SERVES_ALL = 0.6
"""How much likeness to a field that serves every trade counts."""


def compile_trade(knowledge: Knowledge, embedder: Embedder | None = None) -> Trade:
    """The same knowledge gives the same object, whatever the machine."""
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
    if knowledge.generic:
        first.append(len(wordings))
        wordings += knowledge.generic
        situations.append(Situation(GENERIC, (), frozenset()))
    return Trade(
        lexicon=lexicon,
        situations=tuple(situations),
        wordings=tuple(wordings),
        first_wording=np.array(first, np.int64),
        wording_view=_view({"body": wording} for wording in wordings),
        field_names=tuple(field.field for field in knowledge.fields),
        field_view=_view(_words_of(field) for field in knowledge.fields),
        field_weights=np.array([SERVES_ALL if one.serves_all else 1.0 for one in knowledge.fields], np.float32),
        translator=Translator(glossary(knowledge.fields, knowledge.pairs)),
        wording_vectors=None if embedder is None else _short(embedder.encode_documents(wordings)),
        digest=knowledge.digest,
    )


def _view(documents: Iterable[Mapping[str, str]]) -> LexicalView:
    return view_of(count_documents(documents, Tokeniser(), [CUT])[CUT], "cosine")


def _short(vectors: NDArray[np.float32]) -> NDArray[np.float16]:
    """The first numbers of each vector, of length 1 again."""
    cut = vectors[:, :NUMBERS]
    return np.asarray(cut / np.maximum(np.linalg.norm(cut, axis=1, keepdims=True), 1e-9), np.float16)


def _words_of(field: TradeField) -> dict[str, str]:
    """Every name and wording as a text of its own: the cap on repeated words holds inside a text only."""
    groups: tuple[Mapping[str, Named], ...] = (field.products, field.tests, field.failures)
    names = [
        name for group in groups for zh, term in group.items() for name in (zh, *term.also, term.en, *term.also_en)
    ]
    said = [wording for symptom in field.symptoms for wording in (*symptom.says, *symptom.says_en)]
    return {str(place): text for place, text in enumerate([*names, *said])}
