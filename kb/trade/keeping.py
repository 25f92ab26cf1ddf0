"""Compiled knowledge to bytes and back, so that a match reads no trade file. Equal knowledge gives equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from kb.lexical_index import LexicalView
from kb.packing import Array, Buffer, pack, pack_words, unpack, unpack_words
from kb.trade.acts import Acts, WrittenActs
from kb.trade.compiled import Trade
from kb.trade.discriminant import Discriminant
from kb.trade.kinds import Kinds, WrittenKinds
from kb.trade.lexicon import Concept, Lexicon
from kb.trade.prose import Prose
from kb.trade.recognition import TradeFields
from kb.trade.situations import Situation, Situations
from kb.trade.translation import Translator


def to_bytes(trade: Trade) -> bytes:
    """One file."""
    facts: dict[str, object] = {
        "digest": trade.digest,
        "concepts": [_written(concept) for concept in trade.lexicon.concepts],
        "surfaces": trade.lexicon.surfaces,
        "situations": [[one.field, one.failures, sorted(one.products), one.tests] for one in trade.situations.every],
        "wordings": trade.situations.wordings,
        "trades": trade.fields.names,
        "english": dict(trade.translator.terms),
    }
    if (kinds := trade.kinds.written) != WrittenKinds():  # knowledge of before there were classes keeps its bytes
        facts["kinds"] = kinds.model_dump(mode="json")
    if (acts := trade.acts.written) != WrittenActs():  # likewise before there were acts
        facts["acts"] = acts.model_dump(mode="json")
    if trade.titles:
        facts["titles"] = dict(trade.titles)
    arrays: dict[str, Array] = {
        "text": np.frombuffer(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "first_wording": trade.situations.first_wording,
        "field_weights": trade.fields.weights,
        "prose": pack_words(list(trade.prose.odds)),
        "odds": np.array(list(trade.prose.odds.values()), np.float64),
        "wording_view": np.frombuffer(trade.situations.view.to_bytes(), np.uint8),
        "field_view": np.frombuffer(trade.fields.view.to_bytes(), np.uint8),
    }
    if trade.situations.vectors is not None:
        arrays["vectors"] = trade.situations.vectors
    if trade.by_meaning is not None:
        arrays |= {"meaning_weights": trade.by_meaning.weights, "meaning_begins": trade.by_meaning.begins}
    if trade.beyond is not None:
        arrays["beyond"] = np.frombuffer(to_bytes(trade.beyond), np.uint8)
    return pack(arrays, {})


def from_bytes(data: Buffer) -> Trade:
    """What :func:`to_bytes` wrote; the caller has checked the digest."""
    arrays, _ = unpack(data)
    facts = json.loads(arrays["text"].tobytes())
    return Trade(
        lexicon=Lexicon(map(_concept, facts["concepts"]), facts["surfaces"]),
        situations=Situations(
            every=tuple(
                Situation(field, tuple(failures), frozenset(products), tuple(tests))
                for field, failures, products, tests in facts["situations"]
            ),
            wordings=tuple(facts["wordings"]),
            first_wording=arrays["first_wording"],
            view=LexicalView.from_bytes(arrays["wording_view"].tobytes()),
            vectors=arrays.get("vectors"),
        ),
        fields=TradeFields(
            names=tuple(facts["trades"]),
            view=LexicalView.from_bytes(arrays["field_view"].tobytes()),
            weights=arrays["field_weights"],
        ),
        translator=Translator.of({english: tuple(chinese) for english, chinese in facts["english"].items()}),
        prose=Prose(dict(zip(unpack_words(arrays["prose"]), arrays["odds"].tolist(), strict=True))),
        digest=facts["digest"],
        kinds=Kinds(WrittenKinds.model_validate(facts.get("kinds", {}))),
        acts=Acts(WrittenActs.model_validate(facts.get("acts", {}))),
        titles=facts.get("titles", {}),
        beyond=from_bytes(arrays["beyond"].tobytes()) if "beyond" in arrays else None,
        by_meaning=_by_meaning(arrays),
    )


def _by_meaning(arrays: Mapping[str, Array]) -> Discriminant | None:
    if "meaning_weights" not in arrays:
        return None
    return Discriminant(arrays["meaning_weights"], arrays["meaning_begins"])


def _written(concept: Concept) -> list[object]:
    """Knowledge of before products had words beside them and parameters names of their own keeps its bytes."""
    written: list[object] = list(concept)
    while len(written) > _ALWAYS and not written[-1]:
        written.pop()
    return written


_ALWAYS = 6
"""Fields of a concept that every file has: kind, names, English names, trades, standards, tests."""


def _concept(fields: list[object]) -> Concept:
    kind, *groups = fields
    return Concept(kind, *(tuple(group) for group in groups))  # type: ignore[arg-type]
