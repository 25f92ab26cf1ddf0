"""A talk as it is seen: bubbles on one side, on the other what was understood, each value with the words behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.labels import FIELD_LABELS
from foundation.language import Language
from intake.correcting import CHOICES
from intake.demand import Draft, Evidence
from intake.fields import FieldName

_FIRST: tuple[FieldName, ...] = (
    "product", "material", "problem", "occurrence", "conditions", "service_category", "wish", "parameters",
    "standards", "criteria", "samples", "deadline", "budget", "region", "contact", "confidentiality",
)  # fmt: skip
ORDER: tuple[FieldName, ...] = (*_FIRST, *(field for field in FIELD_LABELS if field not in (*_FIRST, "title")))
"""What a person looks for first comes first. The title is no part of it: it is put together from the others."""


_NAMES = {"保密": "要求保密"}


@dataclass(frozen=True)
class Bubble:
    """One utterance and what was answered; ``is_typed``: not said, but typed over a value."""

    number: int
    words: str
    is_typed: bool
    answer: tuple[str, ...]


@dataclass(frozen=True)
class ShownValue:
    """One value. ``spans`` are ``utterance:start:end`` in UTF-16 units of the words as a browser holds them."""

    key: str
    field: FieldName
    label: str
    value: str
    quotes: tuple[tuple[int, str], ...]
    spans: str
    choices: tuple[str, ...]
    is_typed: bool

    @property
    def name(self) -> str:
        """The value as it is shown."""
        return _NAMES.get(self.value, self.value)


def bubbles(draft: Draft, language: Language) -> tuple[Bubble, ...]:
    """The talk so far, in order."""
    answers = {answer.utterance: answer.sentences for answer in draft.answers}
    return tuple(
        Bubble(
            number=number,
            words=words,
            is_typed=number in draft.typed,
            answer=tuple(sentence.text(language) for sentence in answers.get(number, ())),
        )
        for number, words in enumerate(draft.utterances)
    )


def values(draft: Draft) -> tuple[tuple[ShownValue, ...], ...]:
    """What was understood, field by field in the order of the labels; fields without a value are left out."""
    return tuple(found for field in ORDER if (found := tuple(_values_of(draft, field))))


def values_of(draft: Draft, field: FieldName) -> tuple[ShownValue, ...]:
    """The values of one field."""
    return tuple(_values_of(draft, field))


def unknown(draft: Draft) -> tuple[FieldName, ...]:
    """The fields that the person left open by saying so."""
    return tuple(field for field in ORDER if any(r.field == field and r.origin == "unknown" for r in draft.readings))


def _values_of(draft: Draft, field: FieldName) -> Iterator[ShownValue]:
    known = [reading for reading in draft.readings if reading.field == field and reading.origin != "unknown"]
    for number, reading in enumerate(known):
        yield ShownValue(
            key=f"{field}-{number}",
            field=field,
            label=FIELD_LABELS[field],
            value=reading.value,
            quotes=tuple((evidence.utterance, evidence.quote) for evidence in reading.evidence),
            spans=" ".join(_span(evidence, draft.utterances) for evidence in reading.evidence),
            choices=CHOICES.get(field, ()),
            is_typed={evidence.utterance for evidence in reading.evidence} <= set(draft.typed),
        )


def _span(evidence: Evidence, utterances: tuple[str, ...]) -> str:
    words = utterances[evidence.utterance]
    return f"{evidence.utterance}:{_units(words[: evidence.start])}:{_units(words[: evidence.end])}"


def _units(words: str) -> int:
    """How long a browser finds these words: it counts UTF-16 units and holds every line end as one."""
    return len(words.replace("\r\n", "\n").encode("utf-16-le", "surrogatepass")) // 2
