"""The model reader: a language model proposes values, each with the words it read them from (B1, B2).

What a model says counts only as far as the person's own words carry it: a value whose quote is not in the text falls
away, and the question stays open. With no model, or one that fails, nothing is read here and the rules stand alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from foundation.language_model import LanguageModel, Prompt
from foundation.redaction import redact
from foundation.secrecy import DEFAULT_LEVEL, Level, may_leave
from intake.demand import Reading
from intake.fields import FIELDS, LIST_FIELDS, SERVICE_CATEGORIES, FieldName, ProblemType
from intake.grounding import fold, ground
from intake.reading.discretion import AGREEMENT, OPEN, SECRET
from intake.reading.merge import merge
from intake.reading.organisations import find_names
from intake.reading.port import Reader

_SEVEN = "、".join(SERVICE_CATEGORIES)
INSTRUCTIONS = (
    "从企业的话里读出需求字段，只写原话里说到的，没说的不要写。"
    '输出 JSON：{字段名: [{"value": 值, "quote": 原话中连续的一段}]}。'
    f"字段：{', '.join(FIELDS)}。service_category 只能取：{_SEVEN}。quote 必须逐字出自原话。"
)

_ENTRY: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"value": {"type": "string"}, "quote": {"type": "string"}},
        "required": ["value", "quote"],
    },
}
SCHEMA: Mapping[str, Any] = {"type": "object", "properties": dict.fromkeys(FIELDS, _ENTRY)}

_MOST = 20
_LONGEST = 200
"""A list longer than this, or a value longer than that, is no reading any more."""


class ModelReader:
    """Reads an utterance with a language model; whatever comes back, only grounded values leave here.

    ``level`` and ``consent`` are those of the talk: they decide whether its words may be sent at all, and then only
    without names, contacts and amounts (:func:`foundation.secrecy.may_leave`).
    """

    def __init__(self, model: LanguageModel, level: Level = DEFAULT_LEVEL, consent: bool = False) -> None:
        self._model = model
        self._may_send = may_leave(level, "model", consent=consent, on_premises=model.on_premises).allowed

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        """Grounded readings in field order; none when the model does not answer or answers nonsense."""
        if not self._may_send:
            return ()
        sent = redact(utterance, sorted(find_names(fold(utterance).text)))
        answer = self._model.complete_json(Prompt(instructions=INSTRUCTIONS, material=sent.text), SCHEMA)
        return grounded(answer.data, utterance, sent.restore)


class MergedReader:
    """Rules first, a model for what they left open."""

    def __init__(self, rules: Reader, model: Reader) -> None:
        self._rules = rules
        self._model = model

    def read(self, utterance: str, asked: FieldName | None = None) -> tuple[Reading, ...]:
        """The merged readings of both."""
        return merge(self._rules.read(utterance, asked), self._model.read(utterance, asked))


def grounded(answer: Any, utterance: str, restore: Callable[[str], str] = lambda words: words) -> tuple[Reading, ...]:
    """The readings in a model's answer that quote the utterance. Lenient about form, strict about words.

    ``restore`` puts back what was taken out before the words were sent.
    """
    if not isinstance(answer, Mapping):
        return ()
    return tuple(
        found
        for field in FIELDS
        for value, quote in _pairs(answer.get(field))[: _MOST if field in LIST_FIELDS else 1]
        if (found := _reading(field, restore(value), restore(quote), utterance)) is not None
    )


def _reading(field: FieldName, value: str, quote: str, utterance: str) -> Reading | None:
    if field in _CLOSED and value not in _CLOSED[field]:
        return None
    evidence = ground(utterance, quote)
    if evidence is None or len(evidence.quote) > _LONGEST:
        return None
    if field in _VERBATIM and ground(evidence.quote, value) is None:
        return None  # the value must be in the very words it quotes
    origin = "quoted" if value == evidence.quote else "normalised"
    return Reading(field=field, value=value, origin=origin, evidence=(evidence,), rule="model")


_CLOSED: dict[FieldName, tuple[str, ...]] = {
    "service_category": SERVICE_CATEGORIES,
    "problem_type": get_args(ProblemType),
    "confidentiality": (SECRET, AGREEMENT, OPEN),
}
"""Fields whose values are a closed list."""

_VERBATIM: frozenset[FieldName] = frozenset(
    {"title", "product", "parameters", "standards", "region", "budget", "deadline"}
)
"""Fields whose value must stand in the quoted words, and not only be suggested by them."""


def _pairs(entry: Any) -> list[tuple[str, str]]:
    """``(value, quote)`` from a list, one object, or a bare word (which is its own quote)."""
    entries = entry if isinstance(entry, list) else [entry]
    pairs = []
    for item in entries:
        if isinstance(item, str):
            item = {"value": item, "quote": item}
        if not isinstance(item, Mapping):
            continue
        value, quote = item.get("value"), item.get("quote")
        if isinstance(value, str) and isinstance(quote, str) and 0 < len(value.strip()) <= _LONGEST:
            pairs.append((value.strip(), quote))
    return pairs
