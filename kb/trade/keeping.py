"""Compiled knowledge to bytes and back, so that a match reads no trade file. Equal knowledge gives equal bytes."""

from __future__ import annotations

import json

import numpy as np

from kb.lexical_index import LexicalView
from kb.packing import Array, Buffer, pack, unpack
from kb.trade.compiled import Situation, Trade
from kb.trade.lexicon import Concept, Lexicon
from kb.trade.translation import Translator


def to_bytes(trade: Trade) -> bytes:
    """One file."""
    facts = {
        "digest": trade.digest,
        "concepts": [list(concept) for concept in trade.lexicon.concepts],
        "surfaces": trade.lexicon.surfaces,
        "situations": [[one.field, one.failures, sorted(one.products)] for one in trade.situations],
        "wordings": trade.wordings,
        "trades": trade.field_names,
        "english": dict(trade.translator.terms),
    }
    arrays: dict[str, Array] = {
        "text": np.frombuffer(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "first_wording": trade.first_wording,
        "field_weights": trade.field_weights,
        "wording_view": np.frombuffer(trade.wording_view.to_bytes(), np.uint8),
        "field_view": np.frombuffer(trade.field_view.to_bytes(), np.uint8),
    }
    if trade.wording_vectors is not None:
        arrays["wording_vectors"] = trade.wording_vectors
    return pack(arrays, {})


def from_bytes(data: Buffer) -> Trade:
    """What :func:`to_bytes` wrote; the caller has checked the digest."""
    arrays, _ = unpack(data)
    facts = json.loads(arrays["text"].tobytes())
    return Trade(
        lexicon=Lexicon(map(_concept, facts["concepts"]), facts["surfaces"]),
        situations=tuple(
            Situation(field, tuple(failures), frozenset(products)) for field, failures, products in facts["situations"]
        ),
        wordings=tuple(facts["wordings"]),
        first_wording=arrays["first_wording"],
        wording_view=LexicalView.from_bytes(arrays["wording_view"].tobytes()),
        field_names=tuple(facts["trades"]),
        field_view=LexicalView.from_bytes(arrays["field_view"].tobytes()),
        field_weights=arrays["field_weights"],
        translator=Translator.of({english: tuple(chinese) for english, chinese in facts["english"].items()}),
        wording_vectors=arrays.get("wording_vectors"),
        digest=facts["digest"],
    )


def _concept(fields: list[object]) -> Concept:
    kind, *groups = fields
    return Concept(kind, *(tuple(group) for group in groups))  # type: ignore[arg-type]
