"""From the files' knowledge to what can be asked: a few seconds of work, done when an index is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from kb.lexical_index import build_view
from kb.trade.compiled import Situation, Trade, characters_and_pairs
from kb.trade.field import Named, TradeField
from kb.trade.glossary import glossary
from kb.trade.lexicon import Lexicon, concepts_of
from kb.trade.reading import Knowledge
from kb.trade.translation import Translator

if TYPE_CHECKING:
    from kb.embedding import Embedder


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
        wording_vectors=None if embedder is None else np.asarray(embedder.encode_documents(wordings), np.float16),
        digest=knowledge.digest,
    )


def _words_of(field: TradeField) -> dict[str, str]:
    """Every name and wording as a text of its own: the cap on repeated words holds inside a text only."""
    groups: tuple[Mapping[str, Named], ...] = (field.products, field.tests, field.failures)
    names = [
        name for group in groups for zh, term in group.items() for name in (zh, *term.also, term.en, *term.also_en)
    ]
    said = [wording for symptom in field.symptoms for wording in (*symptom.says, *symptom.says_en)]
    return {str(place): text for place, text in enumerate([*names, *said])}
